package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.Box;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class IdentityScorerTest {
    private static final Box LEFT = new Box(0, 0, 10, 10);
    private static final Box RIGHT = new Box(100, 0, 10, 10);

    private final IdentityScorer scorer = new IdentityScorer(IdentityScorer.OVERLAP_MIN, 3);

    private void frames(int count, Map<Integer, Box> truth, Map<Integer, Box> found) {
        for (int i = 0; i < count; i++) {
            scorer.frame(truth, found);
        }
    }

    @Test
    void idsThatStayAreWorthOneWhateverTheirNumbers() {
        frames(10, Map.of(1, LEFT, 2, RIGHT), Map.of(7, LEFT, 3, RIGHT));

        assertThat(scorer.score().idf1()).isEqualTo(1);
        assertThat(scorer.score().switches()).isZero();
    }

    @Test
    void aSwapInTheMiddleIsWorthHalf() {
        frames(10, Map.of(1, LEFT, 2, RIGHT), Map.of(1, LEFT, 2, RIGHT));
        frames(10, Map.of(1, LEFT, 2, RIGHT), Map.of(2, LEFT, 1, RIGHT));

        assertThat(scorer.score().idf1()).isEqualTo(0.5);
        assertThat(scorer.score().switches()).isEqualTo(2);
    }

    @Test
    void missesAndPhantomsCount() {
        frames(6, Map.of(1, LEFT), Map.of(1, LEFT));
        frames(2, Map.of(1, LEFT), Map.of());
        frames(4, Map.of(), Map.of(1, RIGHT));

        assertThat(scorer.score().idf1()).isCloseTo(2 * 6 / 18.0, within(1e-12));
    }

    @Test
    void twoIdsOnOneAnimalAreNotBothRight() {
        frames(5, Map.of(1, LEFT), Map.of(1, LEFT, 2, LEFT));

        assertThat(scorer.score().matched()).isEqualTo(5);
        assertThat(scorer.score().idf1()).isCloseTo(10 / 15.0, within(1e-12));
    }

    @Test
    void pairsIdentitiesForTheBestTotalAndNotForTheBestFirst() {
        frames(6, Map.of(1, LEFT, 2, RIGHT), Map.of(1, LEFT, 2, RIGHT));
        frames(5, Map.of(1, LEFT), Map.of(2, LEFT));

        // 1 was seen as 1 six times and as 2 five times, 2 as 2 six times: 6 + 6 beats all others.
        assertThat(scorer.score().matched()).isEqualTo(12);
    }

    @Test
    void countsTheFramesUntilTheOldIdIsBack() {
        frames(5, Map.of(1, LEFT), Map.of(4, LEFT));
        frames(3, Map.of(), Map.of());
        frames(2, Map.of(1, RIGHT), Map.of());
        frames(5, Map.of(1, RIGHT), Map.of(4, RIGHT));

        assertThat(scorer.score().recoveries()).containsExactly(new IdentityRecovery(1, 3, OptionalInt.of(3)));
        assertThat(scorer.score().recoveredWithin(3)).isEqualTo(1);
        assertThat(scorer.score().recoveredWithin(2)).isZero();
    }

    @Test
    void aNewIdAfterOcclusionIsNoRecovery() {
        frames(5, Map.of(1, LEFT), Map.of(4, LEFT));
        frames(3, Map.of(), Map.of());
        frames(20, Map.of(1, LEFT), Map.of(5, LEFT));

        assertThat(scorer.score().recoveries()).containsExactly(new IdentityRecovery(1, 3, OptionalInt.empty()));
        assertThat(scorer.score().switches()).isEqualTo(1);
    }

    @Test
    void leavingAgainBeforeBeingFoundEndsTheWait() {
        frames(5, Map.of(1, LEFT), Map.of(4, LEFT));
        for (int round = 0; round < 2; round++) {
            frames(4, Map.of(), Map.of());
            frames(2, Map.of(1, LEFT), Map.of());
        }

        assertThat(scorer.score().recoveries())
                .containsExactly(
                        new IdentityRecovery(1, 4, OptionalInt.empty()),
                        new IdentityRecovery(1, 4, OptionalInt.empty()));
    }

    @Test
    void shortAbsencesAndAnimalsNeverFoundAreNoReturns() {
        frames(5, Map.of(1, LEFT, 2, RIGHT), Map.of(4, LEFT));
        frames(2, Map.of(2, RIGHT), Map.of());
        frames(2, Map.of(1, LEFT), Map.of(4, LEFT));
        frames(3, Map.of(1, LEFT), Map.of(4, LEFT));
        frames(3, Map.of(1, LEFT, 2, RIGHT), Map.of(4, LEFT, 5, RIGHT));

        assertThat(scorer.score().recoveries()).isEmpty();
        assertThat(scorer.score().recoveredWithin(10)).isNaN();
    }

    @Test
    void makesARowForTheTable() {
        frames(2, Map.of(1, LEFT), Map.of(4, LEFT));

        assertThat(scorer.score().row("herd")).hasSameSizeAs(IdentityScore.columns());
        assertThatThrownBy(() -> new IdentityScorer(0, 1)).hasMessageContaining("was 0.0");
        assertThatThrownBy(() -> new IdentityScorer(0.5, 0)).hasMessageContaining("was 0");
    }
}
