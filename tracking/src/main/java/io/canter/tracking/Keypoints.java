package io.canter.tracking;

import java.util.List;

/** Where the landmarks of a posed mesh are. */
public final class Keypoints {
    private Keypoints() {}

    /**
     * The mean of each landmark's vertices.
     *
     * @param posedVertices 3 per template vertex, any frame and unit
     * @return 3 per keypoint of the rig, in its order, same frame and unit
     * @throws IllegalArgumentException where the vertices are not as many as the rig's
     */
    public static float[] positions(Rig rig, float[] posedVertices) {
        if (posedVertices.length != rig.mesh().vertices().length) {
            throw new IllegalArgumentException("mesh of rig " + rig.id() + " has "
                    + rig.mesh().vertices().length + " coordinates, got " + posedVertices.length);
        }
        List<Keypoint> keypoints = rig.keypoints();
        float[] out = new float[3 * keypoints.size()];
        for (int k = 0; k < keypoints.size(); k++) {
            int[] vertices = keypoints.get(k).vertices();
            for (int a = 0; a < 3; a++) {
                double sum = 0;
                for (int v : vertices) {
                    sum += posedVertices[3 * v + a];
                }
                out[3 * k + a] = (float) (sum / vertices.length);
            }
        }
        return out;
    }
}
