package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.Box;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerTest {
    /** Point of shoulder to pelvis end of the template. */
    private static final double BODY_LENGTH = 1.5;

    private static final long STEP_MICROS = 33_333;

    private final Rig rig = TestRigs.quadruped();
    private final Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
    private final Random random = new Random(11);

    /** Mean distance of the subject's joints from the true ones, as a share of the body's length. */
    private double jointError(Subject subject, PosedAnimal truth) {
        return jointError(subject, truth, new double[3]);
    }

    /** The same with both roots in one place: noise leaves some depth open, which is no matter of the pose. */
    private double relativeJointError(Subject subject, PosedAnimal truth) {
        double[] apart = new double[3];
        for (int a = 0; a < 3; a++) {
            apart[a] = subject.pose().rootTranslation()[a] - truth.joints[a];
        }
        return jointError(subject, truth, apart);
    }

    private double jointError(Subject subject, PosedAnimal truth, double[] apart) {
        Skinner skinner = new Skinner(rig);
        skinner.poseJoints(subject.body(), subject.pose());
        double sum = 0;
        int n = truth.joints.length / 3;
        for (int j = 0; j < n; j++) {
            double d = 0;
            for (int a = 0; a < 3; a++) {
                double e = skinner.jointPositions()[3 * j + a] - truth.joints[3 * j + a] - apart[a];
                d += e * e;
            }
            sum += Math.sqrt(d) / n;
        }
        return sum / BODY_LENGTH;
    }

    private PosedAnimal animal(double yaw) {
        return PosedAnimal.random(rig, rig.template(), yaw, 0.25, random);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1.0, 1.57, 2.4, 3.6, -1.2})
    void recoversPoseFromExactMaps(double yaw) {
        PosedAnimal truth = animal(yaw);
        Step step = tracker.step(TrackerState.initial(), PosedAnimal.observation(0, 0, truth.detection()));
        assertThat(step.scene().subjects()).hasSize(1);
        assertThat(jointError(step.scene().subjects().get(0), truth)).isLessThan(0.01);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1.3, 2.2, -1.7})
    void recoversPoseThroughNoiseOutliersAndSwappedLegs(double yaw) {
        PosedAnimal truth = animal(yaw);
        TrackerState state = TrackerState.initial();
        Subject subject = null;
        for (int frame = 0; frame < 4; frame++) {
            Detection seen = PosedAnimal.spoilt(truth.detection(), 0.03, 0.1, frame == 2, random);
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, seen));
            state = step.state();
            subject = step.scene().subjects().get(0);
        }
        assertThat(relativeJointError(subject, truth)).isLessThan(0.02);
        assertThat(jointError(subject, truth)).isLessThan(0.08);
    }

    @Test
    void learnsShapeOfIndividual() {
        Body individual = rig.body(1.5f, -1);
        TrackerState state = TrackerState.initial();
        Subject subject = null;
        PosedAnimal truth = null;
        for (int frame = 0; frame < 20; frame++) {
            truth = PosedAnimal.random(rig, individual, 1.2 + 0.01 * frame, 0.25, new Random(4));
            Step step = tracker.step(
                    state,
                    PosedAnimal.observation(
                            frame,
                            frame * STEP_MICROS,
                            PosedAnimal.spoilt(truth.detection(), 0.02, 0.05, false, random)));
            state = step.state();
            subject = step.scene().subjects().get(0);
        }
        double[] coefficients = state.track().orElseThrow().shape().coefficients();
        assertThat(coefficients[0]).isCloseTo(1.5, within(0.3));
        assertThat(coefficients[1]).isCloseTo(-1, within(0.3));
        // Frames 1, 2, 4, 8, 16.
        assertThat(subject.bodyVersion()).isEqualTo(6);
        assertThat(jointError(subject, truth)).isLessThan(0.03);
    }

    @Test
    void sameInputGivesSameOutput() {
        PosedAnimal truth = animal(1);
        Detection seen = PosedAnimal.spoilt(truth.detection(), 0.03, 0.1, true, random);
        Pose first = run(new Tracker(rig, TrackerConfig.defaults(), Judge.believing()), seen);
        Pose second = run(tracker, seen);
        Pose third = run(tracker, seen);
        assertThat(second.rotations()).isEqualTo(first.rotations());
        assertThat(third.rotations()).isEqualTo(first.rotations());
        assertThat(third.rootTranslation()).isEqualTo(first.rootTranslation());
    }

    private static Pose run(Tracker tracker, Detection seen) {
        TrackerState state = TrackerState.initial();
        for (int frame = 0; frame < 3; frame++) {
            state = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, seen))
                    .state();
        }
        return tracker.step(state, PosedAnimal.observation(3, 3 * STEP_MICROS, seen))
                .scene()
                .subjects()
                .get(0)
                .pose();
    }

    @Test
    void ridesOutSingleFrameThatTakesFrontForBack() {
        PosedAnimal truth = animal(1.3);
        PosedAnimal turned = animal(1.3 + Math.PI);
        TrackerState state = TrackerState.initial();
        for (int frame = 0; frame < 6; frame++) {
            Detection seen = (frame == 4 ? turned : truth).detection();
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, seen));
            state = step.state();
            assertThat(jointError(step.scene().subjects().get(0), truth)).isLessThan(0.03);
        }
    }

    @Test
    void believesAnimalThatKeepsFacingTheOtherWay() {
        PosedAnimal wrong = animal(1.3 + Math.PI);
        PosedAnimal truth = animal(1.3);
        TrackerState state = tracker.step(TrackerState.initial(), PosedAnimal.observation(0, 0, wrong.detection()))
                .state();
        Subject subject = null;
        for (int frame = 1; frame < 8; frame++) {
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, truth.detection()));
            state = step.state();
            subject = step.scene().subjects().get(0);
        }
        assertThat(subject.id()).isEqualTo(1);
        assertThat(jointError(subject, truth)).isLessThan(0.02);
    }

    @Test
    void coastsWithFallingConfidenceThenLosesAnimal() {
        int seen = TrackerConfig.defaults().lostAfterFrames();
        TrackerState state = seen(seen);
        double before = 1;
        int shown = 0;
        for (int frame = seen; frame < seen + 30; frame++) {
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS));
            state = step.state();
            for (Subject subject : step.scene().subjects()) {
                shown++;
                assertThat((double) subject.confidence()).isLessThan(before);
                before = subject.confidence();
            }
        }
        assertThat(shown).isEqualTo(TrackerConfig.defaults().lostAfterFrames() - 1);
        assertThat(state.predictedBox()).isEmpty();
        Step again = tracker.step(
                state, PosedAnimal.observation(60, 60 * STEP_MICROS, animal(1).detection()));
        assertThat(again.scene().subjects().get(0).id()).isEqualTo(2);
    }

    @Test
    void coastsForNoLongerThanItSawTheAnimal() {
        TrackerState state = seen(3);
        int shown = 0;
        for (int frame = 3; frame < 10; frame++) {
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS));
            state = step.state();
            shown += step.scene().subjects().size();
        }
        assertThat(shown).isEqualTo(2);
        assertThat(state.predictedBox()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-500_000, 60_000_000})
    void timeThatJumpsMakesNewAnimal(long pts) {
        TrackerState state = seenOnce();
        Step step =
                tracker.step(state, PosedAnimal.observation(1, pts, animal(2).detection()));
        assertThat(step.scene().subjects().get(0).id()).isEqualTo(2);
        assertThat(tracker.step(state, PosedAnimal.observation(1, pts)).scene().subjects())
                .isEmpty();
    }

    @Test
    void repeatedTimeStampKeepsAnimal() {
        Step step =
                tracker.step(seenOnce(), PosedAnimal.observation(1, 0, animal(1).detection()));
        assertThat(step.scene().subjects().get(0).id()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nan", "empty", "noConfidence", "infinite"})
    void uselessMapsNeverThrowAndLoseTheAnimal(String kind) {
        Detection good = animal(1).detection();
        DualPointMaps maps = good.maps();
        float[] canonical = maps.canonical().clone();
        float[] posed = maps.posed().clone();
        float[] occupancy = maps.occupancy().clone();
        float[] confidence = maps.confidence().clone();
        switch (kind) {
            case "nan" -> Arrays.fill(posed, Float.NaN);
            case "empty" -> Arrays.fill(occupancy, 0);
            case "noConfidence" -> Arrays.fill(confidence, 0);
            default -> Arrays.fill(canonical, Float.POSITIVE_INFINITY);
        }
        Detection useless = new Detection(
                good.box(),
                good.camera(),
                new DualPointMaps(maps.layers(), maps.size(), canonical, posed, occupancy, confidence),
                0.9f);
        assertThat(tracker.step(TrackerState.initial(), PosedAnimal.observation(0, 0, useless))
                        .scene()
                        .subjects())
                .isEmpty();
        TrackerState state = seenOnce();
        for (int frame = 1; frame < 20; frame++) {
            state = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, useless))
                    .state();
        }
        assertThat(state.track()).isEmpty();
    }

    @Test
    void predictsBoxOfMovingAnimal() {
        TrackerState state = TrackerState.initial();
        PosedAnimal still = animal(1.57);
        Box last = null;
        for (int frame = 0; frame < 12; frame++) {
            Pose pose = new Pose(new float[] {-0.6f + 0.1f * frame, 0.1f, 6}, still.pose.rotations());
            PosedAnimal moved = new PosedAnimal(rig, rig.template(), pose);
            last = moved.box();
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, moved.detection()));
            state = step.state();
            assertThat(step.scene().subjects().get(0).id()).isEqualTo(1);
        }
        float pixelsPerFrame = 800 * 0.1f / 6;
        Box predicted = state.predictedBox().orElseThrow();
        assertThat(predicted.x()).isCloseTo(last.x() + pixelsPerFrame, within(3f));
        assertThat(predicted.y()).isCloseTo(last.y(), within(3f));
        assertThat(predicted.width()).isCloseTo(last.width(), within(5f));
    }

    /** A bad frame shrinks the box and turns the animal: what it says of movement must not carry the search away. */
    @Test
    void aBoxThatContradictsDoesNotPushTheNextOne() {
        Detection still = animal(1).detection();
        TrackerState state = TrackerState.initial();
        for (int frame = 0; frame < 4; frame++) {
            state = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, still))
                    .state();
        }
        Box before = state.track().orElseThrow().box();
        Detection turned = animal(1 + Math.PI).detection();
        Box corner = new Box(
                before.x() + 0.6f * before.width(),
                before.y() + 0.5f * before.height(),
                0.4f * before.width(),
                0.5f * before.height());
        Step step = tracker.step(
                state,
                PosedAnimal.observation(
                        4, 4 * STEP_MICROS, new Detection(corner, turned.camera(), turned.maps(), turned.score())));
        state = step.state();
        assertThat(state.track().orElseThrow().contradictions()).isEqualTo(1);
        for (int frame = 5; frame < 8; frame++) {
            Box expected = state.predictedBox().orElseThrow();
            assertThat(expected.x()).isCloseTo(corner.x(), within(0.1f * before.width()));
            assertThat(expected.width()).isCloseTo(corner.width(), within(0.1f * before.width()));
            state = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS))
                    .state();
        }
    }

    @Test
    void whoIsMissedTwiceIsSearchedForAndFoundWhereItIs() {
        TrackerState state = TrackerState.initial();
        assertThat(state.wantsSearch()).isTrue();
        state = seen(6);
        for (int missed = 0; missed < 2; missed++) {
            assertThat(state.wantsSearch()).isFalse();
            state = tracker.step(state, PosedAnimal.observation(6 + missed, (6 + missed) * STEP_MICROS))
                    .state();
        }
        assertThat(state.wantsSearch()).isTrue();
        Step found = tracker.step(
                state, PosedAnimal.observation(8, 8 * STEP_MICROS, animal(1).detection()));
        assertThat(found.scene().subjects().get(0).id()).isEqualTo(1);
        assertThat(found.state().wantsSearch()).isFalse();
    }

    @Test
    void knownHeightSetsMetresAndLeavesThePictureAlone() {
        PosedAnimal truth = animal(1);
        double template = MetricBody.withersHeight(rig, rig.template());
        Tracker metric =
                new Tracker(rig, TrackerConfig.defaults().withWithersHeightMetres(0.5 * template), Judge.believing());
        Subject full = tracker.step(TrackerState.initial(), PosedAnimal.observation(0, 0, truth.detection()))
                .scene()
                .subjects()
                .get(0);
        Subject half = metric.step(TrackerState.initial(), PosedAnimal.observation(0, 0, truth.detection()))
                .scene()
                .subjects()
                .get(0);
        assertThat(MetricBody.withersHeight(rig, half.body())).isCloseTo(0.5 * template, within(1e-4));
        float scale = (float) (0.5 * template / MetricBody.withersHeight(rig, full.body()));
        for (int a = 0; a < 3; a++) {
            assertThat(half.pose().rootTranslation()[a])
                    .isCloseTo(scale * full.pose().rootTranslation()[a], within(1e-4f));
        }
        assertThat(half.pose().rotations()).isEqualTo(full.pose().rotations());
    }

    @Test
    void followsRigOfOneJoint() {
        Rig stiff = TestRigs.chain(1);
        PosedAnimal truth = PosedAnimal.random(stiff, stiff.template(), 1, 0, random);
        Pose near = new Pose(new float[] {0, 0, 1.5f}, truth.pose.rotations());
        truth = new PosedAnimal(stiff, stiff.template(), near);
        Step step = new Tracker(stiff, TrackerConfig.defaults(), Judge.believing())
                .step(TrackerState.initial(), PosedAnimal.observation(0, 0, truth.detection()));
        float[] found = step.scene().subjects().get(0).pose().rootTranslation();
        for (int a = 0; a < 3; a++) {
            assertThat(found[a]).isCloseTo(near.rootTranslation()[a], within(0.01f));
        }
    }

    private TrackerState seenOnce() {
        return seen(1);
    }

    /** The same animal standing in so many frames, from the first on. */
    private TrackerState seen(int frames) {
        TrackerState state = TrackerState.initial();
        for (int frame = 0; frame < frames; frame++) {
            Step step = tracker.step(
                    state,
                    PosedAnimal.observation(
                            frame, frame * STEP_MICROS, animal(1).detection()));
            assertThat(step.scene().subjects()).hasSize(1);
            assertThat(step.scene().subjects().get(0).id()).isEqualTo(1);
            state = step.state();
        }
        return state;
    }
}
