package io.canter.training.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Box;
import java.util.LinkedHashMap;
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
    void whoIsInSightBeforeOneThatItHidesIsJudgedAsAnyOther() {
        Map<Integer, Box> inSight = Map.of(1, new Box(105, 105, 110, 80));
        Map<Integer, Box> both = new LinkedHashMap<>();
        both.put(7, new Box(100, 101, 119, 80)); // on the hidden one
        both.put(8, new Box(106, 105, 110, 80));
        assertThat(HerdScorer.demanded(both, inSight, BEHIND_A_WALL)).containsOnlyKeys(8);
        assertThat(HerdScorer.demanded(Map.of(7, new Box(100, 100, 120, 80)), inSight, BEHIND_A_WALL))
                .isEmpty();
        assertThat(HerdScorer.demanded(Map.of(9, new Box(400, 100, 20, 80)), inSight, BEHIND_A_WALL))
                .containsOnlyKeys(9);
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
