package io.canter.tracking;

/**
 * The rest shape (bind pose) of one individual of a family: the template's topology with other vertices and joints.
 *
 * @param vertices 3 per template vertex, canonical frame
 * @param joints 3 per joint, canonical frame
 */
public record Body(float[] vertices, float[] joints) {
    /** The same shape at another size. */
    public Body scaled(float factor) {
        return new Body(scale(vertices, factor), scale(joints, factor));
    }

    private static float[] scale(float[] values, float factor) {
        float[] out = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = values[i] * factor;
        }
        return out;
    }
}
