package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canter.inference.Detection;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrackerStatesTest {
    private static final long STEP_MICROS = 40_000;

    private final Rig rig = Rigs.quadruped();

    private Step film(Tracker tracker, TrackerState from, int first, int end) {
        Step step = new Step(from, null, Optional.empty());
        for (int frame = first; frame < end; frame++) {
            PosedAnimal animal = PosedAnimal.random(rig, rig.body(1), 1.2 + 0.02 * frame, 0.12, new Random(5));
            Detection seen = Photograph.of(
                    animal,
                    PosedAnimal.spoilt(animal.detection(), 0.02, 0.05, false, new Random(frame)),
                    (x, y, z, k) -> 60 + 40 * k,
                    20,
                    200,
                    30);
            step = tracker.step(step.state(), PosedAnimal.observation(frame, frame * STEP_MICROS, seen));
        }
        return step;
    }

    private Tracker tracker() {
        return new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
    }

    private byte[] inMidClip() {
        return TrackerStates.write(film(tracker(), TrackerState.initial(), 0, 9).state(), rig);
    }

    @Test
    void savedInMidClipAndLoadedElsewhereTheFilmGoesOnToTheBit() throws IOException {
        TrackerState mid = film(tracker(), TrackerState.initial(), 0, 9).state();
        Step straight = film(tracker(), mid, 9, 17);
        assertThat(mid.track().orElseThrow().ground().moments()).isNotEmpty();
        TrackerState loaded = TrackerStates.read(TrackerStates.write(mid, rig), rig);
        Step resumed = film(tracker(), loaded, 9, 17);
        Subject a = straight.scene().subjects().get(0);
        Subject b = resumed.scene().subjects().get(0);
        assertThat(b.id()).isEqualTo(a.id());
        assertThat(b.pose().rotations()).isEqualTo(a.pose().rotations());
        assertThat(b.pose().rootTranslation()).isEqualTo(a.pose().rootTranslation());
        assertThat(b.body().vertices()).isEqualTo(a.body().vertices());
        assertThat(b.bodyVersion()).isEqualTo(a.bodyVersion());
        assertThat(b.coat().colours()).isEqualTo(a.coat().colours());
        assertThat(b.coat().version()).isEqualTo(a.coat().version());
        assertThat(TrackerStates.write(resumed.state(), rig)).isEqualTo(TrackerStates.write(straight.state(), rig));
    }

    @Test
    void nothingSeenYetIsAStateToo() throws IOException {
        byte[] bytes = TrackerStates.write(TrackerState.initial(), rig);
        assertThat(bytes.length).isLessThan(100);
        assertThat(TrackerStates.read(bytes, rig)).isEqualTo(TrackerState.initial());
    }

    @Test
    void sizeIsBoundedHoweverLongTheFilm() {
        assertThat(inMidClip().length).isBetween(100_000, 300_000);
    }

    @Test
    void unknownFormatIsRefusedInOneLine() {
        byte[] bytes = inMidClip();
        bytes[5] = 9;
        refuses(bytes, rig, "the tracker state has format 9, this Canter reads format 4; start a new one");
    }

    @Test
    void otherBuildsAndRigsAreRefusedInOneLine() {
        byte[] bytes = inMidClip();
        assertThat(RecordBytes.structure(TrackerState.class))
                .contains("nextId int", "track optional Track(", "coat CoatEstimate(colours float[]");
        refuses(
                bytes,
                TestRigs.quadruped(),
                "the tracker state is of rig " + rig.id() + ", the tracker's is "
                        + TestRigs.quadruped().id());
    }

    @Test
    void nonsenseIsRefusedInOneLine() {
        byte[] whole = inMidClip();
        refuses(new byte[0], rig, "damaged");
        refuses("some text".getBytes(java.nio.charset.StandardCharsets.UTF_8), rig, "no tracker state");
        for (int length : new int[] {4, 5, 6, 11, 40, whole.length / 2, whole.length - 1}) {
            refuses(Arrays.copyOf(whole, length), rig, "damaged");
        }
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            byte[] hurt = whole.clone();
            hurt[6 + random.nextInt(hurt.length - 6)] ^= (byte) (1 + random.nextInt(255));
            refuses(hurt, rig, "damaged");
        }
        refuses(new byte[TrackerStates.MAX_BYTES + 1], rig, "at most");
    }

    private static void refuses(byte[] bytes, Rig rig, String line) {
        assertThatThrownBy(() -> TrackerStates.read(bytes, rig))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(line)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
