package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;

/** One gait, stride after stride, straight on or around a bend. */
record GaitMotion(Gait gait, Style style, Way way) implements Motion {
    /** Of gravity: what a turn may pull sideways. Horses in a tight circle lean by some 20 degrees. */
    private static final double PULL_MAX = 0.35;

    private static final double GRAVITY = 9.81;
    /** The sharpest turn, 1/m: a circle of two metres, trunks being of a metre and a half. */
    private static final double CURVATURE_MAX = 0.5;

    GaitMotion(Gait gait, Style style) {
        this(gait, style, Way.STRAIGHT);
    }

    /**
     * The same around a bend.
     *
     * @param share of the sharpest that its speed allows, -1 to 1; positive to the left
     */
    GaitMotion turning(double share, Body body) {
        double speed = speed(gait, body);
        double most = Math.min(CURVATURE_MAX, PULL_MAX * GRAVITY / (speed * speed));
        return new GaitMotion(gait, style, new Way(share * most));
    }

    @Override
    public String name() {
        return gait.name();
    }

    @Override
    public double periodSeconds() {
        return gait.periodSeconds();
    }

    @Override
    public double travel(double seconds, Body body) {
        return speed(gait, body) * seconds;
    }

    @Override
    public Pose at(double seconds, Body body) {
        double phase = seconds / gait.periodSeconds();
        phase -= Math.floor(phase);
        Gait[] feet = {gait, gait, gait, gait};
        double[] since = new double[4];
        for (int i = 0; i < 4; i++) {
            since[i] = phase - gait.touchdown()[i];
            since[i] -= Math.floor(since[i]);
        }
        double speed = speed(gait, body);
        double lean = Math.atan(speed * speed * way.curvature() / GRAVITY);
        return Stride.pose(body, feet, since, TrunkWave.of(gait, phase), style, way, lean, seconds);
    }

    /** Metres per second: a foot covers the stance's ground in the stance's time. */
    static double speed(Gait gait, Body body) {
        return gait.stance() * new PoseBuilder(body).hipHeight() / (gait.duty() * gait.periodSeconds());
    }
}
