package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Box;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.joml.Quaternionf;
import org.junit.jupiter.api.Test;

/** Whole clips of a walking tube animal through tracker and smoother. */
class SmootherTest {
    private static final double BODY_LENGTH = 1.5;
    private static final long STEP_MICROS = 40_000;

    private final Rig rig = TestRigs.quadruped();
    private final TrackerConfig config = TrackerConfig.defaults();
    private final Random random = new Random(21);
    private final List<Step> steps = new ArrayList<>();
    private final List<PosedAnimal> truth = new ArrayList<>();
    private final Tracker tracker = new Tracker(rig, config, Judge.believing());
    private TrackerState state = TrackerState.initial();

    /** Walks from left to right, seen obliquely. */
    private PosedAnimal walking(int t) {
        int n = rig.skeleton().jointCount();
        float[] rotations = Pose.rest(n).rotations();
        double[] q = new double[4];
        for (int j = 1; j < n; j++) {
            String name = rig.skeleton().names().get(j);
            double phase = (name.endsWith("_r") ? Math.PI : 0) + (name.matches("(humerus|radius|scapula).*") ? 1.6 : 0);
            double swing = name.matches("(femur|tibia|humerus|radius)_.") ? 0.3 * Math.sin(0.25 * t + phase) : 0;
            Rotations.toQuaternion(new double[] {swing, 0, 0}, 0, q, 0);
            for (int k = 0; k < 4; k++) {
                rotations[4 * j + k] = (float) q[k];
            }
        }
        Quaternionf root = new Quaternionf().rotateY(1.1f + 0.005f * t).rotateX((float) Math.PI);
        rotations[0] = root.x;
        rotations[1] = root.y;
        rotations[2] = root.z;
        rotations[3] = root.w;
        return new PosedAnimal(rig, rig.template(), new Pose(new float[] {0.01f * t - 0.2f, 0.1f, 6}, rotations));
    }

    private void step(int t, Detection... seen) {
        Observation observation = PosedAnimal.observation(t, t * STEP_MICROS, seen);
        Step step = tracker.step(state, observation);
        state = step.state();
        steps.add(step);
        truth.add(walking(t));
    }

    private Detection noisy(int t) {
        return PosedAnimal.spoilt(walking(t).detection(), 0.05, 0.1, false, random);
    }

    private Smoothed smooth() {
        return Smoother.smooth(rig, config, steps);
    }

    /** Of the joints from the root: noise leaves depth open, which no smoothing can tell. */
    private double error(List<Scene> scenes, int t) {
        Skinner skinner = new Skinner(rig);
        Subject subject = scenes.get(t).subjects().get(0);
        skinner.poseJoints(subject.body(), subject.pose());
        float[] joints = truth.get(t).joints;
        double sum = 0;
        for (int j = 0; j < joints.length / 3; j++) {
            double d = 0;
            for (int a = 0; a < 3; a++) {
                double e = skinner.jointPositions()[3 * j + a] - joints[3 * j + a];
                e -= skinner.jointPositions()[a] - joints[a];
                d += e * e;
            }
            sum += Math.sqrt(d) / (joints.length / 3);
        }
        return sum / BODY_LENGTH;
    }

    private double meanError(List<Scene> scenes) {
        double sum = 0;
        for (int t = 0; t < scenes.size(); t++) {
            sum += error(scenes, t) / scenes.size();
        }
        return sum;
    }

    private List<Scene> causal() {
        return steps.stream().map(Step::scene).toList();
    }

    @Test
    void leavesAGoodTrackNearlyAlone() {
        for (int t = 0; t < 30; t++) {
            step(t, walking(t).detection());
        }
        Smoothed smoothed = smooth();
        assertThat(meanError(smoothed.scenes())).isLessThan(0.01);
        assertThat(smoothed.legsExchanged() + smoothed.turned() + smoothed.filled())
                .isZero();
    }

    @Test
    void movesAsTheAnimalDoesAndDoesNotTremble() {
        for (int t = 0; t < 40; t++) {
            step(t, noisy(t));
        }
        Smoothed smoothed = smooth();
        assertThat(tremble(smoothed.scenes())).isLessThan(0.4 * tremble(causal()));
        // What is left is the shape, which noise stretches for both.
        assertThat(meanError(smoothed.scenes())).isLessThan(1.3 * meanError(causal()));
        assertThat(smoothed.scenes().stream().map(Scene::frameIndex))
                .isEqualTo(causal().stream().map(Scene::frameIndex).toList());
    }

    /** Mean error of the joints' second differences, seen from the root. */
    private double tremble(List<Scene> scenes) {
        double sum = 0;
        for (int t = 1; t + 1 < scenes.size(); t++) {
            double[] d = new double[truth.get(t).joints.length];
            for (int k = -1; k <= 1; k++) {
                Skinner skinner = new Skinner(rig);
                Subject subject = scenes.get(t + k).subjects().get(0);
                skinner.poseJoints(subject.body(), subject.pose());
                float[] joints = truth.get(t + k).joints;
                for (int i = 0; i < d.length; i++) {
                    double e = skinner.jointPositions()[i] - skinner.jointPositions()[i % 3];
                    d[i] += (k == 0 ? -2 : 1) * (e - joints[i] + joints[i % 3]);
                }
            }
            for (double e : d) {
                sum += Math.abs(e) / d.length / (scenes.size() - 2);
            }
        }
        return sum;
    }

    @Test
    void anAnimalHasOneShapeOneCoatAndOneIdAllThrough() {
        for (int t = 0; t < 20; t++) {
            step(t, noisy(t));
        }
        List<Subject> subjects =
                smooth().scenes().stream().flatMap(s -> s.subjects().stream()).toList();
        assertThat(subjects).hasSize(20);
        assertThat(subjects.stream().map(Subject::id)).containsOnly(1);
        assertThat(subjects.stream().map(s -> System.identityHashCode(s.body())).distinct())
                .hasSize(1);
        assertThat(subjects.stream().map(s -> System.identityHashCode(s.coat())).distinct())
                .hasSize(1);
    }

    @Test
    void framesInWhichItWasNotSeenAreFilledWithLittleConfidence() {
        for (int t = 0; t < 40; t++) {
            if (t >= 18 && t < 24) {
                step(t);
            } else {
                step(t, noisy(t));
            }
        }
        Smoothed smoothed = smooth();
        assertThat(smoothed.filled()).isEqualTo(6);
        for (int t = 18; t < 24; t++) {
            assertThat(error(smoothed.scenes(), t)).isLessThan(0.05);
            assertThat(smoothed.scenes().get(t).subjects().get(0).confidence()).isLessThan(0.2f);
        }
        assertThat(smoothed.scenes().get(17).subjects().get(0).confidence()).isGreaterThan(0.3f);
    }

    @Test
    void nothingIsShownAfterTheLastSight() {
        for (int t = 0; t < 20; t++) {
            step(t, noisy(t));
        }
        for (int t = 20; t < 26; t++) {
            step(t);
        }
        List<Scene> scenes = smooth().scenes();
        assertThat(scenes).hasSize(26);
        assertThat(scenes.get(19).subjects()).hasSize(1);
        assertThat(scenes.get(20).subjects()).isEmpty();
    }

    /** As trackers do that find an animal again: the id returns after frames without it. */
    @Test
    void anAnimalThatReturnsAfterLongIsTheSameOneButTheGapStaysOpen() {
        for (int t = 0; t < 12; t++) {
            step(t, noisy(t));
        }
        List<Step> first = List.copyOf(steps);
        for (int t = 12; t < 52; t++) {
            Scene empty = new Scene(t, t * STEP_MICROS, 1280, 720, PosedAnimal.CAMERA, List.of());
            steps.add(new Step(state, empty, java.util.Optional.empty()));
            truth.add(walking(t));
        }
        state = first.get(first.size() - 1).state();
        Tracker again = new Tracker(rig, config, Judge.believing());
        TrackerState fresh = TrackerState.initial();
        for (int t = 52; t < 64; t++) {
            Step step = again.step(fresh, PosedAnimal.observation(t, t * STEP_MICROS, noisy(t)));
            fresh = step.state();
            steps.add(step);
            truth.add(walking(t));
        }
        Smoothed smoothed = smooth();
        assertThat(smoothed.filled()).isZero();
        for (int t = 0; t < 64; t++) {
            boolean away = t >= 12 && t < 52;
            assertThat(smoothed.scenes().get(t).subjects()).hasSize(away ? 0 : 1);
        }
        Subject before = smoothed.scenes().get(11).subjects().get(0);
        Subject after = smoothed.scenes().get(52).subjects().get(0);
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.body()).isSameAs(before.body());
        assertThat(error(smoothed.scenes(), 52)).isLessThan(0.05);
    }

    @Test
    void candidatesThatCameToNothingAreNotShown() {
        Judge doubtful = new Judge() {
            @Override
            public double seen(Signs signs) {
                return 0.1;
            }

            @Override
            public double missed() {
                return -1e9;
            }

            @Override
            public double contradicted() {
                return -1e9;
            }
        };
        Tracker careful = new Tracker(rig, config, doubtful);
        for (int t = 0; t < 8; t++) {
            Observation observation = t < 5
                    ? PosedAnimal.observation(t, t * STEP_MICROS, noisy(t))
                    : PosedAnimal.observation(t, t * STEP_MICROS);
            Step step = careful.step(state, observation);
            state = step.state();
            steps.add(step);
        }
        assertThat(steps.get(4).candidate()).isPresent();
        assertThat(smooth().scenes()).allMatch(s -> s.subjects().isEmpty());
    }

    @Test
    void oneFrameAndNoneAreClipsToo() {
        assertThat(smooth().scenes()).isEmpty();
        step(0, walking(0).detection());
        Smoothed one = smooth();
        assertThat(one.scenes()).hasSize(1);
        assertThat(error(one.scenes(), 0)).isLessThan(0.02);
    }

    @Test
    void timesThatStandStillOrRunBackDoNotBreakIt() {
        for (int t = 0; t < 12; t++) {
            long pts = t == 5 ? 4 * STEP_MICROS : t >= 9 ? (t - 6) * STEP_MICROS : t * STEP_MICROS;
            Step step = tracker.step(state, PosedAnimal.observation(t, pts, noisy(t)));
            state = step.state();
            steps.add(step);
            truth.add(walking(t));
        }
        for (Scene scene : smooth().scenes()) {
            for (Subject subject : scene.subjects()) {
                for (float number : subject.pose().rotations()) {
                    assertThat(number).isFinite();
                }
            }
        }
    }

    @Test
    void mapsOfNonsenseAreRiddenOut() {
        for (int t = 0; t < 30; t++) {
            Detection seen = noisy(t);
            if (t == 10 || t == 20) {
                float[] confidence = seen.maps().confidence().clone();
                Arrays.fill(confidence, t == 10 ? Float.NaN : 0);
                DualPointMaps maps = seen.maps();
                seen = new Detection(
                        new Box(300, 200, 400, 300),
                        seen.camera(),
                        new DualPointMaps(
                                maps.layers(),
                                maps.size(),
                                maps.canonical(),
                                maps.posed(),
                                maps.occupancy(),
                                confidence),
                        Float.NaN);
            }
            step(t, seen);
        }
        Smoothed smoothed = smooth();
        assertThat(meanError(smoothed.scenes())).isLessThan(0.03);
    }

    @Test
    void theSameStepsGiveTheSameScenes() {
        for (int t = 0; t < 10; t++) {
            step(t, noisy(t));
        }
        Smoothed first = smooth();
        Smoothed second = smooth();
        for (int t = 0; t < 10; t++) {
            assertThat(second.scenes().get(t).subjects().get(0).pose().rotations())
                    .isEqualTo(first.scenes().get(t).subjects().get(0).pose().rotations());
        }
    }

    @Test
    void aHistoryThatIsFullKeepsNothing() {
        ClipHistory history = new ClipHistory(40_000);
        for (int t = 0; t < 10; t++) {
            step(t, noisy(t));
            history.add(steps.get(t));
        }
        assertThat(history.full()).isTrue();
        assertThat(history.frames()).isZero();
        ClipHistory large = new ClipHistory();
        steps.forEach(large::add);
        assertThat(large.full()).isFalse();
        assertThat(large.frames()).isEqualTo(10);
        assertThat(large.observation(3).detections()).hasSize(1);
        int[] told = {0};
        new Smoother(rig, config).smooth(large, () -> told[0]++);
        assertThat(told[0]).isEqualTo(Smoother.work(large)).isPositive();
    }
}
