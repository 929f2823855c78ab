package io.canter.tracking;

import java.util.Arrays;

/**
 * The curve x through weighted samples z at given times that minimises
 *
 * <pre>sum of w (x - z)^2 + stiffness * integral of x''^2</pre>
 *
 * with the integral as sum over second divided differences and time in units of the median step. The system has five
 * bands, so cost is linear in the number of samples. Samples of weight 0 are bridged. One instance serves one thread.
 */
final class SmoothCurve {
    /** Against drift where fewer than two samples have a weight: a pull on slopes far below any stiffness in use. */
    private static final double SLOPE = 1e-9;

    private final int n;
    private final double unitSeconds;
    private final double[] curvature; // 3 per inner sample: the second divided difference, times the root of its span
    private final double[] slope; // per step: one over its length
    private final double[] diagonal;
    private final double[] first; // band below the diagonal
    private final double[] second;

    /** @param seconds strictly increasing */
    SmoothCurve(double[] seconds) {
        n = seconds.length;
        unitSeconds = medianStep(seconds);
        curvature = new double[3 * n];
        slope = new double[n];
        diagonal = new double[n];
        first = new double[n];
        second = new double[n];
        for (int i = 0; i + 1 < n; i++) {
            double h = (seconds[i + 1] - seconds[i]) / unitSeconds;
            if (!(h > 0)) {
                throw new IllegalArgumentException(
                        "times must increase, but " + seconds[i + 1] + " s follows " + seconds[i] + " s");
            }
            slope[i] = 1 / h;
        }
        for (int i = 1; i + 1 < n; i++) {
            double before = 1 / slope[i - 1];
            double after = 1 / slope[i];
            double root = Math.sqrt(0.5 * (before + after));
            curvature[3 * i] = root * 2 / (before * (before + after));
            curvature[3 * i + 1] = -root * 2 / (before * after);
            curvature[3 * i + 2] = root * 2 / (after * (before + after));
        }
    }

    private static double medianStep(double[] seconds) {
        if (seconds.length < 2) {
            return 1;
        }
        double[] steps = new double[seconds.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = seconds[i + 1] - seconds[i];
        }
        Arrays.sort(steps);
        return steps[steps.length / 2];
    }

    int count() {
        return n;
    }

    /** Length of the time unit. */
    double unitSeconds() {
        return unitSeconds;
    }

    /**
     * Prepares {@link #solve}: the root-free Cholesky factors of W + stiffness * D'D.
     *
     * @param weights at least 0, at least one of them more
     * @return logarithm of the matrix's determinant
     */
    double factor(double[] weights, double stiffness) {
        System.arraycopy(weights, 0, diagonal, 0, n);
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        double slight = SLOPE * Arrays.stream(weights).max().orElse(1);
        for (int i = 0; i + 1 < n; i++) {
            double s = slight * slope[i];
            diagonal[i] += s;
            diagonal[i + 1] += s;
            first[i] -= s;
        }
        for (int i = 1; i + 1 < n; i++) {
            double a = curvature[3 * i];
            double b = curvature[3 * i + 1];
            double c = curvature[3 * i + 2];
            diagonal[i - 1] += stiffness * a * a;
            diagonal[i] += stiffness * b * b;
            diagonal[i + 1] += stiffness * c * c;
            first[i - 1] += stiffness * a * b;
            first[i] += stiffness * b * c;
            second[i - 1] += stiffness * a * c;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double d = diagonal[i];
            if (!(d > 0)) {
                throw new IllegalArgumentException("no sample of the curve has a weight");
            }
            sum += Math.log(d);
            double f = first[i] / d;
            double s = second[i] / d;
            if (i + 1 < n) {
                diagonal[i + 1] -= f * first[i];
                first[i + 1] -= f * second[i];
            }
            if (i + 2 < n) {
                diagonal[i + 2] -= s * second[i];
            }
            first[i] = f;
            second[i] = s;
        }
        return sum;
    }

    /** Replaces a right-hand side by the solution for the matrix factored last. */
    void solve(double[] x) {
        for (int i = 0; i < n; i++) {
            if (i + 1 < n) {
                x[i + 1] -= first[i] * x[i];
            }
            if (i + 2 < n) {
                x[i + 2] -= second[i] * x[i];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            x[i] /= diagonal[i];
            if (i + 1 < n) {
                x[i] -= first[i] * x[i + 1];
            }
            if (i + 2 < n) {
                x[i] -= second[i] * x[i + 2];
            }
        }
    }

    /** What the sample before (-1), at (0) or after (1) an inner one contributes to its row of D. */
    double coefficient(int inner, int side) {
        return curvature[3 * inner + 1 + side];
    }

    /** Adds {@code factor} D'd, d being one number per inner sample. */
    void addBends(double[] d, double factor, double[] into) {
        for (int i = 1; i + 1 < n; i++) {
            for (int k = 0; k < 3; k++) {
                into[i - 1 + k] += factor * curvature[3 * i + k] * d[i];
            }
        }
    }
}
