package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HindsightTest {
    private static final Subject ANY = subject(0);

    private final Hindsight<Integer> line = new Hindsight<>(item -> 1);
    private final List<Settled<Integer>> out = new ArrayList<>();
    private int frame;

    private static Subject subject(int id) {
        Rig rig = TestRigs.chain(1);
        return new Subject(
                id, 1, new Box(0, 0, 1, 1), rig.template(), 1, new Pose(new float[3], new float[] {0, 0, 0, 1}));
    }

    private void push(Optional<Subject> candidate, List<Subject> subjects, double logOdds) {
        Scene scene = new Scene(frame, frame, 4, 4, PosedAnimal.CAMERA, subjects);
        TrackerState state = new TrackerState(1, Optional.empty(), new Presence(logOdds, !subjects.isEmpty()), frame);
        out.addAll(line.push(frame++, new Step(state, scene, candidate)));
    }

    private void nothing() {
        push(Optional.empty(), List.of(), 0);
    }

    private void candidate(int id) {
        push(Optional.of(subject(id)), List.of(), 1);
    }

    private void shown(int id) {
        push(Optional.empty(), List.of(subject(id)), 4);
    }

    private List<Integer> shownIn() {
        return out.stream()
                .filter(s -> !s.scene().subjects().isEmpty())
                .map(Settled::item)
                .toList();
    }

    private void inOrder(int count) {
        assertThat(out.stream().map(Settled::item)).hasSize(count).isSorted();
    }

    @Test
    void framesWithoutACandidatePassAtOnce() {
        nothing();
        shown(1);
        nothing();
        inOrder(3);
        assertThat(shownIn()).containsExactly(1);
    }

    @Test
    void aConfirmedAnimalIsShownFromItsFirstFrameOn() {
        nothing();
        candidate(1);
        candidate(1);
        assertThat(out).hasSize(1);
        shown(1);
        inOrder(4);
        assertThat(shownIn()).containsExactly(1, 2, 3);
        assertThat(out.get(1).scene().frameIndex()).isEqualTo(1);
    }

    @Test
    void aCandidateThatIsGivenUpIsShownNowhere() {
        candidate(1);
        candidate(1);
        nothing();
        candidate(1);
        shown(1);
        inOrder(5);
        assertThat(shownIn()).containsExactly(3, 4);
    }

    @Test
    void aCandidateIsNotTakenForItsSuccessor() {
        candidate(1);
        candidate(2);
        shown(2);
        inOrder(3);
        assertThat(shownIn()).containsExactly(1, 2);
    }

    @Test
    void framesThatWaitAreBounded() {
        for (int i = 0; i < 100; i++) {
            candidate(1);
        }
        assertThat(out).hasSize(100 - Hindsight.FRAMES_MAX);
        shown(1);
        inOrder(101);
        assertThat(shownIn()).hasSize(Hindsight.FRAMES_MAX + 1);
    }

    @Test
    void largeFramesWaitInSmallerNumbers() {
        Hindsight<Integer> large = new Hindsight<>(item -> Hindsight.BYTES_MAX / 2);
        int settled = 0;
        for (int i = 0; i < 10; i++) {
            Scene scene = new Scene(i, i, 4, 4, PosedAnimal.CAMERA, List.of());
            settled += large.push(i, new Step(TrackerState.initial(), scene, Optional.of(ANY)))
                    .size();
        }
        assertThat(settled).isEqualTo(8);
    }

    @Test
    void atTheEndTheOddsDecide() {
        push(Optional.of(subject(1)), List.of(), Presence.LIKELY_FROM + 0.1);
        out.addAll(line.end());
        push(Optional.of(subject(1)), List.of(), Presence.LIKELY_FROM - 0.1);
        out.addAll(line.end());
        inOrder(2);
        assertThat(shownIn()).containsExactly(0);
    }

    private void several(List<Integer> candidates, List<Integer> animals, Set<Integer> likely) {
        Scene scene = new Scene(
                frame,
                frame,
                4,
                4,
                PosedAnimal.CAMERA,
                animals.stream().map(HindsightTest::subject).toList());
        List<Subject> followed = candidates.stream().map(HindsightTest::subject).toList();
        out.addAll(line.push(frame++, new Followed(scene, followed, likely, List.of())));
    }

    private List<Integer> ids(int item) {
        return out.get(item).scene().subjects().stream().map(Subject::id).toList();
    }

    @Test
    void ofSeveralEachIsDecidedForItself() {
        several(List.of(1), List.of(), Set.of());
        several(List.of(1, 3), List.of(2), Set.of());
        several(List.of(3), List.of(1, 2), Set.of());
        assertThat(out).as("the first waits for nobody any more").hasSize(1);
        several(List.of(), List.of(1, 2), Set.of());
        inOrder(4);
        assertThat(ids(0)).containsExactly(1);
        assertThat(ids(1)).containsExactly(1, 2);
        assertThat(ids(2)).containsExactly(1, 2);
    }

    @Test
    void atTheEndTheOddsDecideOfEach() {
        several(List.of(1, 2), List.of(3), Set.of(2));
        out.addAll(line.end());
        assertThat(ids(0)).containsExactly(2, 3);
    }
}
