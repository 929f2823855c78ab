package io.canter.training.motion;

import java.util.random.RandomGenerator;

/**
 * What one animal does its own way, on top of a motion: carriage of neck, head, tail and ears, a bend of the trunk.
 * Radians unless said otherwise; sways are slow sines so that a held pose still lives.
 *
 * @param neckDown lowers the neck, negative raises it
 * @param headDown tips the muzzle down, negative pokes it forward
 * @param neckLeft turns the neck to the animal's left
 * @param headLeft turns the head further
 * @param headTilt rolls the head
 * @param spineLeft bends the trunk to the left
 * @param tailUp raises the tail
 * @param tailSwing amplitude of its sway
 * @param earsBack lays the ears back, negative pricks them
 * @param earsApart lets ears turn each their way
 * @param jawOpen opens the mouth
 * @param crouch lowers the trunk, fraction of the hip's height
 * @param stanceWide widens the track, fraction of its width
 * @param swaySeconds period of the slow movements
 * @param swayPhase 0..1
 */
record Style(
        float neckDown,
        float headDown,
        float neckLeft,
        float headLeft,
        float headTilt,
        float spineLeft,
        float tailUp,
        float tailSwing,
        float earsBack,
        float earsApart,
        float jawOpen,
        float crouch,
        float stanceWide,
        float swaySeconds,
        float swayPhase) {

    /** A trunk bends by so much of what the way does over its length, metres; the rest is stepped aside. */
    static final double BENT = 0.6;

    private static final double TRUNK = 1.2;

    static final Style PLAIN = new Style(0, 0, 0, 0, 0, 0, 0.05f, 0.08f, 0, 0, 0, 0.01f, 0, 3, 0);

    /** @param amount 1 for an animal going about its day, 0 for {@link #PLAIN} */
    static Style random(RandomGenerator random, double amount) {
        double a = amount;
        return new Style(
                (float) (a * (0.02 + 0.16 * random.nextGaussian())),
                (float) (a * 0.13 * random.nextGaussian()),
                (float) (a * 0.08 * random.nextGaussian()),
                (float) (a * 0.10 * random.nextGaussian()),
                (float) (a * 0.05 * random.nextGaussian()),
                (float) (a * 0.05 * random.nextGaussian()),
                (float) (0.05 + a * 0.25 * Math.abs(random.nextGaussian())),
                (float) (0.06 + a * 0.12 * random.nextDouble()),
                (float) (a * 0.3 * random.nextGaussian()),
                (float) (a * 0.25 * random.nextGaussian()),
                (float) (random.nextDouble() < 0.15 * a ? 0.3 * random.nextDouble() : 0),
                (float) (0.01 + a * 0.015 * Math.abs(random.nextGaussian())),
                (float) (a * 0.15 * random.nextGaussian()),
                (float) (2.2 + 2 * random.nextDouble()),
                random.nextFloat());
    }

    /** As {@link #random}, and now and then far from the middle: a tail carried high, a nose that follows a trail. */
    static Style broad(RandomGenerator random, double amount) {
        Style s = random(random, amount);
        float tail = random.nextDouble() < 0.3 ? (float) (0.3 + 1.5 * random.nextDouble()) : s.tailUp;
        float neck = random.nextDouble() < 0.2 ? (float) (-0.6 + 2.0 * random.nextDouble()) : s.neckDown;
        float turn = random.nextDouble() < 0.15 ? (float) (0.5 * random.nextGaussian()) : s.neckLeft;
        return new Style(
                neck,
                s.headDown,
                turn,
                s.headLeft,
                s.headTilt,
                s.spineLeft,
                tail,
                s.tailSwing,
                s.earsBack,
                s.earsApart,
                s.jawOpen,
                s.crouch,
                s.stanceWide,
                s.swaySeconds,
                s.swayPhase);
    }

    /** The same around a bend (curvature 1/m, positive to the left): trunk and neck follow the way, the nose looks into it. */
    Style turning(double curvature) {
        return curvature == 0
                ? this
                : new Style(
                        neckDown,
                        headDown,
                        neckLeft + (float) (0.8 * curvature),
                        headLeft + (float) (0.2 * curvature),
                        headTilt,
                        spineLeft + (float) (BENT * TRUNK * curvature),
                        tailUp,
                        tailSwing,
                        earsBack,
                        earsApart,
                        jawOpen,
                        crouch,
                        stanceWide,
                        swaySeconds,
                        swayPhase);
    }

    /** Bends trunk, neck, head, jaw, ears and tail; legs are left to the motion. */
    void apply(PoseBuilder b, double seconds) {
        double slow = 2 * Math.PI * (seconds / swaySeconds + swayPhase);
        double sway = Math.sin(slow);
        b.bend(Joints.LOIN, 0, -0.5 * spineLeft, 0);
        b.bend(Joints.PELVIS, 0, -0.5 * spineLeft, 0);
        b.bend(Joints.THORAX, 0, 0.5 * spineLeft, 0);
        double left = (neckLeft + spineLeft) / 3 + 0.012 * sway;
        for (int j = Joints.NECK_1; j <= Joints.NECK_3; j++) {
            b.bend(j, neckDown / 3 + 0.006 * Math.sin(1.7 * slow), left, 0);
        }
        b.bend(Joints.HEAD, headDown - 0.5 * neckDown, headLeft + 0.02 * sway, headTilt);
        b.bend(Joints.JAW, Math.max(0, jawOpen), 0, 0);
        double flick = Math.pow(Math.max(0, Math.sin(1.3 * slow + 1)), 8);
        b.bend(Joints.EAR_L, -earsBack - 0.2 * flick, earsApart + 0.3 * flick, 0);
        b.bend(Joints.EAR_R, -earsBack, earsApart, 0);
        for (int j = Joints.TAIL_1; j <= Joints.TAIL_4; j++) {
            int link = j - Joints.TAIL_1;
            double lift = link == 0 ? tailUp : 0.15 * tailUp;
            b.bend(j, lift, 0, tailSwing * Math.sin(2 * slow - 0.7 * link));
        }
    }
}
