package io.canter.training.evaluation;

import io.canter.tracking.Skeleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Finds legs whose left and right are exchanged, which overlap of silhouettes does not show. */
public final class LegSwaps {
    /** Feet closer than this have no order worth telling (metres, animals of a horse's trunk). */
    private static final double APART_MIN = 0.15;

    /** From the ground up. */
    private static final String[][] LEGS = {
        {"fore_foot", "fore_pastern", "metacarpus", "radius"}, {"hind_foot", "hind_pastern", "metatarsus", "tibia"}
    };

    private final List<int[]> pairs = new ArrayList<>();

    public LegSwaps(Skeleton skeleton) {
        this(skeleton, IntStream.range(0, skeleton.jointCount()).toArray());
    }

    /** @param known joints that have a true place: of each pair of legs the lowest of them stand for its feet */
    public LegSwaps(Skeleton skeleton, int[] known) {
        List<String> names =
                Arrays.stream(known).mapToObj(skeleton.names()::get).toList();
        for (String[] leg : LEGS) {
            Arrays.stream(leg)
                    .filter(joint -> names.contains(joint + "_l") && names.contains(joint + "_r"))
                    .findFirst()
                    .ifPresent(joint ->
                            pairs.add(new int[] {skeleton.indexOf(joint + "_l"), skeleton.indexOf(joint + "_r")}));
        }
    }

    /**
     * Pairs of feet that lie nearer to each other's true place than to their own, seen from the root joint.
     *
     * @param found 3 per joint, as are {@code truth}; both in axes of one frame
     */
    public int count(float[] found, float[] truth) {
        int swapped = 0;
        for (int[] pair : pairs) {
            int left = pair[0];
            int right = pair[1];
            if (distance(truth, left, truth, right) < APART_MIN) {
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
