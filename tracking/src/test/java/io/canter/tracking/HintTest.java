package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Detection;
import io.canter.inference.Hint;
import io.canter.inference.Prior;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a tracker expects to see next. */
class HintTest {
    private static final long STEP_MICROS = 40_000;

    private final Rig rig = TestRigs.quadruped();
    private final Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());

    private PosedAnimal animal(double yaw) {
        return PosedAnimal.random(rig, rig.template(), yaw, 0.2, new Random(5));
    }

    private TrackerState followed(Tracker by, int frames, double yaw, double turn) {
        TrackerState state = TrackerState.initial();
        for (int frame = 0; frame < frames; frame++) {
            Detection seen = animal(yaw + turn * frame).detection();
            state = by.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, seen))
                    .state();
        }
        return state;
    }

    @Test
    void expectsTheMapsOfTheNextFrame() {
        TrackerState state = followed(tracker, 6, 1, 0.03);
        Detection next = animal(1 + 0.03 * 6).detection();
        Hint hint = tracker.hint(state, 6 * STEP_MICROS).orElseThrow();
        assertThat(hint.box().overlap(next.box())).isGreaterThan(0.9f);
        int size = next.maps().size();
        int plane = size * size;
        FloatBuffer drawn = FloatBuffer.allocate(3 + Prior.CHANNELS * plane);
        hint.prior().orElseThrow().draw(next.camera(), size, drawn, 3);
        assertThat(drawn.get(2)).isZero();
        int common = 0;
        int union = 0;
        double sum = 0;
        for (int p = 0; p < plane; p++) {
            boolean there = next.maps().occupancy()[p] > 0.5f;
            boolean expected = drawn.get(3 + 3 * plane + p) == 1;
            union += there || expected ? 1 : 0;
            common += there && expected ? 1 : 0;
            double square = 0;
            for (int a = 0; a < 3; a++) {
                float q = drawn.get(3 + a * plane + p);
                assertThat(expected || q == 0).as("nothing where it is not").isTrue();
                square += Math.pow(q - next.maps().canonical()[a * plane + p], 2);
            }
            sum += there && expected ? Math.sqrt(square) : 0;
        }
        assertThat(common / (double) union).isGreaterThan(0.93);
        assertThat(sum / common).as("metres").isLessThan(0.03);
    }

    @Test
    void aCandidateIsLookedAtWithFreshEyes() {
        Tracker slow = new Tracker(rig, TrackerConfig.defaults(), Judge.speaking(() -> 0.1));
        TrackerState state = followed(slow, 4, 1, 0);
        assertThat(state.presence().confirmed()).isFalse();
        Hint hint = slow.hint(state, 4 * STEP_MICROS).orElseThrow();
        assertThat(hint.prior()).isEmpty();
    }

    @Test
    void nothingIsExpectedOfWhoWasMissedContradictedOrSeenLongAgo() {
        TrackerState state = followed(tracker, 4, 1, 0);
        assertThat(tracker.hint(state, 4 * STEP_MICROS).orElseThrow().prior()).isPresent();
        assertThat(tracker.hint(state, 12 * STEP_MICROS).orElseThrow().prior()).isEmpty();
        TrackerState missed =
                tracker.step(state, PosedAnimal.observation(4, 4 * STEP_MICROS)).state();
        assertThat(tracker.hint(missed, 5 * STEP_MICROS).orElseThrow().prior()).isEmpty();
        Detection turned = animal(1 + Math.PI).detection();
        TrackerState contradicted = tracker.step(state, PosedAnimal.observation(4, 4 * STEP_MICROS, turned))
                .state();
        assertThat(tracker.hint(contradicted, 5 * STEP_MICROS).orElseThrow().prior())
                .isEmpty();
        assertThat(tracker.hint(TrackerState.initial(), 0)).isEmpty();
    }

    /** The look ahead is no step: what comes after does not depend on it. */
    @Test
    void lookingAheadChangesNothing() {
        TrackerState state = followed(tracker, 4, 1, 0.02);
        Detection next = animal(1.08).detection();
        Pose without = step(state, next);
        tracker.hint(state, 4 * STEP_MICROS);
        Pose with = step(state, next);
        assertThat(with.rotations()).containsExactly(without.rotations());
        assertThat(with.rootTranslation()).containsExactly(without.rootTranslation());
    }

    private Pose step(TrackerState state, Detection next) {
        return tracker.step(state, PosedAnimal.observation(4, 4 * STEP_MICROS, next))
                .scene()
                .subjects()
                .get(0)
                .pose();
    }

    @Test
    void aHerdExpectsEachOfItsOwnButNothingWhereTheyCrowd() {
        Herd herd = new Herd(tracker, HerdConfig.defaults().withSubjectsMax(2));
        HerdState state = HerdState.initial();
        for (int frame = 0; frame < 4; frame++) {
            state = herd.step(
                            state,
                            PosedAnimal.observation(
                                    frame, frame * STEP_MICROS, animal(1).detection()))
                    .state();
        }
        List<Hint> hints = herd.hints(state, 4 * STEP_MICROS);
        assertThat(hints).hasSize(1);
        assertThat(hints.get(0).box()).isEqualTo(state.predictedBoxes().get(0));
        assertThat(hints.get(0).prior()).isPresent();
        Member one = state.members().get(0);
        Course course = one.course();
        Course crowded = new Course(
                course.velocity(),
                course.place(),
                course.box(),
                course.drift(),
                course.size(),
                course.bornMicros(),
                course.clearMicros(),
                course.seenMicros(),
                true);
        HerdState among = new HerdState(
                state.nextId(),
                List.of(new Member(one.state(), one.settled(), crowded)),
                state.absent(),
                state.search(),
                state.ptsMicros());
        assertThat(herd.hints(among, 4 * STEP_MICROS).get(0).prior()).isEmpty();
    }
}
