package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationsTest {
    @ParameterizedTest
    @CsvSource({"0,0,0", "1e-6,2e-6,-1e-6", "0.3,-0.2,0.5", "1.5,1.2,-2", "3,0.5,0.2"})
    void vectorMatrixAndQuaternionAgree(double x, double y, double z) {
        double[] v = {x, y, z};
        double[] q = new double[4];
        double[] byVector = new double[9];
        double[] byQuaternion = new double[9];
        double[] back = new double[3];
        Rotations.toMatrix(v, 0, byVector, 0);
        Rotations.toQuaternion(v, 0, q, 0);
        Rotations.quaternionToMatrix(q, byQuaternion, 0);
        Rotations.fromQuaternion(q, 0, back, 0);
        for (int i = 0; i < 9; i++) {
            assertThat(byVector[i]).isCloseTo(byQuaternion[i], within(1e-9));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(back[i]).isCloseTo(v[i], within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "1e-5,0,0", "0.3,-0.2,0.5", "1.5,1.2,-2"})
    void leftJacobianIsTurnCausedByChangeOfVector(double x, double y, double z) {
        double[] jacobian = new double[9];
        Rotations.leftJacobian(new double[] {x, y, z}, 0, jacobian, 0);
        double h = 1e-5;
        for (int k = 0; k < 3; k++) {
            double[] above = {x, y, z};
            double[] below = {x, y, z};
            above[k] += h;
            below[k] -= h;
            double[] qa = new double[4];
            double[] qb = new double[4];
            double[] turn = new double[3];
            Rotations.toQuaternion(above, 0, qa, 0);
            Rotations.toQuaternion(below, 0, qb, 0);
            Rotations.difference(qa, qb, turn);
            for (int r = 0; r < 3; r++) {
                assertThat(jacobian[3 * r + k]).isCloseTo(turn[r] / (2 * h), within(1e-6));
            }
        }
    }
}
