package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;

/** Left and right exchanged: reflection in the plane x = 0 of a body that is symmetric at rest. */
record MirroredMotion(Motion motion) implements Motion {
    @Override
    public Pose at(double seconds, Body body) {
        return mirror(motion.at(seconds, body));
    }

    /** A reflection in x = 0 turns a rotation vector (x, y, z) into (x, -y, -z), and sides change places. */
    static Pose mirror(Pose pose) {
        float[] q = pose.rotations();
        float[] out = new float[q.length];
        for (int j = 0; j < Joints.COUNT; j++) {
            int from = 4 * Joints.mirrored(j);
            out[4 * j] = q[from];
            out[4 * j + 1] = -q[from + 1];
            out[4 * j + 2] = -q[from + 2];
            out[4 * j + 3] = q[from + 3];
        }
        float[] t = pose.rootTranslation();
        return new Pose(new float[] {-t[0], t[1], t[2]}, out);
    }

    @Override
    public String name() {
        return motion.name();
    }

    @Override
    public double periodSeconds() {
        return motion.periodSeconds();
    }

    @Override
    public double travel(double seconds, Body body) {
        return motion.travel(seconds, body);
    }

    @Override
    public Way way() {
        return new Way(-motion.way().curvature());
    }
}
