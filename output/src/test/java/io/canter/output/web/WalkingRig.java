package io.canter.output.web;

import io.canter.inference.Box;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.Mesh;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Skeleton;
import io.canter.tracking.Skin;
import io.canter.tracking.Subject;
import java.util.ArrayList;
import java.util.List;

/** A small animal of boxes, and a walk for any rig whose joints bear the usual names. */
final class WalkingRig {
    static final int WIDTH = 1280;
    static final int HEIGHT = 720;
    static final Intrinsics CAMERA = new Intrinsics(1400, 1400, 640, 360);

    private static final double STRIDE_SECONDS = 1.1;
    private static final float METRES_AWAY = 6;

    private WalkingRig() {}

    /** Every joint is a box of 8 vertices; trunk, four two-jointed legs and a head. */
    static Rig boxes() {
        List<String> names = new ArrayList<>(List.of("root", "head"));
        List<Integer> parents = new ArrayList<>(List.of(-1, 0));
        List<float[]> rest = new ArrayList<>(List.of(new float[] {0, 1.2f, 0}, new float[] {0, 1.5f, 0.7f}));
        for (String[] leg : new String[][] {{"humerus", "radius", "fore_foot"}, {"femur", "tibia", "hind_foot"}}) {
            for (int side = 1; side >= -1; side -= 2) {
                float[] heights = {1.0f, 0.6f, 0.08f};
                for (int k = 0; k < 3; k++) {
                    parents.add(k == 0 ? 0 : names.size() - 1);
                    names.add(leg[k] + (side > 0 ? "_l" : "_r"));
                    rest.add(new float[] {0.2f * side, heights[k], leg[0].equals("femur") ? -0.5f : 0.5f});
                }
            }
        }
        int joints = names.size();
        float[] positions = new float[3 * joints];
        float[] vertices = new float[24 * joints];
        int[] triangles = new int[36 * joints];
        int[] skinJoints = new int[32 * joints];
        float[] weights = new float[32 * joints];
        int[] faces = {
            0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5, 0, 1, 5, 0, 5, 4, 2, 6, 7, 2, 7, 3, 0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6
        };
        for (int j = 0; j < joints; j++) {
            float[] half = j == 0 ? new float[] {0.25f, 0.25f, 0.7f} : new float[] {0.08f, 0.08f, 0.08f};
            for (int c = 0; c < 8; c++) {
                for (int axis = 0; axis < 3; axis++) {
                    int sign = ((c >> axis) & 1) == 1 ? 1 : -1;
                    vertices[24 * j + 3 * c + axis] = rest.get(j)[axis] + sign * half[axis];
                }
                skinJoints[32 * j + 4 * c] = j;
                weights[32 * j + 4 * c] = 1;
            }
            System.arraycopy(rest.get(j), 0, positions, 3 * j, 3);
            for (int t = 0; t < 36; t++) {
                triangles[36 * j + t] = 8 * j + faces[t];
            }
        }
        int[] parentArray = parents.stream().mapToInt(Integer::intValue).toArray();
        return new Rig(
                "boxes-1",
                new Mesh(vertices, triangles),
                new Skeleton(names, parentArray, positions),
                new Skin(skinJoints, weights),
                List.of(),
                new float[6 * joints],
                List.of());
    }

    /** The animal walks past, to the right of the picture, swinging its legs. */
    static Scene scene(Rig rig, long frame, long ptsMicros) {
        return new Scene(frame, ptsMicros, WIDTH, HEIGHT, CAMERA, List.of(subject(rig, 1, ptsMicros / 1e6)));
    }

    static Subject subject(Rig rig, int id, double seconds) {
        Pose pose = pose(rig, seconds);
        Body body = rig.template();
        return new Subject(id, 0.9f, new Box(350, 190, 560, 400), body, 1, pose);
    }

    /** The same scene with every animal in a coat of one colour, seen on its left side and mirrored on its right. */
    static Scene coated(Rig rig, Scene scene, int version, int... rgb) {
        int n = rig.mesh().vertexCount();
        byte[] colours = new byte[3 * n];
        byte[] origins = new byte[n];
        for (int v = 0; v < n; v++) {
            for (int k = 0; k < 3; k++) {
                colours[3 * v + k] = (byte) rgb[k];
            }
            origins[v] = rig.mesh().vertices()[3 * v] > 0 ? Coat.SEEN : Coat.MIRRORED;
        }
        Coat coat = new Coat(colours, origins, version);
        List<Subject> subjects = scene.subjects().stream()
                .map(s -> new Subject(s.id(), s.confidence(), s.box(), s.body(), s.bodyVersion(), s.pose(), coat))
                .toList();
        return new Scene(
                scene.frameIndex(), scene.ptsMicros(), scene.width(), scene.height(), scene.camera(), subjects);
    }

    private static Pose pose(Rig rig, double seconds) {
        List<String> names = rig.skeleton().names();
        Pose pose = Pose.rest(names.size());
        float[] q = pose.rotations();
        double phase = 2 * Math.PI * seconds / STRIDE_SECONDS;
        for (int j = 1; j < names.size(); j++) {
            String name = names.get(j);
            double offset = (name.endsWith("_l") ? 0 : Math.PI) + (hind(name) ? -Math.PI / 2 : 0);
            double swing = Math.sin(phase + offset);
            double lift = Math.max(0, Math.cos(phase + offset));
            if (name.matches("(humerus|femur)_[lr]")) {
                about(q, j, -0.35 * swing);
            } else if (name.matches("(radius|tibia)_[lr]")) {
                about(q, j, hind(name) ? 0.25 * lift : -0.1 * lift);
            } else if (name.matches("metacarpus_[lr]")) {
                about(q, j, 0.7 * lift);
            } else if (name.matches("metatarsus_[lr]")) {
                about(q, j, -0.3 * lift);
            } else if (name.startsWith("neck")) {
                about(q, j, 0.05 * Math.sin(2 * phase));
            } else if (name.startsWith("tail")) {
                q[4 * j + 2] = (float) (0.08 * Math.sin(0.6 * phase));
                q[4 * j + 3] = (float) Math.sqrt(1 - q[4 * j + 2] * q[4 * j + 2]);
            }
        }
        // cameraFromCanonical: the animal's +z to the picture's right (+x) and a bit towards the viewer, its +y to
        // the picture's top (-y).
        double yaw = Math.toRadians(100);
        q[0] = (float) Math.cos(yaw / 2);
        q[1] = 0;
        q[2] = (float) Math.sin(yaw / 2);
        q[3] = 0;
        pose.rootTranslation()[0] = (float) (0.3 * Math.sin(0.3 * seconds));
        pose.rootTranslation()[1] = (float) (0.02 * Math.sin(2 * phase));
        pose.rootTranslation()[2] = METRES_AWAY;
        return pose;
    }

    private static boolean hind(String name) {
        return name.matches("(femur|tibia|metatarsus|hind_.*)_[lr]");
    }

    private static void about(float[] q, int joint, double angle) {
        q[4 * joint] = (float) Math.sin(angle / 2);
        q[4 * joint + 3] = (float) Math.cos(angle / 2);
    }
}
