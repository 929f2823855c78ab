package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotationCurveTest {
    private static final int SAMPLES = 30;
    private static final double STIFFNESS = 5;

    private final double[] seconds = new double[SAMPLES];
    private final double[] weights = new double[SAMPLES];
    private final double[] samples = new double[4 * SAMPLES];
    private final SmoothCurve curve;
    private final RotationCurve rotations;

    RotationCurveTest() {
        Random random = new Random(8);
        double[] turn = new double[3];
        double[] q = new double[4];
        for (int t = 0; t < SAMPLES; t++) {
            seconds[t] = 0.04 * t;
            weights[t] = t % 7 == 2 ? 0 : 0.5 + random.nextDouble();
            turn[0] = 0.1 * random.nextGaussian();
            turn[1] = 0.3 * t + 0.1 * random.nextGaussian();
            turn[2] = 0.1 * random.nextGaussian();
            Rotations.toQuaternion(turn, 0, q, 0);
            System.arraycopy(q, 0, samples, 4 * t, 4);
        }
        curve = new SmoothCurve(seconds);
        rotations = new RotationCurve(curve);
    }

    private double cost(double[] path) {
        double sum = 0;
        double[] d = new double[3];
        double[][] bent = rotations.readBends(path);
        for (int t = 0; t < SAMPLES; t++) {
            Rotations.difference(at(samples, t), at(path, t), d);
            for (int a = 0; a < 3; a++) {
                sum += weights[t] * d[a] * d[a];
                sum += t > 0 && t < SAMPLES - 1 ? STIFFNESS * bent[a][t] * bent[a][t] : 0;
            }
        }
        return sum;
    }

    private static double[] at(double[] path, int t) {
        return Arrays.copyOfRange(path, 4 * t, 4 * t + 4);
    }

    private static double[] turned(double[] path, int t, int axis, double by) {
        double[] turn = new double[3];
        turn[axis] = by;
        double[] q = new double[4];
        double[] r = at(path, t);
        Rotations.toQuaternion(turn, 0, q, 0);
        Rotations.multiplyQuaternions(q, r, r);
        double[] out = path.clone();
        System.arraycopy(r, 0, out, 4 * t, 4);
        return out;
    }

    /** Length of the cost's gradient by finite differences. */
    private double gradient(double[] path) {
        double sum = 0;
        for (int t = 0; t < SAMPLES; t++) {
            for (int a = 0; a < 3; a++) {
                double d = (cost(turned(path, t, a, 1e-5)) - cost(turned(path, t, a, -1e-5))) / 2e-5;
                sum += d * d;
            }
        }
        return Math.sqrt(sum);
    }

    @Test
    void theCostHasHardlyASlopeLeft() {
        double[] path = new double[4 * SAMPLES];
        rotations.smooth(samples, weights, STIFFNESS, path);
        assertThat(cost(path)).isLessThan(0.5 * cost(samples));
        assertThat(gradient(path)).isLessThan(0.05 * gradient(samples));
    }

    @Test
    void bendsAreThoseOfTheAnglesForTurnsAboutOneAxis() {
        double[] path = new double[4 * SAMPLES];
        for (int t = 0; t < SAMPLES; t++) {
            double yaw = 0.002 * t * t;
            path[4 * t + 1] = Math.sin(0.5 * yaw);
            path[4 * t + 3] = Math.cos(0.5 * yaw);
        }
        double[][] bent = rotations.readBends(path);
        for (int t = 1; t + 1 < SAMPLES; t++) {
            assertThat(bent[1][t]).isCloseTo(0.004, within(1e-9));
            assertThat(bent[0][t]).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void aSteadyTurnStaysAsItIs() {
        double[] steady = new double[4 * SAMPLES];
        for (int t = 0; t < SAMPLES; t++) {
            steady[4 * t + 2] = Math.sin(0.1 * t);
            steady[4 * t + 3] = Math.cos(0.1 * t);
        }
        double[] path = new double[4 * SAMPLES];
        rotations.smooth(steady, weights, 1000, path);
        for (int i = 0; i < path.length; i++) {
            assertThat(path[i]).isCloseTo(steady[i], within(1e-9));
        }
    }
}
