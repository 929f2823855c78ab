package io.canter.tracking;

import io.canter.inference.Box;
import java.util.List;

/**
 * All that a {@link Herd} remembers between two frames.
 *
 * @param nextId greater than all ids given so far, to candidates too: none is given twice
 * @param followed one for each animal or candidate that is followed, in the order of their birth
 * @param absent confirmed animals that were lost, as they were last seen, the latest last
 * @param search what is known of what was found and given up
 * @param ptsMicros time of the last frame
 */
public record HerdState(int nextId, List<TrackerState> followed, List<Track> absent, Presence search, long ptsMicros) {
    public HerdState {
        followed = List.copyOf(followed);
        absent = List.copyOf(absent);
        for (TrackerState one : followed) {
            if (one.track().isEmpty() || one.track().get().id() >= nextId) {
                throw new IllegalArgumentException(
                        "whoever is followed must have a track with an id below " + nextId + ", was " + one.track());
            }
        }
    }

    /** Nothing seen yet. */
    public static HerdState initial() {
        return new HerdState(1, List.of(), List.of(), Presence.initial(), 0);
    }

    /** Where to look in the next frame, full-frame pixels: one box for each of the followed. */
    public List<Box> predictedBoxes() {
        return followed.stream()
                .map(s -> s.track().orElseThrow().predictedBox())
                .toList();
    }
}
