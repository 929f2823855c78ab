package io.canter.tracking;

import java.util.List;
import java.util.Random;
import org.joml.Quaternionf;

/** An animal that swings all its joints and walks past the camera: a smooth motion known at any time. */
final class SmoothMotion {
    private static final double BEND = 0.22;
    /** Swing of the upper legs, radians. */
    private static final double LEG = 0.3;

    private static final double PERIOD_SECONDS = 1.1;
    private static final double PASS_METRES = 0.6;

    private final Rig rig;
    private final Body body;
    private final double yaw;
    private final double[] phases;
    private final double[] heights;

    SmoothMotion(Rig rig, Body body, double yaw, long seed) {
        this.rig = rig;
        this.body = body;
        this.yaw = yaw;
        int n = 3 * rig.skeleton().jointCount();
        phases = new double[n];
        heights = new double[n];
        Random random = new Random(seed);
        for (int i = 0; i < n; i++) {
            phases[i] = 2 * Math.PI * random.nextDouble();
            heights[i] = (i % 3 == 0 ? BEND : 0.3 * BEND) * random.nextDouble();
        }
        List<String> names = rig.skeleton().names();
        for (int j = 0; j < names.size(); j++) {
            if (names.get(j).matches("(femur|humerus)_l")) {
                heights[3 * j] = LEG;
            }
            int left = names.indexOf(names.get(j).replaceAll("_r$", "_l"));
            if (left != j && left >= 0) {
                // Legs of a pair swing against each other, as in a walk.
                phases[3 * j] = phases[3 * left] + Math.PI;
                heights[3 * j] = heights[3 * left];
            }
        }
    }

    PosedAnimal at(double seconds) {
        int n = rig.skeleton().jointCount();
        float[] rotations = new float[4 * n];
        double[] vector = new double[3];
        double[] q = new double[4];
        double turn = 2 * Math.PI * seconds / PERIOD_SECONDS;
        for (int j = 1; j < n; j++) {
            for (int k = 0; k < 3; k++) {
                vector[k] = heights[3 * j + k] * Math.sin(turn + phases[3 * j + k]);
            }
            Rotations.toQuaternion(vector, 0, q, 0);
            for (int k = 0; k < 4; k++) {
                rotations[4 * j + k] = (float) q[k];
            }
        }
        Quaternionf root = new Quaternionf()
                .rotateY((float) (yaw + 0.3 * Math.sin(0.2 * turn)))
                .rotateX((float) Math.PI);
        rotations[0] = root.x;
        rotations[1] = root.y;
        rotations[2] = root.z;
        rotations[3] = root.w;
        float x = (float) (PASS_METRES * Math.sin(0.3 * turn));
        float y = (float) (0.1 + 0.02 * Math.sin(2 * turn));
        return new PosedAnimal(rig, body, new Pose(new float[] {x, y, 6}, rotations));
    }
}
