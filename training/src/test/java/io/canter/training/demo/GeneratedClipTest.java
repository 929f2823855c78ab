package io.canter.training.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canter.training.motion.Motions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedClipTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;
    private static final long SEED = GeneratedClip.FIRST_HELD_OUT_SEED;

    private static GeneratedClip clip(long seed) {
        return GeneratedClip.random("dog", Motions.trot(0.5, seed), seed, 4, WIDTH, HEIGHT);
    }

    private static List<byte[]> pictures(GeneratedClip clip) throws Exception {
        List<byte[]> all = new ArrayList<>();
        clip.render(m -> all.add(m.rgb().clone()));
        return all;
    }

    @Test
    void sameSeedGivesTheSamePictures() throws Exception {
        List<byte[]> once = pictures(clip(SEED));
        List<byte[]> again = pictures(clip(SEED));
        assertThat(once).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(once.get(i)).isEqualTo(again.get(i));
        }
        assertThat(once.get(0)).isNotEqualTo(once.get(1));
        assertThat(pictures(clip(SEED + 1)).get(0)).isNotEqualTo(once.get(0));
    }

    @Test
    void jointsLieOnTheAnimal() throws Exception {
        clip(SEED).render(m -> {
            int onMask = 0;
            for (int j = 0; j < m.jointsInCamera().length; j += 3) {
                float[] p = m.jointsInCamera();
                int x = (int)
                        (p[j] / p[j + 2] * m.intrinsics().fx() + m.intrinsics().cx());
                int y = (int) (p[j + 1] / p[j + 2] * m.intrinsics().fy()
                        + m.intrinsics().cy());
                assertThat(x).isBetween(0, WIDTH - 1);
                assertThat(y).isBetween(0, HEIGHT - 1);
                onMask += m.mask()[y * WIDTH + x] != 0 ? 1 : 0;
            }
            // Ears and the tail's end are thin: their joints may round to a pixel beside them.
            assertThat(onMask).isGreaterThanOrEqualTo(31);
            assertThat(m.ptsMicros()).isEqualTo(40_000L * m.index());
        });
    }

    @Test
    void followsTheAnimalWhereverItGoes() throws Exception {
        GeneratedClip clip =
                GeneratedClip.random("horse", Motions.walkTrotCanter(1, 2, 4, 1), SEED, 100, WIDTH, HEIGHT);
        clip.render(0, 11, m -> {
            int border = 0;
            for (int x = 0; x < WIDTH; x++) {
                border += m.mask()[x] + m.mask()[(HEIGHT - 1) * WIDTH + x];
            }
            for (int y = 0; y < HEIGHT; y++) {
                border += m.mask()[y * WIDTH] + m.mask()[y * WIDTH + WIDTH - 1];
            }
            assertThat(border).as("animal at the border of frame %d", m.index()).isZero();
        });
    }

    @Test
    void masksSurviveTheArchive() throws Exception {
        List<byte[]> masks = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MaskArchive archive = new MaskArchive(out)) {
            clip(SEED).render(m -> {
                masks.add(m.mask().clone());
                archive.add(m.mask(), WIDTH, HEIGHT);
            });
        }
        List<boolean[]> read = new ArrayList<>();
        MaskArchive.read(new ByteArrayInputStream(out.toByteArray()), (frame, width, height, mask) -> {
            assertThat(frame).isEqualTo(read.size());
            assertThat(width).isEqualTo(WIDTH);
            assertThat(height).isEqualTo(HEIGHT);
            read.add(mask);
        });
        assertThat(read).hasSize(masks.size());
        for (int i = 0; i < read.size(); i++) {
            for (int p = 0; p < WIDTH * HEIGHT; p++) {
                assertThat(read.get(i)[p]).isEqualTo(masks.get(i)[p] != 0);
            }
        }
    }

    @Test
    void videoHoldsEveryFrameAtItsTime(@TempDir Path directory) throws Exception {
        List<Integer> done = new ArrayList<>();
        DemoClip.write(clip(SEED), directory, done::add);
        assertThat(done).containsExactly(0, 1, 2, 3);
        List<byte[]> pictures = pictures(clip(SEED));
        try (FFmpegFrameGrabber grabber =
                new FFmpegFrameGrabber(directory.resolve(DemoClip.VIDEO).toFile())) {
            grabber.start();
            for (int i = 0; i < 4; i++) {
                var frame = grabber.grabImage();
                assertThat(frame.timestamp).isEqualTo(40_000L * i);
                ByteBuffer bgr = (ByteBuffer) frame.image[0];
                double error = 0;
                for (int y = 0; y < HEIGHT; y++) {
                    for (int x = 0; x < WIDTH; x++) {
                        int seen = bgr.get(y * frame.imageStride + 3 * x + 1) & 255;
                        error += Math.abs(seen - (pictures.get(i)[3 * (y * WIDTH + x) + 1] & 255));
                    }
                }
                assertThat(error / (WIDTH * HEIGHT)).as("mean error of green").isLessThan(8);
            }
            assertThat(grabber.grabImage()).isNull();
        }
        try (var files = Files.list(directory)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(DemoClip.VIDEO, DemoClip.MASKS);
        }
    }

    @Test
    void leavesNothingHalfWritten(@TempDir Path directory) {
        assertThatThrownBy(() -> DemoClip.write(clip(SEED), directory, frame -> {
                    throw new IllegalStateException("stopped at " + frame);
                }))
                .hasMessage("stopped at 0");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesSeedsOfTraining() {
        assertThatThrownBy(() -> GeneratedClip.random("horse", null, 5, 1, WIDTH, HEIGHT))
                .hasMessageContaining("seed 5");
    }
}
