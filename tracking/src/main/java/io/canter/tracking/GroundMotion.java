package io.canter.tracking;

/**
 * How the ground moves in the camera's frame, told from the feet alone: all feet that carry move with it alike. So it is
 * the motion along the ground that most low feet share over a second, the ground turning about the camera as the trunk
 * does. Where hardly anything is shared, the motion is unknown; where standing still explains the feet nearly as well,
 * the camera is taken to stand.
 */
final class GroundMotion {
    /** Half the time over which the motion is taken for even, seconds. */
    private static final double SPAN = 0.5;
    /** Feet that differ by less than this (metres a second) share a motion. */
    private static final double SHARED = 0.5;
    /** A foot this high over the lowest (metres) speaks half. */
    private static final double LOW = 0.06;
    /**
     * A still camera is the simplest explanation, if it explains this share of what the best motion does. Generated
     * clips: 0.88 to 0.94 before cameras that stand, 0.49 to 0.81 before others.
     */
    private static final double STILL_MIN = 0.85;
    /**
     * Of what the low feet do, so much must be shared. Generated clips: 0.41 to 0.90 where animals walk or graze, 0.18 to
     * 0.25 at faster gaits, whose legs the network draws too vaguely.
     */
    private static final double SHARED_MIN = 0.33;

    private final FootPaths paths;
    private final SharedMotion shared = new SharedMotion(SHARED);
    private final double[] ground; // 3 per frame: velocity of the ground at the camera, and its turn
    private double votes;
    private double stillVotes;
    private double votesMost;
    // The samples of one frame: speeds as they would be below the camera.
    private double[] x = new double[0];
    private double[] y = new double[0];
    private double[] weights = new double[0];

    GroundMotion(FootPaths paths) {
        this.paths = paths;
        ground = new double[3 * paths.frames];
        double[] raw = new double[ground.length];
        for (int t = 0; t < paths.frames; t++) {
            read(t, raw);
        }
        if (!isStill()) {
            smooth(raw);
        }
    }

    /** Whether the camera stands. */
    boolean isStill() {
        return stillVotes > STILL_MIN * votes;
    }

    /** Whether the feet say anything at all. */
    boolean isKnown() {
        return votes > SHARED_MIN * votesMost;
    }

    /** Velocity of the ground at a place, along direction {@code axis} (0 or 1). */
    double velocity(int frame, int axis, double atX, double atY) {
        double turn = ground[3 * frame + 2];
        return ground[3 * frame + axis] + (axis == 0 ? -turn * atY : turn * atX);
    }

    /** Turn of the ground about the camera, radians a second. */
    double turn(int frame) {
        return ground[3 * frame + 2];
    }

    private void read(int frame, double[] out) {
        int begin = paths.from(frame, SPAN);
        int end = paths.to(frame, SPAN);
        double turn = paths.rate(paths.headings, 1, 0, begin, end);
        int n = paths.feet * (end - begin);
        if (x.length < n) {
            x = new double[n];
            y = new double[n];
            weights = new double[n];
        }
        for (int i = 0; i < n; i++) {
            int at = paths.feet * begin + i;
            x[i] = paths.speeds[2 * at] + turn * paths.places[3 * at + 1];
            y[i] = paths.speeds[2 * at + 1] - turn * paths.places[3 * at];
            double h = paths.heights[at] / LOW;
            weights[i] = 1 / (1 + h * h);
        }
        shared.find(x, y, weights, n);
        votes += shared.votes(x, y, weights, n, shared.x, shared.y);
        for (int i = 0; i < n; i++) {
            votesMost += weights[i];
            // The speeds themselves, before the turn was taken out.
            x[i] = paths.speeds[2 * (paths.feet * begin + i)];
            y[i] = paths.speeds[2 * (paths.feet * begin + i) + 1];
        }
        stillVotes += shared.votes(x, y, weights, n, 0, 0);
        out[3 * frame] = shared.x;
        out[3 * frame + 1] = shared.y;
        out[3 * frame + 2] = turn;
    }

    private void smooth(double[] raw) {
        for (int t = 0; t < paths.frames; t++) {
            int begin = paths.from(t, SPAN);
            int end = paths.to(t, SPAN);
            for (int i = 3 * begin; i < 3 * end; i++) {
                ground[3 * t + i % 3] += raw[i] / (end - begin);
            }
        }
    }
}
