package io.canter.tracking;

import java.util.Arrays;

/**
 * A {@link SmoothCurve} of rotations X through samples Z: minimises
 *
 * <pre>sum of w |log(Z X^-1)|^2 + stiffness * sum of |D log(. X^-1)|^2</pre>
 *
 * on the manifold. Each round asks for the small turns e that improve the present path, exp(e) X, and the sums are
 * quadratic in them (Gauss-Newton; how turns of neighbours tilt each other's axes is of higher order and left out).
 */
final class RotationCurve {
    private static final int ROUNDS = 4;

    private final SmoothCurve curve;
    private final double[][] bent; // by axis
    private final double[][] turns; // by axis
    private final double[] here = new double[4];
    private final double[] other = new double[4];
    private final double[] d = new double[3];

    RotationCurve(SmoothCurve curve) {
        this.curve = curve;
        bent = new double[3][curve.count()];
        turns = new double[3][curve.count()];
    }

    /**
     * Smooths.
     *
     * @param samples 4 per sample: x, y, z, w
     * @param weights at least 0, at least one of them more
     * @param path the result, 4 per sample
     */
    void smooth(double[] samples, double[] weights, double stiffness, double[] path) {
        System.arraycopy(samples, 0, path, 0, 4 * curve.count());
        curve.factor(weights, stiffness);
        for (int round = 0; round < ROUNDS; round++) {
            readBends(path);
            for (int a = 0; a < 3; a++) {
                Arrays.fill(turns[a], 0);
                curve.addBends(bent[a], -stiffness, turns[a]);
            }
            for (int t = 0; t < curve.count(); t++) {
                System.arraycopy(samples, 4 * t, other, 0, 4);
                System.arraycopy(path, 4 * t, here, 0, 4);
                Rotations.difference(other, here, d);
                for (int a = 0; a < 3; a++) {
                    turns[a][t] += weights[t] * d[a];
                }
            }
            for (int a = 0; a < 3; a++) {
                curve.solve(turns[a]);
            }
            for (int t = 0; t < curve.count(); t++) {
                for (int a = 0; a < 3; a++) {
                    d[a] = turns[a][t];
                }
                System.arraycopy(path, 4 * t, here, 0, 4);
                Rotations.toQuaternion(d, 0, other, 0);
                Rotations.multiplyQuaternions(other, here, here);
                System.arraycopy(here, 0, path, 4 * t, 4);
            }
        }
    }

    /** D of the turns from each inner sample to its neighbours, by axis of the outer frame; a view. */
    double[][] readBends(double[] path) {
        for (int t = 1; t + 1 < curve.count(); t++) {
            System.arraycopy(path, 4 * t, here, 0, 4);
            for (int a = 0; a < 3; a++) {
                bent[a][t] = 0;
            }
            for (int side = -1; side <= 1; side += 2) {
                System.arraycopy(path, 4 * (t + side), other, 0, 4);
                Rotations.difference(other, here, d);
                for (int a = 0; a < 3; a++) {
                    bent[a][t] += curve.coefficient(t, side) * d[a];
                }
            }
        }
        return bent;
    }
}
