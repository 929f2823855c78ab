package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import org.joml.Quaternionf;
import org.joml.Vector3f;

/** A pose in the making: local joint rotations, and where they put the joints in the world. Serves one thread. */
final class PoseBuilder {
    final Vector3f root = new Vector3f();
    final Quaternionf[] local = new Quaternionf[Joints.COUNT];
    final Quaternionf[] world = new Quaternionf[Joints.COUNT];
    final Vector3f[] position = new Vector3f[Joints.COUNT];
    private final Vector3f[] offset = new Vector3f[Joints.COUNT];
    private final float[] rest;

    PoseBuilder(Body body) {
        rest = body.joints();
        if (rest.length != 3 * Joints.COUNT) {
            throw new IllegalArgumentException(
                    "body has " + rest.length / 3 + " joints, the quadruped has " + Joints.COUNT);
        }
        for (int j = 0; j < Joints.COUNT; j++) {
            local[j] = new Quaternionf();
            world[j] = new Quaternionf();
            position[j] = new Vector3f();
            int p = Math.max(0, Joints.parent(j));
            offset[j] = new Vector3f(rest(j, 0) - rest(p, 0), rest(j, 1) - rest(p, 1), rest(j, 2) - rest(p, 2));
        }
        root.set(rest(0, 0), rest(0, 1), rest(0, 2));
    }

    /** Rest coordinate of a joint, axis 0..2 = x, y, z, canonical frame. */
    float rest(int joint, int axis) {
        return rest[3 * joint + axis];
    }

    /** Height of the hip joint at rest: the measure of legs that gaits scale with. */
    float hipHeight() {
        return rest(Joints.FEMUR_L, 1);
    }

    /** Rest position of a joint relative to its parent. */
    Vector3f offset(int joint) {
        return offset[joint];
    }

    /** Takes a whole pose over; nothing is placed yet. */
    void set(Pose pose) {
        float[] t = pose.rootTranslation();
        float[] q = pose.rotations();
        root.set(t[0], t[1], t[2]);
        for (int j = 0; j < Joints.COUNT; j++) {
            local[j].set(q[4 * j], q[4 * j + 1], q[4 * j + 2], q[4 * j + 3]);
        }
    }

    /** Turns a joint further by a rotation vector (radians), in the frame the joint has so far. */
    void bend(int joint, double x, double y, double z) {
        double angle = Math.sqrt(x * x + y * y + z * z);
        if (angle < 1e-9) {
            return;
        }
        float s = (float) (Math.sin(angle / 2) / angle);
        float w = (float) Math.cos(angle / 2);
        local[joint].mul((float) x * s, (float) y * s, (float) z * s, w);
    }

    /** Sets world rotations and positions of joints first..last; their parents must be placed. */
    void place(int first, int last) {
        for (int j = first; j <= last; j++) {
            int p = Joints.parent(j);
            if (p < 0) {
                world[j].set(local[j]);
                position[j].set(root);
            } else {
                world[p].mul(local[j], world[j]);
                world[p].transform(offset[j], position[j]).add(position[p]);
            }
        }
    }

    void placeAll() {
        place(0, Joints.COUNT - 1);
    }

    /** Moves the whole animal up; positions stay true. */
    void raise(float metres) {
        root.y += metres;
        for (Vector3f p : position) {
            p.y += metres;
        }
    }

    /** How far a joint's frame is tipped forward (nose down) in the world, radians. */
    float pitch(int joint) {
        Quaternionf q = world[joint];
        float fy = 2 * (q.y * q.z - q.x * q.w);
        float fz = 1 - 2 * (q.x * q.x + q.y * q.y);
        return (float) Math.atan2(-fy, fz);
    }

    Pose toPose() {
        float[] rotations = new float[4 * Joints.COUNT];
        for (int j = 0; j < Joints.COUNT; j++) {
            Quaternionf q = local[j].normalize();
            float sign = q.w < 0 ? -1 : 1;
            rotations[4 * j] = sign * q.x;
            rotations[4 * j + 1] = sign * q.y;
            rotations[4 * j + 2] = sign * q.z;
            rotations[4 * j + 3] = sign * q.w;
        }
        return new Pose(new float[] {root.x, root.y, root.z}, rotations);
    }
}
