package io.canter.tracking;

/**
 * What is remembered of an animal's feet and of the ground below them. Template metres, camera frame. Arrays are never
 * changed once made.
 *
 * @param moments the last second, {@link #STRIDE} numbers for each frame that told of feet: time (microseconds), root
 *     joint, the trunk's directions up and forward, which feet are seen, and the feet, hind left, hind right, fore left,
 *     fore right
 * @param plane unit normal away from the ground and its distance from the camera along that; empty where none is known
 * @param certainty 0..1
 * @param ptsMicros time of the last frame
 * @param feetSeen of the last frame: bit f for foot f
 * @param hold which feet are held
 */
record GroundBelief(double[] moments, double[] plane, double certainty, long ptsMicros, int feetSeen, FootHold hold) {
    static final int FEET = 4;
    static final int ROOT = 1; // where in a moment
    static final int UP = 4;
    static final int FORWARD = 7;
    static final int SEEN = 10;
    static final int PLACES = 11;
    static final int STRIDE = PLACES + 3 * FEET;
    /** A second of 60 frames; of faster video less is remembered. */
    static final int MOMENTS_MAX = 60;

    GroundBelief {
        if (moments.length % STRIDE != 0 || moments.length > STRIDE * MOMENTS_MAX) {
            throw new IllegalArgumentException("moments hold " + moments.length + " numbers");
        }
        if (plane.length != 0 && plane.length != 4) {
            throw new IllegalArgumentException("plane holds " + plane.length + " numbers");
        }
    }

    /** Nothing known. */
    static GroundBelief unknown() {
        return new GroundBelief(new double[0], new double[0], 0, 0, 0, FootHold.none());
    }
}
