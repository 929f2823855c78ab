package io.canter.training.evaluation;

/**
 * Percentage of correct keypoints, as a share: of the marked keypoints, those found within a tenth and within a
 * twentieth of the longer side of the true mask's box.
 */
public final class Pck {
    static final double WIDE = 0.1;
    static final double NARROW = 0.05;

    private int count;
    private int wide;
    private int narrow;

    /** @param error distance from the mark over the box's longer side; NaN or infinite: not found at all */
    void add(double error) {
        count++;
        wide += error <= WIDE ? 1 : 0;
        narrow += error <= NARROW ? 1 : 0;
    }

    /** Counts what {@code other} has counted. */
    void add(Pck other) {
        count += other.count;
        wide += other.wide;
        narrow += other.narrow;
    }

    /** Keypoints that were marked. */
    public int count() {
        return count;
    }

    /** PCK@0.1; NaN without a mark. */
    public double wide() {
        return count == 0 ? Double.NaN : (double) wide / count;
    }

    /** PCK@0.05; NaN without a mark. */
    public double narrow() {
        return count == 0 ? Double.NaN : (double) narrow / count;
    }
}
