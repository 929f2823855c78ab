package io.canter.tracking;

import io.canter.inference.DualPointMaps;

/**
 * Looks in the visible layer's Q for a point of the template: the inverse of the canonical map. The pose says about where
 * to look, Q says exactly where. One instance serves one thread; nothing is allocated by a search.
 */
final class CanonicalSearch {
    /** Half the edge of the window that is searched, as a share of the map's edge: the error of a fair fit. */
    private static final double WINDOW = 0.08;
    /** A point farther than this from the nearest Q is not seen, metres. */
    private static final double REACH = 0.1;
    /** The same for the nearest of every second pixel. */
    private static final double COARSE_REACH = 0.2;
    /** A network that wavers between a left and a right leg errs in x: the pose knows better, so x counts less. */
    private static final float SIDE_SHARE = 0.5f;

    private DualPointMaps maps;
    private int size;
    private double column;
    private double row;
    private double distanceSquared;

    void read(DualPointMaps next) {
        maps = next;
        size = next.size();
    }

    /** Of the place found last, map pixels, centres at +0.5. */
    double column() {
        return column;
    }

    double row() {
        return row;
    }

    /** The pixel that holds it. */
    int pixel() {
        return clamp((int) row) * size + clamp((int) column);
    }

    /** Square metres between the point and Q there. */
    double distanceSquared() {
        return distanceSquared;
    }

    /** Metres between a point of the template and Q of the pixel found, left and right counting in full. */
    double apart(float x, float y, float z) {
        float[] q = maps.canonical();
        int plane = size * size;
        int p = pixel();
        return Math.sqrt(Math.pow(q[p] - x, 2) + Math.pow(q[plane + p] - y, 2) + Math.pow(q[2 * plane + p] - z, 2));
    }

    private int clamp(int index) {
        return Math.max(0, Math.min(size - 1, index));
    }

    private boolean isAnimal(int pixel) {
        return CanonicalSample.isAnimal(maps, pixel);
    }

    /**
     * Finds the place whose Q is nearest to a point of the template.
     *
     * @param x template rest frame, metres, as y and z
     * @param atColumn about where to look, map pixels
     * @return false where no pixel nearby is within reach
     */
    boolean find(float x, float y, float z, double atColumn, double atRow) {
        int reach = (int) Math.ceil(WINDOW * size);
        int i0 = Math.max(0, (int) Math.floor(atColumn) - reach);
        int i1 = Math.min(size - 1, (int) Math.floor(atColumn) + reach);
        int j0 = Math.max(0, (int) Math.floor(atRow) - reach);
        int j1 = Math.min(size - 1, (int) Math.floor(atRow) + reach);
        // Q is smooth: every second pixel first, then around the best of them.
        int coarse = nearest(x, y, z, i0, i1, j0, j1, 2, COARSE_REACH);
        if (coarse < 0) {
            return false;
        }
        int i = coarse % size;
        int j = coarse / size;
        int pixel = nearest(
                x, y, z, Math.max(i0, i - 1), Math.min(i1, i + 1), Math.max(j0, j - 1), Math.min(j1, j + 1), 1, REACH);
        if (pixel < 0) {
            return false;
        }
        refine(pixel, x, y, z);
        return true;
    }

    /** The animal's pixel with the nearest Q among some, or -1 where none is within reach (metres). */
    private int nearest(float x, float y, float z, int i0, int i1, int j0, int j1, int step, double reach) {
        float[] q = maps.canonical();
        int plane = size * size;
        float best = (float) (reach * reach);
        int pixel = -1;
        for (int j = j0; j <= j1; j += step) {
            for (int p = j * size + i0; p <= j * size + i1; p += step) {
                if (!isAnimal(p)) {
                    continue;
                }
                float dx = SIDE_SHARE * (q[p] - x);
                float dy = q[plane + p] - y;
                float dz = q[2 * plane + p] - z;
                float d = dx * dx + dy * dy + dz * dz;
                if (d < best) {
                    best = d;
                    pixel = p;
                }
            }
        }
        distanceSquared = best;
        return pixel;
    }

    /** From the nearest pixel's centre to the nearest spot of Q, taken as a plane between the pixel's neighbours. */
    private void refine(int pixel, float x, float y, float z) {
        int i = pixel % size;
        int j = pixel / size;
        column = i + 0.5;
        row = j + 0.5;
        if (i == 0 || j == 0 || i == size - 1 || j == size - 1) {
            return;
        }
        int left = isAnimal(pixel - 1) ? pixel - 1 : pixel;
        int right = isAnimal(pixel + 1) ? pixel + 1 : pixel;
        int above = isAnimal(pixel - size) ? pixel - size : pixel;
        int below = isAnimal(pixel + size) ? pixel + size : pixel;
        if (left == right || above == below) {
            return;
        }
        float[] q = maps.canonical();
        int plane = size * size;
        double uu = 0;
        double uv = 0;
        double vv = 0;
        double ur = 0;
        double vr = 0;
        double rr = 0;
        for (int k = 0; k < 3; k++) {
            double u = (q[k * plane + right] - q[k * plane + left]) / (right - left);
            double w = (q[k * plane + below] - q[k * plane + above]) / ((below - above) / size);
            double r = (k == 0 ? x : k == 1 ? y : z) - q[k * plane + pixel];
            uu += u * u;
            uv += u * w;
            vv += w * w;
            ur += u * r;
            vr += w * r;
            rr += r * r;
        }
        double determinant = uu * vv - uv * uv;
        if (!(determinant > 1e-3 * uu * vv)) {
            return;
        }
        double du = Math.max(-0.7, Math.min(0.7, (vv * ur - uv * vr) / determinant));
        double dv = Math.max(-0.7, Math.min(0.7, (uu * vr - uv * ur) / determinant));
        column += du;
        row += dv;
        distanceSquared = Math.max(0, rr - 2 * (du * ur + dv * vr) + du * du * uu + 2 * du * dv * uv + dv * dv * vv);
    }
}
