package io.canter.tracking;

import java.util.Arrays;

/**
 * Where the feet of a smooth motion are, seen from the camera along the ground. The ground is taken to lie across the
 * trunk's mean direction up over some seconds; places on it are measured from below the camera along two directions, the
 * camera's right and away from it. Template metres and seconds.
 */
final class FootPaths {
    /** Half the time over which the trunk's sway evens out, seconds. */
    private static final double SLOPE_SPAN = 2;
    /** The lowest foot is the median of the lowest about then: half the time for that, seconds. */
    private static final double LOWEST_SPAN = 0.5;

    final int frames;
    final int feet;
    final double[] seconds;
    /** 9 per frame: both directions on the ground and up, camera frame. */
    final double[] axes;
    /** 3 per foot and frame: along the axes. */
    final double[] places;
    /** 2 per foot and frame: velocities along the ground. */
    final double[] speeds;
    /** Per foot and frame: over the lowest foot about then. */
    final double[] heights;
    /** 2 per frame: the root's place. */
    final double[] trunk;
    /** Per frame: where the animal heads, radians, without jumps. */
    final double[] headings;

    private final LegReach legs;
    private final Kinematics pose;

    FootPaths(PosePath path, double[] restJoints, LegReach legs, Kinematics pose) {
        this.legs = legs;
        this.pose = pose;
        frames = path.frames;
        feet = legs.legs();
        seconds = path.seconds;
        axes = new double[9 * frames];
        places = new double[3 * feet * frames];
        speeds = new double[2 * feet * frames];
        heights = new double[feet * frames];
        trunk = new double[2 * frames];
        headings = new double[frames];
        level(path);
        for (int t = 0; t < frames; t++) {
            place(path, t, restJoints);
        }
        differentiate();
        measureHeights();
    }

    /** First frame within {@code span} seconds of a frame. */
    int from(int frame, double span) {
        int i = frame;
        while (i > 0 && seconds[frame] - seconds[i - 1] <= span) {
            i--;
        }
        return i;
    }

    /** First frame after those within {@code span} seconds. */
    int to(int frame, double span) {
        int i = frame + 1;
        while (i < frames && seconds[i] - seconds[frame] <= span) {
            i++;
        }
        return i;
    }

    /** Slope of the line through every {@code stride}-th value from {@code offset} on, over some frames. */
    double rate(double[] values, int stride, int offset, int begin, int end) {
        return rate(seconds, values, stride, offset, begin, end);
    }

    static double rate(double[] seconds, double[] values, int stride, int offset, int begin, int end) {
        double n = end - begin;
        double meanTime = 0;
        double mean = 0;
        for (int i = begin; i < end; i++) {
            meanTime += seconds[i] / n;
            mean += values[stride * i + offset] / n;
        }
        double squares = 0;
        double products = 0;
        for (int i = begin; i < end; i++) {
            double d = seconds[i] - meanTime;
            squares += d * d;
            products += d * (values[stride * i + offset] - mean);
        }
        return squares > 0 ? products / squares : 0;
    }

    private void level(PosePath path) {
        double[] trunkUp = new double[3 * frames];
        double[] matrix = new double[9];
        double[] q = new double[4];
        for (int t = 0; t < frames; t++) {
            System.arraycopy(path.rotation, 4 * t, q, 0, 4);
            Rotations.quaternionToMatrix(q, matrix, 0);
            for (int a = 0; a < 3; a++) {
                trunkUp[3 * t + a] = matrix[3 * a + 1];
            }
        }
        double[] up = new double[3];
        for (int t = 0; t < frames; t++) {
            Arrays.fill(up, 0);
            for (int i = 3 * from(t, SLOPE_SPAN); i < 3 * to(t, SLOPE_SPAN); i++) {
                up[i % 3] += trunkUp[i];
            }
            axes(up, axes, 9 * t);
        }
    }

    /** The camera's right as far as it lies across {@code up}, the direction away from the camera, and up. */
    static void axes(double[] up, double[] out, int at) {
        double length = Math.sqrt(up[0] * up[0] + up[1] * up[1] + up[2] * up[2]);
        // An animal that turned over has no direction up: the camera's then.
        double x = length > 0 ? up[0] / length : 0;
        double y = length > 0 ? up[1] / length : -1;
        double z = length > 0 ? up[2] / length : 0;
        double n = Math.sqrt(Math.max(1e-6, 1 - x * x));
        out[at] = n;
        out[at + 1] = -x * y / n;
        out[at + 2] = -x * z / n;
        out[at + 3] = y * out[at + 2] - z * out[at + 1];
        out[at + 4] = z * out[at] - x * out[at + 2];
        out[at + 5] = x * out[at + 1] - y * out[at];
        out[at + 6] = x;
        out[at + 7] = y;
        out[at + 8] = z;
    }

    private double along(int frame, int axis, double x, double y, double z) {
        int at = 9 * frame + 3 * axis;
        return axes[at] * x + axes[at + 1] * y + axes[at + 2] * z;
    }

    private void place(PosePath path, int t, double[] restJoints) {
        double[] root = new double[3];
        path.get(t, root, pose.rootRotation, pose.bends);
        pose.update(restJoints);
        double[] p = pose.positions;
        for (int f = 0; f < feet; f++) {
            int foot = 3 * legs.foot(f);
            for (int a = 0; a < 3; a++) {
                places[3 * (feet * t + f) + a] =
                        along(t, a, root[0] + p[foot], root[1] + p[foot + 1], root[2] + p[foot + 2]);
            }
        }
        trunk[2 * t] = along(t, 0, root[0], root[1], root[2]);
        trunk[2 * t + 1] = along(t, 1, root[0], root[1], root[2]);
        double[] m = pose.rotations;
        double heading = Math.atan2(along(t, 1, m[2], m[5], m[8]), along(t, 0, m[2], m[5], m[8]));
        headings[t] = t == 0 ? heading : onward(headings[t - 1], heading);
    }

    /** An angle as it is reached from the one before, without a jump. */
    static double onward(double before, double angle) {
        return before + Math.IEEEremainder(angle - before, 2 * Math.PI);
    }

    private void differentiate() {
        for (int t = 0; t < frames; t++) {
            int before = Math.max(0, t - 1);
            int after = Math.min(frames - 1, t + 1);
            double dt = seconds[after] - seconds[before];
            for (int f = 0; f < feet; f++) {
                for (int k = 0; k < 2; k++) {
                    double way = places[3 * (feet * after + f) + k] - places[3 * (feet * before + f) + k];
                    speeds[2 * (feet * t + f) + k] = way / dt;
                }
            }
        }
    }

    private void measureHeights() {
        double[] lowest = new double[frames];
        for (int t = 0; t < frames; t++) {
            lowest[t] = Double.MAX_VALUE;
            for (int f = 0; f < feet; f++) {
                lowest[t] = Math.min(lowest[t], places[3 * (feet * t + f) + 2]);
            }
        }
        for (int t = 0; t < frames; t++) {
            double[] about = Arrays.copyOfRange(lowest, from(t, LOWEST_SPAN), to(t, LOWEST_SPAN));
            Arrays.sort(about);
            for (int f = 0; f < feet; f++) {
                heights[feet * t + f] = Math.max(0, places[3 * (feet * t + f) + 2] - about[about.length / 2]);
            }
        }
    }
}
