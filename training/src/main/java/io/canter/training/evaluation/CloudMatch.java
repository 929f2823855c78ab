package io.canter.training.evaluation;

import io.canter.training.geometry.Alignment;
import io.canter.training.geometry.NearestPoints;
import java.util.Arrays;
import java.util.Optional;

/**
 * How far a cloud is from a surface once it has been turned, scaled and moved onto it: iterated closest points with a
 * similarity, from the given attitude and from that turned half around the vertical, and the better of the two counts (as
 * the Animodel benchmark measures, so that a front taken for a back is forgiven).
 */
final class CloudMatch {
    private static final int ROUNDS = 40;
    // Enough to fix seven numbers; all points take part in the distance itself.
    private static final int ICP_POINTS = 600;

    private CloudMatch() {}

    /**
     * The chamfer distance after alignment, in the unit of {@code truth}.
     *
     * @param found 3 a point
     * @param truth 3 a point, in axes that differ from the found ones by little
     * @param vertical unit vector of the truth's axes
     */
    static double distance(float[] found, float[] truth, double[] vertical) {
        if (found.length < 12 || truth.length < 12) {
            return Double.NaN;
        }
        NearestPoints tree = new NearestPoints(truth);
        float[] start = centred(found, truth);
        double best = Double.POSITIVE_INFINITY;
        for (float[] cloud : new float[][] {start, turned(start, vertical)}) {
            float[] moved = aligned(cloud, truth, tree);
            best = Math.min(best, 0.5 * (Chamfer.mean(moved, tree) + Chamfer.mean(truth, new NearestPoints(moved))));
        }
        return best;
    }

    private static float[] aligned(float[] cloud, float[] truth, NearestPoints tree) {
        float[] moved = cloud;
        float[] mine = thinned(cloud);
        float[] theirs = thinned(truth);
        double last = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            NearestPoints movedTree = new NearestPoints(moved);
            int n = mine.length + theirs.length;
            float[] from = new float[n];
            float[] to = new float[n];
            double sum = pair(mine, truth, tree, from, to, 0);
            sum += pair(theirs, moved, movedTree, to, from, mine.length);
            if (!(sum < last * (1 - 1e-4))) {
                break;
            }
            last = sum;
            float[] weights = new float[n / 3];
            Arrays.fill(weights, 1);
            Optional<Alignment> step = Alignment.fit(from, to, weights, true);
            if (step.isEmpty()) {
                break;
            }
            moved = applied(step.get(), moved);
            mine = applied(step.get(), mine);
        }
        return moved;
    }

    /** Pairs each point with its nearest; returns the sum of distances. */
    private static double pair(
            float[] points, float[] others, NearestPoints tree, float[] own, float[] partner, int offset) {
        double sum = 0;
        for (int i = 0; i < points.length; i += 3) {
            int nearest = tree.nearest(points[i], points[i + 1], points[i + 2]);
            sum += tree.distance();
            System.arraycopy(points, i, own, offset + i, 3);
            System.arraycopy(others, 3 * nearest, partner, offset + i, 3);
        }
        return sum;
    }

    /** Moved to the truth's middle and scaled to its spread. */
    private static float[] centred(float[] found, float[] truth) {
        double[] a = middle(found);
        double[] b = middle(truth);
        double scale = spread(truth, b) / Math.max(spread(found, a), 1e-9);
        float[] out = new float[found.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) ((found[i] - a[i % 3]) * scale + b[i % 3]);
        }
        return out;
    }

    /** Half around the vertical through the cloud's middle: v -> 2 n (n . v) - v. */
    private static float[] turned(float[] points, double[] n) {
        double[] m = middle(points);
        float[] out = new float[points.length];
        for (int i = 0; i < out.length; i += 3) {
            double along = 0;
            for (int a = 0; a < 3; a++) {
                along += n[a] * (points[i + a] - m[a]);
            }
            for (int a = 0; a < 3; a++) {
                out[i + a] = (float) (m[a] + 2 * along * n[a] - (points[i + a] - m[a]));
            }
        }
        return out;
    }

    private static double[] middle(float[] points) {
        double[] m = new double[3];
        for (int i = 0; i < points.length; i++) {
            m[i % 3] += points[i] / (points.length / 3.0);
        }
        return m;
    }

    private static double spread(float[] points, double[] middle) {
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            sum += (points[i] - middle[i % 3]) * (points[i] - middle[i % 3]);
        }
        return Math.sqrt(sum / (points.length / 3.0));
    }

    private static float[] applied(Alignment step, float[] points) {
        float[] out = new float[points.length];
        for (int i = 0; i < points.length; i += 3) {
            step.apply(points, i, out, i);
        }
        return out;
    }

    private static float[] thinned(float[] points) {
        int count = Math.min(ICP_POINTS, points.length / 3);
        float[] out = new float[3 * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(points, 3 * (int) ((long) i * (points.length / 3) / count), out, 3 * i, 3);
        }
        return out;
    }
}
