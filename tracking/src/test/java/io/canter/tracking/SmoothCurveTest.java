package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmoothCurveTest {
    private final Random random = new Random(5);

    private double[] times(int n) {
        double[] times = new double[n];
        for (int i = 1; i < n; i++) {
            times[i] = times[i - 1] + 0.02 + 0.04 * random.nextDouble();
        }
        return times;
    }

    private double[] weights(int n) {
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = i % 5 == 3 ? 0 : random.nextDouble() + 0.1;
        }
        return weights;
    }

    /** What the curve minimises, written down once more. */
    private static double cost(double[] x, double[] z, double[] w, double[] times, double unit, double stiffness) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += w[i] * (x[i] - z[i]) * (x[i] - z[i]);
        }
        for (int i = 1; i + 1 < x.length; i++) {
            double before = (times[i] - times[i - 1]) / unit;
            double after = (times[i + 1] - times[i]) / unit;
            double bend = ((x[i + 1] - x[i]) / after - (x[i] - x[i - 1]) / before) / (0.5 * (before + after));
            sum += stiffness * bend * bend * 0.5 * (before + after);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 40})
    void solvesAsADenseSolverDoes(int n) {
        double[] times = times(n);
        double[] w = weights(n);
        double[] z = random.doubles(n).toArray();
        double stiffness = 3;
        SmoothCurve curve = new SmoothCurve(times);
        double logDeterminant = curve.factor(w, stiffness);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = w[i] * z[i];
        }
        curve.solve(x);

        // Second differences of a quadratic are exact: the dense matrix from the cost itself.
        DMatrixRMaj a = new DMatrixRMaj(n, n);
        DMatrixRMaj b = new DMatrixRMaj(n, 1);
        double[] none = new double[n];
        double zero = cost(none, none, w, times, curve.unitSeconds(), stiffness);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double[] both = new double[n];
                both[i] += 1;
                both[k] += 1;
                double[] first = new double[n];
                first[i] = 1;
                double[] second = new double[n];
                second[k] = 1;
                double mixed = cost(both, none, w, times, curve.unitSeconds(), stiffness)
                        - cost(first, none, w, times, curve.unitSeconds(), stiffness)
                        - cost(second, none, w, times, curve.unitSeconds(), stiffness)
                        + zero;
                a.set(i, k, 0.5 * mixed);
            }
            b.set(i, 0, w[i] * z[i]);
        }
        DMatrixRMaj dense = new DMatrixRMaj(n, 1);
        assertThat(CommonOps_DDRM.solve(a, b, dense)).isTrue();
        for (int i = 0; i < n; i++) {
            assertThat(x[i]).isCloseTo(dense.get(i, 0), within(1e-6));
        }
        assertThat(logDeterminant).isCloseTo(Math.log(CommonOps_DDRM.det(a)), within(1e-6));
    }

    @Test
    void noCurveNearbyCostsLess() {
        int n = 12;
        double[] times = times(n);
        double[] w = weights(n);
        double[] z = random.doubles(n).toArray();
        SmoothCurve curve = new SmoothCurve(times);
        curve.factor(w, 2);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = w[i] * z[i];
        }
        curve.solve(x);
        for (int i = 0; i < n; i++) {
            double[] more = x.clone();
            double[] less = x.clone();
            more[i] += 1e-4;
            less[i] -= 1e-4;
            double slope =
                    (cost(more, z, w, times, curve.unitSeconds(), 2) - cost(less, z, w, times, curve.unitSeconds(), 2))
                            / 2e-4;
            assertThat(slope).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void gapsAreBridgedStraightOn() {
        int n = 20;
        double[] times = times(n);
        double[] w = new double[n];
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            w[i] = i < 6 || i > 13 ? 1 : 0;
            x[i] = w[i] * (2 + 3 * times[i]);
        }
        SmoothCurve curve = new SmoothCurve(times);
        curve.factor(w, 100);
        curve.solve(x);
        for (int i = 0; i < n; i++) {
            assertThat(x[i]).isCloseTo(2 + 3 * times[i], within(1e-5));
        }
    }

    @Test
    void stiffnessFollowsTheMotion() {
        int n = 100;
        double[] times = new double[n];
        double[][] lively = new double[1][n];
        double[][] still = new double[1][n];
        double[] w = new double[n];
        for (int i = 0; i < n; i++) {
            times[i] = 0.04 * i;
            w[i] = 1;
            double noise = 0.05 * random.nextGaussian();
            lively[0][i] = Math.sin(0.6 * i) + noise;
            still[0][i] = 0.01 * i + noise;
        }
        Stiffness stiffness = new Stiffness(new SmoothCurve(times));
        assertThat(stiffness.of(lively, w)).isLessThan(10);
        assertThat(stiffness.of(still, w)).isGreaterThan(1000);
    }

    @Test
    void timesMustIncreaseAndSomethingMustBeKnown() {
        assertThatThrownBy(() -> new SmoothCurve(new double[] {0, 1, 1})).hasMessageContaining("must increase");
        assertThatThrownBy(() -> new SmoothCurve(new double[] {0, 1, 2}).factor(new double[3], 1))
                .hasMessageContaining("weight");
    }
}
