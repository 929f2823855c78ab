package io.canter.output;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.LayeredRasterizer;
import java.nio.ByteBuffer;

/**
 * Paints rasterised meshes over packed RGB: smooth normals, a key light from above left, light from the sky, a bright
 * rim that sets the body off from the video. Touches only the box that holds the meshes.
 */
final class MeshPainter {
    // Towards the key light, camera frame (y down, z forward): above, left, on the camera's side. Unit length.
    private static final float KEY_X = -0.45f;
    private static final float KEY_Y = -0.70f;
    private static final float KEY_Z = -0.555f;
    private static final float AMBIENT = 0.30f;
    private static final float SKY = 0.18f;
    private static final float KEY = 0.62f;
    private static final float RIM = 0.35f;
    // A pixel on the outline is partly background; this share of the opacity is lost per open side.
    private static final float EDGE_LOSS = 0.16f;

    /** What colour a pixel of the mesh has before it is lit. */
    interface Colour {
        /** Writes red, green, blue (0..1) of a hit. */
        void of(LayeredRasterizer raster, int pixel, float[] rgb);
    }

    private final float[] rgb = new float[3];

    /**
     * @param pixels packed RGB of the rasteriser's size
     * @param triangles those that were rasterised
     * @param normals unit vertex normals, camera frame
     * @param opacity 0..1
     */
    void paint(
            ByteBuffer pixels,
            LayeredRasterizer raster,
            Intrinsics camera,
            int[] triangles,
            float[] normals,
            Colour colour,
            float opacity) {
        int width = raster.width();
        for (int j = raster.hitY0(); j < raster.hitY1(); j++) {
            float viewY = (j + 0.5f - camera.cy()) / camera.fy();
            for (int i = raster.hitX0(); i < raster.hitX1(); i++) {
                int pixel = j * width + i;
                if (!raster.hit(0, pixel)) {
                    continue;
                }
                float viewX = (i + 0.5f - camera.cx()) / camera.fx();
                colour.of(raster, pixel, rgb);
                light(raster, pixel, triangles, normals, viewX, viewY);
                float alpha = opacity * (1 - EDGE_LOSS * openSides(raster, i, j, pixel));
                for (int k = 0; k < 3; k++) {
                    float under = pixels.get(3 * pixel + k) & 0xff;
                    float over = 255 * Math.min(1, rgb[k]);
                    pixels.put(3 * pixel + k, (byte) Math.round(under + alpha * (over - under)));
                }
            }
        }
    }

    private void light(LayeredRasterizer raster, int pixel, int[] triangles, float[] normals, float vx, float vy) {
        int t = 3 * raster.triangle(0, pixel);
        int a = 3 * triangles[t];
        int b = 3 * triangles[t + 1];
        int c = 3 * triangles[t + 2];
        float w1 = raster.weight1(0, pixel);
        float w2 = raster.weight2(0, pixel);
        float w0 = 1 - w1 - w2;
        float x = w0 * normals[a] + w1 * normals[b] + w2 * normals[c];
        float y = w0 * normals[a + 1] + w1 * normals[b + 1] + w2 * normals[c + 1];
        float z = w0 * normals[a + 2] + w1 * normals[b + 2] + w2 * normals[c + 2];
        float inverse = 1 / (float) Math.sqrt(Math.max(1e-12f, x * x + y * y + z * z));
        x *= inverse;
        y *= inverse;
        z *= inverse;
        // The view ray is (vx, vy, 1): facing is 1 where the surface looks straight into the camera.
        float facing = -(x * vx + y * vy + z) / (float) Math.sqrt(vx * vx + vy * vy + 1);
        float key = Math.max(0, x * KEY_X + y * KEY_Y + z * KEY_Z);
        float lit = AMBIENT + SKY * 0.5f * (1 - y) + KEY * key;
        float edge = 1 - Math.max(0, Math.min(1, facing));
        float rim = RIM * edge * edge * edge;
        for (int k = 0; k < 3; k++) {
            rgb[k] = rgb[k] * lit + rim;
        }
    }

    private static int openSides(LayeredRasterizer raster, int i, int j, int pixel) {
        int width = raster.width();
        int open = i > 0 && !raster.hit(0, pixel - 1) ? 1 : 0;
        open += i < width - 1 && !raster.hit(0, pixel + 1) ? 1 : 0;
        open += j > 0 && !raster.hit(0, pixel - width) ? 1 : 0;
        open += j < raster.height() - 1 && !raster.hit(0, pixel + width) ? 1 : 0;
        return open;
    }
}
