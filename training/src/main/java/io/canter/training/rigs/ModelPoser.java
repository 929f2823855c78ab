package io.canter.training.rigs;

import de.javagl.jgltf.model.NodeModel;
import de.javagl.jgltf.model.SkinModel;
import io.canter.tracking.Skin;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.joml.Matrix4d;

/** Plays a skin: where its vertices are in the file's scene at a moment of a clip. */
final class ModelPoser {
    private final List<NodeModel> joints;
    private final Matrix4d[] jointFromBind;

    ModelPoser(SkinModel skin) {
        joints = skin.getJoints();
        jointFromBind = new Matrix4d[joints.size()];
        for (int j = 0; j < jointFromBind.length; j++) {
            jointFromBind[j] = new Matrix4d();
            if (skin.getInverseBindMatrices() != null) {
                jointFromBind[j].set(skin.getInverseBindMatrix(j, null));
            }
        }
    }

    Matrix4d jointFromBind(int joint) {
        return jointFromBind[joint];
    }

    /** Of every joint, sceneFromBind: what the joint does to vertices of the bind pose. Empty clip: the nodes' own pose. */
    Matrix4d[] skinMatrices(Optional<ModelClip> clip, double seconds) {
        IdentityHashMap<NodeModel, NodePose> poses = new IdentityHashMap<>();
        for (NodeModel joint : joints) {
            for (NodeModel node = joint; node != null; node = node.getParent()) {
                poses.computeIfAbsent(node, NodePose::new);
            }
        }
        clip.ifPresent(c -> c.apply(seconds, poses));
        IdentityHashMap<NodeModel, Matrix4d> global = new IdentityHashMap<>();
        Matrix4d[] out = new Matrix4d[joints.size()];
        for (int j = 0; j < out.length; j++) {
            out[j] = new Matrix4d(global(joints.get(j), poses, global)).mul(jointFromBind[j]);
        }
        return out;
    }

    private static Matrix4d global(
            NodeModel node, IdentityHashMap<NodeModel, NodePose> poses, IdentityHashMap<NodeModel, Matrix4d> known) {
        Matrix4d found = known.get(node);
        if (found == null) {
            found = poses.get(node).parentFromNode();
            if (node.getParent() != null) {
                found = new Matrix4d(global(node.getParent(), poses, known)).mul(found);
            }
            known.put(node, found);
        }
        return found;
    }

    /**
     * Linear blend skinning.
     *
     * @param out 3 per vertex, scene of the file
     */
    static void skin(float[] bind, Skin skin, Matrix4d[] matrices, float[] out) {
        for (int v = 0; v < bind.length / 3; v++) {
            double x = 0;
            double y = 0;
            double z = 0;
            for (int k = Skin.INFLUENCES * v; k < Skin.INFLUENCES * (v + 1); k++) {
                double w = skin.weights()[k];
                if (w == 0) {
                    continue;
                }
                Matrix4d m = matrices[skin.joints()[k]];
                double bx = bind[3 * v];
                double by = bind[3 * v + 1];
                double bz = bind[3 * v + 2];
                x += w * (m.m00() * bx + m.m10() * by + m.m20() * bz + m.m30());
                y += w * (m.m01() * bx + m.m11() * by + m.m21() * bz + m.m31());
                z += w * (m.m02() * bx + m.m12() * by + m.m22() * bz + m.m32());
            }
            out[3 * v] = (float) x;
            out[3 * v + 1] = (float) y;
            out[3 * v + 2] = (float) z;
        }
    }
}
