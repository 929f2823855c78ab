package io.canter.training.family;

import static io.canter.training.family.Trait.*;

import java.util.Arrays;
import java.util.List;

/**
 * The family's one mesh. It is cut from a chimera that has everything some member has (horns, mane, thick tail) and is
 * large where detail is wanted (head, feet), on an even grid; every individual is this mesh carried over by its tubes.
 */
final class Topology {
    private static final double CELL = 0.031;
    /** How fast a tube's pull falls off with the squared distance in half-axes. */
    private static final double FALL_OFF = 6;

    private static final double LEAST_PULL = 2e-3;

    /** A tube is felt at a vertex up to this squared distance (half-axes) beyond the nearest tube. */
    private static final double FELT = 3.5;

    private static final double FELT_ALONG = 1.5;
    private static final int FIT_ROUNDS = 2;
    private static final int FIT_STEPS = 2;

    final int[] triangles;
    final int[] mirror;
    final int vertexCount;

    /** Pulls on each vertex: first[v] .. first[v + 1] index the arrays below. */
    private final int[] first;

    private int[] station = new int[0];
    private float[] pull = new float[0];
    private float[] local = new float[0]; // along, across, up in the station's own sizes

    /** Parts of tubes that can be felt at a vertex: tube, first and last station. firstPart[v] .. firstPart[v + 1]. */
    private int[] parts = new int[0];

    private final int[] firstPart;

    private Topology() {
        BodyPlan plan = new BodyPlan(chimera());
        SurfaceNets nets = new SurfaceNets(new ImplicitBody(plan), CELL, plan.box());
        triangles = nets.triangles;
        mirror = nets.mirror;
        vertexCount = nets.vertices.length / 3;
        first = new int[vertexCount + 1];
        firstPart = new int[vertexCount + 1];
        attach(plan, nets.vertices);
    }

    static Topology get() {
        return Holder.INSTANCE;
    }

    private static final class Holder {
        static final Topology INSTANCE = new Topology();
    }

    static Proportions chimera() {
        Proportions p = Proportions.horse();
        for (Trait t : new Trait[] {
            HEAD_LENGTH, SKULL_DEPTH, SKULL_WIDTH, CHEEK_DEPTH, FACE_DEPTH, FACE_WIDTH, MUZZLE_DEPTH, MUZZLE_WIDTH
        }) {
            p = p.scaled(t, 1.85);
        }
        return p.with(EYE_SIZE, 0.11)
                .with(EAR_LENGTH, 0.36)
                .with(EAR_WIDTH, 0.085)
                .with(NECK_ANGLE, 0.65)
                .with(NECK_LENGTH, 0.85)
                .with(NECK_POLL_DEPTH, 0.16)
                .with(NECK_WIDTH, 0.125)
                .with(EAR_AHEAD, -0.02)
                .with(HORN_LENGTH, 0.3)
                .with(HORN_GIRTH, 0.06)
                .with(FORE_LOWER_GIRTH, 1.5)
                .with(HIND_LOWER_GIRTH, 1.5)
                .with(FOOT_SIZE, 0.095)
                .with(FORE_STANCE, 0.2)
                .with(HIND_STANCE, 0.2)
                .with(TAIL_DOCK, 0.06)
                .with(TAIL_HAIR, 0.07)
                .with(TAIL_TIP, 0.07)
                .with(TAIL_LIFT, 0.25)
                .with(MANE, 0.14)
                .with(EAR_OUT, 1.1)
                .with(UDDER, 1)
                .with(BEARD, 1.5)
                .with(DEWLAP, 1.2)
                .with(HORN_OUT, 0.2);
    }

    private void attach(BodyPlan plan, double[] vertices) {
        int n = 0;
        double[] rho = new double[stations(plan)];
        for (int v = 0; v < vertexCount; v++) {
            double x = vertices[3 * v];
            double y = vertices[3 * v + 1];
            double z = vertices[3 * v + 2];
            double least = Double.MAX_VALUE;
            int g = 0;
            for (Tube t : plan.tubes()) {
                for (int i = 0; i < t.size; i++, g++) {
                    rho[g] = t.rhoSquared(i, x, y, z);
                    least = Math.min(least, rho[g]);
                }
            }
            addParts(v, plan, rho, least);
            g = 0;
            double sum = 0;
            first[v] = n;
            for (Tube t : plan.tubes()) {
                for (int i = 0; i < t.size; i++, g++) {
                    double w = Math.exp(-FALL_OFF * (rho[g] - least));
                    if (w > LEAST_PULL) {
                        n = add(n, t, i, g, w, x, y, z);
                        sum += w;
                    }
                }
            }
            for (int k = first[v]; k < n; k++) {
                pull[k] /= (float) sum;
            }
        }
        first[vertexCount] = n;
    }

    private void addParts(int v, BodyPlan plan, double[] rho, double least) {
        int p = firstPart[v];
        int g = 0;
        List<Tube> tubes = plan.tubes();
        for (int k = 0; k < tubes.size(); k++) {
            int size = tubes.get(k).size;
            double nearest = Double.MAX_VALUE;
            for (int i = 0; i < size; i++) {
                nearest = Math.min(nearest, rho[g + i]);
            }
            if (nearest < least + FELT) {
                int from = size;
                int to = 0;
                for (int i = 0; i < size; i++) {
                    if (rho[g + i] < nearest + FELT_ALONG) {
                        from = Math.min(from, i);
                        to = Math.max(to, i);
                    }
                }
                if (parts.length < 3 * (p + 1)) {
                    parts = Arrays.copyOf(parts, Math.max(1 << 15, 2 * parts.length));
                }
                parts[3 * p] = k;
                parts[3 * p + 1] = Math.max(0, from - 2);
                parts[3 * p + 2] = Math.min(size - 1, to + 2);
                p++;
            }
            g += size;
        }
        firstPart[v + 1] = p;
    }

    private int add(int n, Tube t, int i, int g, double w, double x, double y, double z) {
        if (n == pull.length) {
            int size = Math.max(1 << 16, 2 * n);
            station = Arrays.copyOf(station, size);
            pull = Arrays.copyOf(pull, size);
            local = Arrays.copyOf(local, 3 * size);
        }
        station[n] = g;
        pull[n] = (float) w;
        local[3 * n] = (float) (dot(t.along, t.centre, i, x, y, z) / t.spacing[i]);
        local[3 * n + 1] = (float) (dot(t.across, t.centre, i, x, y, z) / t.width[i]);
        local[3 * n + 2] = (float) (dot(t.up, t.centre, i, x, y, z) / t.depth[i]);
        return n + 1;
    }

    private static double dot(double[] axis, double[] centre, int i, double x, double y, double z) {
        return (x - centre[3 * i]) * axis[3 * i]
                + (y - centre[3 * i + 1]) * axis[3 * i + 1]
                + (z - centre[3 * i + 2]) * axis[3 * i + 2];
    }

    private static int stations(BodyPlan plan) {
        return plan.tubes().stream().mapToInt(t -> t.size).sum();
    }

    /** The mesh's vertices on another individual, 3 per vertex. */
    float[] wrap(BodyPlan plan) {
        int n = stations(plan);
        float[] frames = new float[12 * n];
        int g = 0;
        for (Tube t : plan.tubes()) {
            for (int i = 0; i < t.size; i++, g++) {
                for (int c = 0; c < 3; c++) {
                    frames[12 * g + c] = (float) t.centre[3 * i + c];
                    frames[12 * g + 3 + c] = (float) (t.along[3 * i + c] * t.spacing[i]);
                    frames[12 * g + 6 + c] = (float) (t.across[3 * i + c] * t.width[i]);
                    frames[12 * g + 9 + c] = (float) (t.up[3 * i + c] * t.depth[i]);
                }
            }
        }
        float[] out = new float[3 * vertexCount];
        for (int v = 0; v < vertexCount; v++) {
            for (int k = first[v]; k < first[v + 1]; k++) {
                int f = 12 * station[k];
                for (int c = 0; c < 3; c++) {
                    out[3 * v + c] += pull[k]
                            * (frames[f + c]
                                    + local[3 * k] * frames[f + 3 + c]
                                    + local[3 * k + 1] * frames[f + 6 + c]
                                    + local[3 * k + 2] * frames[f + 9 + c]);
                }
            }
            out[3 * v + 1] = Math.max(0, out[3 * v + 1]);
        }
        return out;
    }

    /** The mesh on another individual, drawn onto that individual's own surface. 3 numbers per vertex. */
    float[] fit(BodyPlan plan) {
        float[] vertices = wrap(plan);
        for (int round = 0; round < FIT_ROUNDS; round++) {
            SurfaceNets.relax(vertices, triangles, 0.4f);
            mirror(vertices);
            project(plan, vertices);
        }
        SurfaceNets.relax(vertices, triangles, 0.2f); // takes the edge off where two drawn vertices met
        mirror(vertices);
        return vertices;
    }

    /** Makes both halves alike: the triangles that straddle the mirror plane pull a little to one side. */
    private void mirror(float[] vertices) {
        for (int v = 0; v < vertexCount; v++) {
            int m = mirror[v];
            for (int c = 0; c < 3 && v < m; c++) {
                float sign = c == 0 ? -1 : 1;
                float mean = (vertices[3 * v + c] + sign * vertices[3 * m + c]) / 2;
                vertices[3 * v + c] = mean;
                vertices[3 * m + c] = sign * mean;
            }
        }
    }

    /** Draws one half onto the surface and copies it to the other. */
    private void project(BodyPlan plan, float[] vertices) {
        ImplicitBody.Local body = new ImplicitBody(plan).local();
        for (int v = 0; v < vertexCount; v++) {
            int m = mirror[v];
            if (m < v) {
                continue;
            }
            body.parts(parts, firstPart[v], firstPart[v + 1]);
            for (int step = 0; step < FIT_STEPS && body.draw(vertices, 3 * v); step++) {
                // keeps drawing until the vertex lies on the surface
            }
            vertices[3 * m] = -vertices[3 * v];
            vertices[3 * m + 1] = vertices[3 * v + 1];
            vertices[3 * m + 2] = vertices[3 * v + 2];
        }
    }

    /** Per vertex and joint, the share of the pull that moves with that joint. */
    float[] jointShares(BodyPlan plan) {
        int joints = QuadrupedSkeleton.count();
        int n = stations(plan);
        int[] a = new int[n];
        int[] b = new int[n];
        float[] mix = new float[n];
        int g = 0;
        for (Tube t : plan.tubes()) {
            for (int i = 0; i < t.size; i++, g++) {
                a[g] = t.jointA[i];
                b[g] = t.jointB[i];
                mix[g] = (float) t.mix[i];
            }
        }
        float[] shares = new float[joints * vertexCount];
        for (int v = 0; v < vertexCount; v++) {
            for (int k = first[v]; k < first[v + 1]; k++) {
                int s = station[k];
                shares[joints * v + a[s]] += pull[k] * (1 - mix[s]);
                shares[joints * v + b[s]] += pull[k] * mix[s];
            }
        }
        return shares;
    }
}
