package io.canter.inference;

/**
 * What the network says of one crop: for each pixel and each of the first surface crossings along its ray, which point
 * of the animal at rest is seen (Q) and where it is now (P).
 *
 * <p>All arrays are planar, row-major: layer, channel, row, column.
 *
 * @param layers number of crossings L; layer 0 is the visible surface
 * @param size edge s of a map in pixels
 * @param canonical Q, L x 3 x s x s, template rest frame, template metres
 * @param posed P, L x 3 x s x s, axes of the crop camera, origin in the animal's root joint, template metres
 * @param occupancy L x s x s, probability that the crossing exists
 * @param confidence L x s x s, greater than 1, from the loss {@code c*err - alpha*log c}
 */
public record DualPointMaps(
        int layers, int size, float[] canonical, float[] posed, float[] occupancy, float[] confidence) {
    public DualPointMaps {
        int plane = size * size;
        require("canonical", canonical.length, layers * 3 * plane);
        require("posed", posed.length, layers * 3 * plane);
        require("occupancy", occupancy.length, layers * plane);
        require("confidence", confidence.length, layers * plane);
    }

    /** The same numbers in arrays of its own. */
    public DualPointMaps copy() {
        return new DualPointMaps(layers, size, canonical.clone(), posed.clone(), occupancy.clone(), confidence.clone());
    }

    private static void require(String name, int actual, int expected) {
        if (actual != expected) {
            throw new IllegalArgumentException(name + " needs " + expected + " numbers, got " + actual);
        }
    }
}
