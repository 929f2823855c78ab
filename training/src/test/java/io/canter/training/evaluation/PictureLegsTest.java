package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureLegsTest {
    private static final double LONGER = 100;

    private static float[] none() {
        float[] points = new float[2 * AnnotatedKeypoints.NAMES.size()];
        Arrays.fill(points, Float.NaN);
        return points;
    }

    private static void put(float[] points, String name, float x, float y) {
        points[2 * AnnotatedKeypoints.NAMES.indexOf(name)] = x;
        points[2 * AnnotatedKeypoints.NAMES.indexOf(name) + 1] = y;
    }

    private static float[] paws(float left, float right) {
        float[] points = none();
        put(points, "left_front_paw", left, 90);
        put(points, "right_front_paw", right, 90);
        return points;
    }

    @Test
    void exchangedFeetAreASwap() {
        PictureLegs legs = new PictureLegs();
        legs.add(paws(20, 40), paws(20, 40), LONGER);
        legs.add(paws(40, 20), paws(20, 40), LONGER);
        assertThat(legs.judged()).isEqualTo(2);
        assertThat(legs.share()).isEqualTo(0.5);
    }

    @Test
    void aSmallGainIsNotClear() {
        // Found close together: exchanging brings each 4 nearer, less than 5 in the hundred.
        PictureLegs legs = new PictureLegs();
        legs.add(paws(31, 29), paws(28, 34), LONGER);
        assertThat(legs.share()).isZero();
    }

    @Test
    void feetThatStandTogetherOrAreNotMarkedCannotBeJudged() {
        PictureLegs legs = new PictureLegs();
        legs.add(paws(40, 20), paws(30, 34), LONGER);
        float[] one = none();
        put(one, "left_front_paw", 20, 90);
        legs.add(paws(40, 20), one, LONGER);
        legs.add(none(), paws(20, 40), LONGER);
        assertThat(legs.judged()).isZero();
        assertThat(legs.share()).isNaN();
    }

    @Test
    void oneSwappedPairMakesASwappedFrame() {
        float[] truth = paws(20, 40);
        put(truth, "left_back_paw", 70, 90);
        put(truth, "right_back_paw", 90, 90);
        float[] found = paws(20, 40);
        put(found, "left_back_paw", 90, 90);
        put(found, "right_back_paw", 70, 90);
        PictureLegs legs = new PictureLegs();
        legs.add(found, truth, LONGER);
        assertThat(legs.share()).isEqualTo(1);
    }
}
