package io.canter.training.scene;

import java.util.SplittableRandom;

/** Random draws of one scene, all from one seed. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(mix(seed));
    }

    SplittableRandom generator() {
        return random;
    }

    /** Independent dice, so that one part of a scene can draw more without changing the others. */
    Dice split() {
        return new Dice(random.nextLong());
    }

    float uniform(float from, float to) {
        return from + (to - from) * (float) random.nextDouble();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int noiseSeed() {
        return random.nextInt();
    }

    float gaussian() {
        return (float) random.nextGaussian();
    }

    /** Laplace around 0: many small values, some large ones. */
    float heavyTailed(float scale) {
        double u = random.nextDouble() - 0.5;
        return (float) (-scale * Math.signum(u) * Math.log(1 - 2 * Math.abs(u) + 1e-12));
    }

    float logNormal(float median, float sigma) {
        return median * (float) Math.exp(sigma * random.nextGaussian());
    }

    /** Any colour, rather pale than loud, linear RGB. */
    float[] anyColour() {
        float level = uniform(0.02f, 0.9f);
        float loud = uniform(0, 1);
        loud *= loud;
        float[] rgb = new float[3];
        for (int k = 0; k < 3; k++) {
            rgb[k] = Math.max(0.01f, level * (1 + loud * uniform(-0.9f, 0.9f)));
        }
        return rgb;
    }

    /** A colour near one of the table's, linear RGB. */
    float[] near(float[][] table, float sigma) {
        float[] from = table[below(table.length)];
        float level = logNormal(1, sigma);
        float[] rgb = new float[3];
        for (int k = 0; k < 3; k++) {
            rgb[k] = Math.min(1, from[k] * level * logNormal(1, 0.35f * sigma));
        }
        return rgb;
    }

    /** SplitMix64's finaliser: neighbouring seeds give unrelated streams. */
    static long mix(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
