package io.canter.tracking;

import java.util.OptionalDouble;

/**
 * How alike two animals look. Their colours are compared spot by spot, where both have been seen, and as a whole: who
 * comes out from behind something is fitted badly, and what is seen of it is taken for other spots than it is.
 */
final class CoatLikeness {
    /** Share of the spots seen below which nothing is said; a first view of a whole flank gives 3 to 4 %. */
    private static final double SEEN_MIN = 0.02;
    /** What one good view is worth; less counts in proportion. */
    private static final float FULL_VIEW = 1;

    private CoatLikeness() {}

    /**
     * Distance of the colours, 0..255 a channel (root of the mean square): half that of the means of all that is seen of
     * each, half the mean of that spot by spot, if there are spots seen of both; empty where too little was seen.
     */
    static OptionalDouble difference(CoatEstimate a, CoatEstimate b) {
        double[] meanOfA = new double[3];
        double[] meanOfB = new double[3];
        double least = SEEN_MIN * a.weights().length;
        if (mean(a, meanOfA) < least || mean(b, meanOfB) < least) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double d = meanOfA[k] - meanOfB[k];
            sum += d * d / 3;
        }
        double asAWhole = Math.sqrt(sum);
        OptionalDouble bySpots = bySpots(a, b);
        return OptionalDouble.of(bySpots.isEmpty() ? asAWhole : 0.5 * (asAWhole + bySpots.getAsDouble()));
    }

    /** Mean of all that is seen; returns what that weighs. */
    private static double mean(CoatEstimate coat, double[] out) {
        double weights = 0;
        for (int v = 0; v < coat.weights().length; v++) {
            double w = Math.min(FULL_VIEW, coat.weights()[v]);
            weights += w;
            for (int k = 0; k < 3; k++) {
                out[k] += w * coat.colours()[3 * v + k];
            }
        }
        for (int k = 0; k < 3; k++) {
            out[k] /= weights;
        }
        return weights;
    }

    private static OptionalDouble bySpots(CoatEstimate a, CoatEstimate b) {
        double sum = 0;
        double weights = 0;
        for (int v = 0; v < a.weights().length; v++) {
            double w = Math.min(FULL_VIEW, Math.min(a.weights()[v], b.weights()[v]));
            if (!(w > 0)) {
                continue;
            }
            double square = 0;
            for (int i = 3 * v; i < 3 * v + 3; i++) {
                double d = a.colours()[i] - b.colours()[i];
                square += d * d / 3;
            }
            sum += w * Math.sqrt(square);
            weights += w;
        }
        return weights < SEEN_MIN * a.weights().length ? OptionalDouble.empty() : OptionalDouble.of(sum / weights);
    }
}
