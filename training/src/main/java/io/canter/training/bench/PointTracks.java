package io.canter.training.bench;

/**
 * How well points are tracked, as TAP-Vid measures it (Doersch et al., "TAP-Vid: A Benchmark for Tracking Any Point in a
 * Video", NeurIPS 2022, arXiv 2211.03726, section 3): places are scaled as if the film had {@value #EDGE} x {@value
 * #EDGE} pixels and compared at {@value #THRESHOLDS_COUNT} thresholds.
 *
 * <p>At one threshold a true positive is a point that is visible, said to be visible, and placed nearer than the
 * threshold; what is said to be visible and is not, or is placed farther off, is a false positive; what is visible and
 * not among the true positives is a false negative. The Jaccard index is TP / (TP + FP + FN), and the average Jaccard its
 * mean over the thresholds. The occlusion accuracy is the share of points and frames whose visibility is told right.
 */
public final class PointTracks {
    static final int EDGE = 256;
    static final int THRESHOLDS_COUNT = 5;
    private static final int[] THRESHOLDS = {1, 2, 4, 8, 16};

    private final long[] hits = new long[THRESHOLDS_COUNT]; // true positives
    private final long[] wrong = new long[THRESHOLDS_COUNT]; // false positives
    private long visible;
    private long told;
    private long all;

    /**
     * Takes one point in one frame.
     *
     * @param truth x and y, pixels of the frame; without meaning where it is hidden
     * @param found likewise
     */
    void add(boolean trulyVisible, float[] truth, boolean saidVisible, float[] found, int width, int height) {
        double distance = trulyVisible && saidVisible
                ? Math.hypot((found[0] - truth[0]) * EDGE / width, (found[1] - truth[1]) * EDGE / height)
                : Double.POSITIVE_INFINITY;
        count(trulyVisible, saidVisible, distance, 1);
    }

    /** Takes points of which nothing was found in so many frames. */
    void addMissed(boolean trulyVisible, long frames) {
        count(trulyVisible, false, Double.POSITIVE_INFINITY, frames);
    }

    private void count(boolean trulyVisible, boolean saidVisible, double distance, long times) {
        all += times;
        told += trulyVisible == saidVisible ? times : 0;
        visible += trulyVisible ? times : 0;
        for (int t = 0; t < THRESHOLDS_COUNT && saidVisible; t++) {
            if (distance < THRESHOLDS[t]) {
                hits[t] += times;
            } else {
                wrong[t] += times;
            }
        }
    }

    /** Points times frames that were compared. */
    public long count() {
        return all;
    }

    /** AJ, 0..1; NaN where nothing was ever visible or said to be. */
    public double averageJaccard() {
        double sum = 0;
        for (int t = 0; t < THRESHOLDS_COUNT; t++) {
            sum += (double) hits[t] / (visible + wrong[t]);
        }
        return sum / THRESHOLDS_COUNT;
    }

    /** OA, 0..1; NaN without a point. */
    public double occlusionAccuracy() {
        return all == 0 ? Double.NaN : (double) told / all;
    }
}
