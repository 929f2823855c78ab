package io.canter.tracking;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;

/**
 * What the maps of one detection say, as a list: this spot of the template's surface lies on that ray, and about there
 * relative to the root. Axes are the frame's camera. Buffers are of fixed size and reused from frame to frame.
 */
final class Correspondences {
    /** A canonical point farther from the template than this is no point of the animal (half a horse's barrel). */
    static final float REACH_METRES = 0.15f;

    private static final float OCCUPIED = 0.5f;
    /** One over-confident pixel must not outvote many: no weight is more than this times the mean, or less. */
    private static final double WEIGHT_RANGE = 4;
    /** Of the list, the share that the visible layer may take; the rest is split among the hidden ones. */
    private static final double VISIBLE_SHARE = 0.55;

    private final Rig rig;
    private final SurfaceIndex index;
    private final SurfaceIndex.Hit hit = new SurfaceIndex.Hit();
    private final double[] blended; // weight by joint, zero between calls
    private final int[] touched = new int[3 * Skin.INFLUENCES];

    final int capacity;
    int count;
    /** Occupied pixels of the visible layer, whether matched or not. */
    int visiblePixels;
    /** Mean occupancy over them. */
    double meanOccupancy;

    final double[] rays; // unit direction of the pixel
    final double[] posed; // P
    final double[] canonical; // Q
    final double[] weights; // mean about 1
    final int[] triangles;
    final double[] barycentrics; // 3 per point
    final int[] joints; // 4 per point
    final double[] skinWeights; // 4 per point

    Correspondences(Rig rig, int capacity) {
        this.rig = rig;
        this.capacity = capacity;
        index = new SurfaceIndex(rig.mesh());
        blended = new double[rig.skeleton().jointCount()];
        rays = new double[3 * capacity];
        posed = new double[3 * capacity];
        canonical = new double[3 * capacity];
        weights = new double[capacity];
        triangles = new int[capacity];
        barycentrics = new double[3 * capacity];
        joints = new int[Skin.INFLUENCES * capacity];
        skinWeights = new double[Skin.INFLUENCES * capacity];
    }

    /** Replaces the list by what {@code detection} says. */
    void read(Detection detection) {
        count = 0;
        visiblePixels = 0;
        meanOccupancy = 0;
        DualPointMaps maps = detection.maps();
        int plane = maps.size() * maps.size();
        for (int layer = 0; layer < maps.layers(); layer++) {
            int occupied = 0;
            double sum = 0;
            for (int i = layer * plane; i < (layer + 1) * plane; i++) {
                if (maps.occupancy()[i] > OCCUPIED) {
                    occupied++;
                    sum += maps.occupancy()[i];
                }
            }
            if (layer == 0) {
                visiblePixels = occupied;
                meanOccupancy = occupied == 0 ? 0 : Math.min(sum / occupied, 1);
            }
            double share =
                    maps.layers() == 1 ? 1 : layer == 0 ? VISIBLE_SHARE : (1 - VISIBLE_SHARE) / (maps.layers() - 1);
            readLayer(detection, layer, occupied, (int) (share * capacity));
        }
        normaliseWeights();
    }

    /** Spreads at most {@code allowed} picks evenly over the occupied pixels, in their order. */
    private void readLayer(Detection detection, int layer, int occupied, int allowed) {
        DualPointMaps maps = detection.maps();
        int plane = maps.size() * maps.size();
        int seen = 0;
        int picked = 0;
        for (int pixel = 0; pixel < plane; pixel++) {
            if (!(maps.occupancy()[layer * plane + pixel] > OCCUPIED)) {
                continue;
            }
            seen++;
            if ((long) seen * Math.min(allowed, occupied) / occupied > picked) {
                picked++;
                add(detection, layer, pixel);
            }
        }
    }

    private void add(Detection detection, int layer, int pixel) {
        DualPointMaps maps = detection.maps();
        int size = maps.size();
        int plane = size * size;
        int at = 3 * layer * plane + pixel;
        float[] q = maps.canonical();
        float[] p = maps.posed();
        double confidence = maps.confidence()[layer * plane + pixel];
        double sum = (double) q[at] + q[at + plane] + q[at + 2 * plane];
        sum += (double) p[at] + p[at + plane] + p[at + 2 * plane] + confidence;
        if (Double.isNaN(sum) || Double.isInfinite(sum) || confidence <= 0) {
            return;
        }
        if (!index.nearest(q[at], q[at + plane], q[at + 2 * plane], REACH_METRES, hit)) {
            return;
        }
        int i = 3 * count;
        double tanHalf = detection.camera().tanHalf();
        double x = (2 * (pixel % size + 0.5) / size - 1) * tanHalf;
        double y = (2 * (pixel / size + 0.5) / size - 1) * tanHalf;
        float[] frameFromCrop = detection.camera().frameFromCrop();
        for (int a = 0; a < 3; a++) {
            double mx = frameFromCrop[3 * a];
            double my = frameFromCrop[3 * a + 1];
            double mz = frameFromCrop[3 * a + 2];
            rays[i + a] = mx * x + my * y + mz;
            posed[i + a] = mx * p[at] + my * p[at + plane] + mz * p[at + 2 * plane];
            canonical[i + a] = q[at + a * plane];
        }
        normalise(i);
        triangles[count] = hit.triangle;
        barycentrics[i] = hit.u;
        barycentrics[i + 1] = hit.v;
        barycentrics[i + 2] = hit.w;
        weights[count] = confidence;
        blendSkin(count);
        count++;
    }

    /** To the last bit: the matrix is of floats, and a fit in metres stands many metres off. */
    private void normalise(int i) {
        double x = rays[i];
        double y = rays[i + 1];
        double z = rays[i + 2];
        double n = 1 / Math.sqrt(x * x + y * y + z * z);
        rays[i] = n * x;
        rays[i + 1] = n * y;
        rays[i + 2] = n * z;
    }

    /** Skin weights at the surface point: those of the triangle's corners, mixed; the four largest are kept. */
    private void blendSkin(int point) {
        int[] corners = rig.mesh().triangles();
        int[] influences = rig.skin().joints();
        float[] skin = rig.skin().weights();
        int n = 0;
        for (int c = 0; c < 3; c++) {
            double b = barycentrics[3 * point + c];
            int vertex = corners[3 * triangles[point] + c];
            for (int k = Skin.INFLUENCES * vertex; k < Skin.INFLUENCES * (vertex + 1); k++) {
                if (b * skin[k] > 0) {
                    if (blended[influences[k]] == 0) {
                        touched[n++] = influences[k];
                    }
                    blended[influences[k]] += b * skin[k];
                }
            }
        }
        double sum = 0;
        int first = Skin.INFLUENCES * point;
        for (int k = first; k < first + Skin.INFLUENCES; k++) {
            int largest = touched[0];
            for (int t = 1; t < n; t++) {
                largest = blended[touched[t]] > blended[largest] ? touched[t] : largest;
            }
            joints[k] = largest;
            skinWeights[k] = blended[largest];
            sum += blended[largest];
            blended[largest] = 0;
        }
        for (int k = first; k < first + Skin.INFLUENCES; k++) {
            skinWeights[k] /= sum;
        }
        for (int t = 0; t < n; t++) {
            blended[touched[t]] = 0;
        }
    }

    /**
     * The network's confidence is one over a variance up to a factor that depends on its loss; only ratios are used, so
     * that the fit's own noise levels keep their meaning.
     */
    private void normaliseWeights() {
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += weights[i] / count;
        }
        for (int i = 0; i < count; i++) {
            weights[i] = Math.max(1 / WEIGHT_RANGE, Math.min(WEIGHT_RANGE, weights[i] / mean));
        }
    }
}
