package io.canter.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.ingest.FrameSource;
import io.canter.ingest.SourceSpec;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Subject;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
    private static final long[] PTS = {500_000, 533_367, 640_000, 1_000_011};

    @TempDir
    Path folder;

    private final FramePool pool = new FramePool();

    private static Subject[] animals(int frame) {
        return new Subject[] {
            Synthetic.subject(1, Synthetic.sideways(frame, -0.8f, 6)),
            Synthetic.subject(2, Synthetic.sideways(frame + 1, 0.8f, 8))
        };
    }

    private void write(Set<Save> what) throws Exception {
        try (Exporter exporter = new Exporter(Synthetic.RIG, folder, what, 25)) {
            for (int i = 0; i < PTS.length; i++) {
                Subject[] subjects = i == 2 ? new Subject[0] : animals(i);
                try (Frame frame = Synthetic.frame(pool, i, PTS[i])) {
                    exporter.accept(
                            frame, Synthetic.observation(i, PTS[i], subjects), Synthetic.scene(i, PTS[i], subjects));
                }
            }
            exporter.finish();
        }
    }

    /** Each animal rasterised alone, all crossings. */
    private static boolean[] silhouette(Subject... subjects) {
        boolean[] inside = new boolean[Synthetic.WIDTH * Synthetic.HEIGHT];
        for (Subject subject : subjects) {
            LayeredRasterizer raster = new LayeredRasterizer(Synthetic.WIDTH, Synthetic.HEIGHT, 4);
            float[] vertices = Synthetic.posed(subject.body(), subject.pose());
            raster.rasterize(vertices, Synthetic.RIG.mesh().triangles(), Synthetic.CAMERA);
            for (int p = 0; p < inside.length; p++) {
                inside[p] |= raster.hit(0, p);
            }
        }
        return inside;
    }

    @Test
    void masksAreTheUnionOfAllSilhouettes() throws Exception {
        write(Set.of(Save.MASKS));
        for (int i = 0; i < PTS.length; i++) {
            BufferedImage mask =
                    ImageIO.read(folder.resolve("masks/00000" + i + ".png").toFile());
            assertThat(mask.getWidth()).isEqualTo(Synthetic.WIDTH);
            assertThat(mask.getHeight()).isEqualTo(Synthetic.HEIGHT);
            assertThat(mask.getColorModel().getNumComponents()).isOne();
            boolean[] expected = i == 2 ? silhouette() : silhouette(animals(i));
            int inside = 0;
            for (int p = 0; p < expected.length; p++) {
                int value = mask.getRaster().getSample(p % Synthetic.WIDTH, p / Synthetic.WIDTH, 0);
                assertThat(value).isEqualTo(expected[p] ? 255 : 0);
                inside += expected[p] ? 1 : 0;
            }
            assertThat(inside).isGreaterThan(i == 2 ? -1 : 2000);
        }
    }

    @Test
    void theOverlayKeepsTimesAndPaintsTheAnimalsOnly() throws Exception {
        write(Set.of(Save.OVERLAY));
        List<Long> times = new ArrayList<>();
        try (FrameSource source =
                FrameSource.open(SourceSpec.parse(folder.resolve("overlay.mp4").toString()), pool)) {
            source.frames()
                    .doOnNext(frame -> {
                        try (frame) {
                            times.add(frame.ptsMicros());
                            compare(frame);
                        }
                    })
                    .blockLast(Duration.ofSeconds(60));
            assertThat(source.report().failed() + source.report().damaged()).isZero();
        }
        assertThat(times).hasSize(PTS.length);
        for (int i = 0; i < PTS.length; i++) {
            // A tick of the file's clock is 11 us.
            assertThat(times.get(i)).isCloseTo(PTS[i] - PTS[0], within(12L));
        }
        assertThat(pool.live()).isZero();
    }

    private static void compare(Frame shown) {
        int i = (int) shown.index();
        boolean[] inside = i == 2 ? silhouette() : silhouette(animals(i));
        double painted = 0;
        int paintedCount = 0;
        double plain = 0;
        int plainCount = 0;
        for (int p = 0; p < inside.length; p++) {
            int y = p / Synthetic.WIDTH;
            int[] background = {20, 40 + y / 4, 60 + p % Synthetic.WIDTH / 4};
            double off = 0;
            for (int k = 0; k < 3; k++) {
                off += Math.abs((shown.pixels().get(3 * p + k) & 0xff) - background[k]) / 3.0;
            }
            if (inside[p]) {
                painted += off;
                paintedCount++;
            } else {
                plain += off;
                plainCount++;
            }
        }
        assertThat(plain / plainCount).as("background of frame %d", i).isLessThan(6);
        if (i != 2) {
            assertThat(painted / paintedCount).as("animals of frame %d", i).isGreaterThan(30);
        } else {
            assertThat(paintedCount).isZero();
        }
    }

    @Test
    void theContactSheetHasARowForEachFrame() throws Exception {
        Path file = folder.resolve("sheet.png");
        try (ContactSheet sheet = new ContactSheet(Synthetic.RIG, 160, 120)) {
            for (int i = 0; i < 3; i++) {
                Subject[] subjects = i == 2 ? new Subject[0] : animals(i);
                try (Frame frame = Synthetic.frame(pool, i, PTS[i])) {
                    sheet.add(frame, Synthetic.observation(i, PTS[i], subjects), Synthetic.scene(i, PTS[i], subjects));
                }
            }
            sheet.write(file);
        }
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(4 * 164 + 4);
        assertThat(image.getHeight()).isEqualTo(3 * 124 + 4);
        // Every cell of the first row shows something; without an animal only input and overlay do.
        for (int column = 0; column < 4; column++) {
            assertThat(colours(image, column, 0)).as("cell %d", column).isGreaterThan(20);
            assertThat(colours(image, column, 2) > 1)
                    .as("last row, cell %d", column)
                    .isEqualTo(column % 2 == 0);
        }
    }

    private static long colours(BufferedImage image, int column, int row) {
        return java.util.stream.IntStream.range(0, 160 * 120)
                .map(p -> image.getRGB(4 + column * 164 + p % 160, 4 + row * 124 + p / 160))
                .distinct()
                .count();
    }
}
