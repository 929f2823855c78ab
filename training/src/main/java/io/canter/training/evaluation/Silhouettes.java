package io.canter.training.evaluation;

import io.canter.inference.Box;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Masks and their overlap. A mask has one entry a pixel, row-major. */
public final class Silhouettes {
    // A pixel is screen when green leads the other two by this factor and is not dark. Generous, since chroma
    // subsampling mixes screen and coat over about two pixels at the outline.
    private static final float GREEN_LEAD = 1.35f;
    private static final int GREEN_LEAST = 60;

    private Silhouettes() {}

    /** Intersection over union; 1 where both masks are empty. */
    public static double iou(boolean[] a, boolean[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("masks of " + a.length + " and " + b.length + " pixels");
        }
        long both = 0;
        long either = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] && b[i]) {
                both++;
            }
            if (a[i] || b[i]) {
                either++;
            }
        }
        return either == 0 ? 1 : (double) both / either;
    }

    /** The tight box of a mask in pixels of its picture; empty where nothing is set. */
    public static Optional<Box> box(boolean[] mask, int width) {
        int left = Integer.MAX_VALUE;
        int right = -1;
        int top = -1;
        int bottom = -1;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i]) {
                top = top < 0 ? i / width : top;
                bottom = i / width;
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
            }
        }
        return right < 0 ? Optional.empty() : Optional.of(new Box(left, top, right + 1f - left, bottom + 1f - top));
    }

    /**
     * What stands before a green screen: the largest connected region (4 neighbours) that is not green, so that
     * captions in a corner do not count.
     *
     * @param rgb packed RGB24, {@code width * height} pixels from index 0
     */
    public static boolean[] beforeGreenScreen(ByteBuffer rgb, int width, int height) {
        boolean[] mask = new boolean[width * height];
        for (int i = 0; i < mask.length; i++) {
            int r = rgb.get(3 * i) & 255;
            int g = rgb.get(3 * i + 1) & 255;
            int b = rgb.get(3 * i + 2) & 255;
            mask[i] = !(g >= GREEN_LEAST && g > GREEN_LEAD * Math.max(r, b));
        }
        return largestRegion(mask, width);
    }

    /** Keeps the largest region of 4-connected pixels. */
    static boolean[] largestRegion(boolean[] mask, int width) {
        int[] label = new int[mask.length];
        int[] queue = new int[mask.length];
        int labels = 0;
        int bestLabel = 0;
        int bestSize = 0;
        for (int start = 0; start < mask.length; start++) {
            if (!mask[start] || label[start] != 0) {
                continue;
            }
            int head = 0;
            int tail = 0;
            label[start] = ++labels;
            queue[tail++] = start;
            while (head < tail) {
                int at = queue[head++];
                int column = at % width;
                tail = visit(mask, label, labels, queue, tail, column > 0 ? at - 1 : -1);
                tail = visit(mask, label, labels, queue, tail, column < width - 1 ? at + 1 : -1);
                tail = visit(mask, label, labels, queue, tail, at - width);
                tail = visit(mask, label, labels, queue, tail, at + width);
            }
            if (tail > bestSize) {
                bestSize = tail;
                bestLabel = labels;
            }
        }
        boolean[] out = new boolean[mask.length];
        if (bestSize > 0) {
            for (int i = 0; i < out.length; i++) {
                out[i] = label[i] == bestLabel;
            }
        }
        return out;
    }

    private static int visit(boolean[] mask, int[] label, int value, int[] queue, int tail, int at) {
        if (at < 0 || at >= mask.length || !mask[at] || label[at] != 0) {
            return tail;
        }
        label[at] = value;
        queue[tail] = at;
        return tail + 1;
    }

    /** Mean, median and least of a series of scores. */
    public record Summary(int count, double mean, double median, double least) {
        public static Summary of(double[] values) {
            if (values.length == 0) {
                return new Summary(0, Double.NaN, Double.NaN, Double.NaN);
            }
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            double mean = Arrays.stream(sorted).average().orElseThrow();
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Summary(sorted.length, mean, median, sorted[0]);
        }
    }
}
