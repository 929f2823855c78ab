package io.canter.training.evaluation;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.ingest.Intrinsics;

/** The network's raw word on the visible surface (layer 0) of one detection, read in pixels of the frame. */
final class VisibleMap {
    private static final float OCCUPIED = 0.5f;

    private final Detection seen;
    private final DualPointMaps maps;
    private final Intrinsics camera;
    private final int size;
    private final float[] point = new float[2];

    /** @param camera of the frame */
    VisibleMap(Detection seen, Intrinsics camera) {
        this.seen = seen;
        this.camera = camera;
        maps = seen.maps();
        size = maps.size();
    }

    /** True where the occupancy, between map pixels interpolated, is above a half; width x height, row-major. */
    boolean[] mask(int width, int height) {
        boolean[] mask = new boolean[width * height];
        for (int i = 0; i < mask.length; i++) {
            seen.camera().projectFromFrame(i % width + 0.5f, i / width + 0.5f, camera, point);
            mask[i] = point[0] >= 0 && point[0] <= 1 && point[1] >= 0 && point[1] <= 1 && occupancy() > OCCUPIED;
        }
        return mask;
    }

    /** At the present point. */
    private float occupancy() {
        float x = Math.max(0, Math.min(size - 1.001f, point[0] * size - 0.5f));
        float y = Math.max(0, Math.min(size - 1.001f, point[1] * size - 0.5f));
        int column = (int) x;
        int row = (int) y;
        int p = row * size + column;
        float wx = x - column;
        float wy = y - row;
        float[] o = maps.occupancy();
        return (1 - wy) * ((1 - wx) * o[p] + wx * o[p + 1]) + wy * ((1 - wx) * o[p + size] + wx * o[p + size + 1]);
    }

    /**
     * The occupied pixel whose Q lies nearest to a canonical point.
     *
     * @param out receives its centre in the frame, pixels
     * @return false where no pixel is occupied
     */
    boolean find(float x, float y, float z, float[] out) {
        int plane = size * size;
        float[] q = maps.canonical();
        int best = -1;
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < plane; i++) {
            if (maps.occupancy()[i] > OCCUPIED) {
                float dx = q[i] - x;
                float dy = q[i + plane] - y;
                float dz = q[i + 2 * plane] - z;
                float d = dx * dx + dy * dy + dz * dz;
                if (d < least) {
                    least = d;
                    best = i;
                }
            }
        }
        if (best < 0) {
            return false;
        }
        seen.camera().projectToFrame((best % size + 0.5f) / size, (best / size + 0.5f) / size, camera, out);
        return true;
    }

    /**
     * Q of the occupied pixel nearest to a place in the frame.
     *
     * @param out receives x, y, z
     * @return false where no pixel is occupied
     */
    boolean canonicalAt(float frameX, float frameY, float[] out) {
        seen.camera().projectFromFrame(frameX, frameY, camera, point);
        int plane = size * size;
        int best = -1;
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < plane; i++) {
            if (maps.occupancy()[i] > OCCUPIED) {
                float dx = i % size + 0.5f - point[0] * size;
                float dy = i / size + 0.5f - point[1] * size;
                if (dx * dx + dy * dy < least) {
                    least = dx * dx + dy * dy;
                    best = i;
                }
            }
        }
        if (best < 0) {
            return false;
        }
        for (int a = 0; a < 3; a++) {
            out[a] = maps.canonical()[a * plane + best];
        }
        return true;
    }
}
