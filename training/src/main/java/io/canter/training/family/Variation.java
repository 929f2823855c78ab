package io.canter.training.family;

import java.util.random.RandomGenerator;

/** Draws individuals around a species: sometimes part of the way to another one, every trait varied on its own. */
final class Variation {
    private static final double SPREAD = 0.06;
    private static final double MIXED_SHARE = 0.3;

    private Variation() {}

    static Proportions around(Proportions typical, RandomGenerator random) {
        Proportions p = typical;
        if (random.nextDouble() < MIXED_SHARE) {
            var species = AnimalFamily.species();
            p = p.towards(Presets.get(species.get(random.nextInt(species.size()))), 0.6 * random.nextDouble() - 0.1);
        }
        for (Trait t : Trait.values()) {
            p = p.scaled(t, Math.exp(SPREAD * random.nextGaussian()));
        }
        return p;
    }
}
