package io.canter.training.family;

import io.canter.tracking.Keypoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * AP-10K's 17 keypoints (Yu et al. 2021) where its annotators put them: a shoulder is where the front leg leaves the
 * body, an elbow the front leg's middle joint (the carpus), a hip where the hind leg leaves the body (at the height of
 * the stifle), a knee the hock, a paw the hoof or paw, the neck the middle of the neck's base.
 */
final class Landmarks {
    /** Vertices per landmark: enough for a mean that stays inside the limb, few enough to stay local. */
    private static final int RING = 24;

    private static final int SPOT = 6;

    private final float[] vertices;
    private final BodyPlan plan;
    private final List<Keypoint> out = new ArrayList<>();

    private Landmarks(float[] vertices, BodyPlan plan) {
        this.vertices = vertices;
        this.plan = plan;
    }

    static List<Keypoint> of(float[] template, BodyPlan plan) {
        return new Landmarks(template, plan).all();
    }

    private List<Keypoint> all() {
        double[] eye = middle("eye_l");
        spot("left_eye", SPOT, eye[0] + 0.02, eye[1], eye[2]);
        spot("right_eye", SPOT, -eye[0] - 0.02, eye[1], eye[2]);
        Tube head = tube("head");
        int tip = head.size - 1;
        spot("nose", SPOT, 0, head.centre[3 * tip + 1] + 0.03, head.centre[3 * tip + 2] + 0.06);
        spot("neck", RING, 0, joint("neck_1", 1) - 0.08, joint("neck_1", 2) + 0.02);
        spot("root_of_tail", SPOT, 0, joint("tail_1", 1) + 0.04, joint("tail_1", 2) - 0.02);
        side("left_", "_l", 1);
        side("right_", "_r", -1);
        return out;
    }

    private void side(String left, String l, int sign) {
        double legX = sign * joint("radius_l", 0);
        spot(left + "shoulder", RING, legX, joint("radius_l", 1), joint("radius_l", 2) + 0.03);
        ring(left + "elbow", "metacarpus" + l);
        paw(left + "front_paw", "fore_foot" + l);
        double hipX = sign * joint("tibia_l", 0);
        double stifleZ = BodyPlan.HIP_Z + plan.get(Trait.STIFLE_FORWARD);
        spot(left + "hip", RING, hipX, plan.get(Trait.STIFLE_HEIGHT) - 0.02, stifleZ - 0.05);
        ring(left + "knee", "metatarsus" + l);
        paw(left + "back_paw", "hind_foot" + l);
    }

    private void ring(String name, String joint) {
        spot(name, RING, joint(joint, 0), joint(joint, 1), joint(joint, 2));
    }

    private void paw(String name, String joint) {
        spot(name, RING, joint(joint, 0), 0.4 * joint(joint, 1), joint(joint, 2) + 0.02);
    }

    private double joint(String name, int axis) {
        return plan.jointAt(name, axis);
    }

    private Tube tube(String name) {
        return plan.tubes().stream()
                .filter(t -> t.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private double[] middle(String name) {
        Tube t = tube(name);
        return Arrays.copyOfRange(t.centre, 3 * (t.size / 2), 3 * (t.size / 2) + 3);
    }

    /** The vertices nearest to a point. */
    private void spot(String name, int count, double x, double y, double z) {
        Integer[] order = new Integer[vertices.length / 3];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> squared(i, x, y, z)));
        int[] nearest = new int[count];
        for (int k = 0; k < count; k++) {
            nearest[k] = order[k];
        }
        out.add(new Keypoint(name, nearest));
    }

    private double squared(int v, double x, double y, double z) {
        double dx = vertices[3 * v] - x;
        double dy = vertices[3 * v + 1] - y;
        double dz = vertices[3 * v + 2] - z;
        return dx * dx + dy * dy + dz * dz;
    }
}
