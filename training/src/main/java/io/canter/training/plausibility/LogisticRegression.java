package io.canter.training.plausibility;

import java.util.List;

/**
 * Logistic regression with a ridge and with weights of given signs, by projected gradient: what is known to speak for a
 * class cannot be learned to speak against it from a quirk of the samples.
 */
final class LogisticRegression {
    private static final int ITERATIONS = 4000;
    private static final double RATE =
            0.3; // below twice the inverse of the greatest curvature of some twenty bounded values

    private LogisticRegression() {}

    /**
     * One sample.
     *
     * @param values standardised
     * @param weight how much it counts
     */
    record Example(double[] values, boolean positive, double weight) {}

    /**
     * Learns from samples whose weights sum to one.
     *
     * @param directions for each value, +1 or -1: the sign that its weight must have, unless it is zero
     * @param ridge penalty on half the squared weights
     * @return one weight for each value, then the bias
     */
    static double[] learn(List<Example> examples, int[] directions, double ridge) {
        int n = directions.length;
        double[] w = new double[n + 1];
        double[] gradient = new double[n + 1];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            for (int i = 0; i < n; i++) {
                gradient[i] = ridge * w[i];
            }
            gradient[n] = 0;
            for (Example e : examples) {
                double error = e.weight() * (1 / (1 + Math.exp(-score(w, e.values()))) - (e.positive() ? 1 : 0));
                for (int i = 0; i < n; i++) {
                    gradient[i] += error * e.values()[i];
                }
                gradient[n] += error;
            }
            for (int i = 0; i <= n; i++) {
                w[i] -= RATE * gradient[i];
                if (i < n && w[i] * directions[i] < 0) {
                    w[i] = 0;
                }
            }
        }
        return w;
    }

    static double score(double[] weights, double[] values) {
        double sum = weights[values.length];
        for (int i = 0; i < values.length; i++) {
            sum += weights[i] * values[i];
        }
        return sum;
    }
}
