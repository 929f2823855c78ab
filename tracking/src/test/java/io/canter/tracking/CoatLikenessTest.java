package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class CoatLikenessTest {
    private static final int SPOTS = 1000;

    /** A coat of two colours, seen from one spot to another. */
    private static CoatEstimate coat(int from, int to, float even, float odd) {
        float[] colours = new float[3 * SPOTS];
        float[] weights = new float[SPOTS];
        for (int v = from; v < to; v++) {
            weights[v] = 1;
            for (int k = 0; k < 3; k++) {
                colours[3 * v + k] = v % 2 == 0 ? even : odd;
            }
        }
        return new CoatEstimate(colours, weights, 1, Coat.unknown(SPOTS));
    }

    @Test
    void saysNothingOfAGlimpse() {
        assertThat(CoatLikeness.difference(coat(0, 500, 90, 90), coat(0, 10, 90, 90)))
                .isEmpty();
    }

    @Test
    void comparesAsAWholeWhatWasSeenOfOtherSides() {
        assertThat(CoatLikeness.difference(coat(0, 500, 90, 110), coat(500, 1000, 90, 114)))
                .hasValueCloseTo(2.0, offset(1e-6));
        assertThat(CoatLikeness.difference(coat(0, 500, 90, 90), coat(500, 1000, 200, 200))
                        .getAsDouble())
                .isGreaterThan(Reunion.DIFFERENCE_MAX);
    }

    @Test
    void coloursTakenForThoseOfOtherSpotsCountHalf() {
        assertThat(CoatLikeness.difference(coat(0, 500, 60, 100), coat(0, 500, 100, 60)))
                .hasValueCloseTo(20.0, offset(1e-6));
    }

    @Test
    void patternsTellOfTwoThatAreAlikeAsAWhole() {
        CoatEstimate pied = coat(0, 500, 20, 220);
        assertThat(CoatLikeness.difference(pied, coat(0, 500, 120, 120)).getAsDouble())
                .isGreaterThan(Reunion.DIFFERENCE_MAX);
        assertThat(CoatLikeness.difference(pied, coat(0, 500, 20, 220))).hasValue(0);
    }
}
