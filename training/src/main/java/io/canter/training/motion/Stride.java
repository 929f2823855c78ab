package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;

/** One moment of a stride: the trunk rocks, the feet follow their paths over the ground, the legs are solved between. */
final class Stride {
    /** Part of the stance, at its end, in which the heel has left the ground and the hoof rolls over its toe. */
    private static final float BREAKOVER = 0.18f;

    private static final float BREAKOVER_PITCH = 0.75f;
    /** Fetlocks sink under load: about 25 degrees at the trot (Back et al. 1995). */
    private static final float FETLOCK_SINK = 0.38f;
    /** Feet come down closer to the middle than they stand at rest. */
    private static final float TRACK = 0.85f;

    /** Speed at which a hoof leaves and meets the ground, stance lengths per swing. */
    private static final float OVERSHOOT_MAX = 0.9f;

    private final PoseBuilder b;
    private final Style style;
    private final float hip;
    private final Way way;
    private final LegTarget[] targets = new LegTarget[4];

    private Stride(Body body, Style style, Way way) {
        b = new PoseBuilder(body);
        this.style = style;
        this.way = way;
        hip = b.hipHeight();
    }

    /** Straight on. */
    static Pose pose(Body body, Gait[] feet, double[] since, TrunkWave trunk, Style style, double seconds) {
        return pose(body, feet, since, trunk, style, Way.STRAIGHT, 0, seconds);
    }

    /**
     * @param feet by leg: the gait that foot follows
     * @param since by leg: how much of its stride has gone by since touch down, 0..1
     * @param way of the feet over the ground
     * @param lean to the left, radians
     * @param seconds for what goes on beside the stride (tail, ears)
     */
    static Pose pose(
            Body body,
            Gait[] feet,
            double[] since,
            TrunkWave trunk,
            Style style,
            Way way,
            double lean,
            double seconds) {
        Stride s = new Stride(body, style.turning(way.curvature()), way);
        s.b.bend(Joints.ROOT, 0, 0, -lean);
        for (Leg leg : Leg.ALL) {
            s.foot(leg, feet[leg.index], (float) since[leg.index]);
        }
        s.trunk(trunk, feet);
        s.style.apply(s.b, seconds);
        Stance.settle(s.b, s.targets);
        return s.b.toPose();
    }

    private void trunk(TrunkWave wave, Gait[] feet) {
        b.root.y += hip * (float) (wave.rise() - style.crouch());
        b.bend(Joints.ROOT, wave.rock(), 0, 0);
        b.bend(Joints.LOIN, -0.5 * wave.round(), 0, 0);
        b.bend(Joints.PELVIS, -0.7 * wave.round(), 0, 0);
        b.bend(Joints.THORAX, 0.25 * wave.round(), 0, 0);
        b.bend(Joints.NECK_1, 0.5 * wave.nod() - 0.5 * wave.rock(), 0, 0);
        b.bend(Joints.NECK_2, 0.3 * wave.nod(), 0, 0);
        b.bend(Joints.NECK_3, 0.2 * wave.nod(), 0, 0);
        // The head keeps its angle to the ground better than the neck does.
        b.bend(Joints.HEAD, -0.6 * wave.nod() - 0.3 * wave.rock(), 0, 0);
        b.bend(Joints.TAIL_1, wave.stream(), 0, 0);
        double hindYaw = 0.5 * wave.yaw() * (ahead(Leg.LEFT_HIND, feet) - ahead(Leg.RIGHT_HIND, feet));
        b.bend(Joints.PELVIS, 0, -hindYaw, 0.4 * hindYaw);
        b.bend(Joints.LOIN, 0, 0.4 * hindYaw, 0);
        for (Leg leg : new Leg[] {Leg.LEFT_FORE, Leg.RIGHT_FORE}) {
            // The shoulder blade swings with the leg, some 15 to 20 degrees in all at the trot.
            b.bend(leg.scapula(), -0.28 * feet[leg.index].stance() * ahead(leg, feet), 0, 0);
        }
    }

    /** Foot's place between the ends of its stance, 1 foremost, -1 hindmost. */
    private double ahead(Leg leg, Gait[] feet) {
        return (targets[leg.index].contact.z - b.rest(leg.hoof(), 2)) / (0.5f * hip * feet[leg.index].stance());
    }

    private void foot(Leg leg, Gait gait, float since) {
        LegTarget t = new LegTarget();
        targets[leg.index] = t;
        t.stand(b.rest(leg.hoof(), 0) * (TRACK + style.stanceWide()), b.rest(leg.hoof(), 2));
        if (since < gait.duty()) {
            stand(since / gait.duty(), gait, t);
        } else {
            swing((since - gait.duty()) / (1 - gait.duty()), leg, gait, t);
        }
        float rest = b.rest(leg.hoof(), 2);
        way.bend(t.contact, t.contact.z - rest);
        // The trunk's own bend follows the way: feet far from its middle stand towards the turn's inside.
        t.contact.x += (float) (Style.BENT * 0.5 * way.curvature() * rest * rest);
    }

    private void stand(float q, Gait gait, LegTarget t) {
        t.contact.z += gait.stance() * hip * (0.5f - q);
        float roll = smooth((q - (1 - BREAKOVER)) / BREAKOVER);
        float load = (float) Math.pow(Math.sin(Math.PI * Math.min(1, q)), 0.8);
        t.hoofPitch = BREAKOVER_PITCH * roll * roll;
        t.pasternPitch = -FETLOCK_SINK * load + t.hoofPitch;
    }

    private void swing(float w, Leg leg, Gait gait, LegTarget t) {
        float stance = gait.stance() * hip;
        // Leaves and meets the ground with something of the ground's own speed: hence it swings out beyond both ends.
        float slope = -stance * Math.min(OVERSHOOT_MAX, (1 - gait.duty()) / gait.duty());
        t.contact.z += hermite(w, -0.5f * stance, 0.5f * stance, slope);
        float height = (leg.hind ? gait.hindLift() : gait.foreLift()) * hip;
        // The faster, the later a fore hoof is highest: at the gallop it reaches out high.
        double late = leg.hind ? 0.85 : 1.25 - 0.6 * gait.duty();
        t.contact.y = height * (float) Math.pow(Math.sin(Math.PI * Math.pow(w, late)), 1.3);
        float leaving = 1 - smooth(w / 0.35f);
        // Toe a little up just before it lands.
        float landing = smooth((w - 0.6f) / 0.3f) * (1 - smooth((w - 0.9f) / 0.1f));
        t.hoofPitch = BREAKOVER_PITCH * leaving - 0.12f * landing;
        t.pasternPitch = t.hoofPitch;
        t.swing = smooth(w / 0.3f) * (1 - smooth((w - 0.72f) / 0.26f));
        float fold = (float) Math.sin(Math.PI * Math.pow(w, 0.75));
        t.fetlockFlexion = (leg.hind ? gait.hindFetlock() : gait.foreFetlock()) * fold;
        t.coffinFlexion = 0.35f * t.fetlockFlexion;
        t.carpusShare = gait.carpusShare() * smooth(w / 0.2f) * (1 - smooth((w - 0.7f) / 0.25f));
    }

    static float smooth(float t) {
        float c = LegSolver.clamp(t, 0, 1);
        return c * c * (3 - 2 * c);
    }

    private static float hermite(float t, float from, float to, float slope) {
        float t2 = t * t;
        float t3 = t2 * t;
        return from * (2 * t3 - 3 * t2 + 1) + to * (3 * t2 - 2 * t3) + slope * (2 * t3 - 3 * t2 + t);
    }
}
