package io.canter.tracking;

import java.util.OptionalDouble;

/**
 * Settings of the tracker.
 *
 * @param withersHeightMetres true height of the animal at the withers, which sets the scene's scale; where unknown, the
 *     template's own scale is kept (a trunk as long as a horse's)
 * @param lostAfterFrames an animal not seen for so many frames in a row is lost, one seen in fewer frames sooner; if
 *     it comes back it is a new one
 * @param lostAfterSeconds the same for a gap in time
 * @param maxPoints bound on correspondences per frame; cost is linear in it
 * @param iterations bound on Gauss-Newton steps per tracked frame
 */
public record TrackerConfig(
        OptionalDouble withersHeightMetres,
        int lostAfterFrames,
        double lostAfterSeconds,
        int maxPoints,
        int iterations) {
    public TrackerConfig {
        if (withersHeightMetres.isPresent() && !(withersHeightMetres.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "withersHeightMetres must be > 0, was " + withersHeightMetres.getAsDouble());
        }
        requirePositive("lostAfterFrames", lostAfterFrames);
        requirePositive("lostAfterSeconds", lostAfterSeconds);
        requirePositive("maxPoints", maxPoints);
        requirePositive("iterations", iterations);
    }

    /** Settings that suit video of 10 to 60 frames a second. */
    public static TrackerConfig defaults() {
        return new TrackerConfig(OptionalDouble.empty(), 12, 1.0, 2400, 4);
    }

    /** These settings with a known height of the animal. */
    public TrackerConfig withWithersHeightMetres(double metres) {
        return new TrackerConfig(OptionalDouble.of(metres), lostAfterFrames, lostAfterSeconds, maxPoints, iterations);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be > 0, was " + value);
        }
    }
}
