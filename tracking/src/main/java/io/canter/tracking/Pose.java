package io.canter.tracking;

/**
 * Where a skeleton stands and how it is bent.
 *
 * @param rootTranslation position of the root joint in the target frame (the camera's, or a world's), 3 numbers
 * @param rotations 4 per joint (x, y, z, w): for the root targetFromCanonical, for the others the local rotation
 *     relative to the parent, identity at rest
 */
public record Pose(float[] rootTranslation, float[] rotations) {
    public Pose {
        if (rootTranslation.length != 3 || rotations.length % 4 != 0) {
            throw new IllegalArgumentException(
                    "pose has " + rootTranslation.length + " and " + rotations.length + " numbers");
        }
    }

    /** The rest pose with its root joint in the origin. */
    public static Pose rest(int jointCount) {
        float[] rotations = new float[4 * jointCount];
        for (int j = 0; j < jointCount; j++) {
            rotations[4 * j + 3] = 1;
        }
        return new Pose(new float[3], rotations);
    }
}
