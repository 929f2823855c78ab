package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VertexBoxesTest {
    private final float[] vertices = Rigs.quadruped().mesh().vertices();
    private final Random random = new Random(11);

    private double distanceSquared(int v, double x, double y, double z) {
        double dx = vertices[3 * v] - x;
        double dy = vertices[3 * v + 1] - y;
        double dz = vertices[3 * v + 2] - z;
        return dx * dx + dy * dy + dz * dz;
    }

    private int nearest(double x, double y, double z, double reach) {
        int best = -1;
        double least = reach * reach;
        for (int v = 0; v < vertices.length / 3; v++) {
            double d = distanceSquared(v, x, y, z);
            if (d < least) {
                least = d;
                best = v;
            }
        }
        return best;
    }

    @Test
    void agreesWithALookAtEveryVertexNearAndFar() {
        VertexGrid grid = new VertexGrid(vertices);
        VertexBoxes boxes = new VertexBoxes(vertices, grid);
        for (int trial = 0; trial < 3000; trial++) {
            int at = 3 * random.nextInt(vertices.length / 3);
            double spread = trial % 3 == 0 ? 0.3 : 0.04;
            double x = vertices[at] + spread * random.nextGaussian();
            double y = vertices[at + 1] + spread * random.nextGaussian();
            double z = vertices[at + 2] + spread * random.nextGaussian();
            int expected = nearest(x, y, z, 0.3);
            assertThat(boxes.nearest(x, y, z, 0.3)).isEqualTo(expected);
            assertThat(grid.nearest(x, y, z, 0.3)).isEqualTo(expected);
        }
    }

    @Test
    void findsNothingFarAwayOrWithoutNumbers() {
        VertexBoxes boxes = new VertexBoxes(vertices, new VertexGrid(vertices));
        assertThat(boxes.nearest(5, 0, 0, 0.3)).isEqualTo(-1);
        assertThat(boxes.nearest(Double.NaN, 1, 0, 0.3)).isEqualTo(-1);
    }

    @Test
    void gridListsAllWithinADistance() {
        VertexGrid grid = new VertexGrid(vertices);
        long[] keys = new long[vertices.length / 3];
        for (int trial = 0; trial < 100; trial++) {
            double x = 0.5 * random.nextGaussian();
            double y = 1 + random.nextGaussian();
            double z = random.nextGaussian();
            double radius = 0.2 * random.nextDouble();
            int n = grid.within(x, y, z, radius, keys);
            int[] found = new int[n];
            for (int i = 0; i < n; i++) {
                found[i] = (int) keys[i];
                assertThat(Float.intBitsToFloat((int) (keys[i] >> 32)))
                        .isEqualTo((float) distanceSquared(found[i], x, y, z));
            }
            Arrays.sort(found);
            int[] expected = java.util.stream.IntStream.range(0, vertices.length / 3)
                    .filter(v -> distanceSquared(v, x, y, z) <= radius * radius)
                    .toArray();
            assertThat(found).isEqualTo(expected);
        }
    }
}
