package io.canter.training.family;

import static io.canter.training.family.Trait.*;

import java.util.Arrays;

/**
 * The family's one mesh. It is cut from a chimera that has everything some member has (horns, mane, thick tail) and is
 * large where detail is wanted (head, feet), on an even grid; every individual is this mesh carried over by its tubes.
 */
final class Topology {
    private static final double CELL = 0.031;
    /** How fast a tube's pull falls off with the squared distance in half-axes. */
    private static final double FALL_OFF = 6;

    private static final double LEAST_PULL = 2e-3;

    final int[] triangles;
    final int[] mirror;
    final int vertexCount;

    /** Pulls on each vertex: first[v] .. first[v + 1] index the arrays below. */
    private final int[] first;

    private int[] station = new int[0];
    private float[] pull = new float[0];
    private float[] local = new float[0]; // along, across, up in the station's own sizes

    private Topology() {
        BodyPlan plan = new BodyPlan(chimera());
        SurfaceNets nets = new SurfaceNets(
                new ImplicitBody(plan), CELL, new double[] {0, -2 * CELL, -1.55}, new double[] {0.75, 2.5, 2.0});
        triangles = nets.triangles;
        mirror = nets.mirror;
        vertexCount = nets.vertices.length / 3;
        first = new int[vertexCount + 1];
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
            p = p.scaled(t, 1.55);
        }
        return p.with(EYE_SIZE, 0.07)
                .with(EAR_LENGTH, 0.32)
                .with(EAR_WIDTH, 0.075)
                .with(HORN_LENGTH, 0.3)
                .with(HORN_GIRTH, 0.045)
                .with(FORE_LOWER_GIRTH, 1.5)
                .with(HIND_LOWER_GIRTH, 1.5)
                .with(FOOT_SIZE, 0.095)
                .with(FORE_STANCE, 0.2)
                .with(HIND_STANCE, 0.2)
                .with(TAIL_DOCK, 0.06)
                .with(TAIL_HAIR, 0.07)
                .with(TAIL_TIP, 0.07)
                .with(TAIL_LIFT, 0.5)
                .with(MANE, 0.08)
                .with(EAR_OUT, 0.7);
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
