package io.canter.training.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * Whether confidence tells of errors: pixels sorted by confidence c and cut into ten groups of equal size, and in each
 * the error found beside the error promised. The published loss {@code 1/2 c (|dQ|^2 + |dP|^2) - log c} is least at
 * {@code c = 2 / (|dQ|^2 + |dP|^2)}, so that c promises a root mean square of {@code sqrt(2 / c)}.
 */
final class Calibration {
    static final int GROUPS = 10;

    private float[] confidences = new float[1024];
    private float[] squares = new float[1024];
    private int count;

    /**
     * One tenth of the pixels.
     *
     * @param confidence mean
     * @param promised root mean square of the errors promised, template metres, Q and P together
     * @param found root mean square of the errors found
     * @param median of the errors found
     */
    record Group(double confidence, double promised, double found, double median) {}

    void add(double confidence, double squaredError) {
        if (count == confidences.length) {
            confidences = Arrays.copyOf(confidences, 2 * count);
            squares = Arrays.copyOf(squares, 2 * count);
        }
        confidences[count] = (float) confidence;
        squares[count++] = (float) squaredError;
    }

    int count() {
        return count;
    }

    /** The groups, least confidence first; empty with fewer than ten pixels. */
    List<Group> groups() {
        if (count < GROUPS) {
            return List.of();
        }
        // Confidences are positive: their bits sort as they do.
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = ((long) Float.floatToIntBits(confidences[i]) << 32) | i;
        }
        Arrays.sort(order);
        Group[] groups = new Group[GROUPS];
        for (int g = 0; g < GROUPS; g++) {
            groups[g] = group(order, (int) ((long) g * count / GROUPS), (int) ((g + 1L) * count / GROUPS));
        }
        return List.of(groups);
    }

    private Group group(long[] order, int from, int to) {
        double confidence = 0;
        double promised = 0;
        double found = 0;
        ErrorList errors = new ErrorList();
        for (int n = from; n < to; n++) {
            int i = (int) order[n];
            confidence += confidences[i];
            promised += 2 / confidences[i];
            found += squares[i];
            errors.add(Math.sqrt(squares[i]));
        }
        int size = to - from;
        return new Group(confidence / size, Math.sqrt(promised / size), Math.sqrt(found / size), errors.median());
    }

    /** Whether the median error never rises from one group to the next. */
    boolean falls() {
        List<Group> groups = groups();
        for (int g = 1; g < groups.size(); g++) {
            if (groups.get(g).median() > groups.get(g - 1).median()) {
                return false;
            }
        }
        return !groups.isEmpty();
    }
}
