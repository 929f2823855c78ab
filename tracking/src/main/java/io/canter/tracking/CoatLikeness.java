package io.canter.tracking;

import java.util.OptionalDouble;

/** How alike two animals look: their colours compared spot by spot, where both have been seen. */
final class CoatLikeness {
    /** Share of the spots seen of both below which nothing is said; a first view of a whole flank gives 3 to 4 %. */
    private static final double COMMON_MIN = 0.02;
    /** What one good view is worth; less counts in proportion. */
    private static final float FULL_VIEW = 1;

    private CoatLikeness() {}

    /** Mean distance of the colours, 0..255 a channel (root of the mean square); empty where too little was seen. */
    static OptionalDouble difference(CoatEstimate a, CoatEstimate b) {
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
        return weights < COMMON_MIN * a.weights().length ? OptionalDouble.empty() : OptionalDouble.of(sum / weights);
    }
}
