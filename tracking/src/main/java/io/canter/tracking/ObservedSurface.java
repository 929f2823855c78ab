package io.canter.tracking;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.util.Arrays;

/**
 * What the posed maps of one picture say of an individual's surface beyond its fitted body: how far the points of all
 * layers lie off the posed mesh, along its normals, carried back to rest with the skin and spread smoothly over the
 * surface. Where no layer shows anything, the body stays as it is. One instance serves one thread.
 */
public final class ObservedSurface {
    private static final float OCCUPIED = 0.5f;
    /** A canonical point farther off the template says nothing of its surface, template metres. */
    private static final float REACH_METRES = 0.1f;
    /** Residuals beyond so many medians are strays, if they are beyond what bodies of one shape differ by, metres. */
    private static final double MEDIANS = 4;

    private static final double DIFFER_METRES = 0.12;
    /** What P errs by at best, template metres; see {@link Correspondences}. */
    private static final double SIGMA_MIN = 0.03;

    private static final double VARIANCE_SHARE = 1.0 / 3;
    private static final int ALIGN_ROUNDS = 3;
    private static final int SMOOTHING_ROUNDS = 300;

    /** What keeps noise down and detail in with the maps of the network that ships; see {@code RestSurfaceMain}. */
    private static final double SMOOTHNESS = 0.3;

    private static final double PRIOR = 0.003;

    private final Rig rig;
    private final SurfaceIndex index;
    private final Skinner skinner;
    private final int[] edgeStart;
    private final int[] neighbours;
    private final double smoothness;
    private final double prior;

    // What was read: pixels that lie on the body.
    private int count;
    private int[] triangles;
    private double[] barycentrics;
    private double[] weights;
    private double[] posed; // P, axes of the frame's camera
    private double[] modelled; // where the mesh has the same spot
    private double[] residuals;

    public ObservedSurface(Rig rig) {
        this(rig, SMOOTHNESS, PRIOR);
    }

    /**
     * @param smoothness how strongly neighbours agree, against one full observation of a vertex
     * @param prior how strongly the fitted body is kept, against the same
     */
    public ObservedSurface(Rig rig, double smoothness, double prior) {
        if (!(smoothness >= 0) || !(prior > 0)) {
            throw new IllegalArgumentException(
                    "smoothness must be >= 0 and prior > 0, were " + smoothness + " and " + prior);
        }
        this.rig = rig;
        this.smoothness = smoothness;
        this.prior = prior;
        index = new SurfaceIndex(rig.mesh());
        skinner = new Skinner(rig);
        int n = rig.mesh().vertexCount();
        int[] corners = rig.mesh().triangles();
        edgeStart = new int[n + 1];
        neighbours = new int[corners.length];
        for (int corner : corners) {
            edgeStart[corner + 1]++;
        }
        for (int v = 0; v < n; v++) {
            edgeStart[v + 1] += edgeStart[v];
        }
        int[] next = edgeStart.clone();
        // On a closed mesh each vertex is followed by each of its neighbours in one triangle.
        for (int t = 0; t < corners.length; t += 3) {
            for (int k = 0; k < 3; k++) {
                neighbours[next[corners[t + k]]++] = corners[t + (k + 1) % 3];
            }
        }
    }

    /**
     * The individual's body with what the maps show of it.
     *
     * @param subject as the tracker fitted it
     * @param detection that it was fitted to
     */
    public Body refine(Subject subject, Detection detection) {
        float[] mesh = new float[subject.body().vertices().length];
        skinner.skin(subject.body(), subject.pose(), mesh);
        read(detection, mesh);
        if (count == 0 || !align()) {
            return subject.body();
        }
        float[] normals = new float[mesh.length];
        Normals.of(mesh, rig.mesh().triangles(), normals);
        double[] offsets = offsets(normals);
        float[] rest = subject.body().vertices().clone();
        // A bone turns a normal and what lies along it alike: back at rest the offset is the same along the rest
        // normal.
        Normals.of(subject.body().vertices(), rig.mesh().triangles(), normals);
        for (int i = 0; i < rest.length; i++) {
            rest[i] += (float) (offsets[i / 3] * normals[i]);
        }
        return new Body(rest, subject.body().joints());
    }

    private void read(Detection detection, float[] mesh) {
        DualPointMaps maps = detection.maps();
        int plane = maps.size() * maps.size();
        int most = maps.layers() * plane;
        count = 0;
        triangles = new int[most];
        barycentrics = new double[3 * most];
        weights = new double[most];
        posed = new double[3 * most];
        modelled = new double[3 * most];
        residuals = new double[most];
        SurfaceIndex.Hit hit = new SurfaceIndex.Hit();
        float[] m = detection.camera().frameFromCrop();
        for (int slot = 0; slot < most; slot++) {
            int at = 3 * plane * (slot / plane) + slot % plane;
            float[] q = maps.canonical();
            float[] p = maps.posed();
            double confidence = maps.confidence()[slot];
            double sum = (double) q[at] + q[at + plane] + q[at + 2 * plane];
            sum += (double) p[at] + p[at + plane] + p[at + 2 * plane] + confidence;
            if (!(maps.occupancy()[slot] > OCCUPIED)
                    || !Double.isFinite(sum)
                    || !(confidence > 0)
                    || !index.nearest(q[at], q[at + plane], q[at + 2 * plane], REACH_METRES, hit)) {
                continue;
            }
            int i = 3 * count;
            triangles[count] = hit.triangle;
            barycentrics[i] = hit.u;
            barycentrics[i + 1] = hit.v;
            barycentrics[i + 2] = hit.w;
            double variance = SIGMA_MIN * SIGMA_MIN + VARIANCE_SHARE * (1 / confidence + hit.distanceSquared);
            weights[count] = SIGMA_MIN * SIGMA_MIN / variance;
            for (int a = 0; a < 3; a++) {
                posed[i + a] = m[3 * a] * p[at] + m[3 * a + 1] * p[at + plane] + m[3 * a + 2] * p[at + 2 * plane];
                for (int k = 0; k < 3; k++) {
                    int vertex = rig.mesh().triangles()[3 * hit.triangle + k];
                    modelled[i + a] += barycentrics[i + k] * mesh[3 * vertex + a];
                }
            }
            count++;
        }
    }

    /** Scales and moves P onto the mesh as a whole: where the animal stands, and how large it is, is the fit's to say. */
    private boolean align() {
        double[] trust = Arrays.copyOf(weights, count);
        for (int round = 0; round < ALIGN_ROUNDS; round++) {
            double[] from = new double[3];
            double[] to = new double[3];
            double total = 0;
            for (int i = 0; i < count; i++) {
                total += trust[i];
                for (int a = 0; a < 3; a++) {
                    from[a] += trust[i] * posed[3 * i + a];
                    to[a] += trust[i] * modelled[3 * i + a];
                }
            }
            if (!(total > 0)) {
                return false;
            }
            double cross = 0;
            double own = 0;
            for (int i = 0; i < count; i++) {
                for (int a = 0; a < 3; a++) {
                    double p = posed[3 * i + a] - from[a] / total;
                    cross += trust[i] * p * (modelled[3 * i + a] - to[a] / total);
                    own += trust[i] * p * p;
                }
            }
            if (!(own > 0) || !(cross > 0)) {
                return false;
            }
            double scale = cross / own;
            for (int i = 0; i < count; i++) {
                double squared = 0;
                for (int a = 0; a < 3; a++) {
                    posed[3 * i + a] = scale * (posed[3 * i + a] - from[a] / total) + to[a] / total;
                    double d = posed[3 * i + a] - modelled[3 * i + a];
                    squared += d * d;
                }
                residuals[i] = Math.sqrt(squared);
            }
            double bound = Math.max(DIFFER_METRES, MEDIANS * median());
            for (int i = 0; i < count; i++) {
                trust[i] = weights[i] * tukey(residuals[i], bound);
            }
        }
        return true;
    }

    private double median() {
        double[] sorted = Arrays.copyOf(residuals, count);
        for (int i = 0; i < count; i++) {
            sorted[i] = Math.abs(sorted[i]);
        }
        Arrays.sort(sorted);
        return Math.max(1e-9, sorted[count / 2]);
    }

    private static double tukey(double residual, double bound) {
        double u = residual / bound;
        double w = Math.max(0, 1 - u * u);
        return w * w;
    }

    /** One offset a vertex along its normal, metres: the smoothest that the observations allow. */
    private double[] offsets(float[] normals) {
        for (int i = 0; i < count; i++) {
            double along = 0;
            for (int a = 0; a < 3; a++) {
                double normal = 0;
                for (int k = 0; k < 3; k++) {
                    int vertex = rig.mesh().triangles()[3 * triangles[i] + k];
                    normal += barycentrics[3 * i + k] * normals[3 * vertex + a];
                }
                along += (posed[3 * i + a] - modelled[3 * i + a]) * normal;
            }
            residuals[i] = along;
        }
        double bound = Math.max(DIFFER_METRES, MEDIANS * median());
        int n = rig.mesh().vertexCount();
        double[] sums = new double[n];
        double[] shares = new double[n];
        for (int i = 0; i < count; i++) {
            double w = weights[i] * tukey(residuals[i], bound);
            for (int k = 0; k < 3; k++) {
                int vertex = rig.mesh().triangles()[3 * triangles[i] + k];
                sums[vertex] += w * barycentrics[3 * i + k] * residuals[i];
                shares[vertex] += w * barycentrics[3 * i + k];
            }
        }
        double[] offsets = new double[n];
        for (int round = 0; round < SMOOTHING_ROUNDS; round++) {
            for (int v = 0; v < n; v++) {
                double around = 0;
                for (int e = edgeStart[v]; e < edgeStart[v + 1]; e++) {
                    around += offsets[neighbours[e]];
                }
                int degree = edgeStart[v + 1] - edgeStart[v];
                offsets[v] = (sums[v] + smoothness * around) / (shares[v] + smoothness * degree + prior);
            }
        }
        return offsets;
    }
}
