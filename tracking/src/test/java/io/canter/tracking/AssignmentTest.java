package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void gainsAsMuchAsTheBestOfAllPairings(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 100; trial++) {
            double[][] gain = new double[random.nextInt(6)][];
            int columns = random.nextInt(6);
            for (int r = 0; r < gain.length; r++) {
                gain[r] = random.doubles(columns, -1, 2).toArray();
            }

            int[] best = Assignment.best(gain);

            assertThat(IntStream.of(best).filter(c -> c >= 0)).doesNotHaveDuplicates();
            double total = 0;
            for (int r = 0; r < best.length; r++) {
                total += best[r] < 0 ? 0 : gain[r][best[r]];
            }
            assertThat(total).isCloseTo(bruteForce(gain, 0, 0), within(1e-9));
        }
    }

    private static double bruteForce(double[][] gain, int row, int taken) {
        if (row == gain.length) {
            return 0;
        }
        double best = bruteForce(gain, row + 1, taken);
        for (int c = 0; c < gain[row].length; c++) {
            if ((taken & 1 << c) == 0) {
                best = Math.max(best, gain[row][c] + bruteForce(gain, row + 1, taken | 1 << c));
            }
        }
        return best;
    }

    @Test
    void givesUpTheBestPairWhereTheOthersGainMoreByIt() {
        assertThat(Assignment.best(new double[][] {{10, 9}, {9, 1}})).containsExactly(1, 0);
    }

    @Test
    void leavesAloneWhoFitsNobody() {
        assertThat(Assignment.best(new double[][] {{0, -1, Double.NaN}, {Double.NEGATIVE_INFINITY, 1, 0}}))
                .containsExactly(-1, 1);
        assertThat(Assignment.best(new double[0][])).isEmpty();
        assertThat(Assignment.best(new double[][] {{}, {}})).containsExactly(-1, -1);
    }

    @Test
    void refusesRaggedRowsAndEndlessGains() {
        assertThatThrownBy(() -> Assignment.best(new double[][] {{1}, {1, 2}})).hasMessageContaining("row 1 has 2");
        assertThatThrownBy(() -> Assignment.best(new double[][] {{Double.POSITIVE_INFINITY}}))
                .hasMessageContaining("infinite at 0, 0");
    }
}
