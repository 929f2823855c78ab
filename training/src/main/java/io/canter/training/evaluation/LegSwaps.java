package io.canter.training.evaluation;

import io.canter.tracking.Skeleton;

/** Finds legs whose left and right are exchanged, which overlap of silhouettes does not show. */
public final class LegSwaps {
    /** Feet closer than this have no order worth telling (metres, animals of a horse's trunk). */
    private static final double APART_MIN = 0.15;

    private static final String[][] PAIRS = {{"fore_foot_l", "fore_foot_r"}, {"hind_foot_l", "hind_foot_r"}};
    private final Skeleton skeleton;

    public LegSwaps(Skeleton skeleton) {
        this.skeleton = skeleton;
    }

    /**
     * Pairs of feet that lie nearer to each other's true place than to their own, seen from the root joint.
     *
     * @param found 3 per joint, as are {@code truth}; both in axes of one frame
     */
    public int count(float[] found, float[] truth) {
        int swapped = 0;
        for (String[] pair : PAIRS) {
            int left = skeleton.names().indexOf(pair[0]);
            int right = skeleton.names().indexOf(pair[1]);
            if (left < 0 || right < 0 || distance(truth, left, truth, right) < APART_MIN) {
                continue;
            }
            double own = distance(found, left, truth, left) + distance(found, right, truth, right);
            double other = distance(found, left, truth, right) + distance(found, right, truth, left);
            swapped += other < own ? 1 : 0;
        }
        return swapped;
    }

    private static double distance(float[] a, int i, float[] b, int k) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            double d = (a[3 * i + c] - a[c]) - (b[3 * k + c] - b[c]);
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
