package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who is who among several animals, on exact maps: what fails here is logic, not the network. */
class HerdTest {
    private static final long STEP_MICROS = 33_333;
    private static final Photograph.Coating BAY = (x, y, z, k) -> new int[] {120, 70, 40}[k];
    private static final Photograph.Coating WHITE = (x, y, z, k) -> 225;

    private final Rig rig = TestRigs.quadruped();
    private final Sure judge = new Sure();
    private final Herd herd = new Herd(new Tracker(rig, TrackerConfig.defaults(), judge), HerdConfig.defaults());
    private HerdState state = HerdState.initial();
    private HerdStep last;
    private int frame;

    /** Believes all it sees, and gives up only what the tracker's count of missed frames does. */
    private static final class Sure implements Judge {
        private double evidence = 5;

        @Override
        public double seen(Signs what) {
            return evidence;
        }

        @Override
        public double missed() {
            return -1;
        }

        @Override
        public double contradicted() {
            return -1;
        }
    }

    private List<Integer> see(Detection... detections) {
        last = herd.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, detections));
        frame++;
        state = last.state();
        return last.scene().subjects().stream().map(Subject::id).toList();
    }

    /** A standing animal, moved sideways and away from the camera, metres. */
    private Detection animal(double x, double z, Photograph.Coating coat) {
        PosedAnimal standing = PosedAnimal.random(rig, rig.template(), Math.PI / 2, 0.05, new Random(3));
        float[] at = {(float) x, 0.1f, (float) z};
        PosedAnimal there = new PosedAnimal(rig, rig.template(), new Pose(at, standing.pose.rotations()));
        return Photograph.of(there, there.detection(), coat, 90, 150, 90);
    }

    private Subject subject(int id) {
        return last.scene().subjects().stream()
                .filter(s -> s.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private float xOf(int id) {
        return subject(id).pose().rootTranslation()[0];
    }

    private float boxX(int id) {
        return subject(id).box().centreX();
    }

    @Test
    void followsTwoAndKeepsTheirIdsWhateverTheOrderOfWhatIsFound() {
        assertThat(see(animal(-2, 8, BAY), animal(2, 8, WHITE))).containsExactly(1, 2);
        boolean firstIsLeft = xOf(1) < xOf(2);
        for (int i = 1; i < 8; i++) {
            Detection left = animal(-2 + 0.03 * i, 8, BAY);
            Detection right = animal(2 - 0.03 * i, 8, WHITE);
            assertThat(i % 2 == 0 ? see(left, right) : see(right, left)).containsExactly(1, 2);
            assertThat(xOf(1) < xOf(2)).isEqualTo(firstIsLeft);
        }
        assertThat(state.predictedBoxes()).hasSize(2);
    }

    @Test
    void coloursTellWhoIsWhoWhereTwoHaveMet() {
        see(animal(-1.5, 8, BAY), animal(1.5, 8, WHITE));
        boolean bayIsFirst = boxX(1) < boxX(2);
        for (int i = 0; i < 8; i++) {
            see(animal(-0.35, 8, BAY), animal(0.35, 8, WHITE));
        }

        // Both jump past each other: boxes alone would have them swapped.
        see(animal(0.3, 8, BAY), animal(-0.3, 8, WHITE));

        assertThat(boxX(1) > boxX(2)).isEqualTo(bayIsFirst);
    }

    @Test
    void whoIsAmongOthersForLongIsStillAsLargeAsItWas() {
        see(animal(-1.5, 8, BAY), animal(1.5, 8, WHITE));
        for (int i = 0; i < 90; i++) { // 3 s
            see(animal(-0.35, 8, BAY), animal(0.35, 8, WHITE));
            assertThat(state.members()).hasSize(2).noneMatch(Member::missing);
        }
    }

    @Test
    void tellsOfNewcomersInTheFrameOfTheirFirstSightAlone() {
        assertThat(herd.hasNewcomer(state)).isFalse();
        see(animal(-2, 8, BAY));
        assertThat(herd.hasNewcomer(state)).isTrue();
        see(animal(-2, 8, BAY));
        assertThat(herd.hasNewcomer(state)).isFalse();
        see(animal(-2, 8, BAY), animal(2, 8, WHITE));
        assertThat(herd.hasNewcomer(state)).isTrue();
        see();
        assertThat(herd.hasNewcomer(state)).isFalse();
    }

    @Test
    void oneAnimalSeenTwiceIsOne() {
        for (int i = 0; i < 4; i++) {
            assertThat(see(animal(0, 8, BAY), animal(0.02, 8, BAY))).containsExactly(1);
        }
    }

    @Test
    void whoIsHiddenBehindTheOtherCoastsAndDoesNotSteal() {
        for (int i = 0; i < 4; i++) {
            see(animal(-1.2, 8, BAY), animal(1.2, 8, WHITE));
        }
        int bay = xOf(1) < xOf(2) ? 1 : 2;
        for (int i = 0; i < 3; i++) {
            see(animal(-1.2, 8, BAY));
        }
        assertThat(xOf(bay)).isNegative();
        assertThat(xOf(3 - bay)).isPositive();
    }

    @Test
    void comesBackAsItselfAfterTwoSecondsOutOfSight() {
        for (int i = 0; i < 6; i++) {
            see(animal(-2, 8, BAY), animal(2, 8, WHITE));
        }
        int bay = xOf(1) < xOf(2) ? 1 : 2;
        for (int i = 0; i < 60; i++) {
            see(animal(2, 8, WHITE));
        }
        assertThat(last.scene().subjects()).hasSize(1);
        assertThat(state.absent()).hasSize(1);

        assertThat(see(animal(-1.8, 8, BAY), animal(2, 8, WHITE))).containsExactly(1, 2);
        assertThat(xOf(bay)).isNegative();
        assertThat(state.absent()).isEmpty();
    }

    @Test
    void whatIsHardlyAnAnimalIsNobodyWhoWasLost() {
        for (int i = 0; i < 6; i++) {
            see(animal(-2, 8, BAY));
        }
        for (int i = 0; i < 30; i++) {
            see();
        }
        Photograph.Coating nearlyBay = (x, y, z, k) -> new int[] {142, 92, 62}[k];
        judge.evidence = -1.95;
        assertThat(see(animal(-2, 8, nearlyBay))).isEmpty();
        judge.evidence = 5;
        assertThat(see(animal(-2, 8, nearlyBay))).isEmpty();
        assertThat(see(animal(-2, 8, nearlyBay))).containsExactly(1);
    }

    @Test
    void whoComesBackIsNotShownUnderAnotherIdWhileLittleOfItsCoatShows() {
        for (int i = 0; i < 6; i++) {
            see(animal(-2, 8, BAY));
        }
        for (int i = 0; i < 30; i++) {
            see();
        }
        Detection unlit = animal(-2, 8, BAY);
        Detection noColours = new Detection(unlit.box(), unlit.camera(), unlit.maps(), unlit.score(), Optional.empty());
        assertThat(see(noColours)).isEmpty();
        assertThat(last.candidates()).hasSize(1);
        assertThat(last.sightings()).hasSize(1).noneMatch(sighting -> sighting.confirmed);
        assertThat(see(noColours)).isEmpty();
        assertThat(see(unlit)).containsExactly(1);
        assertThat(last.candidates()).isEmpty();
    }

    @Test
    void whoWalksBehindAnotherGoesOnAndKeepsItsId() {
        for (int i = 0; i < 12; i++) {
            see(animal(-2.6 + 0.1 * i, 9, BAY), animal(0.6, 7, WHITE));
        }
        int bay = xOf(1) < xOf(2) ? 1 : 2;
        float before = xOf(bay);
        float boxBefore = boxX(bay);
        for (int i = 12; i < 32; i++) {
            see(animal(0.6, 7, WHITE));
        }
        // 20 frames are more than the tracker alone would wait.
        assertThat(xOf(bay) - before).isBetween(0.6f * 2, 1.4f * 2);
        assertThat(boxX(bay)).isGreaterThan(boxBefore + 10);

        assertThat(see(animal(-2.6 + 3.2, 9, BAY), animal(3, 7, WHITE))).containsExactly(1, 2);
        assertThat(xOf(bay)).isLessThan(xOf(3 - bay));
    }

    @Test
    void whoWalksOutOfSightIsShownWhereItMustBeUntilItIsLost() {
        float first = 0;
        for (int i = 0; i < 20; i++) {
            see(animal(-2 + 0.06 * i, 8, BAY));
            first = i == 0 ? boxX(1) : first;
        }
        float before = boxX(1);
        float pace = (before - first) / 19;
        for (int i = 1; i <= 8; i++) {
            assertThat(see()).containsExactly(1);
            assertThat(boxX(1) - before).isBetween(0.6f * i * pace, 1.4f * i * pace);
        }
        assertThat(state.predictedBoxes().get(0).centreX()).isGreaterThan(before + 6 * pace);
    }

    @Test
    void anIdDoesNotGoOverToAnotherNearby() {
        for (int i = 0; i < 6; i++) {
            see(animal(-0.6, 8, BAY));
        }
        // Where the bay was expected hardly anything of it is seen; the white one stands half there.
        List<Integer> now = see(animal(0.4, 8, WHITE));
        assertThat(now).contains(1);
        assertThat(xOf(1)).isNegative();
    }

    @Test
    void savedInMidClipAndLoadedElsewhereTheFilmGoesOnToTheBit() throws IOException {
        for (int i = 0; i < 8; i++) {
            see(animal(-2, 8, BAY), animal(2, 8, WHITE));
        }
        for (int i = 0; i < 16; i++) {
            see(animal(2, 8, WHITE));
        }
        assertThat(state.absent()).hasSize(1);
        HerdState mid = state;
        List<byte[]> ends = new ArrayList<>();
        for (HerdState from : List.of(mid, TrackerStates.readHerd(TrackerStates.write(mid, rig), rig))) {
            state = from;
            frame = 24;
            for (int i = 0; i < 4; i++) {
                see(animal(-1.9 + 0.02 * i, 8, BAY), animal(2 - 0.02 * i, 8, WHITE));
            }
            assertThat(last.scene().subjects().stream().map(Subject::id)).containsExactly(1, 2);
            ends.add(TrackerStates.write(state, rig));
        }
        assertThat(ends.get(1)).isEqualTo(ends.get(0));
    }

    @Test
    void statesOfHerdsAndTrackersAreNotTakenForEachOther() {
        byte[] herds = TrackerStates.write(HerdState.initial(), rig);
        byte[] trackers = TrackerStates.write(TrackerState.initial(), rig);
        assertThatThrownBy(() -> TrackerStates.readHerd(trackers, rig)).hasMessageContaining("no herd state");
        assertThatThrownBy(() -> TrackerStates.read(herds, rig)).hasMessageContaining("no tracker state");
        herds[herds.length - 6]++;
        assertThatThrownBy(() -> TrackerStates.readHerd(herds, rig)).hasMessageContaining("herd state is damaged");
    }

    @Test
    void aFullHerdFitsIntoASavedState() throws IOException {
        see(animal(-2, 8, BAY));
        int limit = HerdConfig.SUBJECTS_LIMIT;
        Member one = state.members().get(0);
        HerdState full = new HerdState(
                2, Collections.nCopies(limit, one), Collections.nCopies(limit, one), state.search(), state.ptsMicros());
        assertThat(TrackerStates.readHerd(TrackerStates.write(full, rig), rig).absent())
                .hasSize(limit);
    }

    @Test
    void anotherOfOtherColoursInItsPlaceIsNew() {
        for (int i = 0; i < 6; i++) {
            see(animal(-2, 8, BAY));
        }
        for (int i = 0; i < 30; i++) {
            see();
        }
        assertThat(see(animal(-2, 8, WHITE))).containsExactly(2);
    }

    @Test
    void ofTwoAlikeThatWereLostTheOneThatWalkedThisWayHasComeBack() {
        for (int i = 0; i < 20; i++) {
            see(animal(-2.4 + 0.06 * i, 8, BAY), animal(2.4 - 0.06 * i, 8, BAY));
        }
        int fromLeft = xOf(1) < xOf(2) ? 1 : 2;
        for (int i = 20; i < 60; i++) {
            see();
        }
        assertThat(state.absent()).hasSize(2);
        // Where the one from the right was lost 40 frames ago, and where the other must be by now.
        for (int i = 60; i < 66; i++) {
            see(animal(-2.4 + 0.06 * i, 8, BAY));
        }
        assertThat(last.scene().subjects()).hasSize(1);
        assertThat(last.scene().subjects().get(0).id()).isEqualTo(fromLeft);
    }

    @Test
    void ofTwoAlikeThatWereLostNeitherIsGuessed() {
        for (int i = 0; i < 6; i++) {
            see(animal(-1.6, 8, BAY), animal(1.6, 8, BAY));
        }
        for (int i = 0; i < 30; i++) {
            see();
        }
        assertThat(state.absent()).hasSize(2);
        assertThat(see(animal(0, 8, BAY))).isEmpty(); // more of its coat might tell
        for (int i = 0; i < 7; i++) {
            see(animal(0, 8, BAY));
        }
        assertThat(see(animal(0, 8, BAY))).containsExactly(3);
    }

    @Test
    void aLostOneIsForgottenInTime() {
        for (int i = 0; i < 6; i++) {
            see(animal(-2, 8, BAY));
        }
        for (int i = 0; i < 20; i++) {
            see();
        }
        frame += 180;
        assertThat(see(animal(-2, 8, BAY))).containsExactly(2);
    }

    @Test
    void followsNoMoreThanItMay() {
        Herd two = new Herd(new Tracker(rig, TrackerConfig.defaults(), new Sure()), new HerdConfig(2, 2, 5, 3));
        HerdStep step = two.step(
                HerdState.initial(),
                PosedAnimal.observation(0, 0, animal(-4, 12, BAY), animal(0, 12, BAY), animal(4, 12, BAY)));

        assertThat(step.scene().subjects()).hasSize(2);
        assertThatThrownBy(() -> new HerdConfig(0, 0, 1, 1)).hasMessageContaining("was 0");
    }

    @Test
    void survivesNonsenseAndTimeThatRunsBackwards() {
        for (int i = 0; i < 5; i++) {
            see(animal(-2, 8, BAY), animal(2, 8, WHITE));
        }
        Detection fine = animal(-2, 8, BAY);
        float[] nan = new float[fine.maps().canonical().length];
        Arrays.fill(nan, Float.NaN);
        DualPointMaps maps = new DualPointMaps(
                fine.maps().layers(),
                fine.maps().size(),
                nan,
                nan,
                fine.maps().occupancy(),
                fine.maps().confidence());
        Detection bad = new Detection(fine.box(), fine.camera(), maps, Float.NaN);
        assertThat(see(bad, bad)).containsExactly(1, 2);
        assertThat(see()).containsExactly(1, 2);

        frame = -100;
        assertThat(see(animal(-2, 8, BAY), animal(2, 8, WHITE)))
                .doesNotContain(1, 2)
                .hasSize(2);
        assertThat(state.absent()).isEmpty();
    }

    @Test
    void theSameFramesGiveTheSameScenes() {
        HerdState mid = state;
        HerdStep once = herd.step(mid, PosedAnimal.observation(0, 0, animal(-2, 8, BAY), animal(2, 8, WHITE)));
        HerdStep twice = herd.step(mid, PosedAnimal.observation(0, 0, animal(-2, 8, BAY), animal(2, 8, WHITE)));
        for (int i = 0; i < 2; i++) {
            assertThat(twice.scene().subjects().get(i).pose().rotations())
                    .isEqualTo(once.scene().subjects().get(i).pose().rotations());
        }
    }

    @Test
    void aSecondLookSmoothsEachAnimalUnderItsId() {
        ClipHistory history = new ClipHistory();
        for (int i = 0; i < 8; i++) {
            see(animal(-2 + 0.03 * i, 8, BAY), animal(2 - 0.03 * i, 8, WHITE));
            history.add(last.followed());
        }
        boolean firstIsLeft = xOf(1) < xOf(2);
        List<Scene> scenes = new Smoother(rig, TrackerConfig.defaults())
                .smooth(history, () -> {})
                .scenes();
        assertThat(scenes).hasSize(8);
        for (Scene scene : scenes) {
            assertThat(scene.subjects().stream().map(Subject::id)).containsExactly(1, 2);
            float first = scene.subjects().get(0).pose().rootTranslation()[0];
            float second = scene.subjects().get(1).pose().rootTranslation()[0];
            assertThat(first < second).isEqualTo(firstIsLeft);
        }
        assertThat(history.observation(3).detections()).hasSize(2);
    }
}
