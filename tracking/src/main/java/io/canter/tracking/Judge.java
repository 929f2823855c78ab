package io.canter.tracking;

import java.util.function.DoubleSupplier;

/** Weighs what a frame shows: positive for an animal, negative against; natural logarithm of the odds. */
public interface Judge {
    /** What a frame's signs say. */
    double seen(Signs signs);

    /** What it says that a followed animal was not seen. */
    double missed();

    /** What it says that the maps contradict the pose followed so far. */
    double contradicted();

    /** Believes whatever it is shown; for maps known to be of an animal. */
    static Judge believing() {
        return speaking(() -> Presence.EVIDENCE_MAX);
    }

    /** Says so much of what it sees, whatever that is, and nothing else. */
    static Judge speaking(DoubleSupplier seen) {
        return new Judge() {
            @Override
            public double seen(Signs signs) {
                return seen.getAsDouble();
            }

            @Override
            public double missed() {
                return 0;
            }

            @Override
            public double contradicted() {
                return 0;
            }
        };
    }
}
