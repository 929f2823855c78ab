package io.canter.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Subject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlyFilesTest {
    @TempDir
    Path folder;

    private final Subject subject = Synthetic.coated(Synthetic.subject(3, Synthetic.sideways(0.7, 0.3f, 5)));
    private final float[] posed = Synthetic.posed(subject.body(), subject.pose());
    private String header;

    @BeforeEach
    void write() throws Exception {
        FramePool pool = new FramePool();
        try (Exporter exporter = new Exporter(Synthetic.RIG, folder, Set.of(Save.MESHES, Save.POINTS), 25);
                Frame frame = Synthetic.frame(pool, 12, 480_000)) {
            exporter.accept(frame, Synthetic.observation(12, 480_000, subject), Synthetic.scene(12, 480_000, subject));
            exporter.finish();
        }
    }

    private ByteBuffer body(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("end_header\n") + "end_header\n".length();
        header = text.substring(0, end);
        assertThat(header).startsWith("ply\nformat binary_little_endian 1.0\n");
        return ByteBuffer.wrap(bytes, end, bytes.length - end).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void meshesHoldThePosedVerticesAndTheTemplatesTriangles() throws Exception {
        ByteBuffer data = body(folder.resolve("meshes/000012-3.ply"));
        int[] triangles = Synthetic.RIG.mesh().triangles();
        assertThat(header)
                .contains("element vertex " + posed.length / 3 + "\n")
                .contains("element face " + triangles.length / 3 + "\n");
        for (int i = 0; i < posed.length; i += 3) {
            assertThat(data.getFloat()).isEqualTo(posed[i]);
            assertThat(data.getFloat()).isEqualTo(posed[i + 1]);
            assertThat(data.getFloat()).isEqualTo(posed[i + 2]);
            for (int k = 0; k < 3; k++) {
                assertThat(data.get()).isEqualTo(subject.coat().colours()[i + k]);
            }
            assertThat(data.get()).isEqualTo(subject.coat().origins()[i / 3]);
        }
        for (int t = 0; t < triangles.length; t++) {
            if (t % 3 == 0) {
                assertThat(data.get()).isEqualTo((byte) 3);
            }
            assertThat(data.getInt()).isEqualTo(triangles[t]);
        }
        assertThat(data.hasRemaining()).isFalse();
    }

    @Test
    void pointsOfExactMapsLieOnThePosedSurface() throws Exception {
        ByteBuffer data = body(folder.resolve("points/000012-3.ply"));
        int count = data.remaining() / 20;
        assertThat(header).contains("element vertex " + count + "\n");
        assertThat(count).isGreaterThan(1000);
        int[] perLayer = new int[4];
        double farthest = 0;
        for (int i = 0; i < count; i++) {
            float[] point = {data.getFloat(), data.getFloat(), data.getFloat()};
            data.getShort();
            data.get();
            perLayer[data.get()]++;
            assertThat(data.getFloat()).isEqualTo(2f);
            if (i % 7 == 0) {
                farthest = Math.max(farthest, distanceAlongItsRay(point));
            }
        }
        assertThat(farthest).isLessThan(1e-4);
        // The far side is there as well: as many second crossings as first ones.
        assertThat(perLayer[1]).isEqualTo(perLayer[0]);
        assertThat(perLayer[2]).isPositive();
    }

    /** From the point to the nearest crossing of the ray through it, with a camera that looks straight at it. */
    private double distanceAlongItsRay(float[] point) {
        LayeredRasterizer raster = new LayeredRasterizer(1, 1, 12);
        double u = point[0] / point[2];
        double v = point[1] / point[2];
        raster.rasterize(posed, Synthetic.RIG.mesh().triangles(), 1000, 1000, 0.5 - 1000 * u, 0.5 - 1000 * v, false);
        double nearest = Double.MAX_VALUE;
        for (int layer = 0; layer < 12; layer++) {
            if (raster.hit(layer, 0)) {
                nearest = Math.min(nearest, Math.abs(raster.depth(layer, 0) - point[2]));
            }
        }
        return nearest;
    }

    @Test
    void coloursRunOverTheWholeAnimal() {
        CanonicalColours colours = new CanonicalColours(Synthetic.RIG);
        float[] rest = Synthetic.RIG.mesh().vertices();
        for (int axis = 0; axis < 3; axis++) {
            int least = 255;
            int most = 0;
            for (int i = axis; i < rest.length; i += 3) {
                least = Math.min(least, colours.channel(axis, rest[i]));
                most = Math.max(most, colours.channel(axis, rest[i]));
            }
            assertThat(least).isZero();
            assertThat(most).isEqualTo(255);
        }
        assertThat(colours.channel(0, 99)).isEqualTo(255);
        assertThat((double) colours.channel(0, 0)).isCloseTo(127.5, within(1.0));
    }
}
