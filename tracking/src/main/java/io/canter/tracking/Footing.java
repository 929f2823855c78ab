package io.canter.tracking;

/**
 * Holds the feet of a smooth motion where they were put down, as far as the {@link GroundMotion} is known. A foot that
 * goes with the ground carries; it is put to the mean of its places there, and from one stance to the next the
 * correction passes over evenly, so that nothing jumps. One instance serves one thread.
 */
final class Footing {
    /** Half the time over which the trunk's speed is measured, seconds. */
    private static final double PACE_SPAN = 0.5;
    /** Of the trunk's speed over the ground, the share by which a foot that carries may seem to slide, and surely does. */
    private static final double SLIP_SHARE = 0.9;

    private static final double SURE_SHARE = 0.4;
    /** The same for animals that stand, metres a second. */
    private static final double SLIP = 0.5;

    private static final double SURE = 0.3;
    /** No foot carries higher than this over the lowest, metres. */
    private static final double HIGH = 0.2;
    /** Shorter stances are none. */
    private static final int FRAMES_MIN = 3;
    /** Errors of a moving ground's speed add up: a foot on it is held to the mean over this before and after, seconds. */
    private static final double HOLD_SPAN = 0.5;

    private final LegReach legs;
    private final Kinematics pose;
    private FootPaths paths;
    private GroundMotion ground;
    private double[] track = new double[0]; // 3 per frame: where the ground has got to, and how far it has turned
    private boolean[] carries = new boolean[0]; // per foot and frame
    private double[] shifts = new double[0]; // 3 per foot and frame, along the axes

    Footing(Rig rig) {
        legs = new LegReach(rig);
        pose = new Kinematics(rig.skeleton());
    }

    /**
     * Plants the feet.
     *
     * @param restJoints of the individual, 3 each
     * @return {@code path} itself where the rig has no feet, the path is too short, or the ground's motion is unknown
     */
    PosePath plant(PosePath path, double[] restJoints) {
        carries = new boolean[0];
        if (legs.legs() == 0 || path.frames < 2 * FRAMES_MIN) {
            return path;
        }
        paths = new FootPaths(path, restJoints, legs, pose);
        ground = new GroundMotion(paths);
        if (!ground.isKnown()) {
            return path;
        }
        followGround();
        carries = new boolean[paths.feet * paths.frames];
        shifts = new double[3 * carries.length];
        for (int f = 0; f < paths.feet; f++) {
            findStances(f);
            hold(f);
        }
        return moved(path, restJoints);
    }

    /** Per foot and frame of the path planted last, hind left, hind right, fore left, fore right: whether it carries. */
    boolean[] carries() {
        return carries;
    }

    /** Runs of frames in which the foot may carry and, somewhere, surely does. */
    private void findStances(int foot) {
        int since = -1;
        boolean sure = false;
        for (int t = 0; t <= paths.frames; t++) {
            double slip = t < paths.frames ? slip(t, foot) : Double.POSITIVE_INFINITY;
            double pace = t < paths.frames ? pace(t) : 0;
            if (slip < Math.max(SLIP, SLIP_SHARE * pace)) {
                since = since < 0 ? t : since;
                sure |= slip < Math.max(SURE, SURE_SHARE * pace);
                continue;
            }
            if (since >= 0 && sure && t - since >= FRAMES_MIN) {
                for (int i = since; i < t; i++) {
                    carries[paths.feet * i + foot] = true;
                }
            }
            since = -1;
            sure = false;
        }
    }

    /** Speed of a foot over the ground; infinite where it is high above it. */
    private double slip(int frame, int foot) {
        int at = paths.feet * frame + foot;
        if (!(paths.heights[at] < HIGH)) {
            return Double.POSITIVE_INFINITY;
        }
        return over(
                frame, paths.speeds[2 * at], paths.speeds[2 * at + 1], paths.places[3 * at], paths.places[3 * at + 1]);
    }

    /** The trunk's speed over the ground. */
    private double pace(int frame) {
        int begin = paths.from(frame, PACE_SPAN);
        int end = paths.to(frame, PACE_SPAN);
        return over(
                frame,
                paths.rate(paths.trunk, 2, 0, begin, end),
                paths.rate(paths.trunk, 2, 1, begin, end),
                paths.trunk[2 * frame],
                paths.trunk[2 * frame + 1]);
    }

    private double over(int frame, double vx, double vy, double x, double y) {
        return Math.hypot(vx - ground.velocity(frame, 0, x, y), vy - ground.velocity(frame, 1, x, y));
    }

    private void followGround() {
        track = new double[3 * paths.frames];
        for (int t = 1; t < paths.frames; t++) {
            double dt = paths.seconds[t] - paths.seconds[t - 1];
            double x = track[3 * t - 3];
            double y = track[3 * t - 2];
            // Half a step with the motion before, half with the one after (Heun).
            double aheadX = x + dt * ground.velocity(t - 1, 0, x, y);
            double aheadY = y + dt * ground.velocity(t - 1, 1, x, y);
            track[3 * t] = 0.5 * (x + aheadX + dt * ground.velocity(t, 0, aheadX, aheadY));
            track[3 * t + 1] = 0.5 * (y + aheadY + dt * ground.velocity(t, 1, aheadX, aheadY));
            track[3 * t + 2] = track[3 * t - 1] + 0.5 * dt * (ground.turn(t - 1) + ground.turn(t));
        }
    }

    private void hold(int foot) {
        int last = -1; // frame of the stance before
        int t = 0;
        while (t < paths.frames) {
            int end = t;
            while (end < paths.frames && carries[paths.feet * end + foot]) {
                end++;
            }
            if (end == t) {
                t++;
                continue;
            }
            for (int i = t; i < end; i++) {
                hold(foot, i, t, end);
            }
            bridge(foot, last, t);
            last = end - 1;
            t = end;
        }
        bridge(foot, last, paths.frames);
    }

    /** Writes by how much a frame is off the foot's mean place on the ground in its stance. */
    private void hold(int foot, int frame, int stanceBegin, int stanceEnd) {
        int begin = ground.isStill() ? stanceBegin : Math.max(stanceBegin, paths.from(frame, HOLD_SPAN));
        int end = ground.isStill() ? stanceEnd : Math.min(stanceEnd, paths.to(frame, HOLD_SPAN));
        double meanX = 0;
        double meanY = 0;
        double meanHeight = 0;
        for (int t = begin; t < end; t++) {
            int at = 3 * (paths.feet * t + foot);
            double x = paths.places[at] - track[3 * t];
            double y = paths.places[at + 1] - track[3 * t + 1];
            double c = Math.cos(track[3 * t + 2]);
            double s = Math.sin(track[3 * t + 2]);
            meanX += (c * x + s * y) / (end - begin);
            meanY += (c * y - s * x) / (end - begin);
            meanHeight += paths.places[at + 2] / (end - begin);
        }
        int at = 3 * (paths.feet * frame + foot);
        double c = Math.cos(track[3 * frame + 2]);
        double s = Math.sin(track[3 * frame + 2]);
        shifts[at] = track[3 * frame] + c * meanX - s * meanY - paths.places[at];
        shifts[at + 1] = track[3 * frame + 1] + s * meanX + c * meanY - paths.places[at + 1];
        shifts[at + 2] = meanHeight - paths.places[at + 2];
    }

    /** Between two stances the shift passes from one to the other; before the first and after the last it stays. */
    private void bridge(int foot, int before, int after) {
        if (before < 0 && after == paths.frames) {
            return;
        }
        for (int t = before + 1; t < after; t++) {
            double part = before < 0
                    ? 1
                    : after == paths.frames
                            ? 0
                            : (paths.seconds[t] - paths.seconds[before])
                                    / (paths.seconds[after] - paths.seconds[before]);
            part = part * part * (3 - 2 * part);
            for (int k = 0; k < 3; k++) {
                double from = before < 0 ? 0 : shifts[3 * (paths.feet * before + foot) + k];
                double to = after == paths.frames ? 0 : shifts[3 * (paths.feet * after + foot) + k];
                shifts[3 * (paths.feet * t + foot) + k] = (1 - part) * from + part * to;
            }
        }
    }

    private PosePath moved(PosePath path, double[] restJoints) {
        PosePath out = path.copy();
        double[] root = new double[3];
        double[] place = new double[3];
        for (int t = 0; t < paths.frames; t++) {
            path.get(t, root, pose.rootRotation, pose.bends);
            pose.update(restJoints);
            for (int f = 0; f < paths.feet; f++) {
                int at = 3 * (paths.feet * t + f);
                System.arraycopy(pose.positions, 3 * legs.foot(f), place, 0, 3);
                for (int i = 0; i < 9; i++) {
                    place[i % 3] += paths.axes[9 * t + i] * shifts[at + i / 3];
                }
                legs.reach(pose, restJoints, f, place);
            }
            out.put(t, root, pose.rootRotation, pose.bends);
        }
        return out;
    }
}
