package io.canter.tracking;

import java.util.Arrays;

/**
 * Holds feet that carry, live: the shown pose alone, the fit knows nothing of it. While a foot carries it goes back along
 * the trunk, whatever the camera does; what such feet share is the ground's motion, and with that a held foot moves on,
 * drawn slowly to where the fit has it. A foot is caught and let go where it is shown, so that nothing jumps. A pure step;
 * the instance owns working memory and serves one thread.
 */
final class FootHolder {
    /** A held foot follows the fit, and one let go returns to it, within these times, seconds. */
    private static final double HOLD_SECONDS = 0.15;

    private static final double FREE_SECONDS = 0.06;
    /** The ground's motion changes within this time, and whether the camera stands is told over that, seconds. */
    private static final double MOTION_SECONDS = 0.5;

    private static final double STILL_SECONDS = 2;
    /** As in {@link GroundMotion}, but of noisier feet. */
    private static final double SHARED = 1;

    private static final double LOW = 0.06;
    private static final double STILL_MIN = 0.85;
    /** No foot carries higher than this over the lowest, metres. */
    private static final double HIGH = 0.2;
    /** Speeds along the trunk are seen against their own root mean square, of at least this, metres a second. */
    private static final double PACE_MIN = 0.25;
    /**
     * The same of the fastest gait whose feet are held: they go by 1.2 to 1.9 at a walk or slow trot, by more than 3 at a
     * canter and 5 at a gallop, where a foot stands for too few frames to be caught in time.
     */
    private static final double PACE_MAX = 2.5;

    /** So fast backwards, in these, a foot is caught; so fast forwards it is let go. */
    private static final double CAUGHT = 0.6;

    private static final double FREED = 0.1;
    /** So fast backwards a foot speaks of the ground in full; slower by this, half. */
    private static final double SPEAKS = 0.7;

    private static final double SPEAKS_HALF = 0.5;
    private static final int MOMENTS_MIN = 4;
    /** Shorter shifts (metres) are not worth a bent leg. */
    private static final double SHIFT_MIN = 1e-4;

    private static final int FEET = GroundBelief.FEET;

    private final LegReach legs;
    private final Kinematics pose;
    private final SharedMotion shared = new SharedMotion(SHARED);
    private final double[] place = new double[3];
    private double[] axes;
    private double[] moments;
    private int count;
    // By moment.
    private double[] times = new double[0]; // seconds since the first
    private double[] headings = new double[0];
    private double[] rootX = new double[0];
    private double[] rootY = new double[0];
    // By foot and moment: along the axes, how far forward along the trunk, and speeds.
    private double[] x = new double[0];
    private double[] y = new double[0];
    private double[] z = new double[0];
    private double[] ahead = new double[0];
    private double[] speedX = new double[0];
    private double[] speedY = new double[0];
    private double[] speedAhead = new double[0];
    private double[] weights = new double[0];
    private double[] fromX = new double[0]; // speeds as they would be below the camera
    private double[] fromY = new double[0];

    FootHolder(LegReach legs, Kinematics pose) {
        this.legs = legs;
        this.pose = pose;
    }

    /**
     * After a frame more.
     *
     * @param moments of a {@link GroundBelief}, the frame's last
     * @param axes along the ground and up, camera frame
     * @param seconds since the frame before
     */
    FootHold next(FootHold before, double[] moments, double[] axes, double seconds) {
        this.axes = axes;
        this.moments = moments;
        count = moments.length / GroundBelief.STRIDE;
        if (count < MOMENTS_MIN || !(seconds > 0)) {
            return freed(before, seconds);
        }
        place();
        double turn = FootPaths.rate(times, headings, 1, 0, 0, count);
        double pace = differentiate();
        double base = lowest();
        weigh(turn, pace, base);
        shared.find(fromX, fromY, weights, FEET * count);
        double keep = Math.exp(-seconds / STILL_SECONDS);
        double votes = keep * before.votes() + votes(fromX, fromY, shared.x, shared.y);
        double stillVotes = keep * before.stillVotes() + votes(speedX, speedY, 0, 0);
        double gain = before.votes() > 0 ? 1 - Math.exp(-seconds / MOTION_SECONDS) : 1;
        double[] now = {shared.x, shared.y, turn};
        double[] motion = before.motion().clone();
        for (int i = 0; i < 3; i++) {
            motion[i] += gain * (now[i] - motion[i]);
        }
        double[] ground = stillVotes > STILL_MIN * votes ? new double[3] : motion;
        double[] shifts = new double[3 * FEET];
        int carries = 0;
        for (int f = 0; f < FEET; f++) {
            int at = FEET * (count - 1) + f;
            boolean held = (before.carries() >> f & 1) == 1;
            boolean caught = pace < PACE_MAX && z[at] - base < HIGH && speedAhead[at] < (held ? FREED : -CAUGHT) * pace;
            carries |= caught ? 1 << f : 0;
            shift(before.shifts(), f, caught, ground, seconds, shifts);
        }
        if (!Double.isFinite(Arrays.stream(shifts).sum() + motion[0] + motion[1] + motion[2] + votes + stillVotes)) {
            return FootHold.none();
        }
        return new FootHold(shifts, carries, motion, votes, stillVotes);
    }

    /** After a frame that tells nothing. */
    FootHold freed(FootHold before, double seconds) {
        double keep = Math.exp(-Math.max(0, seconds) / FREE_SECONDS);
        double[] shifts = before.shifts().clone();
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] *= keep;
        }
        return new FootHold(shifts, 0, before.motion(), before.votes(), before.stillVotes());
    }

    /** The bends with which the animal is shown; {@code bends} itself where no foot is held. */
    double[] shown(FootHold hold, double[] rotation, double[] bends, double[] restJoints) {
        double[] shown = bends;
        for (int f = 0; f < legs.legs(); f++) {
            double[] s = hold.shifts();
            if (Math.abs(s[3 * f]) + Math.abs(s[3 * f + 1]) + Math.abs(s[3 * f + 2]) < SHIFT_MIN) {
                continue;
            }
            if (shown == bends) {
                System.arraycopy(rotation, 0, pose.rootRotation, 0, 4);
                System.arraycopy(bends, 0, pose.bends, 0, bends.length);
                pose.update(restJoints);
                shown = pose.bends;
            }
            for (int a = 0; a < 3; a++) {
                place[a] = pose.positions[3 * legs.foot(f) + a] + s[3 * f + a];
            }
            legs.reach(pose, restJoints, f, place);
        }
        return shown == bends ? bends : shown.clone();
    }

    private void shift(double[] before, int foot, boolean carries, double[] ground, double seconds, double[] out) {
        int at = FEET * (count - 1) + foot;
        double keep = Math.exp(-seconds / (carries ? HOLD_SECONDS : FREE_SECONDS));
        double[] along = new double[3];
        for (int a = 0; a < 3; a++) {
            along[a] = along(a, before, 3 * foot);
        }
        if (carries) {
            double heldX = x[at - FEET] + along[0];
            double heldY = y[at - FEET] + along[1];
            along[0] = heldX + seconds * (ground[0] - ground[2] * heldY) - x[at];
            along[1] = heldY + seconds * (ground[1] + ground[2] * heldX) - y[at];
            along[2] += z[at - FEET] - z[at];
        }
        for (int a = 0; a < 3; a++) {
            out[3 * foot + a] = keep * (axes[a] * along[0] + axes[3 + a] * along[1] + axes[6 + a] * along[2]);
        }
    }

    private void place() {
        if (headings.length < count) {
            times = new double[count];
            headings = new double[count];
            rootX = new double[count];
            rootY = new double[count];
            x = new double[FEET * count];
            y = new double[FEET * count];
            z = new double[FEET * count];
            ahead = new double[FEET * count];
            speedX = new double[FEET * count];
            speedY = new double[FEET * count];
            speedAhead = new double[FEET * count];
            weights = new double[FEET * count];
            fromX = new double[FEET * count];
            fromY = new double[FEET * count];
        }
        for (int i = 0; i < count; i++) {
            int from = GroundBelief.STRIDE * i;
            times[i] = 1e-6 * (moments[from] - moments[0]);
            rootX[i] = along(0, moments, from + GroundBelief.ROOT);
            rootY[i] = along(1, moments, from + GroundBelief.ROOT);
            double heading = Math.atan2(
                    along(1, moments, from + GroundBelief.FORWARD), along(0, moments, from + GroundBelief.FORWARD));
            headings[i] = i == 0 ? heading : FootPaths.onward(headings[i - 1], heading);
            for (int f = 0; f < FEET; f++) {
                int at = FEET * i + f;
                x[at] = along(0, moments, from + GroundBelief.PLACES + 3 * f);
                y[at] = along(1, moments, from + GroundBelief.PLACES + 3 * f);
                z[at] = along(2, moments, from + GroundBelief.PLACES + 3 * f);
                ahead[at] = (x[at] - rootX[i]) * Math.cos(heading) + (y[at] - rootY[i]) * Math.sin(heading);
            }
        }
    }

    /** Speeds of the feet; returns how fast they go along the trunk. */
    private double differentiate() {
        double squares = 0;
        for (int i = 0; i < count; i++) {
            int before = Math.max(0, i - 1);
            int after = Math.min(count - 1, i + 1);
            double between = times[after] - times[before];
            for (int f = 0; f < FEET; f++) {
                int at = FEET * i + f;
                int a = FEET * before + f;
                int b = FEET * after + f;
                speedX[at] = (x[b] - x[a]) / between;
                speedY[at] = (y[b] - y[a]) / between;
                speedAhead[at] = (ahead[b] - ahead[a]) / between;
                squares += speedAhead[at] * speedAhead[at];
            }
        }
        return Math.max(PACE_MIN, Math.sqrt(squares / (FEET * count)));
    }

    private double lowest() {
        double[] lowest = new double[count];
        for (int i = 0; i < count; i++) {
            int at = FEET * i;
            lowest[i] = Math.min(Math.min(z[at], z[at + 1]), Math.min(z[at + 2], z[at + 3]));
        }
        Arrays.sort(lowest);
        return lowest[count / 2];
    }

    private void weigh(double turn, double pace, double base) {
        for (int i = 0; i < FEET * count; i++) {
            double high = Math.max(0, z[i] - base) / LOW;
            double late = Math.max(0, speedAhead[i] / pace + SPEAKS) / SPEAKS_HALF;
            weights[i] = 1 / (1 + high * high) / (1 + late * late * late * late);
            fromX[i] = speedX[i] + turn * y[i];
            fromY[i] = speedY[i] - turn * x[i];
        }
    }

    /** Mean over all feet and moments of what a motion explains. */
    private double votes(double[] atX, double[] atY, double u, double v) {
        return shared.votes(atX, atY, weights, FEET * count, u, v) / (FEET * count);
    }

    private double along(int axis, double[] v, int at) {
        return axes[3 * axis] * v[at] + axes[3 * axis + 1] * v[at + 1] + axes[3 * axis + 2] * v[at + 2];
    }
}
