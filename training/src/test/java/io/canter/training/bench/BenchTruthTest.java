package io.canter.training.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.tracking.Judge;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Scene;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.evaluation.BodyLength;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The truth is the truth: a tracker without fault scores without error, and exact maps lead a real one to it. */
class BenchTruthTest {
    private static final int FRAMES = 30;
    private static final int POINTS = 100;

    private final Rig rig = Rigs.quadruped();
    private final SubjectJoints joints = new SubjectJoints(rig);

    private GeneratedClip clip(int number) {
        return BenchClips.clip(rig, number, FRAMES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 6})
    void aTrackerWithoutFaultHasNoError(int number) {
        GeneratedClip clip = clip(number);
        ClipTruth reader =
                new ClipTruth(clip, SpotTracks.spread(rig.mesh(), clip.body().vertices(), POINTS, 1));
        MotionScore motion = new MotionScore(rig.skeleton());
        FootSlide feet = new FootSlide(ClipTruth.feet(rig));
        SpotTracks points = new SpotTracks(rig, POINTS);
        int standing = 0;
        for (int i = 0; i < FRAMES; i++) {
            FrameTruth truth = reader.read(i);
            Scene scene = PerfectScene.of(clip, i);
            Optional<float[]> found = joints.of(scene, truth.joints());
            motion.add(found, truth.joints());
            feet.add(found, truth.stands(), truth.view());
            points.add(scene, PerfectScene.seen(clip, i), truth);
            for (boolean stands : truth.stands()) {
                standing += stands ? 1 : 0;
            }
        }
        feet.end();
        PointTracks tracks = points.end();
        assertThat(motion.placed().quantile(1)).isLessThan(1e-4);
        assertThat(motion.accelerationPlaced().quantile(1)).isLessThan(1e-4);
        assertThat(motion.swappedShare()).isZero();
        assertThat(motion.followedShare()).isEqualTo(1);
        // A walking foot stands for two thirds of its stride and rolls off in a fifth of that; a galloping one for a
        // quarter.
        assertThat(standing / (4.0 * FRAMES)).isBetween(number == 6 ? 0.05 : 0.4, number == 6 ? 0.3 : 0.7);
        assertThat(feet.slides().count()).isGreaterThanOrEqualTo(3);
        assertThat(feet.slides().quantile(1)).isLessThan(0.01);
        // Points are asked for by their pixel, and without maps the answer is the surface at the pixel's centre.
        assertThat(tracks.count()).isGreaterThan(1000);
        assertThat(tracks.averageJaccard()).isGreaterThan(0.82);
        assertThat(tracks.occlusionAccuracy()).isGreaterThan(0.87);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void exactMapsLeadTheTrackerToTheTruth(int number) {
        GeneratedClip clip = clip(number);
        ClipTruth reader = new ClipTruth(clip, List.of());
        ExactMaps exact = new ExactMaps(rig);
        LiveRun run = new LiveRun(new Tracker(rig, TrackerConfig.defaults(), Judge.believing()), 1, new StepCost());
        MotionScore motion = new MotionScore(rig.skeleton());
        MotionScore apart = new MotionScore(rig.skeleton());
        BonesApart bones = new BonesApart(rig);
        for (int i = 0; i < FRAMES; i++) {
            FrameTruth truth = reader.read(i);
            Tracked tracked = run.take(exact.of(
                    i,
                    clip.ptsMicros(i),
                    clip.stage().width(),
                    clip.stage().height(),
                    truth.view().intrinsics(),
                    reader.vertices(),
                    truth.joints()));
            motion.add(joints.of(tracked.step().scene(), truth.joints()), truth.joints());
            apart.add(tracked.detection().flatMap(bones::fit).map(BonesApart.Skeleton::joints), truth.joints());
        }
        double length = BodyLength.metres(rig);
        assertThat(motion.followedShare()).isEqualTo(1);
        assertThat(motion.placed().mean()).isLessThan(0.012 * length);
        assertThat(motion.fromRoot().mean()).isLessThan(0.012 * length);
        assertThat(motion.swappedShare()).isZero();
        // The template's own joints, moved bone by bone: off by what the individual differs, but in its place. Without
        // noise nothing speaks for usual poses, and bones apart may come nearer than the tracker by some millimetres.
        assertThat(apart.followedShare()).isEqualTo(1);
        assertThat(apart.placed().mean()).isBetween(0.6 * motion.placed().mean(), 0.06 * length);
        assertThat(apart.swappedShare()).isZero();
    }

    @Test
    void clipsAreTheSameAtEveryCallAndDiffer() {
        GeneratedClip first = clip(0);
        assertThat(clip(0).pose(7).rotations()).isEqualTo(first.pose(7).rotations());
        assertThat(clip(0).body().vertices()).isEqualTo(first.body().vertices());
        assertThat(BenchClips.name(12)).isEqualTo(BenchClips.name(0) + " 2");
        assertThat(clip(12).body().vertices()).isNotEqualTo(first.body().vertices());
    }

    @Test
    void aStandingCameraStands() {
        GeneratedClip clip = clip(2);
        assertThat(clip.view(20).eye()).isEqualTo(clip.view(0).eye());
        assertThat(clip.view(20).cameraFromWorld()).isEqualTo(clip.view(0).cameraFromWorld());
        assertThat(clip(0).view(20).eye()[2]).isNotCloseTo(clip(0).view(0).eye()[2], within(0.1f));
    }

    @Test
    void minutesOfExactMapsNeitherGrowNorDrift() {
        LongRun film = new LongRun(rig);
        film.run("exact", film.exact(40), 3, 60, () -> {});
        assertThat(film.table().rows()).hasSize(3);
        assertThat(film.table().values()).allSatisfy(row -> {
            assertThat(row).containsEntry("id", 1);
            assertThat(row).containsEntry("followed", 1.0);
        });
        assertThat(film.bars()).allSatisfy(bar -> assertThat(bar.measured()).isTrue());
    }
}
