package io.canter.output;

import io.canter.tracking.Rig;

/** Shows a point of the animal at rest as a colour: left to right in red, height in green, tail to head in blue. */
final class CanonicalColours {
    private final float[] least = {Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE};
    private final float[] range = new float[3];

    CanonicalColours(Rig rig) {
        float[] most = {-Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
        float[] vertices = rig.mesh().vertices();
        for (int i = 0; i < vertices.length; i++) {
            least[i % 3] = Math.min(least[i % 3], vertices[i]);
            most[i % 3] = Math.max(most[i % 3], vertices[i]);
        }
        for (int k = 0; k < 3; k++) {
            range[k] = Math.max(most[k] - least[k], 1e-6f);
        }
    }

    /** Channel {@code axis} (0 red, 1 green, 2 blue) for that coordinate, 0..255. */
    int channel(int axis, float coordinate) {
        float unit = (coordinate - least[axis]) / range[axis];
        return Math.round(255 * Math.max(0, Math.min(1, unit)));
    }
}
