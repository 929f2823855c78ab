package io.canter.training.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignmentTest {
    private static float[] ones(int count) {
        float[] weights = new float[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Turned by {@code angle} about y, scaled and shifted. */
    private static float[] moved(float[] points, double angle, double scale) {
        float[] out = points.clone();
        for (int i = 0; i < out.length; i += 3) {
            out[i] = (float) (scale * (Math.cos(angle) * points[i] + Math.sin(angle) * points[i + 2]) + 3);
            out[i + 1] = (float) (scale * points[i + 1] - 1);
            out[i + 2] = (float) (scale * (Math.cos(angle) * points[i + 2] - Math.sin(angle) * points[i]) + 0.5);
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 3})
    void findsTurnScaleAndShift(double scale) {
        Random random = new Random(3);
        float[] from = new float[60];
        for (int i = 0; i < from.length; i++) {
            from[i] = random.nextFloat();
        }
        float[] to = moved(from, 2.5, scale);
        Alignment found = Alignment.fit(from, to, ones(20), true).orElseThrow();
        assertThat(found.scale()).isCloseTo(scale, within(1e-5));
        float[] carried = new float[3];
        for (int i = 0; i < from.length; i += 3) {
            found.apply(from, i, carried, 0);
            for (int a = 0; a < 3; a++) {
                assertThat(carried[a]).isCloseTo(to[i + a], within(1e-4f));
            }
        }
        assertThat(Alignment.fit(from, to, ones(20), false).orElseThrow().scale())
                .isEqualTo(1);
    }

    @Test
    void aMirrorImageIsNoRotation() {
        float[] from = {0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3};
        float[] to = {0, 0, 0, -1, 0, 0, 0, 2, 0, 0, 0, 3};
        double[] r = Alignment.fit(from, to, ones(4), false).orElseThrow().rotation();
        double determinant = r[0] * (r[4] * r[8] - r[5] * r[7])
                - r[1] * (r[3] * r[8] - r[5] * r[6])
                + r[2] * (r[3] * r[7] - r[4] * r[6]);
        assertThat(determinant).isCloseTo(1, within(1e-9));
    }

    @Test
    void pointsOnALineGiveNothing() {
        float[] line = {0, 0, 0, 1, 1, 1, 2, 2, 2};
        assertThat(Alignment.fit(line, line, ones(3), true)).isEmpty();
    }

    @Test
    void pointsWithoutWeightSayNothing() {
        float[] from = {0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 9, 9};
        float[] to = {5, 0, 0, 6, 0, 0, 5, 2, 0, 5, 0, 3, -9, 9, 1};
        float[] weights = {1, 1, 1, 1, 0};
        double[] shift = Alignment.fit(from, to, weights, false).orElseThrow().translation();
        assertThat(shift[0]).isCloseTo(5, within(1e-6));
        assertThat(shift[1]).isCloseTo(0, within(1e-6));
    }
}
