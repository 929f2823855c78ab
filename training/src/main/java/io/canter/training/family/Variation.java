package io.canter.training.family;

import static io.canter.training.family.Trait.*;

import java.util.random.RandomGenerator;

/**
 * Draws individuals around a species: sometimes part of the way to another one, then long and short legged, fat and
 * thin, and every trait a little on its own. What varies together in animals varies together here, so that the result
 * stays plausible far from the mean.
 */
final class Variation {
    private static final double MIXED_SHARE = 0.3;

    private Variation() {}

    static Proportions around(Proportions typical, RandomGenerator random) {
        Proportions p = typical;
        if (random.nextDouble() < MIXED_SHARE) {
            Proportions other = Presets.get(Presets.NAMES.get(random.nextInt(Presets.NAMES.size())));
            p = p.towards(other, 0.65 * random.nextDouble() - 0.1);
        }
        p = p.longerLegs(Math.exp(clipped(random, 0.085)));
        p = trunk(p, random);
        p = together(p, random, 0.10, FORE_UPPER_GIRTH, THIGH_GIRTH);
        p = together(p, random, 0.12, FORE_LOWER_GIRTH, HIND_LOWER_GIRTH, FOOT_SIZE);
        p = together(p, random, 0.08, NECK_BASE_DEPTH, NECK_MID_DEPTH, NECK_POLL_DEPTH, NECK_WIDTH);
        p = together(
                p,
                random,
                0.08,
                HEAD_LENGTH,
                SKULL_DEPTH,
                SKULL_WIDTH,
                CHEEK_DEPTH,
                FACE_DEPTH,
                FACE_WIDTH,
                MUZZLE_DEPTH,
                MUZZLE_WIDTH);
        p = together(p, random, 0.25, TAIL_HAIR, TAIL_TIP);
        p = together(p, random, 0.08, FORE_STANCE, HIND_STANCE);
        p = p.scaled(EAR_LENGTH, Math.exp(clipped(random, 0.18))).scaled(EAR_WIDTH, Math.exp(clipped(random, 0.15)));
        p = p.with(EAR_OUT, p.get(EAR_OUT) + clipped(random, 0.25))
                .with(EAR_DROOP, p.get(EAR_DROOP) + 0.4 * random.nextDouble());
        p = p.scaled(HORN_LENGTH, 1.7 * random.nextDouble())
                .scaled(UDDER, random.nextDouble())
                .scaled(DEWLAP, 1.3 * random.nextDouble());
        p = p.scaled(MANE, 0.2 + 1.3 * random.nextDouble()).scaled(BEARD, random.nextDouble());
        p = p.scaled(TAIL_LENGTH, Math.exp(clipped(random, 0.12)))
                .with(TAIL_LIFT, Math.max(0, p.get(TAIL_LIFT) + clipped(random, 0.15)));
        p = p.with(NECK_ANGLE, p.get(NECK_ANGLE) + clipped(random, 0.17))
                .scaled(NECK_LENGTH, Math.exp(clipped(random, 0.08)));
        return p.with(HEAD_PITCH, p.get(HEAD_PITCH) + clipped(random, 0.12));
    }

    /**
     * On top of that, now and then, what hair and ears make of breeds: plumes for tails, ears that hang, long coats. Bodies to
     * learn from; those that are measured, and the shape basis, are {@link #around} a species.
     */
    static Proportions furred(Proportions individual, RandomGenerator random) {
        Proportions p = individual;
        boolean paws = p.get(PAW) > 0.5;
        if (random.nextDouble() < (paws ? 0.4 : 0.12)) {
            double plume = 0.05 + 0.09 * random.nextDouble();
            p = p.with(TAIL_HAIR, Math.max(p.get(TAIL_HAIR), plume))
                    .with(TAIL_TIP, Math.max(p.get(TAIL_TIP), plume * (0.4 + 0.5 * random.nextDouble())));
        }
        if (paws && random.nextDouble() < 0.4) {
            p = p.with(EAR_OUT, 1.3)
                    .with(EAR_DROOP, 1.2 + 0.4 * random.nextDouble())
                    .with(EAR_LENGTH, 0.15 + 0.1 * random.nextDouble())
                    .with(EAR_WIDTH, 0.05 + 0.02 * random.nextDouble());
        }
        if (random.nextDouble() < 0.25) {
            double hair = random.nextDouble();
            p = p.with(CHEST_BOTTOM, p.get(CHEST_BOTTOM) - 0.07 * hair)
                    .with(BELLY_BOTTOM, p.get(BELLY_BOTTOM) - 0.1 * hair)
                    .with(FLANK_BOTTOM, p.get(FLANK_BOTTOM) - 0.1 * hair);
            for (Trait t : new Trait[] {FORE_UPPER_GIRTH, THIGH_GIRTH, NECK_BASE_DEPTH, NECK_MID_DEPTH, NECK_WIDTH}) {
                p = p.scaled(t, 1 + 0.25 * hair);
            }
        }
        return p;
    }

    private static Proportions trunk(Proportions typical, RandomGenerator random) {
        Proportions p = together(typical, random, 0.08, SHOULDER_WIDTH, RIB_WIDTH, BELLY_WIDTH, LOIN_WIDTH, HIP_WIDTH);
        double deeper = clipped(random, 0.025);
        p = p.with(CHEST_BOTTOM, p.get(CHEST_BOTTOM) - deeper)
                .with(BELLY_BOTTOM, p.get(BELLY_BOTTOM) - deeper + clipped(random, 0.02))
                .with(FLANK_BOTTOM, p.get(FLANK_BOTTOM) - deeper + clipped(random, 0.02));
        double hollow = clipped(random, 0.015);
        return p.with(BACK_TOP, p.get(BACK_TOP) - hollow)
                .with(LOIN_TOP, p.get(LOIN_TOP) - 0.5 * hollow)
                .with(WITHERS_TOP, p.get(WITHERS_TOP) + clipped(random, 0.015))
                .with(RUMP_TOP, p.get(RUMP_TOP) + clipped(random, 0.015));
    }

    /** Scales traits by one common factor and each by a smaller one of its own. */
    private static Proportions together(Proportions p, RandomGenerator random, double spread, Trait... traits) {
        double common = Math.exp(clipped(random, spread));
        Proportions out = p;
        for (Trait t : traits) {
            out = out.scaled(t, common * Math.exp(clipped(random, 0.35 * spread)));
        }
        return out;
    }

    /** Normal with that standard deviation, cut at twice it: monsters teach nothing. */
    private static double clipped(RandomGenerator random, double deviation) {
        return deviation * Math.max(-2, Math.min(2, random.nextGaussian()));
    }
}
