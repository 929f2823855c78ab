package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FootfallsTest {
    private static final double STEP = 0.04;

    /**
     * Feet that swing to and fro.
     *
     * @param phases of hind left, right, fore left, right: when each is foremost, in strides
     */
    private static Footfalls after(double seconds, double stride, double reach, double... phases) {
        Footfalls falls = Footfalls.none();
        for (double t = 0; t < seconds; t += STEP) {
            double[] ahead = new double[4];
            for (int foot = 0; foot < 4; foot++) {
                double place = foot < 2 ? -0.6 : 0.5;
                ahead[foot] = place + reach * Math.cos(2 * Math.PI * (t / stride - phases[foot]));
            }
            falls = falls.next(ahead, STEP);
        }
        return falls;
    }

    /** Walk, a walk that is nearly a trot, a trot; legs exchanged turn the sign, whatever pair it is. */
    @ParameterizedTest
    @CsvSource({"1.1, 0.25", "1.3, 0.2", "0.9, 0.4", "0.7, 0.5", "0.5, 0.45"})
    void foreLegsFollowTheirHindLegs(double stride, double lag) {
        Footfalls right = after(2, stride, 0.25, 0, 0.5, lag, lag + 0.5);
        Footfalls wrong = after(2, stride, 0.25, 0, 0.5, lag + 0.5, lag);
        assertThat(right.odds()).isGreaterThan(1.5);
        assertThat(wrong.odds()).isLessThan(-1.5);
        assertThat(right.withExchanged(0).odds()).isCloseTo(-right.odds(), within(1e-9));
        assertThat(right.withExchanged(1).odds()).isCloseTo(-right.odds(), within(1e-9));
        assertThat(right.withExchanged(1).withExchanged(1))
                .usingRecursiveComparison()
                .isEqualTo(right);
    }

    @Test
    void anExchangedTrackGoesOnAsIfItHadAlwaysBeenSo() {
        Footfalls wrong = after(2, 1, 0.25, 0, 0.5, 0.75, 0.25).withExchanged(1);
        Footfalls right = after(2, 1, 0.25, 0, 0.5, 0.25, 0.75);
        double[] ahead = {-0.35, -0.85, 0.5, 0.5};
        assertThat(wrong.next(ahead, STEP).odds())
                .isCloseTo(right.next(ahead, STEP).odds(), within(1e-9));
    }

    /** Canter, transverse gallop, rotary gallop, bound: who leads decides, not who is left. */
    @ParameterizedTest
    @CsvSource({"0.25, 0.25, 0.5", "0.12, 0.4, 0.55", "0.12, 0.55, 0.4", "0, 0.5, 0.5"})
    void whereFeetGoTogetherNothingIsTold(double hindRight, double foreLeft, double foreRight) {
        assertThat(after(3, 0.5, 0.35, 0, hindRight, foreLeft, foreRight).odds())
                .isCloseTo(0, within(0.15));
    }

    @Test
    void whoStandsOrHasJustComeTellsNothing() {
        assertThat(Footfalls.none().odds()).isZero();
        assertThat(after(2, 1, 0.02, 0, 0.5, 0.25, 0.75).odds()).isZero();
        assertThat(Math.abs(after(0.2, 1, 0.25, 0, 0.5, 0.25, 0.75).odds())).isLessThan(1);
    }

    @Test
    void startsAnewAfterAGapAndWithNonsense() {
        Footfalls falls = after(2, 1, 0.25, 0, 0.5, 0.25, 0.75);
        assertThat(falls.next(new double[4], 1).odds()).isZero();
        assertThat(falls.next(new double[4], -STEP).odds()).isZero();
        assertThat(falls.next(new double[] {Double.NaN, 0, 0, 0}, STEP).odds()).isZero();
        assertThat(after(4000, 1.1, 0.25, 0, 0.5, 0.25, 0.75).odds()).isBetween(1.5, 3.0);
    }
}
