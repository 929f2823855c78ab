package io.canter.ingest;

/**
 * A pinhole camera without distortion, in pixels of the full frame. Frame: x right, y down, z forward; pixel centres
 * at +0.5.
 */
public record Intrinsics(float fx, float fy, float cx, float cy) {
    public Intrinsics {
        if (!(fx > 0) || !(fy > 0)) {
            throw new IllegalArgumentException("focal length must be > 0 pixels, was " + fx + ", " + fy);
        }
    }

    /** The camera assumed where nothing is known: centred, with the given vertical field of view in radians. */
    public static Intrinsics centred(int width, int height, float verticalFovRadians) {
        float f = (float) (0.5 * height / Math.tan(0.5 * verticalFovRadians));
        return new Intrinsics(f, f, 0.5f * width, 0.5f * height);
    }
}
