package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TurnRepairTest {
    private static final int FRAMES = 80;

    private final PosePath path = path();

    private static PosePath path() {
        double[] seconds = new double[FRAMES];
        Arrays.setAll(seconds, t -> 0.04 * t);
        PosePath path = new PosePath(seconds, 1);
        for (int t = 0; t < FRAMES; t++) {
            face(path, t, 0.01 * t);
            path.weigh(t, 1);
        }
        return path;
    }

    private static void face(PosePath path, int t, double yaw) {
        path.rotation[4 * t + 1] = Math.sin(0.5 * yaw);
        path.rotation[4 * t + 3] = Math.cos(0.5 * yaw);
    }

    private boolean known(int t) {
        return path.weights[path.components * t] > 0;
    }

    @Test
    void burstsOfTheWrongWayRoundAreLeftOut() {
        for (int t = 30; t < 40; t++) {
            face(path, t, 0.01 * t + Math.PI);
        }
        assertThat(TurnRepair.repair(path)).isEqualTo(10);
        for (int t = 0; t < FRAMES; t++) {
            assertThat(known(t)).isEqualTo(t < 30 || t >= 40);
        }
    }

    @Test
    void soIsABeginningThatWasSoonCorrected() {
        for (int t = 0; t < 5; t++) {
            face(path, t, 3);
        }
        assertThat(TurnRepair.repair(path)).isEqualTo(5);
        assertThat(known(4)).isFalse();
        assertThat(known(5)).isTrue();
    }

    @Test
    void turnsThatLastAreBelieved() {
        for (int t = 40; t < FRAMES; t++) {
            face(path, t, 0.01 * t + Math.PI);
        }
        assertThat(TurnRepair.repair(path)).isZero();
    }

    @Test
    void anAnimalMayTurnRound() {
        for (int t = 0; t < FRAMES; t++) {
            face(path, t, 0.15 * t);
        }
        assertThat(TurnRepair.repair(path)).isZero();
    }

    @Test
    void framesThatKnowNothingDoNotCount() {
        for (int t = 10; t < FRAMES; t++) {
            path.weigh(t, 0);
        }
        assertThat(TurnRepair.repair(path)).isZero();
        assertThat(known(9)).isTrue();
    }
}
