package io.canter.training.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Box;
import io.canter.tracking.Rigs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HerdClipTest {
    private static final int STEP = 12;

    private final List<HerdClip.Moment> moments = new ArrayList<>();
    private final List<byte[]> pictures = new ArrayList<>();

    private void render(HerdClip clip) throws IOException {
        clip.render(0, STEP, moment -> {
            moments.add(moment);
            pictures.add(moment.rgb().clone());
        });
    }

    private float x(int moment, int walker) {
        Box box = moments.get(moment).inSight().get(walker);
        return box.centreX();
    }

    @Test
    void threeAnimalsCrossAndOneIsHiddenMeanwhile() throws IOException {
        render(HerdClip.threeCross(Rigs.quadruped(), 0));
        int last = moments.size() - 1;
        assertThat(moments.get(0).inSight()).containsOnlyKeys(0, 1, 2);
        assertThat(moments).anyMatch(moment -> !moment.barely().isEmpty());
        assertThat(moments.get(last).inSight()).containsKeys(0, 1, 2);
        assertThat(x(0, 1)).isLessThan(x(0, 0));
        assertThat(x(last, 1)).isGreaterThan(x(last, 0));
        assertThat(x(0, 2)).isLessThan(x(0, 0));
        assertThat(x(last, 2)).isGreaterThan(x(last, 0));
    }

    @Test
    void bothAreWhollyBehindTheWallForAboutTwoSecondsAndComeOut() throws IOException {
        render(HerdClip.behindAWall(Rigs.quadruped(), 0));
        assertThat(moments.get(0).inSight()).containsOnlyKeys(0, 1);
        for (int walker = 0; walker < 2; walker++) {
            int w = walker;
            long hidden = moments.stream()
                    .map(moment -> moment.barely().get(w))
                    .filter(box ->
                            box != null && box.x() >= HerdClip.WALL_FROM && box.x() + box.width() <= HerdClip.WALL_TO)
                    .count();
            // From the first such frame to the last.
            assertThat((hidden - 1) * STEP / HerdClip.FRAMES_PER_SECOND).isGreaterThan(1.5);
        }
        assertThat(moments.get(moments.size() - 2).inSight()).containsOnlyKeys(0, 1);
        assertThat(Arrays.equals(pictures.get(0), pictures.get(1))).isFalse();
    }
}
