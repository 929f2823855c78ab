package io.canter.training.family;

/**
 * How far each joint bends from the standing pose, as components of its rotation vector. The legs' ranges were set with
 * goniometry of dogs in mind (Jaegger, Marcellin-Little and Levine, Am. J. Vet. Res. 63 (2002) 979-986: carpus 32-196,
 * elbow 36-165, shoulder 57-165, tarsus 39-164, stifle 42-162, hip 50-162 degrees) and widened by estimate where horses in
 * motion go further (the loaded fetlock). Necks and tails are estimates. Values cover all species, hence are looser than
 * any one animal's. A positive rotation about x carries what hangs below a joint backwards (y to z, so -y to -z).
 */
final class JointLimits {
    private final float[] limits = new float[6 * QuadrupedSkeleton.count()];

    private JointLimits() {}

    static float[] all() {
        JointLimits l = new JointLimits();
        l.fill();
        return l.limits;
    }

    private void fill() {
        for (int j = 0; j < QuadrupedSkeleton.count(); j++) {
            put(j, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1);
        }
        put("loin", -0.35, 0.45, -0.25, 0.25, -0.2, 0.2);
        put("pelvis", -0.35, 0.45, -0.25, 0.25, -0.2, 0.2);
        put("thorax", -0.35, 0.35, -0.25, 0.25, -0.2, 0.2);
        put("tail_1", -1.2, 1.9, -0.9, 0.9, -0.5, 0.5);
        for (int k = 2; k <= 4; k++) {
            put("tail_" + k, -0.8, 0.8, -0.6, 0.6, -0.6, 0.6);
        }
        pair("femur", -1.0, 0.75, -0.3, 0.3, -0.25, 0.55);
        pair("tibia", -0.55, 1.45, -0.12, 0.12, -0.12, 0.12);
        pair("metatarsus", -1.65, 0.75, -0.12, 0.12, -0.12, 0.12);
        pair("hind_pastern", -0.9, 1.5, -0.12, 0.12, -0.15, 0.15);
        pair("hind_foot", -0.8, 1.0, -0.12, 0.12, -0.15, 0.15);
        pair("scapula", -0.55, 0.45, -0.15, 0.15, -0.2, 0.3);
        pair("humerus", -0.75, 0.95, -0.2, 0.2, -0.2, 0.4);
        pair("radius", -1.75, 0.5, -0.12, 0.12, -0.12, 0.12);
        pair("metacarpus", -0.12, 2.3, -0.12, 0.12, -0.15, 0.15);
        pair("fore_pastern", -0.9, 1.5, -0.12, 0.12, -0.15, 0.15);
        pair("fore_foot", -0.8, 1.0, -0.12, 0.12, -0.15, 0.15);
        put("neck_1", -0.6, 1.2, -0.6, 0.6, -0.35, 0.35);
        put("neck_2", -0.6, 0.9, -0.6, 0.6, -0.35, 0.35);
        put("neck_3", -0.6, 0.7, -0.6, 0.6, -0.35, 0.35);
        put("head", -0.9, 0.9, -0.6, 0.6, -0.5, 0.5);
        put("jaw", -0.02, 0.6, -0.08, 0.08, -0.05, 0.05);
        pair("ear", -0.9, 0.9, -1.2, 1.2, -1.0, 1.0);
    }

    private void pair(String name, double... range) {
        put(name + "_l", range);
        put(name + "_r", range[0], range[1], -range[3], -range[2], -range[5], -range[4]);
    }

    private void put(String name, double... range) {
        put(QuadrupedSkeleton.index(name), range);
    }

    private void put(int joint, double... range) {
        for (int k = 0; k < 6; k++) {
            limits[6 * joint + k] = (float) range[k];
        }
    }
}
