package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.DualPointMaps;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CloudMatchTest {
    private static final double[] UP = {0, 1, 0};
    private final Rig rig = Rigs.quadruped();

    private float[] horse(long seed) {
        return SurfaceSamples.of(
                AnimalFamily.preset("horse").vertices(), rig.mesh().triangles(), 3000, seed);
    }

    /** Turned about the vertical, scaled and shifted. */
    private static float[] moved(float[] points, double radians, double scale) {
        float[] out = new float[points.length];
        for (int i = 0; i < out.length; i += 3) {
            out[i] = (float) (scale * (Math.cos(radians) * points[i] + Math.sin(radians) * points[i + 2]) + 7);
            out[i + 1] = (float) (scale * points[i + 1] - 3);
            out[i + 2] = (float) (scale * (Math.cos(radians) * points[i + 2] - Math.sin(radians) * points[i]) + 2);
        }
        return out;
    }

    @Test
    void turnScaleAndPlaceAreForgiven() {
        double floor = CloudMatch.distance(horse(1), horse(2), UP);
        assertThat(floor).isLessThan(0.03); // as far apart as 3000 points on a horse lie
        assertThat(CloudMatch.distance(moved(horse(1), 0.3, 2), horse(2), UP)).isCloseTo(floor, within(0.004));
        assertThat(CloudMatch.distance(moved(horse(1), Math.PI, 0.7), horse(2), UP))
                .as("front for back")
                .isCloseTo(floor, within(0.004));
    }

    @Test
    void anotherShapeIsNot() {
        float[] cow = SurfaceSamples.of(
                AnimalFamily.preset("cow").vertices(), rig.mesh().triangles(), 3000, 3);
        double floor = CloudMatch.distance(horse(1), horse(2), UP);
        assertThat(CloudMatch.distance(cow, horse(2), UP)).isGreaterThan(1.3 * floor);
        float[] flat = horse(1);
        for (int i = 0; i < flat.length; i += 3) {
            flat[i] = 0;
        }
        assertThat(CloudMatch.distance(flat, horse(2), UP)).isGreaterThan(2 * floor);
        assertThat(CloudMatch.distance(new float[3], horse(2), UP)).isNaN();
    }

    @Test
    void samplesLieEvenlyOnTheSurface() {
        // A square of 2 x 1 in two triangles: the mean of many points is its middle.
        float[] vertices = {0, 0, 0, 2, 0, 0, 2, 1, 0, 0, 1, 0};
        float[] points = SurfaceSamples.of(vertices, new int[] {0, 1, 2, 0, 2, 3}, 20_000, 5);
        double[] mean = new double[3];
        for (int i = 0; i < points.length; i++) {
            mean[i % 3] += points[i] / 20_000;
            assertThat(points[i]).isBetween(0f, i % 3 == 0 ? 2f : 1f);
        }
        assertThat(mean[0]).isCloseTo(1, within(0.02));
        assertThat(mean[1]).isCloseTo(0.5, within(0.01));
        assertThat(mean[2]).isZero();
    }

    @Test
    void raysSayWhereThePosedMapStands() {
        int size = 16;
        float tanHalf = 0.3f;
        Random random = new Random(9);
        float[] posed = new float[3 * size * size];
        float[] truth = new float[posed.length];
        for (int p = 0; p < size * size; p++) {
            double z = 5 + random.nextDouble();
            double x = z * tanHalf * (2 * (p % size + 0.5) / size - 1);
            double y = z * tanHalf * (2 * (p / size + 0.5) / size - 1);
            posed[p] = (float) (x - 0.4);
            posed[p + size * size] = (float) (y + 0.2);
            posed[p + 2 * size * size] = (float) (z - 5.5);
            truth[3 * p] = (float) x;
            truth[3 * p + 1] = (float) y;
            truth[3 * p + 2] = (float) z;
        }
        float[] occupancy = new float[size * size];
        Arrays.fill(occupancy, 1);
        DualPointMaps maps = new DualPointMaps(1, size, posed, posed, occupancy, occupancy);
        assertThat(CloudPlacement.inCamera(maps, tanHalf)).containsExactly(truth, within(1e-3f));
        Arrays.fill(occupancy, 0);
        assertThat(CloudPlacement.inCamera(maps, tanHalf)).isEmpty();
    }

    @Test
    void theSplitIsByName() {
        assertThat(RigSplit.of("quaternius-Cow")).isEqualTo(RigSplit.TRAIN);
        assertThat(RigSplit.of("quaternius-Wolf")).isEqualTo(RigSplit.MEASURE);
        assertThat(RigSplit.of("a-rig-of-ones-own")).isEqualTo(RigSplit.MEASURE);
        assertThat(RigSplit.of("fiber_deer_cartoon")).isEqualTo(RigSplit.EXTRA);
    }
}
