package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Model;
import io.canter.inference.ModelFile;
import io.canter.inference.ModelOptions;
import io.canter.inference.Observer;
import io.canter.inference.ObserverOptions;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Judge;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Skinner;
import io.canter.tracking.Smoother;
import io.canter.tracking.Step;
import io.canter.tracking.Subject;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.tracking.TrackerState;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.motion.Motion;
import io.canter.training.motion.Motions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Generated clips through the shipped network: the tracker as it is live against the clip smoothed as a whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmoothedClipTest {
    private static final long SEED = GeneratedClip.FIRST_HELD_OUT_SEED + 300;
    private static final int FRAMES = 40;
    private static final int WIDTH = 480;
    private static final int HEIGHT = 270;

    private final List<double[]> live = new ArrayList<>(); // error and tremble of each clip, metres
    private final List<double[]> smoothed = new ArrayList<>();

    @BeforeAll
    void follow() throws IOException {
        follow("cow", Motions.walk(0.5, SEED), SEED + 4);
        follow("horse", Motions.canter(0.5, SEED), SEED + 10);
        follow("sheep", Motions.mirrored(Motions.trot(0.5, SEED)), SEED + 11);
    }

    private void follow(String species, Motion motion, long seed) throws IOException {
        GeneratedClip clip = GeneratedClip.random(species, motion, seed, FRAMES, WIDTH, HEIGHT);
        Rig rig = clip.rig();
        List<Step> steps = new ArrayList<>();
        List<float[]> truth = new ArrayList<>();
        TrackerState[] state = {TrackerState.initial()};
        Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
        FramePool pool = new FramePool(1);
        Model model = Model.load(
                ModelFile.shipped(), ModelOptions.defaults().withThreads(1).withTemplate(rig.id()));
        try (Observer observer = new Observer(model, ObserverOptions.defaults())) {
            clip.render(m -> {
                try (Frame frame = pool.frame(m.index(), m.ptsMicros(), WIDTH, HEIGHT, m.intrinsics())) {
                    frame.pixels().put(m.rgb());
                    Step step =
                            tracker.step(state[0], observer.observe(frame, tracker.hint(state[0], frame.ptsMicros())));
                    state[0] = step.state();
                    steps.add(step);
                    truth.add(m.jointsInCamera().clone());
                }
            });
        }
        live.add(errors(rig, steps.stream().map(Step::scene).toList(), truth));
        smoothed.add(errors(
                rig, Smoother.smooth(rig, TrackerConfig.defaults(), steps).scenes(), truth));
    }

    /** Mean joint error with means in one place, and mean error of the second differences of the joints so placed. */
    private static double[] errors(Rig rig, List<Scene> scenes, List<float[]> truth) {
        Skinner skinner = new Skinner(rig);
        List<float[]> off = new ArrayList<>();
        double error = 0;
        for (int t = 0; t < scenes.size(); t++) {
            Subject subject = scenes.get(t).subjects().get(0);
            skinner.poseJoints(subject.body(), subject.pose());
            error += JointScore.error(skinner.jointPositions(), truth.get(t)) / scenes.size();
            off.add(apart(skinner.jointPositions(), truth.get(t)));
        }
        float[] none = new float[truth.get(0).length];
        double tremble = 0;
        for (int t = 1; t + 1 < off.size(); t++) {
            float[] second = new float[none.length];
            for (int i = 0; i < second.length; i++) {
                second[i] = off.get(t + 1)[i] - 2 * off.get(t)[i] + off.get(t - 1)[i];
            }
            tremble += JointScore.error(second, none) / (off.size() - 2);
        }
        return new double[] {error, tremble};
    }

    private static float[] apart(float[] found, float[] truth) {
        float[] out = new float[truth.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = found[i] - truth[i];
        }
        return out;
    }

    private static double mean(List<double[]> errors, int which) {
        return errors.stream().mapToDouble(e -> e[which]).average().orElseThrow();
    }

    @Test
    void jointsAreNearerToTheTruth() {
        assertThat(mean(smoothed, 0)).isLessThan(mean(live, 0));
    }

    @Test
    void tremblesLessThanLive() {
        for (int i = 0; i < live.size(); i++) {
            assertThat(smoothed.get(i)[1]).isLessThan(0.75 * live.get(i)[1]);
        }
        assertThat(mean(smoothed, 1)).isLessThan(0.6 * mean(live, 1));
    }
}
