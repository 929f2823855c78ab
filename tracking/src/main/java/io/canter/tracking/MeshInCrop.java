package io.canter.tracking;

import io.canter.inference.CropCamera;

/** Poses the whole mesh as a fit has it, in the axes of a crop camera; buffers are reused from call to call. */
final class MeshInCrop {
    private static final int MATRIX = 12; // 3 x 4, row-major

    private final Rig rig;
    private final float[] bones;
    private final float[] vertices;
    private final double[] rotated = new double[9];
    private double rootDepth;

    MeshInCrop(Rig rig) {
        this.rig = rig;
        bones = new float[MATRIX * rig.skeleton().jointCount()];
        vertices = new float[rig.mesh().vertices().length];
    }

    /** Depth of the root joint along the crop's axis in the last call, metres. */
    double rootDepth() {
        return rootDepth;
    }

    /** @return 3 per vertex, crop camera, metres; overwritten by the next call */
    float[] pose(Body body, ArticulatedFit fit, CropCamera camera) {
        float[] m = camera.frameFromCrop();
        float[] joints = body.joints();
        for (int j = 0; j < joints.length / 3; j++) {
            for (int r = 0; r < 3; r++) {
                double place = 0;
                for (int k = 0; k < 3; k++) {
                    place += m[3 * k + r] * (fit.kinematics.positions[3 * j + k] + fit.translation[k]);
                    rotated[3 * r + k] = m[r] * fit.kinematics.rotations[9 * j + k]
                            + m[3 + r] * fit.kinematics.rotations[9 * j + 3 + k]
                            + m[6 + r] * fit.kinematics.rotations[9 * j + 6 + k];
                }
                for (int k = 0; k < 3; k++) {
                    bones[MATRIX * j + 4 * r + k] = (float) rotated[3 * r + k];
                    place -= rotated[3 * r + k] * joints[3 * j + k];
                }
                bones[MATRIX * j + 4 * r + 3] = (float) place;
            }
        }
        rootDepth = m[2] * fit.translation[0] + m[5] * fit.translation[1] + m[8] * fit.translation[2];
        skin(body.vertices());
        return vertices;
    }

    private void skin(float[] rest) {
        int[] influences = rig.skin().joints();
        float[] weights = rig.skin().weights();
        for (int v = 0; v < rest.length / 3; v++) {
            float x = rest[3 * v];
            float y = rest[3 * v + 1];
            float z = rest[3 * v + 2];
            float px = 0;
            float py = 0;
            float pz = 0;
            for (int k = Skin.INFLUENCES * v; k < Skin.INFLUENCES * (v + 1); k++) {
                float w = weights[k];
                if (w > 0) {
                    int m = MATRIX * influences[k];
                    px += w * (bones[m] * x + bones[m + 1] * y + bones[m + 2] * z + bones[m + 3]);
                    py += w * (bones[m + 4] * x + bones[m + 5] * y + bones[m + 6] * z + bones[m + 7]);
                    pz += w * (bones[m + 8] * x + bones[m + 9] * y + bones[m + 10] * z + bones[m + 11]);
                }
            }
            vertices[3 * v] = px;
            vertices[3 * v + 1] = py;
            vertices[3 * v + 2] = pz;
        }
    }
}
