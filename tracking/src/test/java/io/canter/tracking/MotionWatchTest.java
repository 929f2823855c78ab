package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Box;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.ingest.Intrinsics;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MotionWatchTest {
    private static final int WIDTH = 384;
    private static final int HEIGHT = 216;

    private final FramePool pool = new FramePool();
    private final MotionWatch watch = new MotionWatch();
    private final Random noise = new Random(5);
    private MotionState state = MotionState.initial();

    @AfterEach
    void close() {
        watch.close();
    }

    /** A chequered scene that stands {@code pan} pixels aside, {@code light} brighter, with a dark square in it. */
    private List<Box> see(int pan, int light, int squareX, int edge) {
        try (Frame frame = pool.frame(state.frames(), 0, WIDTH, HEIGHT, Intrinsics.centred(WIDTH, HEIGHT, 0.7f))) {
            ByteBuffer pixels = frame.pixels();
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    boolean square = x >= squareX && x < squareX + edge && y >= 100 && y < 100 + edge;
                    int ground = ((x + pan) / 24 + y / 24) % 2 == 0 ? 90 : 150;
                    byte grey = (byte) ((square ? 20 : ground + light) + noise.nextInt(9) - 4);
                    pixels.put(grey).put(grey).put(grey);
                }
            }
            MotionWatch.Step step = watch.step(state, frame);
            state = step.state();
            return step.places();
        }
    }

    private void learn(int frames) {
        for (int n = 0; n < frames; n++) {
            assertThat(see(0, 0, 0, 0)).isEmpty();
        }
    }

    @Test
    void saysWhereSomethingMoves() {
        learn(30);
        List<Box> places = see(0, 0, 200, 40);
        assertThat(places).hasSize(1);
        assertThat(places.get(0).overlap(new Box(200, 100, 40, 40))).isGreaterThan(0.4f);
    }

    @Test
    void takesALampForNoMotion() {
        learn(30);
        assertThat(see(0, 40, 0, 0)).isEmpty();
    }

    @Test
    void saysNothingWhileTheCameraMoves() {
        learn(30);
        for (int n = 1; n < 20; n++) {
            assertThat(see(7 * n, 0, 100 + 5 * n, 40)).isEmpty();
        }
    }

    @Test
    void forgetsWhatStandsStill() {
        learn(30);
        see(0, 0, 200, 40);
        List<Box> places = List.of();
        for (int n = 0; n < 1500; n++) {
            places = see(0, 0, 200, 40);
        }
        assertThat(places).isEmpty();
    }

    @Test
    void isAPureStep() {
        learn(30);
        MotionState before = state;
        float[] usual = before.usual().clone();
        see(0, 0, 200, 40);
        assertThat(before.usual()).isEqualTo(usual);
        assertThat(state.frames()).isEqualTo(before.frames() + 1);
    }
}
