package io.canter.training.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestPointsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50, 1000})
    void findsWhatBruteForceFinds(int count) {
        Random random = new Random(count);
        float[] points = new float[3 * count];
        for (int i = 0; i < points.length; i++) {
            // A coarse grid, so that many coordinates are equal.
            points[i] = count > 100 ? random.nextInt(12) : random.nextFloat();
        }
        NearestPoints tree = new NearestPoints(points);
        for (int n = 0; n < 200; n++) {
            double x = 14 * random.nextDouble() - 1;
            double y = 14 * random.nextDouble() - 1;
            double z = 14 * random.nextDouble() - 1;
            double least = Double.MAX_VALUE;
            for (int i = 0; i < points.length; i += 3) {
                double d = Math.hypot(Math.hypot(points[i] - x, points[i + 1] - y), points[i + 2] - z);
                least = Math.min(least, d);
            }
            int found = tree.nearest(x, y, z);
            assertThat(found).isBetween(0, count - 1);
            assertThat(tree.distance()).isCloseTo(least, within(1e-9));
        }
    }

    @Test
    void ofNoPointsNoneIsNearest() {
        assertThat(new NearestPoints(new float[0]).nearest(0, 0, 0)).isEqualTo(-1);
    }
}
