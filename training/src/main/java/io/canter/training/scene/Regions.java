package io.canter.training.scene;

import io.canter.tracking.Keypoint;
import io.canter.tracking.Mesh;
import io.canter.tracking.Normals;
import io.canter.tracking.Rig;
import io.canter.tracking.Skin;
import io.canter.training.geometry.NearestPoints;
import java.util.List;

/**
 * Parts of the template that coats treat on their own.
 *
 * @param areas {@link #AREAS} per vertex, 0..1: long hair (mane and tail), head, hoof or paw, belly
 * @param eyes left and right eye, template frame, 6 numbers; empty where the rig names none
 * @param nose template frame, 3 numbers; empty where the rig names none
 */
record Regions(float[] areas, float[] eyes, float[] nose) {
    static final int AREAS = 4;
    private static final List<String> TRUNK = List.of("root", "loin", "pelvis", "thorax");
    private static final List<String> TAIL = List.of("tail_1", "tail_2", "tail_3", "tail_4");
    private static final List<String> NECK = List.of("neck_1", "neck_2", "neck_3", "head");
    private static final List<String> HEAD = List.of("head", "jaw", "ear_l", "ear_r");
    private static final List<String> FEET = List.of("hind_foot_l", "hind_foot_r", "fore_foot_l", "fore_foot_r");

    static Regions of(Rig rig) {
        Mesh mesh = rig.mesh();
        float[] normals = new float[mesh.vertices().length];
        Normals.of(mesh.vertices(), mesh.triangles(), normals);
        float[] areas = new float[AREAS * mesh.vertexCount()];
        for (int v = 0; v < mesh.vertexCount(); v++) {
            float x = mesh.vertices()[3 * v];
            float crest = weight(rig, v, NECK)
                    * Noise.step(0.3f, 0.8f, normals[3 * v + 1])
                    * Noise.step(0.07f, 0.03f, Math.abs(x))
                    * Noise.step(0.3f, -0.3f, normals[3 * v + 2]);
            areas[AREAS * v] = Math.min(1, weight(rig, v, TAIL) + crest);
            areas[AREAS * v + 1] = weight(rig, v, HEAD);
            areas[AREAS * v + 2] = weight(rig, v, FEET);
            areas[AREAS * v + 3] = weight(rig, v, TRUNK) * Noise.step(0.3f, -0.5f, normals[3 * v + 1]);
        }
        return new Regions(areas, keypoints(rig, "left_eye", "right_eye"), keypoints(rig, "nose"));
    }

    /** The same parts on another mesh, by the nearest vertex of the template. canonical: Q of its vertices, 3 each. */
    Regions carried(Rig template, float[] canonical) {
        NearestPoints vertices = new NearestPoints(template.mesh().vertices());
        float[] other = new float[AREAS * canonical.length / 3];
        for (int v = 0; v < canonical.length / 3; v++) {
            int from = vertices.nearest(canonical[3 * v], canonical[3 * v + 1], canonical[3 * v + 2]);
            System.arraycopy(areas, AREAS * from, other, AREAS * v, AREAS);
        }
        return new Regions(other, eyes, nose);
    }

    private static float weight(Rig rig, int vertex, List<String> joints) {
        float sum = 0;
        for (int k = vertex * Skin.INFLUENCES; k < (vertex + 1) * Skin.INFLUENCES; k++) {
            if (joints.contains(rig.skeleton().names().get(rig.skin().joints()[k]))) {
                sum += rig.skin().weights()[k];
            }
        }
        return sum;
    }

    private static float[] keypoints(Rig rig, String... names) {
        float[] points = new float[3 * names.length];
        for (int n = 0; n < names.length; n++) {
            String name = names[n];
            Keypoint keypoint = rig.keypoints().stream()
                    .filter(k -> k.name().equals(name))
                    .findFirst()
                    .orElse(null);
            if (keypoint == null) {
                return new float[0];
            }
            for (int v : keypoint.vertices()) {
                for (int k = 0; k < 3; k++) {
                    points[3 * n + k] += rig.mesh().vertices()[3 * v + k] / keypoint.vertices().length;
                }
            }
        }
        return points;
    }
}
