package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.ingest.Frame;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CropWarpTest {
    private static final int SIZE = 64;

    /** Colours that vary slowly and linearly: any good interpolation gives the value at the pixel's centre. */
    private static final TestFrames.Colour RAMP = (x, y) -> ((int) (x * 0.2f) << 16) | ((int) (y * 0.3f) << 8) | 77;

    @ParameterizedTest
    @CsvSource({
        "500, 200, 40", // enlarged
        "500, 200, 100",
        "300, 100, 220", // shrunk by 3 to 4
        "700, 150, 470", // by 7 to 8
        "0, 0, 300", // frame's corner
        "900, 420, 300"
    })
    void drawsWhatTheCameraSees(float x, float y, float side) {
        try (Frame frame = TestFrames.frame(1200, 720, RAMP);
                CropWarp warp = new CropWarp(SIZE, CropBorder.REPLICATE)) {
            CropCamera camera = CropCamera.lookingAt(new Box(x, y, side, side), frame.camera(), 1);
            FloatBuffer out = FloatBuffer.allocate(3 * SIZE * SIZE + 5);
            warp.draw(frame, camera, out, 5);
            float[] p = new float[2];
            for (int j = 1; j < SIZE - 1; j++) {
                for (int i = 1; i < SIZE - 1; i++) {
                    camera.projectToFrame((i + 0.5f) / SIZE, (j + 0.5f) / SIZE, frame.camera(), p);
                    if (p[0] < 3 || p[1] < 3 || p[0] > 1197 || p[1] > 717) {
                        continue;
                    }
                    int at = 5 + j * SIZE + i;
                    // RAMP drops the fraction: half a grey level lower on average; two more for rounding twice
                    assertThat(255 * out.get(at)).isEqualTo(0.2f * p[0] - 0.5f, within(1.6f));
                    assertThat(255 * out.get(at + SIZE * SIZE)).isEqualTo(0.3f * p[1] - 0.5f, within(1.6f));
                    assertThat(255 * out.get(at + 2 * SIZE * SIZE)).isEqualTo(77, within(1e-3f));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"64", "100", "128", "192", "300", "512", "700"})
    void checkerboardKeepsItsCorners(int side) {
        // Squares of an eighth of the crop: every crop, however much shrunk, shows the same board.
        try (Frame frame = TestFrames.frame(
                        1280,
                        720,
                        (x, y) ->
                                (((int) Math.floor((x - 640) * 8 / side) + (int) Math.floor((y - 360) * 8 / side)) & 1)
                                                == 0
                                        ? 0xffffff
                                        : 0);
                CropWarp warp = new CropWarp(SIZE, CropBorder.REPLICATE)) {
            CropCamera camera =
                    CropCamera.lookingAt(new Box(640 - side / 2f, 360 - side / 2f, side, side), frame.camera(), 1);
            FloatBuffer out = FloatBuffer.allocate(3 * SIZE * SIZE);
            warp.draw(frame, camera, out, 0);
            for (int j = 0; j < SIZE; j++) {
                for (int i = 0; i < SIZE; i++) {
                    boolean nearEdge = i % 8 == 0 || i % 8 == 7 || j % 8 == 0 || j % 8 == 7;
                    float expected = ((i / 8 - 4 + j / 8 - 4) & 1) == 0 ? 1 : 0;
                    if (!nearEdge) {
                        assertThat(out.get(j * SIZE + i)).isEqualTo(expected, within(0.02f));
                    }
                }
            }
        }
    }

    @Test
    void fineDetailIsAveragedNotAliased() {
        // Single pixel stripes, shrunk by 9.4: nothing but grey may be left.
        try (Frame frame = TestFrames.frame(1200, 720, (x, y) -> ((int) x & 1) == 0 ? 0xffffff : 0);
                CropWarp warp = new CropWarp(SIZE, CropBorder.REPLICATE)) {
            CropCamera camera = CropCamera.lookingAt(new Box(300, 60, 600, 600), frame.camera(), 1);
            FloatBuffer out = FloatBuffer.allocate(3 * SIZE * SIZE);
            warp.draw(frame, camera, out, 0);
            for (int k = 0; k < SIZE * SIZE; k++) {
                assertThat(out.get(k)).isEqualTo(0.5f, within(0.06f));
            }
        }
    }

    @Test
    void borderIsReplicatedOrGrey() {
        try (Frame frame = TestFrames.frame(200, 100, (x, y) -> 0x00ff00);
                CropWarp replicate = new CropWarp(SIZE, CropBorder.REPLICATE);
                CropWarp grey = new CropWarp(SIZE, CropBorder.GREY)) {
            CropCamera camera = CropCamera.lookingAt(new Box(0, -50, 200, 200), frame.camera(), 1);
            FloatBuffer out = FloatBuffer.allocate(3 * SIZE * SIZE);
            replicate.draw(frame, camera, out, 0);
            assertThat(out.get(SIZE * SIZE + 5)).isEqualTo(1f, within(1e-3f));
            assertThat(out.get(5)).isEqualTo(0f, within(1e-3f));
            grey.draw(frame, camera, out, 0);
            assertThat(out.get(SIZE * SIZE + 5)).isEqualTo(114 / 255f, within(1e-3f));
            assertThat(out.get(SIZE * SIZE + SIZE * SIZE / 2 + SIZE / 2)).isEqualTo(1f, within(1e-3f));
        }
    }

    @Test
    void survivesCropsBesideTheFrame() {
        try (Frame frame = TestFrames.frame(30, 20, RAMP);
                CropWarp warp = new CropWarp(SIZE, CropBorder.GREY)) {
            FloatBuffer out = FloatBuffer.allocate(3 * SIZE * SIZE);
            for (Box box : new Box[] {
                new Box(-500, -500, 10, 10),
                new Box(400, 5, 3, 3),
                new Box(0, 900, 50, 50),
                new Box(-9000, -9000, 2e4f, 2e4f)
            }) {
                warp.draw(frame, CropCamera.lookingAt(box, frame.camera(), 1), out, 0);
                assertThat(out.get(0)).isBetween(0f, 1f);
            }
        }
    }

    @Test
    void freesAllNativeMemoryAndKeepsNoneFromFrameToFrame() {
        long before = Pointer.totalCount();
        try (Frame frame = TestFrames.frame(640, 360, RAMP);
                CropWarp warp = new CropWarp(SIZE, CropBorder.REPLICATE)) {
            FloatBuffer out = FloatBuffer.allocate(3 * SIZE * SIZE);
            warp.draw(frame, CropCamera.lookingAt(new Box(0, 0, 300, 300), frame.camera(), 1), out, 0);
            long running = Pointer.totalCount();
            for (int k = 0; k < 50; k++) {
                warp.draw(frame, CropCamera.lookingAt(new Box(k, k, 200, 300), frame.camera(), 1), out, 0);
            }
            assertThat(Pointer.totalCount()).isEqualTo(running);
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }
}
