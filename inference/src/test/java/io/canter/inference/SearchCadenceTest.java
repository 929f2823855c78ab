package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchCadenceTest {
    private final SearchCadence cadence = new SearchCadence(3);

    private boolean[] frames(int count, boolean wanted) {
        boolean[] searched = new boolean[count];
        IntStream.range(0, count).forEach(i -> searched[i] = cadence.next(wanted));
        return searched;
    }

    @Test
    void searchesAtOnceAndThenEveryFewFrames() {
        assertThat(frames(7, true)).containsExactly(true, false, false, true, false, false, true);
    }

    @Test
    void searchesAtOnceWhenSomebodyIsLost() {
        frames(2, true);
        assertThat(frames(4, false)).containsOnly(false);
        assertThat(frames(2, true)).containsExactly(true, false);
    }

    @Test
    void searchesOnWhereOneHasJustBeenFound() {
        assertThat(cadence.next(true, false)).isTrue();
        assertThat(cadence.next(true, true)).isTrue();
        assertThat(cadence.next(true, false)).isFalse();
        assertThat(cadence.next(false, true)).isFalse();
    }

    @Test
    void beginsAnew() {
        frames(2, true);
        cadence.restart();
        assertThat(frames(1, true)).containsExactly(true);
        assertThatThrownBy(() -> new SearchCadence(0)).hasMessageContaining("was 0");
    }
}
