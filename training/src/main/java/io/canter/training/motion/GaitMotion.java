package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;

/** A gait: the trunk rocks, the feet follow their paths over the ground, the legs are solved in between. */
final class GaitMotion implements Motion {
    /** Part of the stance, at its end, in which the heel has left the ground and the hoof rolls over its toe. */
    private static final float BREAKOVER = 0.18f;

    private static final float BREAKOVER_PITCH = 0.75f;
    /** Fetlocks sink under load: about 25 degrees at the trot (Back et al. 1995). */
    private static final float FETLOCK_SINK = 0.38f;

    private final Gait gait;
    private final Style style;

    GaitMotion(Gait gait, Style style) {
        this.gait = gait;
        this.style = style;
    }

    @Override
    public String name() {
        return gait.name();
    }

    @Override
    public double periodSeconds() {
        return gait.periodSeconds();
    }

    @Override
    public double speed(Body body) {
        return gait.stance() * hipHeight(new PoseBuilder(body)) / (gait.duty() * gait.periodSeconds());
    }

    @Override
    public Pose at(double seconds, Body body) {
        PoseBuilder b = new PoseBuilder(body);
        double phase = seconds / gait.periodSeconds();
        phase -= Math.floor(phase);
        LegTarget[] targets = new LegTarget[4];
        for (Leg leg : Leg.ALL) {
            targets[leg.index] = new LegTarget();
            foot(b, leg, phase, targets[leg.index]);
        }
        trunk(b, phase, targets);
        style.apply(b, seconds);
        Stance.settle(b, targets);
        return b.toPose();
    }

    private void trunk(PoseBuilder b, double phase, LegTarget[] targets) {
        float hip = hipHeight(b);
        b.root.y += hip * (float) (-gait.bob() * wave(gait.bobTimes() * (phase - gait.bobLow())) - style.crouch());
        double rock = gait.pitch() * wave(phase - gait.pitchDown());
        b.bend(Joints.ROOT, rock, 0, 0);
        double round = gait.spine() * wave(phase - gait.spineRound());
        b.bend(Joints.LOIN, -0.5 * round, 0, 0);
        b.bend(Joints.PELVIS, -0.7 * round, 0, 0);
        b.bend(Joints.THORAX, 0.25 * round, 0, 0);
        double nod = gait.nod() * wave(gait.nodTimes() * (phase - gait.nodLow())) + gait.carriage();
        b.bend(Joints.NECK_1, 0.5 * nod - 0.5 * rock, 0, 0);
        b.bend(Joints.NECK_2, 0.3 * nod, 0, 0);
        b.bend(Joints.NECK_3, 0.2 * nod, 0, 0);
        // The head keeps its angle to the ground better than the neck does.
        b.bend(Joints.HEAD, -0.6 * nod - 0.3 * rock, 0, 0);
        // Faster, the tail streams.
        b.bend(Joints.TAIL_1, 0.9 * Math.max(0, 0.6 - gait.duty()), 0, 0);
        float reach = 0.5f * gait.stance() * hip;
        double hindYaw = 0.5
                * gait.yaw()
                * (offset(b, targets, Leg.LEFT_HIND, reach) - offset(b, targets, Leg.RIGHT_HIND, reach));
        b.bend(Joints.PELVIS, 0, -hindYaw, 0.4 * hindYaw);
        b.bend(Joints.LOIN, 0, 0.4 * hindYaw, 0);
        for (Leg leg : new Leg[] {Leg.LEFT_FORE, Leg.RIGHT_FORE}) {
            // The shoulder blade swings with the leg, some 15 to 20 degrees in all at the trot.
            b.bend(leg.scapula(), -0.20 * gait.stance() * offset(b, targets, leg, reach), 0, 0);
        }
    }

    private static double offset(PoseBuilder b, LegTarget[] targets, Leg leg, float reach) {
        return (targets[leg.index].contact.z - b.rest(leg.hoof(), 2)) / reach;
    }

    private void foot(PoseBuilder b, Leg leg, double phase, LegTarget t) {
        float hip = hipHeight(b);
        float stance = gait.stance() * hip;
        double since = phase - gait.touchdown()[leg.index];
        float u = (float) (since - Math.floor(since));
        t.stand(b.rest(leg.hoof(), 0) * (0.85f + style.stanceWide()), b.rest(leg.hoof(), 2));
        if (u < gait.duty()) {
            stance(u / gait.duty(), stance, t);
        } else {
            swing((u - gait.duty()) / (1 - gait.duty()), stance, hip, leg, t);
        }
    }

    private static void stance(float q, float length, LegTarget t) {
        t.contact.z += length * (0.5f - q);
        float roll = smooth((q - (1 - BREAKOVER)) / BREAKOVER);
        float load = (float) Math.pow(Math.sin(Math.PI * Math.min(1, q)), 0.8);
        t.hoofPitch = BREAKOVER_PITCH * roll * roll;
        t.pasternPitch = -FETLOCK_SINK * load + t.hoofPitch;
    }

    private void swing(float w, float length, float hip, Leg leg, LegTarget t) {
        // Leaves and meets the ground with something of the ground's own speed; more would overshoot.
        float slope = -length * Math.min(0.5f, (1 - gait.duty()) / gait.duty());
        t.contact.z += hermite(w, -0.5f * length, 0.5f * length, slope, slope);
        float height = (leg.hind ? gait.hindLift() : gait.foreLift()) * hip;
        t.contact.y = height * (float) Math.pow(Math.sin(Math.PI * Math.pow(w, 0.85)), 1.3);
        float leaving = 1 - smooth(w / 0.35f);
        t.hoofPitch = BREAKOVER_PITCH * leaving - 0.12f * smooth((w - 0.6f) / 0.3f) * (1 - smooth((w - 0.9f) / 0.1f));
        t.pasternPitch = t.hoofPitch;
        t.swing = smooth(w / 0.3f) * (1 - smooth((w - 0.72f) / 0.26f));
        float fold = (float) Math.sin(Math.PI * Math.pow(w, 0.75));
        t.fetlockFlexion = (leg.hind ? gait.hindFetlock() : gait.foreFetlock()) * fold;
        t.coffinFlexion = 0.35f * t.fetlockFlexion;
        t.carpusShare = gait.carpusShare() * smooth(w / 0.2f) * (1 - smooth((w - 0.7f) / 0.25f));
    }

    static float hipHeight(PoseBuilder b) {
        return b.rest(Joints.FEMUR_L, 1);
    }

    private static double wave(double turns) {
        return Math.cos(2 * Math.PI * turns);
    }

    static float smooth(float t) {
        float c = LegSolver.clamp(t, 0, 1);
        return c * c * (3 - 2 * c);
    }

    private static float hermite(float t, float from, float to, float slopeFrom, float slopeTo) {
        float t2 = t * t;
        float t3 = t2 * t;
        return from * (2 * t3 - 3 * t2 + 1)
                + slopeFrom * (t3 - 2 * t2 + t)
                + to * (3 * t2 - 2 * t3)
                + slopeTo * (t3 - t2);
    }
}
