package io.canter.training.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.evaluation.Bar;
import io.canter.training.evaluation.Table;
import io.canter.training.scene.View;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The scorers given tracks whose errors are known. */
class BenchScoresTest {
    private final Rig rig = Rigs.quadruped();
    private final float[] rest = rig.skeleton().restPositions();
    private final MotionScore motion = new MotionScore(rig.skeleton());

    /** The skeleton at rest, moved along x. */
    private float[] at(double x) {
        float[] out = rest.clone();
        for (int i = 0; i < out.length; i += 3) {
            out[i] += (float) x;
        }
        return out;
    }

    @Test
    void aPerfectTrackHasNoErrorHoweverItMoves() {
        for (double x : new double[] {0, 1, 4, 9, 5}) {
            motion.add(Optional.of(at(x)), at(x));
        }
        assertThat(motion.placed().count()).isEqualTo(5);
        assertThat(motion.placed().quantile(1)).isZero();
        assertThat(motion.accelerationPlaced().count()).isEqualTo(3);
        assertThat(motion.accelerationPlaced().quantile(1)).isZero();
    }

    @Test
    void aShiftIsAnErrorOfPlaceAlone() {
        for (int i = 0; i < 4; i++) {
            motion.add(Optional.of(at(0.2 + i)), at(i));
        }
        assertThat(motion.placed().mean()).isCloseTo(0.2, within(1e-5));
        assertThat(motion.fromRoot().mean()).isCloseTo(0, within(1e-5));
        assertThat(motion.accelerationPlaced().mean()).isCloseTo(0, within(1e-5));
    }

    @Test
    void aJumpOfOneFrameIsAnErrorOfAcceleration() {
        for (double x : new double[] {0, 0, 0.1, 0, 0}) {
            motion.add(Optional.of(at(x)), at(0));
        }
        // Windows of three frames: 0 0 j, 0 j 0, j 0 0.
        assertThat(motion.accelerationPlaced().mean()).isCloseTo((0.1 + 0.2 + 0.1) / 3, within(1e-5));
        assertThat(motion.accelerationFromRoot().mean()).isCloseTo(0, within(1e-5));
        assertThat(motion.placed().mean()).isCloseTo(0.1 / 5, within(1e-5));
    }

    @Test
    void aGapBreaksTheWindowAndIsNotFollowed() {
        motion.add(Optional.of(at(0)), at(0));
        motion.add(Optional.of(at(0)), at(0));
        motion.add(Optional.empty(), at(0));
        motion.add(Optional.of(at(0)), at(0));
        motion.add(Optional.of(at(0)), at(0));
        assertThat(motion.accelerationPlaced().count()).isZero();
        assertThat(motion.followedShare()).isCloseTo(0.8, within(1e-9));
        motion.add(Optional.of(at(0)), at(0));
        assertThat(motion.accelerationPlaced().count()).isEqualTo(1);
    }

    @Test
    void framesWithExchangedLegsAreCounted() {
        float[] swapped = rest.clone();
        int left = 3 * rig.skeleton().indexOf("hind_foot_l");
        int right = 3 * rig.skeleton().indexOf("hind_foot_r");
        for (int a = 0; a < 3; a++) {
            swapped[left + a] = rest[right + a];
            swapped[right + a] = rest[left + a];
        }
        motion.add(Optional.of(swapped), rest);
        motion.add(Optional.of(rest), rest);
        motion.add(Optional.empty(), rest);
        assertThat(motion.swappedShare()).isCloseTo(0.5, within(1e-9));
    }

    private static void point(PointTracks tracks, boolean trulyVisible, boolean saidVisible, float off) {
        tracks.add(trulyVisible, new float[] {10, 20}, saidVisible, new float[] {10 + off, 20}, 256, 256);
    }

    @Test
    void perfectPointsScoreOne() {
        PointTracks tracks = new PointTracks();
        point(tracks, true, true, 0);
        point(tracks, false, false, 99);
        assertThat(tracks.averageJaccard()).isEqualTo(1);
        assertThat(tracks.occlusionAccuracy()).isEqualTo(1);
    }

    @Test
    void aPointThreePixelsOffCountsAtTheWideThresholdsOnly() {
        PointTracks tracks = new PointTracks();
        point(tracks, true, true, 3);
        // 4, 8, 16 of 1, 2, 4, 8, 16.
        assertThat(tracks.averageJaccard()).isCloseTo(0.6, within(1e-9));
        assertThat(tracks.occlusionAccuracy()).isEqualTo(1);
    }

    @Test
    void jaccardCountsBothKindsOfErrorOfVisibility() {
        PointTracks tracks = new PointTracks();
        point(tracks, true, true, 0.5f); // a true positive at all thresholds
        point(tracks, true, false, 0); // a false negative
        point(tracks, false, true, 0); // a false positive
        point(tracks, false, false, 0);
        assertThat(tracks.averageJaccard()).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(tracks.occlusionAccuracy()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void aVisiblePointFarOffIsWrongTwice() {
        PointTracks tracks = new PointTracks();
        point(tracks, true, true, 0);
        point(tracks, true, true, 40);
        // One hit, one false positive that is a false negative too: 1 / (2 visible + 1).
        assertThat(tracks.averageJaccard()).isCloseTo(1.0 / 3, within(1e-9));
    }

    @Test
    void placesAreScaledToTheSquareOfTheBenchmark() {
        PointTracks tracks = new PointTracks();
        tracks.add(true, new float[] {0, 0}, true, new float[] {6, 0}, 1024, 256); // 1.5 pixels of 256
        tracks.add(true, new float[] {0, 0}, true, new float[] {0, 1.5f}, 1024, 256);
        assertThat(tracks.averageJaccard()).isCloseTo(0.8, within(1e-9));
        assertThat(new PointTracks().occlusionAccuracy()).isNaN();
        assertThat(new PointTracks().averageJaccard()).isNaN();
    }

    @Test
    void missedPointsAreSaidToBeHidden() {
        PointTracks tracks = new PointTracks();
        tracks.addMissed(true, 3);
        tracks.addMissed(false, 1);
        assertThat(tracks.averageJaccard()).isZero();
        assertThat(tracks.occlusionAccuracy()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void feetSlideByTheirGreatestWayInAStance() {
        FootSlide feet = new FootSlide(new int[] {0});
        View view = View.lookAt(new float[] {3, 2, 5}, new float[] {0, 0, 0}, 0, new Intrinsics(1, 1, 0, 0));
        double[] ways = {0, 0.1, 0.3, 0.2, 0.9, 0, 0};
        boolean[] stands = {true, true, true, true, false, true, true};
        float[] camera = new float[3];
        for (int i = 0; i < ways.length; i++) {
            // Height over the ground is no slide.
            view.toCamera(new float[] {(float) ways[i], 0.5f * i, 1}, camera);
            feet.add(Optional.of(camera.clone()), new boolean[] {stands[i]}, view);
        }
        feet.end();
        // The second stance is too short.
        assertThat(feet.slides().count()).isEqualTo(1);
        assertThat(feet.slides().mean()).isCloseTo(0.3, within(1e-5));
    }

    @Test
    void sightEndsAtWhatStandsBefore() {
        // A small triangle at z = 2 before a large one at z = 4; both face the camera.
        float[] vertices = {-1, -1, 2, 0, 1, 2, 1, -1, 2, -9, -9, 4, 0, 9, 4, 9, -9, 4};
        SightLines sight = new SightLines(new Mesh(vertices, new int[] {0, 1, 2, 3, 4, 5}));
        sight.read(vertices);
        Intrinsics camera = new Intrinsics(100, 100, 50, 50);
        float[] place = new float[2];
        assertThat(sight.sees(new float[] {0, 0, 2}, 0, camera, 100, 100, place))
                .isTrue();
        assertThat(place).containsExactly(50, 50);
        assertThat(sight.sees(new float[] {0, 0, 4}, 1, camera, 100, 100, place))
                .isFalse();
        assertThat(sight.sees(new float[] {1.9f, 0, 4}, 1, camera, 100, 100, place))
                .isTrue();
        assertThat(place[0]).isCloseTo(97.5f, within(1e-3f));
        // Out of the picture; and from behind.
        assertThat(sight.sees(new float[] {2.1f, 0, 4}, 1, camera, 100, 100, place))
                .isFalse();
        SightLines turned = new SightLines(new Mesh(vertices, new int[] {2, 1, 0, 5, 4, 3}));
        turned.read(vertices);
        assertThat(turned.sees(new float[] {0, 0, 2}, 0, camera, 100, 100, place))
                .isFalse();
    }

    @Test
    void barsAreMetMissedOrNotMeasured() {
        Table table = Bar.table(
                "Bars",
                List.of(
                        Bar.atMost("error", 2, 3),
                        Bar.atMost("error", 4, 3),
                        Bar.atLeast("share", 0.95, 0.95),
                        Bar.atLeast("share", Double.NaN, 0.95)));
        assertThat(table.rows().stream().map(row -> row.get(4)))
                .containsExactly("met", "NOT MET", "met", "not measured");
        assertThat(table.values().get(3)).containsEntry("value", null);
    }
}
