package io.canter.training.motion;

import org.joml.Vector3f;

/**
 * A hoof or paw as a line on the ground below the coffin joint, from heel to toe. Its size follows from the coffin
 * joint's height at rest: a hoof's toe reaches about 0.8 of that height ahead of the joint, its heel 0.5 behind
 * (proportions of a dorsal hoof angle near 52 degrees).
 */
final class Hoof {
    private static final float TOE = 0.8f;
    private static final float HEEL = 0.5f;

    private Hoof() {}

    /**
     * Where the coffin joint stands when the hoof is tipped by {@code pitch} (positive: toe down, heel up) about the
     * end that stays in touch.
     *
     * @param height of the coffin joint over the sole
     * @param contact point of the ground under the coffin joint when the hoof stands flat; changed to the answer
     */
    static void coffin(Vector3f contact, float height, float pitch) {
        float end = (pitch > 0 ? TOE : -HEEL) * height;
        float c = (float) Math.cos(pitch);
        float s = (float) Math.sin(pitch);
        // The joint relative to that end is (y = height, z = -end), turned about x.
        contact.y += height * c + end * s;
        contact.z += end + height * s - end * c;
    }

    /** Height over y = 0 of the lowest of sole, toe and heel of the leg's hoof; the leg must be placed. */
    static float lowest(PoseBuilder b, Leg leg) {
        int j = leg.hoof();
        float h = b.rest(j, 1);
        float pitch = b.pitch(j);
        float c = (float) Math.cos(pitch);
        float s = (float) Math.sin(pitch);
        float toe = -h * c - TOE * h * s;
        float heel = -h * c + HEEL * h * s;
        return b.position[j].y + Math.min(0, Math.min(toe, heel));
    }
}
