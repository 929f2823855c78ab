package io.canter.tracking;

import io.canter.inference.CropPicture;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.util.Arrays;

/**
 * Reads the colours of an animal off one crop. Each vertex that the fitted pose turns towards the camera looks, around
 * where the pose puts it, for the pixel whose Q is nearest to it: the pose says which side is seen, Q says exactly
 * where, and a part that hides another is told from it by its Q. Buffers are reused; one instance serves one thread.
 */
final class CoatReader {
    /** Half the edge of the window that is searched, as a share of the map's edge: the error of a fair fit. */
    private static final double WINDOW = 0.08;
    /** Standard deviation of Q's error, metres, at which a colour weighs half. */
    private static final double SIGMA = 0.05;
    /** A vertex farther than this from the nearest Q is not seen, metres. */
    private static final double REACH = 0.1;
    /** The same for the nearest of every second pixel. */
    private static final double COARSE_REACH = 0.2;
    /** A network that wavers between a left and a right leg errs in x: the pose knows better, so x counts less. */
    private static final float SIDE_SHARE = 0.5f;
    /** Cosine of the steepest view of a surface that still shows its colour: more is outline. */
    private static final double FACING_MIN = 0.25;

    private final Rig rig;
    private final MeshInCrop mesh;
    private final float[] normals;
    private final float[] seen; // 3 per vertex, 0..255
    private final float[] weights;
    private final float[] rgb = new float[3];
    private final CoatBorder border = new CoatBorder();
    private DualPointMaps maps;
    private int size;
    private double column; // of the spot found, map pixels, centres at +0.5
    private double row;
    private double distanceSquared;

    CoatReader(Rig rig) {
        this.rig = rig;
        mesh = new MeshInCrop(rig);
        normals = new float[rig.mesh().vertices().length];
        seen = new float[rig.mesh().vertices().length];
        weights = new float[rig.mesh().vertexCount()];
    }

    /**
     * Reads what a detection shows of the animal that {@code fit} has posed.
     *
     * @return whether the detection came with a picture
     */
    boolean read(Detection detection, Body body, ArticulatedFit fit) {
        if (detection.picture().isEmpty()) {
            return false;
        }
        CropPicture picture = detection.picture().get();
        maps = detection.maps();
        size = maps.size();
        Arrays.fill(weights, 0);
        border.read(maps, picture);
        float[] posed = mesh.pose(body, fit, detection.camera());
        Normals.of(posed, rig.mesh().triangles(), normals);
        float[] rest = rig.mesh().vertices();
        double focal = 0.5 * size / detection.camera().tanHalf();
        for (int v = 0; v < weights.length; v++) {
            double px = posed[3 * v];
            double py = posed[3 * v + 1];
            double pz = posed[3 * v + 2];
            double facing = -(px * normals[3 * v] + py * normals[3 * v + 1] + pz * normals[3 * v + 2])
                    / Math.sqrt(px * px + py * py + pz * pz);
            if (!(facing > FACING_MIN) || !(pz > LayeredRasterizer.NEAR)) {
                continue;
            }
            if (find(rest, v, focal * px / pz + 0.5 * size, focal * py / pz + 0.5 * size)) {
                weigh(v, facing, picture);
            }
        }
        return true;
    }

    /** 3 per vertex, 0..255; overwritten by the next reading. */
    float[] seen() {
        return seen;
    }

    /** 1 per vertex, 0 where it was not seen; overwritten by the next reading. */
    float[] weights() {
        return weights;
    }

    /** Finds the spot of the picture whose Q is nearest to vertex v, near the given one. */
    private boolean find(float[] rest, int v, double atColumn, double atRow) {
        int reach = (int) Math.ceil(WINDOW * size);
        int i0 = Math.max(0, (int) Math.floor(atColumn) - reach);
        int i1 = Math.min(size - 1, (int) Math.floor(atColumn) + reach);
        int j0 = Math.max(0, (int) Math.floor(atRow) - reach);
        int j1 = Math.min(size - 1, (int) Math.floor(atRow) + reach);
        float x = rest[3 * v];
        float y = rest[3 * v + 1];
        float z = rest[3 * v + 2];
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
                if (!border.isAnimal(p)) {
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
        int left = border.isAnimal(pixel - 1) ? pixel - 1 : pixel;
        int right = border.isAnimal(pixel + 1) ? pixel + 1 : pixel;
        int above = border.isAnimal(pixel - size) ? pixel - size : pixel;
        int below = border.isAnimal(pixel + size) ? pixel + size : pixel;
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

    private void weigh(int v, double facing, CropPicture picture) {
        int pixel = clamp((int) row) * size + clamp((int) column);
        double confidence = maps.confidence()[pixel];
        if (!border.isAnimal(pixel) || !(confidence > 0)) {
            return;
        }
        CoatBorder.sample(picture, column / size, row / size, rgb, 0);
        double variance = distanceSquared + 1 / (3 * confidence);
        double weight = facing * facing * SIGMA * SIGMA / (SIGMA * SIGMA + variance) * border.trust(pixel, rgb);
        weights[v] = (float) weight;
        System.arraycopy(rgb, 0, seen, 3 * v, 3);
    }

    private int clamp(int index) {
        return Math.max(0, Math.min(size - 1, index));
    }
}
