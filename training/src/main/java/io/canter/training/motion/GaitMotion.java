package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;

/** One gait, stride after stride. */
record GaitMotion(Gait gait, Style style) implements Motion {
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
        return Stride.pose(body, feet, since, TrunkWave.of(gait, phase), style, seconds);
    }

    /** Metres per second: a foot covers the stance's ground in the stance's time. */
    static double speed(Gait gait, Body body) {
        return gait.stance() * new PoseBuilder(body).hipHeight() / (gait.duty() * gait.periodSeconds());
    }
}
