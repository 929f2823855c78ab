package io.canter.training.plausibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.training.plausibility.LogisticRegression.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
    /** Samples of the model with weights 1.5, -1, 0.3. */
    private static List<Example> examples(double[] truth, int count) {
        Random random = new Random(5);
        List<Example> examples = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            double[] values = {random.nextGaussian(), random.nextGaussian()};
            double chance = 1 / (1 + Math.exp(-LogisticRegression.score(truth, values)));
            examples.add(new Example(values, random.nextDouble() < chance, 1.0 / count));
        }
        return examples;
    }

    @Test
    void findsTheWeightsThatMadeTheSamples() {
        double[] truth = {1.5, -1, 0.3};
        double[] found = LogisticRegression.learn(examples(truth, 4000), new int[] {1, -1}, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(found[i]).isCloseTo(truth[i], within(0.15));
        }
    }

    @Test
    void leavesOutWhatSpeaksTheWrongWay() {
        double[] found = LogisticRegression.learn(examples(new double[] {1.5, -1, 0}, 2000), new int[] {1, 1}, 0);
        assertThat(found[0]).isGreaterThan(0.8);
        assertThat(found[1]).isZero();
    }

    @Test
    void ridgeDrawsWeightsToZero() {
        List<Example> examples = examples(new double[] {1.5, -1, 0}, 500);
        double free = LogisticRegression.learn(examples, new int[] {1, -1}, 0)[0];
        double held = LogisticRegression.learn(examples, new int[] {1, -1}, 1)[0];
        assertThat(held).isBetween(0.0, 0.5 * free);
    }
}
