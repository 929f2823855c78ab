package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Detection;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Noisy maps of one animal, over and over: nothing may creep. {@link #main} does ten minutes of video. */
class LongRunTest {
    private static final int TEN_MINUTES = 18_000;
    private static final long STEP_MICROS = 33_333;
    /** Frames of the motion; it is played forth and back. */
    private static final int PIECE = 60;

    private final Rig rig = Rigs.quadruped();
    private final PosedAnimal[] truth = new PosedAnimal[PIECE];
    private final Detection[] seen = new Detection[PIECE];
    private final Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
    private TrackerState state = TrackerState.initial();
    private Body body = rig.template();
    private int version; // of the body
    private int frame;

    public static void main(String[] args) {
        LongRunTest run = new LongRunTest();
        run.prepare();
        for (int part = 0; part < 10; part++) {
            double error = run.play(TEN_MINUTES / 10);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(
                    "frame %d: joints %.1f mm off, depth %+.1f mm, shape %.4f, version %d, heap %d MB%n",
                    run.frame,
                    1e3 * error,
                    1e3 * run.depthError(),
                    run.shapeSize(),
                    run.track().shape().version(),
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }
    }

    @Test
    void neitherPoseNorShapeNorIdentityCreeps() {
        prepare();
        play(2 * PIECE);
        double early = play(2 * PIECE);
        int bytes = TrackerStates.write(state, rig).length;
        double[] shape = track().shape().coefficients().clone();
        play(3 * PIECE);
        double late = play(2 * PIECE);
        assertThat(track().id()).isEqualTo(1);
        assertThat(track().shape().coefficients()).isEqualTo(shape);
        assertThat(late).isLessThan(1.02 * early);
        assertThat(Math.abs(depthError())).isLessThan(0.1);
        assertThat(TrackerStates.write(state, rig)).hasSize(bytes);
    }

    private void prepare() {
        SmoothMotion motion = new SmoothMotion(rig, rig.template(), 1.3, 6);
        Random random = new Random(4);
        for (int i = 0; i < PIECE; i++) {
            truth[i] = motion.at(1e-6 * i * STEP_MICROS);
            seen[i] = PosedAnimal.spoilt(truth[i].detection(), 0.02, 0.03, false, random);
        }
    }

    /** Goes so many frames on; returns the joints' mean distance from the truth, seen from the root, metres. */
    private double play(int frames) {
        double sum = 0;
        for (int i = 0; i < frames; i++) {
            Detection now = seen[piece()];
            state = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, now))
                    .state();
            if (track().shape().version() != version) {
                version = track().shape().version();
                body = rig.body(track().shape().floats());
            }
            sum += FitBenchmark.jointError(rig, body, track(), truth[piece()]);
            frame++;
        }
        return sum / frames;
    }

    /** Place of the frame in hand in the motion played forth and back. */
    private int piece() {
        int i = frame % (2 * PIECE);
        return i < PIECE ? i : 2 * PIECE - 1 - i;
    }

    /** How much too far the root of the last frame stands, metres. */
    private double depthError() {
        frame--;
        double error = track().translation()[2] - truth[piece()].pose.rootTranslation()[2];
        frame++;
        return error;
    }

    private double shapeSize() {
        double sum = 0;
        for (double c : track().shape().coefficients()) {
            sum += c * c;
        }
        return Math.sqrt(sum);
    }

    private Track track() {
        return state.track().orElseThrow();
    }
}
