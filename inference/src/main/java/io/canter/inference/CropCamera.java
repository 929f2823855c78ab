package io.canter.inference;

/**
 * The virtual pinhole camera of a square crop. It stands where the frame's camera stands, but looks at the crop's
 * centre.
 *
 * @param frameFromCrop rotation, 3 x 3 row-major: a direction in the crop camera to one in the frame's camera
 * @param tanHalf tangent of half the field of view: a map pixel (column i, row j of s) looks along
 *     {@code ((2(i+0.5)/s-1)*tanHalf, (2(j+0.5)/s-1)*tanHalf, 1)} in the crop camera (x right, y down, z forward)
 */
public record CropCamera(float[] frameFromCrop, float tanHalf) {
    public CropCamera {
        if (frameFromCrop.length != 9) {
            throw new IllegalArgumentException("rotation needs 9 numbers, got " + frameFromCrop.length);
        }
        if (!(tanHalf > 0)) {
            throw new IllegalArgumentException("tanHalf must be > 0, was " + tanHalf);
        }
    }
}
