package io.canter.tracking;

/**
 * What a {@link MotionWatch} remembers of a still camera's scene: for each place of a small grey picture its usual
 * brightness and how much that varies (0..255). Not saved with the tracker's states: a second of video teaches it anew.
 *
 * @param frames seen since it began; 0 before the first
 */
public record MotionState(int width, int height, float[] usual, float[] spread, int frames) {
    public static MotionState initial() {
        return new MotionState(0, 0, new float[0], new float[0], 0);
    }
}
