package io.canter.training.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Box;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HerdScorerTest {
    private static final Map<Integer, Box> BEHIND_A_WALL = Map.of(0, new Box(100, 100, 120, 80));

    @Test
    void whatShowsOfAnAnimalMostlyHiddenIsNeitherRightNorWrong() {
        assertThat(HerdScorer.isDemanded(new Box(100, 100, 20, 80), BEHIND_A_WALL))
                .isFalse();
        assertThat(HerdScorer.isDemanded(new Box(95, 100, 120, 80), BEHIND_A_WALL))
                .isFalse();
    }

    @Test
    void whatIsFoundElsewhereCounts() {
        assertThat(HerdScorer.isDemanded(new Box(190, 100, 120, 80), BEHIND_A_WALL))
                .isTrue();
        assertThat(HerdScorer.isDemanded(new Box(400, 100, 20, 80), BEHIND_A_WALL))
                .isTrue();
        assertThat(HerdScorer.isDemanded(new Box(100, 100, 20, 80), Map.of())).isTrue();
    }
}
