package io.canter.tracking;

import io.canter.inference.Box;
import java.util.Optional;

/**
 * All that the tracker remembers between two frames.
 *
 * @param nextId id that the next new animal gets
 * @param track the animal being followed, if any
 */
public record TrackerState(int nextId, Optional<Track> track) {
    /** Nothing seen yet. */
    public static TrackerState initial() {
        return new TrackerState(1, Optional.empty());
    }

    /** Where to look for the animal in the next frame, full-frame pixels; empty where nothing is followed. */
    public Optional<Box> predictedBox() {
        return track.map(Track::predictedBox);
    }
}
