package io.canter.output.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallestThreeTest {
    /** The bound that the class's Javadoc promises. */
    private static final double MAX_ERROR_RADIANS = 0.005;

    @Test
    void roundTripTurnsNoRotationByMoreThanThePromisedAngle() {
        Random random = new Random(7);
        double worst = 0;
        for (int i = 0; i < 20_000; i++) {
            float[] q = {gauss(random), gauss(random), gauss(random), gauss(random)};
            worst = Math.max(worst, error(q));
        }
        assertThat(worst).isBetween(1e-4, MAX_ERROR_RADIANS);
    }

    @Test
    void axesAndTiesSurvive() {
        for (int i = 0; i < 4; i++) {
            float[] q = new float[4];
            q[i] = -1;
            assertThat(error(q)).isLessThan(MAX_ERROR_RADIANS);
        }
        assertThat(error(new float[] {0.5f, -0.5f, 0.5f, -0.5f})).isLessThan(MAX_ERROR_RADIANS);
        float half = (float) Math.sqrt(0.5);
        assertThat(error(new float[] {half, 0, 0, -half})).isLessThan(MAX_ERROR_RADIANS);
    }

    @Test
    void refusesWhatIsNoRotation() {
        assertThatThrownBy(() -> SmallestThree.pack(new float[4], 0)).hasMessageContaining("not a rotation");
        assertThatThrownBy(() -> SmallestThree.pack(new float[] {0, Float.NaN, 0, 1}, 0))
                .hasMessageContaining("not a rotation");
    }

    private static float gauss(Random random) {
        return (float) random.nextGaussian();
    }

    /** The angle between a rotation and what is left of it after the wire. */
    private static double error(float[] q) {
        float[] back = new float[4];
        SmallestThree.unpack(SmallestThree.pack(q, 0), back, 0);
        double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        double dot = (q[0] * back[0] + q[1] * back[1] + q[2] * back[2] + q[3] * back[3]) / norm;
        return 2 * Math.acos(Math.min(1, Math.abs(dot)));
    }
}
