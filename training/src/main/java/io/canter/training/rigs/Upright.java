package io.canter.training.rigs;

import io.canter.training.geometry.Alignment;
import java.util.Optional;
import org.joml.Matrix4d;
import org.joml.Vector3d;

/**
 * The bind pose with y up. Bind space has axes of its own (Blender's z up is common); the nodes' default pose shows, joint
 * by joint, how it is turned into the file's scene, where glTF promises y up. The joints differ where the default pose
 * is not the bind pose, so their mean decides.
 */
final class Upright {
    private Upright() {}

    /** Places of the joints, turned and moved so that the lowest vertex lies at y = 0; the unit is the file's. */
    static float[] joints(SkinnedModel model) {
        return standing(model, model.positions());
    }

    /** The same for the vertices. */
    static float[] vertices(SkinnedModel model) {
        return standing(model, model.mesh().vertices());
    }

    private static float[] standing(SkinnedModel model, float[] points) {
        Alignment turn = turn(model);
        float[] out = new float[points.length];
        for (int i = 0; i < points.length; i += 3) {
            turn.apply(points, i, out, i);
        }
        float[] vertices = model.mesh().vertices();
        float[] point = new float[3];
        float low = Float.MAX_VALUE;
        for (int i = 0; i < vertices.length; i += 3) {
            turn.apply(vertices, i, point, 0);
            low = Math.min(low, point[1]);
        }
        for (int i = 1; i < out.length; i += 3) {
            out[i] -= low;
        }
        return out;
    }

    /** The rotation nearest to what the default pose does to the mesh on the whole. */
    static Alignment turn(SkinnedModel model) {
        Matrix4d[] matrices = model.poser().skinMatrices(Optional.empty(), 0);
        float[] axes = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
        float[] turned = new float[axes.length];
        double[] weight = new double[matrices.length];
        for (int k = 0; k < model.skin().weights().length; k++) {
            weight[model.skin().joints()[k]] += model.skin().weights()[k];
        }
        Vector3d direction = new Vector3d();
        for (int j = 0; j < matrices.length; j++) {
            for (int a = 0; a < 9; a += 3) {
                matrices[j].transformDirection(direction.set(axes[a], axes[a + 1], axes[a + 2]));
                turned[a] += (float) (weight[j] * direction.x);
                turned[a + 1] += (float) (weight[j] * direction.y);
                turned[a + 2] += (float) (weight[j] * direction.z);
            }
        }
        double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        return Alignment.fit(axes, turned, new float[] {1, 1, 1, 1}, true)
                .map(fit -> new Alignment(1, fit.rotation(), new double[3]))
                .orElse(new Alignment(1, identity, new double[3]));
    }

    /** How much longer lengths are in the file's scene than in bind space. */
    static double scale(SkinnedModel model) {
        Matrix4d[] matrices = model.poser().skinMatrices(Optional.empty(), 0);
        double sum = 0;
        double total = 0;
        for (int k = 0; k < model.skin().weights().length; k++) {
            double weight = model.skin().weights()[k];
            sum += weight * Math.cbrt(Math.abs(matrices[model.skin().joints()[k]].determinant3x3()));
            total += weight;
        }
        return sum / total;
    }
}
