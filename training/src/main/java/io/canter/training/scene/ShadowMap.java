package io.canter.training.scene;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.LayeredRasterizer;

/** What the sun sees of the animal, and so where its shadow falls. */
final class ShadowMap {
    private static final int SIZE = 192;
    // The sun's camera stands this far away: far enough for near-parallel rays, near enough for precise depths.
    private static final float DISTANCE = 60;
    // A surface does not shade itself within this length along the ray.
    private static final float BIAS = 0.06f;

    private final LayeredRasterizer rasterizer = new LayeredRasterizer(SIZE, SIZE, 1);
    private float[] seenFromSun = new float[0];
    private View view;

    /** Takes the picture of the posed mesh, given in the world. */
    void cast(float[] worldVertices, int[] triangles, float[] centre, float radius, float[] towardsSun) {
        if (seenFromSun.length != worldVertices.length) {
            seenFromSun = new float[worldVertices.length];
        }
        float[] eye = new float[3];
        for (int k = 0; k < 3; k++) {
            eye[k] = centre[k] + DISTANCE * towardsSun[k];
        }
        float focal = 0.5f * SIZE * DISTANCE / radius;
        view = View.lookAt(eye, centre, 0, new Intrinsics(focal, focal, 0.5f * SIZE, 0.5f * SIZE));
        view.toCamera(worldVertices, seenFromSun);
        rasterizer.rasterize(seenFromSun, triangles, focal, focal, 0.5 * SIZE, 0.5 * SIZE, true);
    }

    /** 1 where the sun reaches this point of the world, 0 in shadow, between at the shadow's edge. */
    float lit(float x, float y, float z) {
        float[] m = view.cameraFromWorld();
        float[] eye = view.eye();
        float dx = x - eye[0];
        float dy = y - eye[1];
        float dz = z - eye[2];
        float depth = m[6] * dx + m[7] * dy + m[8] * dz;
        float scale = view.intrinsics().fx() / depth;
        float u = (m[0] * dx + m[1] * dy + m[2] * dz) * scale + 0.5f * SIZE - 0.5f;
        float v = (m[3] * dx + m[4] * dy + m[5] * dz) * scale + 0.5f * SIZE - 0.5f;
        if (!(u >= 0) || !(v >= 0) || u >= SIZE - 1 || v >= SIZE - 1) {
            return 1;
        }
        int i = (int) u;
        int j = (int) v;
        float fu = u - i;
        float fv = v - j;
        float top = Noise.lerp(sample(i, j, depth), sample(i + 1, j, depth), fu);
        float bottom = Noise.lerp(sample(i, j + 1, depth), sample(i + 1, j + 1, depth), fu);
        return Noise.lerp(top, bottom, fv);
    }

    private float sample(int i, int j, float depth) {
        return rasterizer.depth(0, j * SIZE + i) + BIAS < depth ? 0 : 1;
    }
}
