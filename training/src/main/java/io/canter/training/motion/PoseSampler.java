package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import java.util.random.RandomGenerator;
import org.joml.Quaternionf;

/**
 * Draws poses for training: mostly moments of gaits and of grazing, some standing, lying, sitting, jumping; on top of
 * each, departures of every joint, so that the network sees more than the curves know. Immutable; any thread may use it.
 */
public final class PoseSampler {
    /** Standard deviation of the departures, radians, for an average sample. */
    private static final double DEPARTURE = 0.06;
    /** Share of poses that are moments of a {@link Motions#random}. */
    private static final double MOVING = 0.90;

    private final float[] limits;

    /** @param rig its joint limits hold for every pose drawn */
    public PoseSampler(Rig rig) {
        if (rig.skeleton().jointCount() != Joints.COUNT) {
            throw new IllegalArgumentException("rig " + rig.id() + " has "
                    + rig.skeleton().jointCount() + " joints, the quadruped has " + Joints.COUNT);
        }
        limits = rig.limits().clone();
    }

    /**
     * One pose on the world's ground plane (y up, ground y = 0), facing +z.
     *
     * @return worldFromCanonical for the root; the lowest hoof stands on the ground, except in a jump or a suspension
     */
    public Pose sample(RandomGenerator random, Body body) {
        return sample(random, body, 0);
    }

    /**
     * The pose that the same draws give for a moment before: of a movement, {@code secondsBefore} earlier with the same
     * departures; of anything else, the pose itself.
     */
    public Pose sample(RandomGenerator random, Body body, double secondsBefore) {
        PoseBuilder b = new PoseBuilder(body);
        float clearance = 0;
        if (random.nextDouble() < MOVING) {
            Motion motion = Motions.random(random, body);
            double seconds = motion.periodSeconds() * random.nextDouble() - secondsBefore;
            b.set(motion.at(seconds, body));
            b.placeAll();
            clearance = Math.max(0, Ground.lowest(b));
        } else {
            Style.broad(random, 1.2).apply(b, 0);
            double pick = random.nextDouble();
            if (pick < 0.3) {
                FoldedPoses.lying(b, random);
            } else if (pick < 0.5) {
                FoldedPoses.sitting(b, random);
            } else if (pick < 0.7) {
                FoldedPoses.rearing(b, random);
            } else {
                FoldedPoses.jumping(b, random);
                clearance = 0.5f * random.nextFloat() * b.rest(Joints.FEMUR_L, 1);
            }
            if (random.nextBoolean()) {
                b.set(MirroredMotion.mirror(b.toPose()));
            }
        }
        depart(b, random);
        clamp(b);
        b.placeAll();
        b.raise(clearance - Ground.lowest(b));
        return b.toPose();
    }

    private static void depart(PoseBuilder b, RandomGenerator random) {
        // Most samples stay near the curves, a few leave them far: a log-normal amount.
        double amount = DEPARTURE * Math.exp(0.6 * random.nextGaussian());
        for (int j = 1; j < Joints.COUNT; j++) {
            double sideways = 0.35 * amount;
            double x = amount;
            if ((j >= Joints.TAIL_1 && j <= Joints.TAIL_4) || j >= Joints.EAR_L) {
                x = 2 * amount;
                sideways = 2 * amount;
            } else if (j >= Joints.NECK_1 && j <= Joints.HEAD) {
                sideways = amount;
            } else if (j == Joints.LOIN || j == Joints.PELVIS || j == Joints.THORAX) {
                x = 0.5 * amount;
                sideways = 0.5 * amount;
            }
            b.bend(j, x * random.nextGaussian(), sideways * random.nextGaussian(), sideways * random.nextGaussian());
        }
        b.bend(Joints.ROOT, 0.5 * amount * random.nextGaussian(), 0, 0.7 * amount * random.nextGaussian());
    }

    private void clamp(PoseBuilder b) {
        for (int j = 1; j < Joints.COUNT; j++) {
            clamp(b.local[j], 6 * j);
        }
    }

    /** Holds the rotation vector within the rig's limits. */
    private void clamp(Quaternionf q, int at) {
        float sin = (float) Math.sqrt(q.x * q.x + q.y * q.y + q.z * q.z);
        if (sin < 1e-6f) {
            return;
        }
        float angle = LegSolver.wrap(2 * (float) Math.atan2(sin, q.w));
        float scale = angle / sin;
        float x = LegSolver.clamp(q.x * scale, limits[at], limits[at + 1]);
        float y = LegSolver.clamp(q.y * scale, limits[at + 2], limits[at + 3]);
        float z = LegSolver.clamp(q.z * scale, limits[at + 4], limits[at + 5]);
        float length = (float) Math.sqrt(x * x + y * y + z * z);
        float s = length < 1e-9f ? 0 : (float) Math.sin(length / 2) / length;
        q.set(x * s, y * s, z * s, (float) Math.cos(length / 2));
    }
}
