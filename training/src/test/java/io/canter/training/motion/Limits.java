package io.canter.training.motion;

import static org.assertj.core.api.Assertions.fail;

import io.canter.tracking.Pose;

/** Checks a pose against joint limits, both as the rig states them: components of rotation vectors. */
final class Limits {
    private Limits() {}

    static void assertHeld(Pose pose, float[] limits, float slack) {
        float[] q = pose.rotations();
        for (int j = 1; j < Joints.COUNT; j++) {
            double sin = Math.sqrt(q[4 * j] * q[4 * j] + q[4 * j + 1] * q[4 * j + 1] + q[4 * j + 2] * q[4 * j + 2]);
            double scale = sin < 1e-6 ? 0 : 2 * Math.atan2(sin, q[4 * j + 3]) / sin;
            for (int k = 0; k < 3; k++) {
                double angle = q[4 * j + k] * scale;
                double low = limits[6 * j + 2 * k] - (double) slack;
                double high = limits[6 * j + 2 * k + 1] + (double) slack;
                if (angle < low || angle > high) {
                    fail("joint %d axis %d is at %.3f, must be within %.3f..%.3f", j, k, angle, low, high);
                }
            }
        }
    }
}
