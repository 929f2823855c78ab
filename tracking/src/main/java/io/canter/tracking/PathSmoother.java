package io.canter.tracking;

import java.util.Arrays;

/**
 * Makes the poses of a stretch of time one smooth motion, past and future alike. Every component is a
 * {@link SmoothCurve} of its own stiffness; samples that lie far off it lose their say (re-weighting after Geman and
 * McClure). The root's rotation is smoothed on the manifold, see {@link RotationCurve}. Its
 * place is smoothed as direction and logarithm of depth, because a camera knows the one far better than the other.
 */
final class PathSmoother {
    private static final int ROUNDS = 3;
    /** Width of the robust kernel in standard deviations. */
    private static final double KERNEL = 3;
    /** Depths below this (template metres) are behind the lens. */
    private static final double DEPTH_MIN = 0.1;

    private final double[] least; // by joint and axis
    private final double[] greatest;

    PathSmoother(Rig rig) {
        int n = 3 * rig.skeleton().jointCount();
        least = new double[n];
        greatest = new double[n];
        for (int i = 0; i < n; i++) {
            least[i] = rig.limits()[2 * i];
            greatest[i] = rig.limits()[2 * i + 1];
        }
    }

    /** @return the smooth path, with the weights of {@code path} */
    PosePath smooth(PosePath path) {
        PosePath out = new PosePath(path.seconds, path.joints);
        System.arraycopy(path.weights, 0, out.weights, 0, path.weights.length);
        Group group = new Group(path);
        place(path, out, group);
        turn(path, out, group);
        for (int j = 1; j < path.joints; j++) {
            bend(path, out, group, j);
        }
        return out;
    }

    private static void place(PosePath path, PosePath out, Group group) {
        double[][] z = group.samples;
        for (int t = 0; t < path.frames; t++) {
            double depth = Math.max(DEPTH_MIN, path.translation[3 * t + 2]);
            z[0][t] = path.translation[3 * t] / depth;
            z[1][t] = path.translation[3 * t + 1] / depth;
            z[2][t] = Math.log(depth);
        }
        group.readWeights(path, 0);
        // Direction and depth are of different worth and get a stiffness each.
        group.smooth(2, 0);
        group.smooth(1, 2);
        for (int t = 0; t < path.frames; t++) {
            double depth = Math.exp(group.smoothed[2][t]);
            out.translation[3 * t] = depth * group.smoothed[0][t];
            out.translation[3 * t + 1] = depth * group.smoothed[1][t];
            out.translation[3 * t + 2] = depth;
        }
    }

    private void bend(PosePath path, PosePath out, Group group, int joint) {
        for (int a = 0; a < 3; a++) {
            for (int t = 0; t < path.frames; t++) {
                group.samples[a][t] = path.bends[3 * (path.joints * t + joint) + a];
            }
        }
        group.readWeights(path, 3 + 3 * joint);
        group.smooth(3, 0);
        for (int a = 0; a < 3; a++) {
            double low = least[3 * joint + a];
            double high = greatest[3 * joint + a];
            for (int t = 0; t < path.frames; t++) {
                out.bends[3 * (path.joints * t + joint) + a] = Math.max(low, Math.min(high, group.smoothed[a][t]));
            }
        }
    }

    private static void turn(PosePath path, PosePath out, Group group) {
        int n = path.frames;
        double[] from = new double[4];
        double[] to = new double[4];
        double[] d = new double[3];
        // The sum of the turns from frame to frame stands in for the path where only its liveliness matters.
        for (int t = 0; t < n; t++) {
            System.arraycopy(path.rotation, 4 * t, to, 0, 4);
            if (t > 0) {
                Rotations.difference(to, from, d);
            }
            for (int a = 0; a < 3; a++) {
                group.samples[a][t] = t == 0 ? 0 : group.samples[a][t - 1] + d[a];
            }
            System.arraycopy(to, 0, from, 0, 4);
        }
        group.readWeights(path, 3);
        double stiffness = group.smooth(3, 0);
        group.rotations.smooth(path.rotation, group.robust, stiffness, out.rotation);
    }

    /** Working memory for components that belong together. */
    private static final class Group {
        final SmoothCurve curve;
        final RotationCurve rotations;
        final double[][] samples;
        final double[][] smoothed;
        final double[] robust; // weights after re-weighting
        private final double[] weights;
        private final double[] misfit;
        private final double[] sorted;
        private final Stiffness stiffness;

        Group(PosePath path) {
            int n = path.frames;
            curve = new SmoothCurve(path.seconds);
            rotations = new RotationCurve(curve);
            stiffness = new Stiffness(curve);
            samples = new double[3][n];
            smoothed = new double[3][n];
            robust = new double[n];
            weights = new double[n];
            misfit = new double[n];
            sorted = new double[n];
        }

        /** Of three components from {@code first} on, their mean. */
        void readWeights(PosePath path, int first) {
            for (int t = 0; t < path.frames; t++) {
                int at = path.components * t + first;
                weights[t] = (path.weights[at] + path.weights[at + 1] + path.weights[at + 2]) / 3;
            }
        }

        /**
         * Smooths {@code count} components from {@code first} on.
         *
         * @return the stiffness used
         */
        double smooth(int count, int first) {
            double[][] z = Arrays.copyOfRange(samples, first, first + count);
            System.arraycopy(weights, 0, robust, 0, robust.length);
            double chosen = 0;
            for (int round = 0; round < ROUNDS; round++) {
                chosen = stiffness.of(z, robust);
                curve.factor(robust, chosen);
                Arrays.fill(misfit, 0);
                for (int k = 0; k < count; k++) {
                    double[] x = smoothed[first + k];
                    for (int t = 0; t < x.length; t++) {
                        x[t] = robust[t] * z[k][t];
                    }
                    curve.solve(x);
                    for (int t = 0; t < x.length; t++) {
                        misfit[t] += weights[t] * (z[k][t] - x[t]) * (z[k][t] - x[t]) / count;
                    }
                }
                if (round + 1 < ROUNDS) {
                    weighAnew();
                }
            }
            return chosen;
        }

        private void weighAnew() {
            int used = 0;
            for (int t = 0; t < misfit.length; t++) {
                if (weights[t] > 0) {
                    sorted[used++] = misfit[t];
                }
            }
            Arrays.sort(sorted, 0, used);
            // The median of a squared normal error is 0.45 of its variance.
            double variance = Math.max(1e-12, sorted[used / 2] / 0.45);
            for (int t = 0; t < misfit.length; t++) {
                double f = 1 / (1 + misfit[t] / (KERNEL * KERNEL * variance));
                robust[t] = weights[t] * f * f;
            }
        }
    }
}
