package io.canter.tracking;

import io.canter.inference.Box;
import java.util.Optional;

/**
 * All that the tracker remembers between two frames.
 *
 * @param nextId id that the next new animal gets
 * @param track what is being followed, if anything: an animal, or a candidate for one
 * @param presence whether it is an animal; without a track, what is left of what was known
 * @param ptsMicros time of the last frame
 */
public record TrackerState(int nextId, Optional<Track> track, Presence presence, long ptsMicros) {
    /** One frame may be a bad one. */
    private static final int SEARCHED_AFTER_MISSES = 2;

    /** Nothing seen yet. */
    public static TrackerState initial() {
        return new TrackerState(1, Optional.empty(), Presence.initial(), 0);
    }

    /**
     * Whether to search the whole frame: nothing is followed, or what is followed was not seen where it was expected, so
     * that it may be elsewhere.
     */
    public boolean wantsSearch() {
        return track.isEmpty() || track.get().missed() >= SEARCHED_AFTER_MISSES;
    }

    /** Where to look for the animal in the next frame, full-frame pixels; empty where nothing is followed. */
    public Optional<Box> predictedBox() {
        return track.map(Track::predictedBox);
    }
}
