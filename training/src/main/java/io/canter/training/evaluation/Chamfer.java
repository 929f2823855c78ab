package io.canter.training.evaluation;

import io.canter.training.geometry.NearestPoints;

/** Distance of two clouds of points. */
public final class Chamfer {
    private Chamfer() {}

    /**
     * Half the sum of the mean distance from each point of one cloud to the nearest of the other, and the other way.
     *
     * @return in the clouds' unit; NaN where one of them is empty
     */
    public static double distance(float[] a, float[] b) {
        if (a.length == 0 || b.length == 0) {
            return Double.NaN;
        }
        return 0.5 * (mean(a, new NearestPoints(b)) + mean(b, new NearestPoints(a)));
    }

    /** Mean distance from each point to the nearest of the others. */
    static double mean(float[] from, NearestPoints to) {
        double sum = 0;
        for (int i = 0; i < from.length; i += 3) {
            to.nearest(from[i], from[i + 1], from[i + 2]);
            sum += to.distance();
        }
        return sum / (from.length / 3);
    }
}
