package io.canter.tracking;

import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;

/**
 * What the maps of one detection say, as a list: this spot of the template's surface lies on that ray, and about there
 * relative to the root. Axes are the frame's camera. Buffers are of fixed size and reused from frame to frame.
 */
final class Correspondences {
    /**
     * A canonical point farther from the template than this is no point of the animal. Where a network wavers between
     * two places it answers with one between them, inside of the body: half a barrel must be bridged.
     */
    static final float REACH_METRES = 0.3f;

    private static final float OCCUPIED = 0.5f;
    /**
     * Confidence c is trained to be two over the summed squared error of Q and P, six numbers: so each errs by
     * {@code 1 / (3 c)} squared.
     */
    private static final double VARIANCE_SHARE = 1.0 / 3;
    /** However sure the network is, its pixels are this coarse: errors across a ray and of a posed point, metres. */
    private static final double RAY_SIGMA_MIN = 0.03;

    private static final double POSED_SIGMA_MIN = 0.05;
    /** Of the list, the share that the visible layer may take; the rest is split among the hidden ones. */
    private static final double VISIBLE_SHARE = 0.55;

    private final Rig rig;
    private final SurfaceIndex index;
    private final SurfaceIndex.Hit hit = new SurfaceIndex.Hit();
    private final double[] blended; // weight by joint, zero between calls
    private final int[] touched = new int[3 * Skin.INFLUENCES];

    /** Bound on {@link #mapped}. */
    final int mapCapacity;
    /** Bound on {@link #count}. */
    final int capacity;
    /** Points that come from the maps; they stand first. */
    int mapped;
    /** All points: those of the maps, then those of the outline. */
    int count;
    /** Of these, the points of the visible layer; they stand before the others. */
    int visible;
    /** Occupied pixels of the visible layer, whether matched or not. */
    int visiblePixels;
    /** Mean occupancy over them. */
    double meanOccupancy;
    /** Mean distance of the maps' points from the template's surface, template metres. */
    double offSurfaceMetres;

    final double[] rays; // unit direction of the pixel
    final double[] posed; // P
    final double[] canonical; // Q
    final double[] weights; // 1 for a full observation
    final double[] rayInformation; // one over variance across the ray, 1 / square metre
    final double[] posedInformation; // the same for P; 0 where there is no P
    final int[] triangles;
    final double[] barycentrics; // 3 per point
    final int[] joints; // 4 per point
    final double[] skinWeights; // 4 per point
    /** The same spot on the other side of the body, for points of limbs: networks take left for right. */
    final OtherSide otherSide;

    /** Of maps only. */
    Correspondences(Rig rig, int capacity) {
        this(rig, capacity, 0);
    }

    /**
     * @param mapCapacity bound on points of the maps
     * @param outlineCapacity bound on points of the outline
     */
    Correspondences(Rig rig, int mapCapacity, int outlineCapacity) {
        this.rig = rig;
        this.mapCapacity = mapCapacity;
        capacity = mapCapacity + outlineCapacity;
        index = new SurfaceIndex(rig.mesh());
        blended = new double[rig.skeleton().jointCount()];
        rays = new double[3 * capacity];
        posed = new double[3 * capacity];
        canonical = new double[3 * capacity];
        weights = new double[capacity];
        rayInformation = new double[capacity];
        posedInformation = new double[capacity];
        otherSide = new OtherSide(rig, mapCapacity);
        triangles = new int[capacity];
        barycentrics = new double[3 * capacity];
        joints = new int[Skin.INFLUENCES * capacity];
        skinWeights = new double[Skin.INFLUENCES * capacity];
    }

    /** Replaces the list by what {@code detection} says. */
    void read(Detection detection) {
        count = 0;
        mapped = 0;
        visible = 0;
        visiblePixels = 0;
        meanOccupancy = 0;
        offSurfaceMetres = 0;
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
            readLayer(detection, layer, occupied, (int) (share * mapCapacity));
            visible = layer == 0 ? count : visible;
        }
        mapped = count;
        offSurfaceMetres /= Math.max(1, mapped);
    }

    /** Leaves only the points of the maps. */
    void dropOutline() {
        count = mapped;
    }

    /**
     * Adds a point of the outline.
     *
     * @param first weight of the triangle's first corner, {@code second} of its second
     * @param x of a direction in the crop camera with z = 1, as {@code y}
     */
    void addOutline(
            int triangle,
            double first,
            double second,
            CropCamera camera,
            double x,
            double y,
            double sigma,
            double weight) {
        if (count == capacity) {
            return;
        }
        int i = 3 * count;
        float[] m = camera.frameFromCrop();
        for (int a = 0; a < 3; a++) {
            rays[i + a] = m[3 * a] * x + m[3 * a + 1] * y + m[3 * a + 2];
            posed[i + a] = 0;
        }
        normalise(i);
        triangles[count] = triangle;
        barycentrics[i] = first;
        barycentrics[i + 1] = second;
        barycentrics[i + 2] = 1 - first - second;
        weights[count] = weight;
        rayInformation[count] = 1 / (sigma * sigma);
        posedInformation[count] = 0;
        blendSkin(count);
        count++;
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
        weights[count] = 1;
        offSurfaceMetres += Math.sqrt(hit.distanceSquared);
        double variance = VARIANCE_SHARE * (1 / confidence + hit.distanceSquared);
        rayInformation[count] = 1 / (RAY_SIGMA_MIN * RAY_SIGMA_MIN + variance);
        posedInformation[count] = 1 / (POSED_SIGMA_MIN * POSED_SIGMA_MIN + variance);
        blendSkin(count);
        readOtherSide(q[at], q[at + plane], q[at + 2 * plane]);
        count++;
    }

    /** Notes where the point would be were left taken for right. */
    private void readOtherSide(double x, double y, double z) {
        double own = hit.distanceSquared;
        boolean sided = otherSide.isSided(joints[Skin.INFLUENCES * count]);
        if (!sided || !index.nearestMirrored(x, y, z, REACH_METRES, hit)) {
            otherSide.put(count, false, 0, 0);
            return;
        }
        // The mirror image of Q lies 2 x away from Q; the spot found lies about there.
        otherSide.put(count, true, own, hit.distanceSquared + 4 * x * x);
        swap(count);
        triangles[count] = hit.triangle;
        barycentrics[3 * count] = hit.u;
        barycentrics[3 * count + 1] = hit.v;
        barycentrics[3 * count + 2] = hit.w;
        blendSkin(count);
        swap(count);
    }

    /** Exchanges a point with the same spot on the other side of the body. */
    void swap(int point) {
        otherSide.exchange(point, triangles, barycentrics, joints, skinWeights, posedInformation);
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
}
