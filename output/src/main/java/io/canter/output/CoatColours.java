package io.canter.output;

import io.canter.tracking.Coat;
import io.canter.tracking.LayeredRasterizer;

/** The colour of a rasterised mesh in its own coat. */
final class CoatColours {
    /** A coat holds the light of its film already: lit again on average to this, it stays as bright as it was. */
    private static final float GAIN = 1f / (255 * 0.78f);

    private CoatColours() {}

    /**
     * Mixes the colours of the three corners around a hit.
     *
     * @param triangles corners of the rasterised triangles
     * @param firstVertex what to take off them to get the coat's vertices
     * @param rgb receives red, green, blue, about 0..1, to be lit
     */
    static void of(Coat coat, LayeredRasterizer raster, int pixel, int[] triangles, int firstVertex, float[] rgb) {
        int t = 3 * raster.triangle(0, pixel);
        int a = triangles[t] - firstVertex;
        int b = triangles[t + 1] - firstVertex;
        int c = triangles[t + 2] - firstVertex;
        float w1 = raster.weight1(0, pixel);
        float w2 = raster.weight2(0, pixel);
        float w0 = 1 - w1 - w2;
        for (int k = 0; k < 3; k++) {
            rgb[k] = GAIN * (w0 * coat.channel(a, k) + w1 * coat.channel(b, k) + w2 * coat.channel(c, k));
        }
    }
}
