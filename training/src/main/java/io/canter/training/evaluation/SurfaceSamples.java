package io.canter.training.evaluation;

import io.canter.training.scene.View;
import java.util.Arrays;
import java.util.Random;

/** Points spread evenly over a surface, the same at every call. */
public final class SurfaceSamples {
    private SurfaceSamples() {}

    /** Takes point {@code n}: its triangle, and the weights of its corners. */
    @FunctionalInterface
    public interface Taker {
        void take(int n, int triangle, double first, double second, double third);
    }

    /**
     * Draws points by area.
     *
     * @param vertices 3 each
     */
    public static void draw(float[] vertices, int[] triangles, int count, long seed, Taker taker) {
        double[] sums = new double[triangles.length / 3];
        double sum = 0;
        for (int t = 0; t < sums.length; t++) {
            sum += area(vertices, triangles, 3 * t);
            sums[t] = sum;
        }
        Random random = new Random(seed);
        for (int n = 0; n < count; n++) {
            int t = Arrays.binarySearch(sums, sum * random.nextDouble());
            double u = Math.sqrt(random.nextDouble());
            double w = random.nextDouble();
            taker.take(n, Math.min(sums.length - 1, t < 0 ? -t - 1 : t), 1 - u, u * (1 - w), u * w);
        }
    }

    /** The same as places: {@code count} points, 3 each. */
    static float[] of(float[] vertices, int[] triangles, int count, long seed) {
        float[] out = new float[3 * count];
        draw(vertices, triangles, count, seed, (n, t, first, second, third) -> {
            for (int a = 0; a < 3; a++) {
                out[3 * n + a] = (float) (first * vertices[3 * triangles[3 * t] + a]
                        + second * vertices[3 * triangles[3 * t + 1] + a]
                        + third * vertices[3 * triangles[3 * t + 2] + a]);
            }
        });
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
