package io.canter.training.evaluation;

import io.canter.training.scene.View;
import java.util.Arrays;
import java.util.Random;

/** Points spread evenly over a surface, the same at every call. */
final class SurfaceSamples {
    private SurfaceSamples() {}

    /**
     * Draws points by area.
     *
     * @param vertices 3 each
     * @return {@code count} points, 3 each
     */
    static float[] of(float[] vertices, int[] triangles, int count, long seed) {
        double[] sums = new double[triangles.length / 3];
        double sum = 0;
        for (int t = 0; t < sums.length; t++) {
            sum += area(vertices, triangles, 3 * t);
            sums[t] = sum;
        }
        Random random = new Random(seed);
        float[] out = new float[3 * count];
        for (int n = 0; n < count; n++) {
            int t = Arrays.binarySearch(sums, sum * random.nextDouble());
            t = Math.min(sums.length - 1, t < 0 ? -t - 1 : t);
            double u = Math.sqrt(random.nextDouble());
            double w = random.nextDouble();
            for (int a = 0; a < 3; a++) {
                out[3 * n + a] = (float) ((1 - u) * vertices[3 * triangles[3 * t] + a]
                        + u * (1 - w) * vertices[3 * triangles[3 * t + 1] + a]
                        + u * w * vertices[3 * triangles[3 * t + 2] + a]);
            }
        }
        return out;
    }

    private static double area(float[] v, int[] triangles, int t) {
        int a = 3 * triangles[t];
        int b = 3 * triangles[t + 1];
        int c = 3 * triangles[t + 2];
        double[] p = {v[b] - v[a], v[b + 1] - v[a + 1], v[b + 2] - v[a + 2]};
        double[] q = {v[c] - v[a], v[c + 1] - v[a + 1], v[c + 2] - v[a + 2]};
        double x = p[1] * q[2] - p[2] * q[1];
        double y = p[2] * q[0] - p[0] * q[2];
        double z = p[0] * q[1] - p[1] * q[0];
        return 0.5 * Math.sqrt(x * x + y * y + z * z);
    }

    /** The points in the view's camera frame. */
    static float[] inCamera(float[] world, View view) {
        float[] out = new float[world.length];
        view.toCamera(world, out);
        return out;
    }
}
