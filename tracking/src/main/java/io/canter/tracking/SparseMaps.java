package io.canter.tracking;

import io.canter.inference.Box;
import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;

/**
 * The maps of one detection, thinned out to what a later fit needs: some hundred pixels of all layers, in millimetres,
 * and the visible mask. Takes {@value #BYTES_PER_POINT} bytes a pixel, so that a whole clip's maps can be kept.
 */
final class SparseMaps {
    /** Neighbouring pixels err together, so that more of them would hardly say more. */
    static final int POINTS_MAX = 400;

    static final int BYTES_PER_POINT = 18;
    /** Of the points, the share that the visible layer may take; the rest is split among the hidden ones. */
    private static final double VISIBLE_SHARE = 0.55;

    private static final float OCCUPIED = 0.5f;
    private static final float UNITS_PER_METRE = 1000;

    private final Box box;
    private final CropCamera camera;
    private final float score;
    private final int layers;
    private final int size;
    private final short[] pixels; // of all layers together, as an unsigned number
    private final short[] places; // 6 per point: Q and P, millimetres
    private final float[] confidences;
    private final long[] mask; // of the visible layer
    private final float share; // of the usable pixels that were kept

    SparseMaps(Detection detection, int pointsMax) {
        DualPointMaps maps = detection.maps();
        box = detection.box();
        camera = detection.camera();
        score = detection.score();
        layers = maps.layers();
        size = maps.size();
        int plane = size * size;
        mask = new long[(plane + Long.SIZE - 1) / Long.SIZE];
        int[] usable = new int[layers];
        int total = 0;
        for (int i = 0; i < layers * plane; i++) {
            if (i < plane && maps.occupancy()[i] > OCCUPIED) {
                mask[i / Long.SIZE] |= 1L << (i % Long.SIZE);
            }
            if (usable(maps, i)) {
                usable[i / plane]++;
                total++;
            }
        }
        int[] allowed = new int[layers];
        int kept = 0;
        for (int l = 0; l < layers; l++) {
            double part = layers == 1 ? 1 : l == 0 ? VISIBLE_SHARE : (1 - VISIBLE_SHARE) / (layers - 1);
            allowed[l] = Math.min(usable[l], (int) (part * pointsMax));
            kept += allowed[l];
        }
        share = total == 0 ? 1 : (float) kept / total;
        pixels = new short[kept];
        places = new short[6 * kept];
        confidences = new float[kept];
        int n = 0;
        for (int l = 0; l < layers; l++) {
            n = keep(maps, l, usable[l], allowed[l], n);
        }
    }

    /** Spreads the picks evenly over a layer's usable pixels, in their order. */
    private int keep(DualPointMaps maps, int layer, int usable, int allowed, int first) {
        int plane = size * size;
        int n = first;
        int seen = 0;
        for (int i = layer * plane; i < (layer + 1) * plane; i++) {
            if (!usable(maps, i)) {
                continue;
            }
            seen++;
            if ((long) seen * allowed / usable > n - first) {
                pixels[n] = (short) i;
                int at = 3 * layer * plane + i - layer * plane;
                for (int a = 0; a < 3; a++) {
                    places[6 * n + a] = millimetres(maps.canonical()[at + a * plane]);
                    places[6 * n + 3 + a] = millimetres(maps.posed()[at + a * plane]);
                }
                confidences[n] = maps.confidence()[i];
                n++;
            }
        }
        return n;
    }

    /** Whether a pixel says something that can be kept. */
    private static boolean usable(DualPointMaps maps, int i) {
        int plane = maps.size() * maps.size();
        if (!(maps.occupancy()[i] > OCCUPIED) || !(maps.confidence()[i] > 0) || maps.confidence()[i] > 1e30f) {
            return false;
        }
        int at = 3 * (i / plane) * plane + i % plane;
        for (int a = 0; a < 3; a++) {
            // A short holds 32 metres; no animal is as large. NaN fails as well.
            if (!(Math.abs(maps.canonical()[at + a * plane]) < 32) || !(Math.abs(maps.posed()[at + a * plane]) < 32)) {
                return false;
            }
        }
        return true;
    }

    private static short millimetres(float metres) {
        return (short) Math.round(UNITS_PER_METRE * metres);
    }

    int count() {
        return pixels.length;
    }

    /** Part of the usable pixels that were kept, 0..1. */
    float share() {
        return share;
    }

    Box box() {
        return box;
    }

    /** Bytes that an instance takes, about. */
    long bytes() {
        return 160 + (long) BYTES_PER_POINT * count() + 8L * mask.length;
    }

    /** Whether the maps go into arrays of this many layers and pixels. */
    boolean fits(DualPointMaps maps) {
        return maps.layers() == layers && maps.size() == size;
    }

    DualPointMaps emptyMaps() {
        int slots = layers * size * size;
        return new DualPointMaps(
                layers, size, new float[3 * slots], new float[3 * slots], new float[slots], new float[slots]);
    }

    /**
     * The detection again. Pixels of the mask that were not kept get the Q of the nearest one that was, for who compares
     * outlines, but no confidence, so that they are no points.
     *
     * @param into overwritten; the detection is a view of it
     */
    Detection expand(DualPointMaps into) {
        int plane = size * size;
        java.util.Arrays.fill(into.occupancy(), 0);
        java.util.Arrays.fill(into.confidence(), 0);
        for (int i = 0; i < plane; i++) {
            into.occupancy()[i] = mask[i / Long.SIZE] >>> (i % Long.SIZE) & 1;
        }
        for (int n = 0; n < pixels.length; n++) {
            int i = Short.toUnsignedInt(pixels[n]);
            int at = 3 * (i / plane) * plane + i % plane;
            for (int a = 0; a < 3; a++) {
                into.canonical()[at + a * plane] = places[6 * n + a] / UNITS_PER_METRE;
                into.posed()[at + a * plane] = places[6 * n + 3 + a] / UNITS_PER_METRE;
            }
            into.occupancy()[i] = 1;
            into.confidence()[i] = confidences[n];
        }
        fill(into);
        return new Detection(box, camera, into, score);
    }

    /** Nearest along rows and columns, in one pass down and one up. */
    private void fill(DualPointMaps into) {
        int plane = size * size;
        int[] distance = new int[plane];
        float[] q = into.canonical();
        for (int i = 0; i < plane; i++) {
            distance[i] = into.confidence()[i] > 0 ? 0 : 2 * size;
            take(q, distance, i, i % size > 0 ? i - 1 : i);
            take(q, distance, i, i >= size ? i - size : i);
        }
        for (int i = plane - 1; i >= 0; i--) {
            take(q, distance, i, i % size < size - 1 ? i + 1 : i);
            take(q, distance, i, i < plane - size ? i + size : i);
        }
    }

    private void take(float[] q, int[] distance, int at, int from) {
        if (distance[from] + 1 < distance[at]) {
            distance[at] = distance[from] + 1;
            for (int a = 0; a < 3; a++) {
                q[a * size * size + at] = q[a * size * size + from];
            }
        }
    }
}
