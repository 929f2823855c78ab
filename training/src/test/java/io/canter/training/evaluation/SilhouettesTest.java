package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SilhouettesTest {
    @Test
    void overlapIsIntersectionOverUnion() {
        boolean[] a = {true, true, false, false};
        boolean[] b = {false, true, true, false};
        assertThat(Silhouettes.iou(a, b)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(Silhouettes.iou(a, a)).isEqualTo(1);
        assertThat(Silhouettes.iou(a, new boolean[4])).isZero();
        assertThat(Silhouettes.iou(new boolean[4], new boolean[4])).isEqualTo(1);
    }

    @Test
    void refusesMasksOfDifferentSize() {
        assertThatThrownBy(() -> Silhouettes.iou(new boolean[3], new boolean[4]))
                .hasMessageContaining("3 and 4");
    }

    @Test
    void keysOutGreenAndForgetsTheCaption() {
        int width = 6;
        int height = 4;
        ByteBuffer rgb = ByteBuffer.allocate(3 * width * height);
        for (int i = 0; i < width * height; i++) {
            rgb.put(3 * i, (byte) 10).put(3 * i + 1, (byte) 240).put(3 * i + 2, (byte) 5);
        }
        int[] animal = {13, 14, 15, 20};
        int caption = 5;
        for (int i : new int[] {13, 14, 15, 20, caption}) {
            rgb.put(3 * i, (byte) 200).put(3 * i + 1, (byte) 200).put(3 * i + 2, (byte) 190);
        }
        boolean[] mask = Silhouettes.beforeGreenScreen(rgb, width, height);
        for (int i = 0; i < mask.length; i++) {
            int pixel = i;
            assertThat(mask[i])
                    .as("pixel %d", i)
                    .isEqualTo(java.util.Arrays.stream(animal).anyMatch(p -> p == pixel));
        }
    }

    @Test
    void regionsDoNotWrapRoundTheEdge() {
        // The last pixel of row 0 and the first of row 1 are neighbours in memory only.
        boolean[] mask = {false, true, true, true, false, false, false, false, false};
        boolean[] largest = Silhouettes.largestRegion(mask, 3);
        assertThat(largest).containsExactly(false, true, true, false, false, false, false, false, false);
    }

    @Test
    void summarises() {
        Silhouettes.Summary s = Silhouettes.Summary.of(new double[] {0.5, 0.9, 0.7, 0.1});
        assertThat(s.mean()).isCloseTo(0.55, within(1e-12));
        assertThat(s.median()).isCloseTo(0.6, within(1e-12));
        assertThat(s.least()).isEqualTo(0.1);
    }
}
