package io.canter.training.evaluation;

import io.canter.inference.DualPointMaps;
import io.canter.training.scene.Sample;

/** What the network says of a sample beside the truth. Both have the same layers and size. */
record MapPair(DualPointMaps found, Sample truth) {
    private static final float OCCUPIED = 0.5f;

    MapPair {
        if (found.layers() != truth.layers() || found.size() != truth.mapSize()) {
            throw new IllegalArgumentException("network gives " + found.layers() + " layers of " + found.size()
                    + " pixels, the generator makes " + truth.layers() + " of " + truth.mapSize());
        }
    }

    int plane() {
        return found.size() * found.size();
    }

    /** Whether the crossing truly exists; {@code slot} is layer * plane + pixel. */
    boolean isThere(int slot) {
        return truth.occupancy()[slot] != 0;
    }

    boolean isFound(int slot) {
        return found.occupancy()[slot] > OCCUPIED;
    }

    /** Where the three numbers of a slot begin in a planar map; they are {@link #plane} apart. */
    int at(int slot) {
        return 3 * (slot / plane()) * plane() + slot % plane();
    }

    /** Distance of Q from the true one, template metres. */
    double canonicalError(int slot) {
        return distance(found.canonical(), truth.canonical(), slot, 1, 1);
    }

    /** Distance of P from the true one, template metres. */
    double posedError(int slot) {
        return distance(found.posed(), truth.posed(), slot, 1, 1);
    }

    /** Distance of Q from the same spot on the true point's other side. */
    double mirroredError(int slot) {
        return distance(found.canonical(), truth.canonical(), slot, -1, 1);
    }

    /** Distance of Q from the true point turned half around the vertical through the middle of the trunk. */
    double turnedError(int slot) {
        return distance(found.canonical(), truth.canonical(), slot, -1, -1);
    }

    private double distance(float[] a, float[] b, int slot, int signX, int signZ) {
        int i = at(slot);
        int plane = plane();
        double x = a[i] - signX * b[i];
        double y = a[i + plane] - b[i + plane];
        double z = a[i + 2 * plane] - signZ * b[i + 2 * plane];
        return Math.sqrt(x * x + y * y + z * z);
    }

    /** All posed points of all layers, 3 each: found or true. */
    float[] cloud(boolean ofTruth) {
        int count = 0;
        for (int slot = 0; slot < found.layers() * plane(); slot++) {
            count += (ofTruth ? isThere(slot) : isFound(slot)) ? 1 : 0;
        }
        float[] posed = ofTruth ? truth.posed() : found.posed();
        float[] cloud = new float[3 * count];
        int n = 0;
        for (int slot = 0; slot < found.layers() * plane(); slot++) {
            if (ofTruth ? isThere(slot) : isFound(slot)) {
                for (int a = 0; a < 3; a++) {
                    cloud[n++] = posed[at(slot) + a * plane()];
                }
            }
        }
        return cloud;
    }
}
