package io.canter.tracking;

import io.canter.inference.DualPointMaps;

/** Reads the visible layer's Q between its pixels. */
final class CanonicalSample {
    private static final float OCCUPIED = 0.5f;
    /** Neighbouring pixels whose Q is farther apart than this (metres) show two parts of the body: no mean of both. */
    private static final float JUMP = 0.25f;

    private CanonicalSample() {}

    /** Whether the visible layer shows an animal at a pixel. */
    static boolean isAnimal(DualPointMaps maps, int pixel) {
        return maps.occupancy()[pixel] > OCCUPIED;
    }

    /**
     * Q at a place of the map: bilinear between those of the four pixels around that are animal and show the same part.
     *
     * @param column map pixels, centres at +0.5, as row
     * @param out receives x, y, z in the template's rest frame, metres
     * @return false where the pixel itself shows no animal
     */
    static boolean at(DualPointMaps maps, float column, float row, float[] out) {
        int size = maps.size();
        int i = (int) Math.floor(column);
        int j = (int) Math.floor(row);
        if (!(column >= 0 && row >= 0) || i >= size || j >= size || !isAnimal(maps, j * size + i)) {
            return false;
        }
        float[] q = maps.canonical();
        int plane = size * size;
        int own = j * size + i;
        int left = (int) Math.floor(column - 0.5f);
        int top = (int) Math.floor(row - 0.5f);
        double x = 0;
        double y = 0;
        double z = 0;
        double sum = 0;
        for (int b = top; b <= top + 1; b++) {
            for (int a = left; a <= left + 1; a++) {
                int p = b * size + a;
                if (a < 0 || b < 0 || a >= size || b >= size || !isAnimal(maps, p)) {
                    continue;
                }
                if (!(distanceSquared(q, plane, own, p) <= JUMP * JUMP)) {
                    continue;
                }
                double w = (1 - Math.abs(a + 0.5 - column)) * (1 - Math.abs(b + 0.5 - row));
                x += w * q[p];
                y += w * q[plane + p];
                z += w * q[2 * plane + p];
                sum += w;
            }
        }
        if (!(sum > 0) || !Double.isFinite(x + y + z)) {
            return false;
        }
        out[0] = (float) (x / sum);
        out[1] = (float) (y / sum);
        out[2] = (float) (z / sum);
        return true;
    }

    private static float distanceSquared(float[] q, int plane, int a, int b) {
        float x = q[a] - q[b];
        float y = q[plane + a] - q[plane + b];
        float z = q[2 * plane + a] - q[2 * plane + b];
        return x * x + y * y + z * z;
    }
}
