package io.canter.tracking;

/**
 * Linear blend skinning weights, four influences a vertex.
 *
 * @param joints 4 joint indices per vertex
 * @param weights 4 weights per vertex, each >= 0, summing to 1 within 1e-4
 */
public record Skin(int[] joints, float[] weights) {
    public static final int INFLUENCES = 4;

    public Skin {
        if (joints.length != weights.length || joints.length % INFLUENCES != 0) {
            throw new IllegalArgumentException("skin has " + joints.length + " joints, " + weights.length + " weights");
        }
        for (int v = 0; v < weights.length; v += INFLUENCES) {
            float sum = weights[v] + weights[v + 1] + weights[v + 2] + weights[v + 3];
            if (!(Math.abs(sum - 1) <= 1e-4f)) {
                throw new IllegalArgumentException("weights of vertex " + v / INFLUENCES + " sum to " + sum);
            }
        }
    }
}
