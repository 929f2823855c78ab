package io.canter.tracking;

/** Linear blend skinning. One instance serves one thread; its buffers are reused from frame to frame. */
public final class Skinner {
    private final Rig rig;
    private final float[] rotations; // 9 per joint, row-major: targetFromCanonical
    private final float[] positions; // 3 per joint, target frame

    public Skinner(Rig rig) {
        this.rig = rig;
        rotations = new float[9 * rig.skeleton().jointCount()];
        positions = new float[3 * rig.skeleton().jointCount()];
    }

    /** Poses the skeleton of {@code body}: fills {@link #jointRotations} and {@link #jointPositions}. */
    public void poseJoints(Body body, Pose pose) {
        int[] parents = rig.skeleton().parents();
        float[] rest = body.joints();
        float[] local = new float[9];
        for (int j = 0; j < parents.length; j++) {
            toMatrix(pose.rotations(), 4 * j, local);
            int p = parents[j];
            if (p < 0) {
                System.arraycopy(local, 0, rotations, 9 * j, 9);
                System.arraycopy(pose.rootTranslation(), 0, positions, 3 * j, 3);
                continue;
            }
            for (int r = 0; r < 3; r++) {
                int pr = 9 * p + 3 * r;
                float x = 0;
                for (int k = 0; k < 3; k++) {
                    rotations[9 * j + 3 * r + k] = rotations[pr] * local[k]
                            + rotations[pr + 1] * local[3 + k]
                            + rotations[pr + 2] * local[6 + k];
                    x += rotations[pr + k] * (rest[3 * j + k] - rest[3 * p + k]);
                }
                positions[3 * j + r] = positions[3 * p + r] + x;
            }
        }
    }

    /** Poses the whole mesh of {@code body} into {@code out}, 3 per vertex, in the pose's target frame. */
    public void skin(Body body, Pose pose, float[] out) {
        poseJoints(body, pose);
        float[] rest = body.vertices();
        float[] joints = body.joints();
        int[] influences = rig.skin().joints();
        float[] weights = rig.skin().weights();
        for (int v = 0; v < rest.length / 3; v++) {
            float x = 0;
            float y = 0;
            float z = 0;
            for (int k = 0; k < Skin.INFLUENCES; k++) {
                float w = weights[Skin.INFLUENCES * v + k];
                if (w == 0) {
                    continue;
                }
                int j = influences[Skin.INFLUENCES * v + k];
                float dx = rest[3 * v] - joints[3 * j];
                float dy = rest[3 * v + 1] - joints[3 * j + 1];
                float dz = rest[3 * v + 2] - joints[3 * j + 2];
                int m = 9 * j;
                x += w * (rotations[m] * dx + rotations[m + 1] * dy + rotations[m + 2] * dz + positions[3 * j]);
                y += w * (rotations[m + 3] * dx + rotations[m + 4] * dy + rotations[m + 5] * dz + positions[3 * j + 1]);
                z += w * (rotations[m + 6] * dx + rotations[m + 7] * dy + rotations[m + 8] * dz + positions[3 * j + 2]);
            }
            out[3 * v] = x;
            out[3 * v + 1] = y;
            out[3 * v + 2] = z;
        }
    }

    /** Of the last posed skeleton: 9 per joint, row-major, targetFromCanonical. A view, overwritten by the next call. */
    public float[] jointRotations() {
        return rotations;
    }

    /** Of the last posed skeleton: 3 per joint, target frame. A view, overwritten by the next call. */
    public float[] jointPositions() {
        return positions;
    }

    /** The rotation matrix (row-major) of the quaternion x, y, z, w that starts at {@code offset}. */
    static void toMatrix(float[] q, int offset, float[] out) {
        float x = q[offset];
        float y = q[offset + 1];
        float z = q[offset + 2];
        float w = q[offset + 3];
        out[0] = 1 - 2 * (y * y + z * z);
        out[1] = 2 * (x * y - z * w);
        out[2] = 2 * (x * z + y * w);
        out[3] = 2 * (x * y + z * w);
        out[4] = 1 - 2 * (x * x + z * z);
        out[5] = 2 * (y * z - x * w);
        out[6] = 2 * (x * z - y * w);
        out[7] = 2 * (y * z + x * w);
        out[8] = 1 - 2 * (x * x + y * y);
    }
}
