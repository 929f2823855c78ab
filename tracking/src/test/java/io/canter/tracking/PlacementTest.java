package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private final Rig rig = TestRigs.quadruped();
    private final Random random = new Random(5);
    private final Correspondences points = new Correspondences(rig, 400);
    private final Placement placement = new Placement(400);
    private final PosedAnimal animal = PosedAnimal.random(rig, rig.template(), 1.2, 0.2, random);

    @Test
    void translationIsExactOnExactMaps() {
        points.read(animal.detection());
        double[] t = new double[3];
        assertThat(placement.translation(points, t)).isTrue();
        for (int a = 0; a < 3; a++) {
            assertThat(t[a]).isCloseTo(animal.pose.rootTranslation()[a], within(1e-3));
        }
    }

    /** Each ray gives two equations, n1 . (P + t) = 0 and n2 . (P + t) = 0, with n1, n2 across it. */
    @Test
    void translationEqualsDenseLeastSquaresWithoutOutliers() {
        points.read(animal.detection());
        for (int i = 0; i < points.count; i++) {
            // Bounded noise, so that re-weighting is nearly even; the reference takes the same weights, 1.
            for (int a = 0; a < 3; a++) {
                points.posed[3 * i + a] += 0.01 * (random.nextBoolean() ? 1 : -1);
            }
        }
        DMatrixRMaj equations = new DMatrixRMaj(3 * points.count, 3);
        DMatrixRMaj right = new DMatrixRMaj(3 * points.count, 1);
        for (int i = 0; i < points.count; i++) {
            for (int r = 0; r < 3; r++) {
                double sum = 0;
                for (int c = 0; c < 3; c++) {
                    double m = (r == c ? 1 : 0) - points.rays[3 * i + r] * points.rays[3 * i + c];
                    equations.set(3 * i + r, c, m);
                    sum -= m * points.posed[3 * i + c];
                }
                right.set(3 * i + r, 0, sum);
            }
        }
        DMatrixRMaj expected = new DMatrixRMaj(3, 1);
        assertThat(CommonOps_DDRM.solve(equations, right, expected)).isTrue();
        double[] t = new double[3];
        assertThat(placement.translation(points, t)).isTrue();
        assertThat(t[0]).isCloseTo(expected.get(0), within(2e-3));
        assertThat(t[1]).isCloseTo(expected.get(1), within(2e-3));
        assertThat(t[2]).isCloseTo(expected.get(2), within(3e-2));
    }

    @Test
    void outliersDoNotMoveTheAnimal() {
        points.read(PosedAnimal.spoilt(animal.detection(), 0.02, 0.2, false, random));
        double[] t = new double[3];
        assertThat(placement.translation(points, t)).isTrue();
        assertThat(t[0]).isCloseTo(animal.pose.rootTranslation()[0], within(0.02));
        assertThat(t[1]).isCloseTo(animal.pose.rootTranslation()[1], within(0.02));
        assertThat(t[2]).isCloseTo(animal.pose.rootTranslation()[2], within(0.25));
    }

    @Test
    void rotationIsExactForStiffAnimal() {
        PosedAnimal stiff = PosedAnimal.random(rig, rig.template(), 2.5, 0, random);
        points.read(stiff.detection());
        double[] matrix = new double[9];
        assertThat(placement.rotation(points, 1000, matrix)).isTrue();
        float[] expected = new float[9];
        Skinner.toMatrix(stiff.pose.rotations(), 0, expected);
        for (int i = 0; i < 9; i++) {
            assertThat(matrix[i]).isCloseTo(expected[i], within(1e-3));
        }
    }

    @Test
    void refusesPointsThatLeaveTheAnswerOpen() {
        double[] t = new double[3];
        assertThat(placement.translation(points, t)).isFalse();
        assertThat(placement.rotation(points, 1000, new double[9])).isFalse();
        points.read(animal.detection());
        for (int i = 0; i < points.count; i++) {
            for (int a = 0; a < 3; a++) {
                points.rays[3 * i + a] = points.rays[a];
                points.posed[3 * i + a] = points.posed[a];
            }
        }
        assertThat(placement.translation(points, t)).isFalse();
        assertThat(placement.rotation(points, 1000, new double[9])).isFalse();
    }
}
