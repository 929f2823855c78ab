package io.canter.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small rigs made of tubes, one per bone, so that the fit is tested apart from any real animal. */
final class TestRigs {
    private static final int SIDES = 10;
    private static final int RINGS = 7;
    private static final String[] NAMES = {
        "root",
        "loin",
        "pelvis",
        "tail_1",
        "tail_2",
        "tail_3",
        "tail_4",
        "femur_l",
        "tibia_l",
        "metatarsus_l",
        "hind_pastern_l",
        "hind_foot_l",
        "femur_r",
        "tibia_r",
        "metatarsus_r",
        "hind_pastern_r",
        "hind_foot_r",
        "thorax",
        "scapula_l",
        "humerus_l",
        "radius_l",
        "metacarpus_l",
        "fore_pastern_l",
        "fore_foot_l",
        "scapula_r",
        "humerus_r",
        "radius_r",
        "metacarpus_r",
        "fore_pastern_r",
        "fore_foot_r",
        "neck_1",
        "neck_2",
        "neck_3",
        "head",
        "jaw",
        "ear_l",
        "ear_r"
    };
    private static final int[] PARENTS = {
        -1, 0, 1, 2, 3, 4, 5, 2, 7, 8, 9, 10, 2, 12, 13, 14, 15, 0, 17, 18, 19, 20, 21, 22, 17, 24, 25, 26, 27, 28, 17,
        30, 31, 32, 33, 33, 33
    };
    private static final float[] LEFT_AND_MIDDLE = {
        0, 1.22f, 0, 0, 1.27f, -.30f, 0, 1.26f, -.52f, 0, 1.28f, -.80f, 0, 1.15f, -.90f, 0, .97f, -.94f, 0, .78f, -.95f,
        .14f, 1.10f, -.58f, .17f, .86f, -.40f, .15f, .55f, -.78f, .15f, .22f, -.72f, .15f, .09f, -.66f, .14f, 1.10f,
        -.58f, .17f, .86f, -.40f, .15f, .55f, -.78f, .15f, .22f, -.72f, .15f, .09f, -.66f, 0, 1.24f, .28f, .10f, 1.38f,
        .40f, .17f, .98f, .62f, .16f, .86f, .40f, .15f, .47f, .42f, .15f, .20f, .42f, .15f, .09f, .47f, .10f, 1.38f,
        .40f, .17f, .98f, .62f, .16f, .86f, .40f, .15f, .47f, .42f, .15f, .20f, .42f, .15f, .09f, .47f, 0, 1.30f, .62f,
        0, 1.47f, .80f, 0, 1.63f, .96f, 0, 1.76f, 1.08f, 0, 1.68f, 1.12f, .07f, 1.84f, 1.07f, .07f, 1.84f, 1.07f
    };

    private TestRigs() {}

    /** Joints in a row along z, a tube of 12 cm around them; the single joint's rig is stiff. */
    static Rig chain(int joints) {
        List<String> names = new ArrayList<>();
        int[] parents = new int[joints];
        float[] rest = new float[3 * joints];
        float[] ends = new float[3 * joints];
        float[] radii = new float[joints];
        for (int j = 0; j < joints; j++) {
            names.add("joint_" + j);
            parents[j] = j - 1;
            rest[3 * j + 2] = 0.6f * j;
            ends[3 * j + 2] = 0.6f * (j + 1);
            // A bend of the tube at rest, so that turns about its axis are not hidden.
            ends[3 * j + 1] = 0.1f;
            radii[j] = 0.12f;
        }
        return tubes("chain", new Skeleton(names, parents, rest), ends, radii);
    }

    /** The family's skeleton with tubes for flesh. */
    static Rig quadruped() {
        float[] rest = LEFT_AND_MIDDLE.clone();
        int joints = NAMES.length;
        float[] ends = new float[3 * joints];
        float[] radii = new float[joints];
        for (int j = 0; j < joints; j++) {
            if (NAMES[j].endsWith("_r")) {
                rest[3 * j] = -rest[3 * j];
            }
        }
        for (int j = 0; j < joints; j++) {
            int child = j + 1 < joints && PARENTS[j + 1] == j ? j + 1 : -1;
            for (int a = 0; a < 3; a++) {
                int p = Math.max(PARENTS[j], 0);
                float along = rest[3 * j + a] - rest[3 * p + a];
                ends[3 * j + a] = child > 0 ? rest[3 * child + a] : rest[3 * j + a] + 0.6f * along;
            }
            String name = NAMES[j];
            radii[j] = name.matches("root|loin|pelvis|thorax") ? 0.24f : name.matches("neck.*|head") ? 0.11f : 0.05f;
        }
        int thorax = Arrays.asList(NAMES).indexOf("thorax");
        int neck = Arrays.asList(NAMES).indexOf("neck_1");
        System.arraycopy(rest, 3 * neck, ends, 3 * thorax, 3);
        int head = Arrays.asList(NAMES).indexOf("head");
        ends[3 * head + 1] = 1.45f;
        ends[3 * head + 2] = 1.5f;
        return tubes("tubes", new Skeleton(List.of(NAMES), PARENTS, rest), ends, radii);
    }

    private static Rig tubes(String id, Skeleton skeleton, float[] ends, float[] radii) {
        int joints = skeleton.jointCount();
        int perTube = SIDES * RINGS + 2;
        float[] vertices = new float[3 * perTube * joints];
        int[] skinJoints = new int[Skin.INFLUENCES * perTube * joints];
        float[] weights = new float[skinJoints.length];
        List<Integer> triangles = new ArrayList<>();
        float[] limits = new float[6 * joints];
        for (int j = 0; j < joints; j++) {
            double[] a = new double[3];
            double[] d = new double[3];
            for (int k = 0; k < 3; k++) {
                a[k] = skeleton.restPositions()[3 * j + k];
                d[k] = ends[3 * j + k] - a[k];
            }
            double length = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
            double[] e1 = perpendicular(d);
            double[] e2 = cross(scale(d, 1 / length), e1);
            int base = perTube * j;
            for (int i = 0; i < perTube; i++) {
                int ring = i / SIDES;
                boolean tip = i >= SIDES * RINGS;
                double along = tip ? (i == SIDES * RINGS ? -0.02 : 1.02) : ring / (RINGS - 1.0);
                double radius = tip ? 0 : radii[j] * (ring == 0 || ring == RINGS - 1 ? 0.7 : 1);
                double angle = 2 * Math.PI * (i % SIDES) / SIDES;
                for (int k = 0; k < 3; k++) {
                    double side = Math.cos(angle) * e1[k] + Math.sin(angle) * e2[k];
                    vertices[3 * (base + i) + k] = (float) (a[k] + along * d[k] + radius * side);
                }
                float own = (float) Math.min(1, 0.5 + 2 * Math.max(0, along));
                int s = Skin.INFLUENCES * (base + i);
                skinJoints[s] = j;
                skinJoints[s + 1] = Math.max(0, skeleton.parents()[j]);
                weights[s] = skeleton.parents()[j] < 0 ? 1 : own;
                weights[s + 1] = 1 - weights[s];
            }
            for (int i = 0; i < SIDES; i++) {
                int n = (i + 1) % SIDES;
                for (int ring = 0; ring + 1 < RINGS; ring++) {
                    int p = base + ring * SIDES;
                    triangles.addAll(List.of(p + i, p + n, p + SIDES + i, p + n, p + SIDES + n, p + SIDES + i));
                }
                int last = base + (RINGS - 1) * SIDES;
                triangles.addAll(List.of(base + SIDES * RINGS, base + n, base + i));
                triangles.addAll(List.of(base + SIDES * RINGS + 1, last + i, last + n));
            }
            for (int k = 0; k < 3; k++) {
                limits[6 * j + 2 * k] = -1.2f;
                limits[6 * j + 2 * k + 1] = 1.2f;
            }
        }
        Mesh mesh = new Mesh(vertices, triangles.stream().mapToInt(i -> i).toArray());
        return new Rig(
                id,
                mesh,
                skeleton,
                new Skin(skinJoints, weights),
                List.of(new Keypoint("tip", new int[] {0, 1})),
                limits,
                List.of(stretch(mesh, skeleton, 1, 0.06f), stretch(mesh, skeleton, 2, 0.06f)));
    }

    /** A shape that makes the animal longer along one axis. */
    private static Body stretch(Mesh mesh, Skeleton skeleton, int axis, float factor) {
        float[] vertices = new float[mesh.vertices().length];
        float[] joints = new float[skeleton.restPositions().length];
        for (int i = axis; i < vertices.length; i += 3) {
            vertices[i] = factor * mesh.vertices()[i];
        }
        for (int i = axis; i < joints.length; i += 3) {
            joints[i] = factor * skeleton.restPositions()[i];
        }
        return new Body(vertices, joints);
    }

    private static double[] perpendicular(double[] d) {
        double[] axis = Math.abs(d[0]) < Math.abs(d[1]) ? new double[] {1, 0, 0} : new double[] {0, 1, 0};
        double[] c = cross(d, axis);
        return scale(c, 1 / Math.sqrt(c[0] * c[0] + c[1] * c[1] + c[2] * c[2]));
    }

    private static double[] scale(double[] v, double f) {
        return new double[] {f * v[0], f * v[1], f * v[2]};
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }
}
