package io.canter.training.motion;

import java.util.random.RandomGenerator;

/**
 * Poses that no foot path leads to: lying, sitting, rearing, jumping, bucking. Angles are those of the folded limbs of
 * resting and jumping horses as anatomy allows them (Dyce, Sack and Wensing), spread at random.
 */
final class FoldedPoses {
    private FoldedPoses() {}

    /** On the breastbone, legs folded under and beside the trunk. */
    static void lying(PoseBuilder b, RandomGenerator r) {
        double roll = 0.18 * r.nextGaussian();
        b.bend(Joints.ROOT, 0.05 * r.nextGaussian(), 0, roll);
        for (Leg leg : Leg.ALL) {
            double out = leg == Leg.LEFT_HIND || leg == Leg.LEFT_FORE ? 1 : -1;
            if (leg.hind) {
                double fold = vary(r, 0.95, 1.1);
                fold(b, leg, -0.75 * fold, 0.25 * out, 1.05 * fold, -1.35 * fold, 0.3);
            } else {
                double fold = vary(r, 0.95, 1.1);
                b.bend(leg.scapula(), 0.1 * r.nextGaussian(), 0, 0);
                fold(b, leg, 0.45 * fold, 0.12 * out, -1.55 * fold, 2.05 * fold, 0.6);
            }
        }
        // Sometimes one fore leg is stretched ahead.
        if (r.nextDouble() < 0.4) {
            Leg leg = r.nextBoolean() ? Leg.LEFT_FORE : Leg.RIGHT_FORE;
            for (int j = leg.upper; j <= leg.hoof(); j++) {
                b.local[j].identity();
            }
            fold(b, leg, 0.1, 0, -1.5, 0.15 * r.nextDouble(), 0.1);
        }
    }

    /** On the haunches, fore legs straight: a dog's seat. */
    static void sitting(PoseBuilder b, RandomGenerator r) {
        double up = vary(r, 0.5, 0.75);
        b.bend(Joints.ROOT, -up, 0, 0.05 * r.nextGaussian());
        b.bend(Joints.PELVIS, -0.2, 0, 0);
        // The pelvis stands steep: the tail lies on the ground behind it.
        b.bend(Joints.TAIL_1, 0.9 + up, 0, 0);
        b.bend(Joints.TAIL_1 + 1, 0.3, 0, 0);
        double fold = vary(r, 0.85, 1.0);
        fold(b, Leg.LEFT_HIND, -0.75 * fold, 0.2, 1.0 * fold, -1.0 * fold, 0);
        fold(b, Leg.RIGHT_HIND, -0.75 * fold, -0.2, 1.0 * fold, -1.0 * fold, 0);
        fold(b, Leg.LEFT_FORE, 0.7 * up, 0, 0.2 * up, 0, 0);
        fold(b, Leg.RIGHT_FORE, 0.7 * up, 0, 0.2 * up, 0, 0);
        b.bend(Joints.NECK_1, 0.6 * up, 0, 0);
        b.bend(Joints.HEAD, 0.3 * up, 0, 0);
    }

    /** Up on the hind legs. */
    static void rearing(PoseBuilder b, RandomGenerator r) {
        double up = vary(r, 0.3, 1.1);
        b.bend(Joints.ROOT, -up, 0, 0);
        b.bend(Joints.LOIN, 0.1, 0, 0);
        for (Leg leg : Leg.ALL) {
            double fold = vary(r, 0.2, 1.0);
            if (leg.hind) {
                fold(b, leg, 0.75 * up - 0.3, 0, 0.3 + 0.2 * fold, -0.3 - 0.2 * fold, 0);
            } else {
                fold(b, leg, -0.2 * fold, 0, -1.1 * fold, 1.6 * fold, 0.6 * fold);
            }
        }
        b.bend(Joints.NECK_1, 0.3 * up, 0, 0);
        b.bend(Joints.HEAD, 0.3 * up, 0, 0);
    }

    /** Over a fence: fore legs tucked, hind legs stretched behind or tucked, the back rounded. */
    static void jumping(PoseBuilder b, RandomGenerator r) {
        double pitch = vary(r, -0.55, 0.45);
        b.bend(Joints.ROOT, pitch, 0, 0);
        b.bend(Joints.LOIN, vary(r, -0.15, 0.1), 0, 0);
        double tuck = vary(r, 0.4, 1.0);
        double stretch = vary(r, 0, 1);
        for (Leg leg : Leg.ALL) {
            double own = 0.12 * r.nextGaussian();
            if (leg.hind) {
                double fold = 1 - stretch + own;
                fold(b, leg, 0.65 * stretch - 0.35 * fold + own, 0, -0.25 * stretch + 0.9 * fold, -0.95 * fold, 0.6);
            } else {
                double t = tuck + own;
                fold(b, leg, -0.35 * t - 0.2, 0, -1.1 * t, 1.9 * t, 0.9 * t);
            }
        }
        b.bend(Joints.NECK_1, vary(r, -0.1, 0.5), 0, 0);
        b.bend(Joints.HEAD, vary(r, -0.3, 0.2), 0, 0);
    }

    private static void fold(
            PoseBuilder b, Leg leg, double upper, double out, double middle, double lower, double fetlock) {
        b.bend(leg.upper, upper, 0, out);
        b.bend(leg.upper + 1, middle, 0, 0);
        b.bend(leg.cannon(), lower, 0, 0);
        b.bend(leg.pastern(), fetlock, 0, 0);
        b.bend(leg.hoof(), 0.4 * fetlock, 0, 0);
    }

    private static double vary(RandomGenerator r, double low, double high) {
        return low + (high - low) * r.nextDouble();
    }
}
