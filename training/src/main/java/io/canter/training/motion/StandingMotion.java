package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.joml.Quaternionf;
import org.joml.Vector3f;

/** On the spot: standing with shifted weight, looking around, grazing. All four feet stay where they were put. */
final class StandingMotion implements Motion {
    enum Kind {
        STAND,
        LOOK_AROUND,
        GRAZE
    }

    private static final int NECK_STEPS = 18;
    /** Neck down to the ground at most, radians summed over its joints. */
    private static final float NECK_DOWN_MAX = 2.25f;

    private final Kind kind;
    private final Style style;
    private final double periodSeconds;
    private final float[] feetAhead = new float[4];
    private final float shiftLeft;
    private final float shiftAhead;
    private final float turn;
    private final float muzzleHeight;
    private final Leg resting;

    StandingMotion(Kind kind, Style style, RandomGenerator random) {
        this.kind = kind;
        this.style = style;
        periodSeconds = 3 + 3 * random.nextDouble();
        float spread = kind == Kind.GRAZE ? 0.14f : 0.06f;
        for (int i = 0; i < 4; i++) {
            feetAhead[i] = spread * LegSolver.clamp((float) random.nextGaussian(), -2, 2);
        }
        shiftLeft = (float) (0.02 * random.nextGaussian());
        shiftAhead = (float) (0.03 * random.nextGaussian());
        turn = (float) (0.3 + 0.9 * random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
        muzzleHeight = (float) Math.abs(0.1 * random.nextGaussian());
        int tired = random.nextInt(8);
        resting = kind == Kind.STAND && tired < 2 ? Leg.ALL[tired] : null;
    }

    @Override
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public double periodSeconds() {
        return periodSeconds;
    }

    @Override
    public double travel(double seconds, Body body) {
        return 0;
    }

    @Override
    public Pose at(double seconds, Body body) {
        PoseBuilder b = new PoseBuilder(body);
        float hip = b.hipHeight();
        double wave = Math.sin(2 * Math.PI * seconds / periodSeconds);
        LegTarget[] targets = new LegTarget[4];
        for (Leg leg : Leg.ALL) {
            LegTarget t = new LegTarget();
            t.stand(
                    b.rest(leg.hoof(), 0) * (1 + style.stanceWide()),
                    b.rest(leg.hoof(), 2) + hip * feetAhead[leg.index]);
            t.pasternPitch = -0.08f;
            targets[leg.index] = t;
        }
        b.root.add(hip * (shiftLeft + 0.008f * (float) wave), -hip * style.crouch(), hip * shiftAhead);
        if (resting != null) {
            rest(b, targets[resting.index], hip);
        }
        style.apply(b, seconds);
        if (kind == Kind.LOOK_AROUND) {
            look(b, turn * (0.75 + 0.25 * wave));
        }
        if (kind == Kind.GRAZE) {
            b.bend(Joints.ROOT, 0.11, 0, 0);
            b.bend(Joints.THORAX, 0.06, 0, 0);
        }
        Stance.settle(b, targets);
        if (kind == Kind.GRAZE) {
            graze(b, body, hip * (muzzleHeight + 0.02f * (float) (1 + wave)));
        }
        return b.toPose();
    }

    /** A hind leg takes a rest on the tip of its hoof, and that side of the pelvis sinks. */
    private void rest(PoseBuilder b, LegTarget t, float hip) {
        t.contact.z += 0.06f * hip;
        t.hoofPitch = 0.7f;
        t.pasternPitch = 0.5f;
        float side = resting == Leg.LEFT_HIND ? 1 : -1;
        b.bend(Joints.PELVIS, 0, 0, -0.07 * side);
        b.root.x -= 0.02f * hip * side;
    }

    private static void look(PoseBuilder b, double left) {
        b.bend(Joints.NECK_1, 0, 0.30 * left, 0);
        b.bend(Joints.NECK_2, 0, 0.25 * left, 0);
        b.bend(Joints.NECK_3, 0, 0.25 * left, 0);
        b.bend(Joints.HEAD, 0, 0.20 * left, 0.1 * left);
        b.bend(Joints.THORAX, 0, 0.08 * left, 0);
    }

    /** Lowers the neck until the muzzle is at the given height: bisection on one angle shared by its joints. */
    private static void graze(PoseBuilder b, Body body, float height) {
        float low = 0;
        float high = NECK_DOWN_MAX;
        Vector3f nose = Nose.fromHead(body);
        Vector3f muzzle = new Vector3f();
        Quaternionf[] before = new Quaternionf[4];
        for (int k = 0; k < 4; k++) {
            before[k] = new Quaternionf(b.local[Joints.NECK_1 + k]);
        }
        for (int i = 0; i < NECK_STEPS; i++) {
            float angle = 0.5f * (low + high);
            for (int k = 0; k < 4; k++) {
                b.local[Joints.NECK_1 + k].set(before[k]);
            }
            b.bend(Joints.NECK_1, 0.52 * angle, 0, 0);
            b.bend(Joints.NECK_2, 0.28 * angle, 0, 0);
            b.bend(Joints.NECK_3, 0.22 * angle, 0, 0);
            b.bend(Joints.HEAD, -0.36 * angle, 0, 0);
            b.place(Joints.NECK_1, Joints.EAR_R);
            b.world[Joints.HEAD].transform(nose, muzzle).add(b.position[Joints.HEAD]);
            if (muzzle.y > height) {
                low = angle;
            } else {
                high = angle;
            }
        }
    }
}
