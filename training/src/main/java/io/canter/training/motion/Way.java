package io.canter.training.motion;

import io.canter.tracking.Pose;
import org.joml.Quaternionf;
import org.joml.Vector3f;

/**
 * A way over the ground that turns evenly: a straight line or an arc.
 *
 * @param curvature one over the arc's radius, 1/m; positive turns to the animal's left (+x)
 */
public record Way(double curvature) {
    static final Way STRAIGHT = new Way(0);

    /** Below this the arc is straight as far as anybody can see. */
    private static final double LEAST = 1e-6;

    /** Where who set out from the origin along +z has come to after so many metres: x and z. */
    public double[] at(double metres) {
        if (Math.abs(curvature) < LEAST) {
            return new double[] {0, metres};
        }
        double turned = curvature * metres;
        return new double[] {(1 - Math.cos(turned)) / curvature, Math.sin(turned) / curvature};
    }

    /** The pose of somebody at the origin, facing +z, after so many metres of this way. */
    Pose carried(Pose pose, double metres) {
        Vector3f root = new Vector3f(pose.rootTranslation());
        float[] rotations = pose.rotations().clone();
        double[] place = at(metres);
        Quaternionf turn = new Quaternionf().rotationY((float) (curvature * metres));
        turn.transform(root).add((float) place[0], 0, (float) place[1]);
        Quaternionf whole = turn.mul(rotations[0], rotations[1], rotations[2], rotations[3]);
        rotations[0] = whole.x;
        rotations[1] = whole.y;
        rotations[2] = whole.z;
        rotations[3] = whole.w;
        return new Pose(new float[] {root.x, root.y, root.z}, rotations);
    }

    /** Moves a point of the ground beside the animal as far along the way as it lies ahead. */
    void bend(Vector3f point, double metres) {
        if (Math.abs(curvature) < LEAST) {
            return;
        }
        double turned = curvature * metres;
        double x = point.x - 1 / curvature;
        double z = point.z - metres;
        point.x = (float) (1 / curvature + x * Math.cos(turned) + z * Math.sin(turned));
        point.z = (float) (z * Math.cos(turned) - x * Math.sin(turned));
    }
}
