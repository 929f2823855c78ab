package io.canter.tracking;

/** Where many spots are in one frame. Arrays of the caller's, overwritten by each call that fills them. */
public final class SpotViews {
    /** Full-frame pixels, 2 per spot; NaN for spots behind the camera. */
    public final float[] pixels;
    /** Camera frame (x right, y down, z forward), metres, 3 per spot. */
    public final float[] points;
    /** Whether nothing stands before the spot and it lies in the frame. */
    public final boolean[] visible;
    /** 0..1. */
    public final float[] confidence;

    /** @param capacity most spots of one call */
    public SpotViews(int capacity) {
        pixels = new float[2 * capacity];
        points = new float[3 * capacity];
        visible = new boolean[capacity];
        confidence = new float[capacity];
    }

    public int capacity() {
        return visible.length;
    }
}
