package io.canter.training.evaluation;

import io.canter.inference.DualPointMaps;
import io.canter.tracking.Rig;
import io.canter.tracking.Skin;
import io.canter.training.geometry.Alignment;
import io.canter.training.geometry.NearestPoints;
import java.util.Arrays;

/**
 * The baseline that Canter's articulated fit is measured against: every bone is aligned on its own, by the rotation and
 * translation that carry its template points Q onto the posed points P best (weighted Kabsch), as the paper's authors do
 * it. There is no chain, no limit and no robust kernel. A bone with too few points moves with its parent.
 */
public final class BoneAlignment {
    private static final float OCCUPIED = 0.5f;
    // Fewer pixels than this do not fix a rotation.
    private static final int POINTS_MIN = 8;

    private final Rig rig;
    private final NearestPoints template;

    public BoneAlignment(Rig rig) {
        this.rig = rig;
        template = new NearestPoints(rig.mesh().vertices());
    }

    /** Where the joints are, 3 each, in the axes and from the origin of P. */
    public float[] joints(DualPointMaps maps) {
        return joints(align(maps));
    }

    /** Where the joints are once the bones have moved, 3 each, in the axes and from the origin of P. */
    public float[] joints(Alignment[] moved) {
        float[] joints = new float[3 * moved.length];
        for (int b = 0; b < moved.length; b++) {
            moved[b].apply(rig.skeleton().restPositions(), 3 * b, joints, 3 * b);
        }
        return joints;
    }

    /** The template's mesh carried along by its bones (linear blend), 3 per vertex, axes and origin of P. */
    public float[] vertices(Alignment[] moved) {
        float[] rest = rig.mesh().vertices();
        float[] out = new float[rest.length];
        float[] point = new float[3];
        for (int v = 0; v < rest.length / 3; v++) {
            for (int k = Skin.INFLUENCES * v; k < Skin.INFLUENCES * (v + 1); k++) {
                float weight = rig.skin().weights()[k];
                if (weight > 0) {
                    moved[rig.skin().joints()[k]].apply(rest, 3 * v, point, 0);
                    for (int a = 0; a < 3; a++) {
                        out[3 * v + a] += weight * point[a];
                    }
                }
            }
        }
        return out;
    }

    /** How every bone moves: from the template at rest to the axes and the origin of P. */
    public Alignment[] align(DualPointMaps maps) {
        int bones = rig.skeleton().jointCount();
        Gathered[] gathered = new Gathered[bones];
        Arrays.setAll(gathered, b -> new Gathered());
        gather(maps, gathered);
        Alignment[] moved = new Alignment[bones];
        for (int b = 0; b < bones; b++) {
            int parent = rig.skeleton().parents()[b];
            Alignment upper = parent < 0 ? still() : moved[parent];
            moved[b] =
                    gathered[b].count < POINTS_MIN ? upper : gathered[b].align().orElse(upper);
        }
        return moved;
    }

    private static Alignment still() {
        return new Alignment(1, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[3]);
    }

    private void gather(DualPointMaps maps, Gathered[] gathered) {
        int plane = maps.size() * maps.size();
        for (int i = 0; i < maps.layers() * plane; i++) {
            if (!(maps.occupancy()[i] > OCCUPIED)) {
                continue;
            }
            int at = 3 * (i / plane) * plane + i % plane;
            float[] q = maps.canonical();
            int vertex = template.nearest(q[at], q[at + plane], q[at + 2 * plane]);
            for (int k = Skin.INFLUENCES * vertex; k < Skin.INFLUENCES * (vertex + 1); k++) {
                if (rig.skin().weights()[k] > 0) {
                    gathered[rig.skin().joints()[k]].add(
                            q, maps.posed(), at, plane, rig.skin().weights()[k]);
                }
            }
        }
    }

    /** The points of one bone. */
    private static final class Gathered {
        private float[] from = new float[3 * 64];
        private float[] to = new float[3 * 64];
        private float[] weights = new float[64];
        private int count;

        void add(float[] q, float[] p, int at, int plane, float weight) {
            if (count == weights.length) {
                from = Arrays.copyOf(from, 6 * count);
                to = Arrays.copyOf(to, 6 * count);
                weights = Arrays.copyOf(weights, 2 * count);
            }
            for (int a = 0; a < 3; a++) {
                from[3 * count + a] = q[at + a * plane];
                to[3 * count + a] = p[at + a * plane];
            }
            weights[count++] = weight;
        }

        java.util.Optional<Alignment> align() {
            return Alignment.fit(from, to, Arrays.copyOf(weights, count), false);
        }
    }
}
