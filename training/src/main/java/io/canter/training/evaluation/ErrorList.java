package io.canter.training.evaluation;

import java.util.Arrays;

/** Many errors, for their quantiles. */
public final class ErrorList {
    private float[] values = new float[1024];
    private int count;
    private boolean sorted;

    public void add(double error) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = (float) error;
        sorted = false;
    }

    public void addAll(ErrorList other) {
        for (int i = 0; i < other.count; i++) {
            add(other.values[i]);
        }
    }

    public int count() {
        return count;
    }

    public double mean() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    public double median() {
        return quantile(0.5);
    }

    public double p95() {
        return quantile(0.95);
    }

    /** The least value that the share {@code q} of all does not exceed; NaN without values. */
    public double quantile(double q) {
        if (count == 0) {
            return Double.NaN;
        }
        if (!sorted) {
            Arrays.sort(values, 0, count);
            sorted = true;
        }
        return values[Math.max(0, (int) Math.ceil(q * count) - 1)];
    }
}
