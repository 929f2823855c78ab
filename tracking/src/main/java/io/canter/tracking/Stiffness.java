package io.canter.tracking;

import java.util.Arrays;

/**
 * How stiff a {@link SmoothCurve} should be, as the samples themselves tell: the value at which they are most likely, if
 * accelerations and errors are independent and normal (restricted maximum likelihood). So a gallop stays lively and a
 * standing animal stands still.
 */
final class Stiffness {
    /** From hardly any smoothing to nearly straight lines, in steps that are finer than the likelihood is sharp. */
    private static final double LOG10_MIN = -2;

    private static final double LOG10_MAX = 6;
    private static final double LOG10_STEP = 0.5;
    /** With fewer samples than this the likelihood says nothing: as much as a walk's legs want. */
    private static final int SAMPLES_MIN = 8;

    private static final double DEFAULT = 10;
    /**
     * Errors of a network are alike in neighbouring frames, which likelihood takes for motion: the truth is this much
     * stiffer. Chosen on generated clips.
     */
    private static final double LIKENESS = 4;

    private final SmoothCurve curve;
    private final double[] x;

    Stiffness(SmoothCurve curve) {
        this.curve = curve;
        x = new double[curve.count()];
    }

    /**
     * @param samples one array per component, all of one stiffness
     * @param weights the same for all components
     */
    double of(double[][] samples, double[] weights) {
        int used = (int) Arrays.stream(weights).filter(w -> w > 0).count();
        if (used < SAMPLES_MIN) {
            return DEFAULT;
        }
        double best = DEFAULT;
        double least = Double.MAX_VALUE;
        for (double log = LOG10_MIN; log <= LOG10_MAX + 1e-9; log += LOG10_STEP) {
            double stiffness = Math.pow(10, log);
            double score = score(samples, weights, stiffness, used);
            if (score < least) {
                least = score;
                best = stiffness;
            }
        }
        return LIKENESS * best;
    }

    /** Minus twice the logarithm of the likelihood, up to a constant. */
    private double score(double[][] samples, double[] weights, double stiffness, int used) {
        double determinant = curve.factor(weights, stiffness);
        double misfit = 0;
        for (double[] z : samples) {
            for (int i = 0; i < x.length; i++) {
                x[i] = weights[i] * z[i];
            }
            curve.solve(x);
            for (int i = 0; i < x.length; i++) {
                misfit += weights[i] * z[i] * (z[i] - x[i]);
            }
        }
        int m = samples.length;
        double freedom = (double) m * (used - 2);
        return freedom * Math.log(Math.max(misfit, 1e-12) / freedom)
                + m * (determinant - (x.length - 2) * Math.log(stiffness));
    }
}
