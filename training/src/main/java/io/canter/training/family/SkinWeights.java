package io.canter.training.family;

import io.canter.tracking.Skin;
import java.util.Arrays;

/** Turns each vertex's shares of the joints into a skin: smoothed over the mesh, the four greatest kept. */
final class SkinWeights {
    /** Rounds of averaging with the neighbours; more would let a hoof drag on the leg above it. */
    private static final int SMOOTHING = 3;

    private SkinWeights() {}

    static Skin of(float[] shares, int[] triangles) {
        int joints = QuadrupedSkeleton.count();
        int vertices = shares.length / joints;
        float[] smooth = shares.clone();
        for (int round = 0; round < SMOOTHING; round++) {
            smooth = smoothed(smooth, triangles, joints);
        }
        int[] indices = new int[Skin.INFLUENCES * vertices];
        float[] weights = new float[Skin.INFLUENCES * vertices];
        for (int v = 0; v < vertices; v++) {
            strongest(smooth, v, joints, indices, weights);
        }
        return new Skin(indices, weights);
    }

    private static float[] smoothed(float[] from, int[] triangles, int joints) {
        float[] sum = new float[from.length];
        int[] degree = new int[from.length / joints];
        for (int t = 0; t < triangles.length; t++) {
            int a = triangles[t];
            int b = triangles[t % 3 == 2 ? t - 2 : t + 1];
            degree[a]++;
            for (int j = 0; j < joints; j++) {
                sum[joints * a + j] += from[joints * b + j];
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = 0.5f * from[i] + 0.5f * sum[i] / degree[i / joints];
        }
        return sum;
    }

    private static void strongest(float[] shares, int v, int joints, int[] indices, float[] weights) {
        float[] row = Arrays.copyOfRange(shares, joints * v, joints * (v + 1));
        float total = 0;
        for (int k = 0; k < Skin.INFLUENCES; k++) {
            int best = 0;
            for (int j = 1; j < joints; j++) {
                if (row[j] > row[best]) {
                    best = j;
                }
            }
            // Below one part in a hundred an influence only costs time.
            float w = row[best] < 0.01f ? 0 : row[best];
            indices[Skin.INFLUENCES * v + k] = w == 0 ? 0 : best;
            weights[Skin.INFLUENCES * v + k] = w;
            total += w;
            row[best] = 0;
        }
        for (int k = 0; k < Skin.INFLUENCES; k++) {
            weights[Skin.INFLUENCES * v + k] /= total;
        }
    }
}
