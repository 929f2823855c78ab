package io.canter.training.rigs;

import de.javagl.jgltf.model.NodeModel;
import org.joml.Matrix4d;

/** Where a node stands in its parent: a fixed matrix, or translation, rotation (x, y, z, w) and scale. */
final class NodePose {
    private final float[] matrix;
    final double[] translation = {0, 0, 0};
    final double[] rotation = {0, 0, 0, 1};
    final double[] scale = {1, 1, 1};

    /** As the file has it. */
    NodePose(NodeModel node) {
        matrix = node.getMatrix();
        copy(node.getTranslation(), translation);
        copy(node.getRotation(), rotation);
        copy(node.getScale(), scale);
    }

    private static void copy(float[] from, double[] to) {
        for (int k = 0; from != null && k < to.length; k++) {
            to[k] = from[k];
        }
    }

    Matrix4d parentFromNode() {
        if (matrix != null) {
            return new Matrix4d().set(matrix);
        }
        return new Matrix4d()
                .translationRotateScale(
                        translation[0],
                        translation[1],
                        translation[2],
                        rotation[0],
                        rotation[1],
                        rotation[2],
                        rotation[3],
                        scale[0],
                        scale[1],
                        scale[2]);
    }
}
