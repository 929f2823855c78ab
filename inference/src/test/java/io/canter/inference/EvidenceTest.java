package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final int SIZE = 8;
    private static final int PLANE = SIZE * SIZE;

    private final float[] canonical = new float[3 * PLANE];
    private final float[] occupancy = new float[PLANE];
    private final float[] confidence = new float[PLANE];
    private final boolean[] mask = new boolean[PLANE];

    @Test
    void measuresThePixelsOfTheMaskOnly() {
        Arrays.fill(occupancy, 0.01f);
        Arrays.fill(confidence, 50);
        Arrays.fill(canonical, 9);
        for (int i = 0; i < 10; i++) {
            mask[i] = true;
            occupancy[i] = 0.9f;
            confidence[i] = (float) Math.exp(2);
            canonical[PLANE + i] = i < 5 ? 1.4f : 0.6f;
        }
        Evidence evidence = evidence();
        assertThat(evidence.certainty()).isEqualTo(0.8f, within(1e-5f));
        assertThat(evidence.confidence()).isEqualTo(2, within(1e-5f));
        assertThat(evidence.height()).isEqualTo(0.4f, within(1e-5f));
        assertThat(evidence.score()).isEqualTo(1);
    }

    @Test
    void theWeakestEvidenceDecides() {
        float good = new Evidence(0.9f, 3, 0.35f).score();
        assertThat(good).isEqualTo(1);
        assertThat(new Evidence(0.3f, 3, 0.35f).score()).isZero();
        assertThat(new Evidence(0.9f, 0.6f, 0.35f).score()).isZero();
        assertThat(new Evidence(0.9f, 3, 0.1f).score()).isZero();
        assertThat(new Evidence(0.9f, 1.3f, 0.35f).score()).isBetween(0.3f, 0.7f);
        assertThat(new Evidence(0.9f, 1.3f, 0.2f).score()).isEqualTo(new Evidence(0.9f, 3, 0.2f).score());
    }

    @Test
    void anEmptyMaskSpeaksForNothing() {
        assertThat(evidence().score()).isZero();
    }

    private Evidence evidence() {
        return Evidence.of(new DualPointMaps(1, SIZE, canonical, new float[3 * PLANE], occupancy, confidence), mask);
    }
}
