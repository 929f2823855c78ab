package io.canter.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * A figure beside the bar that it should reach.
 *
 * @param figure what is measured, with its unit
 * @param value NaN: not measured in this run
 * @param limit what it should reach
 * @param atMost whether less is better
 */
public record Bar(String figure, double value, double limit, boolean atMost) {
    /** A figure of which less is better. */
    public static Bar atMost(String figure, double value, double limit) {
        return new Bar(figure, value, limit, true);
    }

    /** A figure of which more is better. */
    public static Bar atLeast(String figure, double value, double limit) {
        return new Bar(figure, value, limit, false);
    }

    /** Whether the figure was measured. */
    public boolean measured() {
        return !Double.isNaN(value);
    }

    /** Whether it reaches the bar; false where it was not measured. */
    public boolean met() {
        return atMost ? value <= limit : value >= limit;
    }

    /** Figures with their bars as a table, in their order. */
    public static Table table(String title, List<Bar> bars) {
        List<List<Object>> rows = new ArrayList<>();
        for (Bar bar : bars) {
            rows.add(List.of(
                    bar.figure,
                    bar.value,
                    bar.atMost ? "<=" : ">=",
                    bar.limit,
                    !bar.measured() ? "not measured" : bar.met() ? "met" : "NOT MET"));
        }
        return new Table(title, List.of("figure", "value", "is", "bar", "verdict"), rows, List.of());
    }
}
