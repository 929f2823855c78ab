package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Detection;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoatTest {
    private static final long STEP_MICROS = 40_000;
    private static final int[] GREEN = {10, 250, 20};

    private final Rig rig = Rigs.quadruped();
    private final Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());

    /** Brown, darker forwards, with white feet and a dark patch on the left flank alone. */
    private static int bay(float x, float y, float z, int channel) {
        if (y < 0.3f) {
            return 235;
        }
        int[] brown = {150, 100, 60};
        boolean patch = x > 0.05f && y > 0.9f && Math.abs(z) < 0.3f;
        return patch ? 30 : Math.round(brown[channel] * (1 - 0.3f * z));
    }

    private PosedAnimal animal(int frame) {
        return PosedAnimal.random(rig, rig.template(), 1.3 + 0.02 * frame, 0.12, new Random(5));
    }

    private Detection film(int frame, Photograph.Coating coating) {
        PosedAnimal animal = animal(frame);
        return Photograph.of(animal, animal.detection(), coating, GREEN);
    }

    private TrackerState watch(TrackerState state, int from, int to, Photograph.Coating coating) {
        TrackerState now = state;
        for (int frame = from; frame < to; frame++) {
            now = tracker.step(now, PosedAnimal.observation(frame, frame * STEP_MICROS, film(frame, coating)))
                    .state();
        }
        return now;
    }

    private Coat watched() {
        return coat(watch(TrackerState.initial(), 0, 16, CoatTest::bay));
    }

    private static Coat coat(TrackerState state) {
        return state.track().orElseThrow().coat().coat();
    }

    /** Mean over the vertices of one origin of the error over three channels, 0..255. */
    private double error(Coat coat, byte origin, boolean folded) {
        double sum = 0;
        int count = 0;
        float[] p = rig.mesh().vertices();
        for (int v = 0; v < coat.vertexCount(); v++) {
            if (coat.origins()[v] == origin) {
                float x = folded ? -p[3 * v] : p[3 * v];
                for (int k = 0; k < 3; k++) {
                    sum += Math.abs(coat.channel(v, k) - bay(x, p[3 * v + 1], p[3 * v + 2], k));
                    count++;
                }
            }
        }
        return sum / Math.max(1, count);
    }

    @Test
    void seenSpotsHaveTheColoursOfTheFilm() {
        Coat coat = watched();
        assertThat(coat.share(Coat.SEEN)).isGreaterThan(0.25);
        assertThat(error(coat, Coat.SEEN, false)).isLessThan(8);
    }

    @Test
    void unseenSideTakesTheColoursOfTheSeenOne() {
        Coat coat = watched();
        assertThat(coat.share(Coat.MIRRORED)).isGreaterThan(0.2);
        assertThat(error(coat, Coat.MIRRORED, true)).isLessThan(12);
    }

    @Test
    void surroundingsStayOut() {
        Coat coat = watched();
        int green = 0;
        for (int v = 0; v < coat.vertexCount(); v++) {
            green += coat.channel(v, 1) > coat.channel(v, 0) + 25 ? 1 : 0;
        }
        assertThat(green).isLessThan(coat.vertexCount() / 100);
    }

    @Test
    void turningAroundShowsTheOtherSide() {
        TrackerState state = TrackerState.initial();
        for (int frame = 0; frame < 66; frame++) {
            PosedAnimal animal = PosedAnimal.random(rig, rig.template(), 1.3 + 0.05 * frame, 0.12, new Random(5));
            Detection seen = Photograph.of(animal, animal.detection(), CoatTest::bay, GREEN);
            state = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, seen))
                    .state();
        }
        assertThat(coat(state).share(Coat.SEEN)).isGreaterThan(0.55);
        assertThat(error(coat(state), Coat.SEEN, false)).isLessThan(12);
    }

    @Test
    void sameFilmGivesTheSameCoat() {
        Coat once = watched();
        Coat again = watched();
        assertThat(again.colours()).isEqualTo(once.colours());
        assertThat(again.origins()).isEqualTo(once.origins());
        assertThat(again.version()).isEqualTo(once.version());
    }

    @Test
    void stepLeavesTheStateBeforeAsItWas() {
        TrackerState before = watch(TrackerState.initial(), 0, 3, CoatTest::bay);
        CoatEstimate estimate = before.track().orElseThrow().coat();
        float[] colours = estimate.colours().clone();
        float[] weights = estimate.weights().clone();
        byte[] shown = estimate.coat().colours().clone();
        watch(before, 3, 5, (x, y, z, k) -> 90);
        assertThat(estimate.colours()).isEqualTo(colours);
        assertThat(estimate.weights()).isEqualTo(weights);
        assertThat(estimate.coat().colours()).isEqualTo(shown);
    }

    @Test
    void withoutPicturesNothingIsKnown() {
        TrackerState state = TrackerState.initial();
        for (int frame = 0; frame < 3; frame++) {
            state = tracker.step(
                            state,
                            PosedAnimal.observation(
                                    frame, frame * STEP_MICROS, animal(frame).detection()))
                    .state();
        }
        assertThat(coat(state).known()).isFalse();
        assertThat(coat(state).share(Coat.FILLED)).isEqualTo(1);
    }

    @Test
    void meanIsCappedAndFollowsTheLight() {
        CoatFiller filler = new CoatFiller(rig);
        int n = rig.mesh().vertexCount();
        float[] full = new float[n];
        Arrays.fill(full, 1);
        CoatEstimate estimate = CoatEstimate.unseen(n);
        float[] day = new float[3 * n];
        Arrays.fill(day, 160);
        for (int i = 0; i < 300; i++) {
            estimate = estimate.with(day, full, filler);
        }
        assertThat(estimate.weights()[7]).isEqualTo(CoatEstimate.WEIGHT_MAX);
        int version = estimate.coat().version();
        assertThat(version).as("a coat that does not change is not sent again").isEqualTo(1);
        float[] dusk = new float[3 * n];
        Arrays.fill(dusk, 130);
        CoatEstimate before = estimate;
        estimate = estimate.with(dusk, full, filler);
        assertThat(before.colours()[5] - estimate.colours()[5]).isBetween(0.05f, 1f);
        for (int i = 0; i < 300; i++) {
            estimate = estimate.with(dusk, full, filler);
        }
        assertThat(estimate.coat().channel(7, 0)).isBetween(130, 132);
        assertThat(estimate.coat().version()).isBetween(version + 2, version + 12);
    }

    @Test
    void straysHardlyMoveTheMean() {
        CoatFiller filler = new CoatFiller(rig);
        int n = rig.mesh().vertexCount();
        float[] full = new float[n];
        Arrays.fill(full, 1);
        float[] dark = new float[3 * n];
        Arrays.fill(dark, 40);
        float[] gleam = new float[3 * n];
        Arrays.fill(gleam, 250);
        CoatEstimate estimate = CoatEstimate.unseen(n);
        for (int i = 0; i < 30; i++) {
            estimate = estimate.with(i % 10 == 9 ? gleam : dark, full, filler);
        }
        assertThat(estimate.colours()[0]).isLessThan(43);
    }

    @Test
    void patchSpreadsOverTheWholeAnimal() {
        float[] colours = new float[3 * rig.mesh().vertexCount()];
        float[] weights = new float[rig.mesh().vertexCount()];
        float[] p = rig.mesh().vertices();
        for (int v = 0; v < weights.length; v++) {
            if (p[3 * v] > 0.1f && p[3 * v + 1] > 0.8f) {
                weights[v] = 5;
                colours[3 * v] = 200;
            }
        }
        Coat coat = new CoatFiller(rig).renewed(Coat.unknown(weights.length), colours, weights);
        assertThat(coat.share(Coat.SEEN)).isGreaterThan(0.1);
        assertThat(coat.share(Coat.MIRRORED)).isGreaterThan(0.8 * coat.share(Coat.SEEN));
        for (int v = 0; v < weights.length; v++) {
            assertThat(coat.channel(v, 0)).as("vertex %d", v).isBetween(195, 205);
            assertThat(coat.channel(v, 1)).isLessThan(5);
        }
    }
}
