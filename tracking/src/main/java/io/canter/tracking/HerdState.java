package io.canter.tracking;

import io.canter.inference.Box;
import java.util.List;

/**
 * All that a {@link Herd} remembers between two frames. {@link TrackerStates} writes and reads it.
 *
 * @param nextId greater than all ids given so far, to candidates too: none is given twice
 * @param members one for each animal or candidate that is followed, in the order of their birth
 * @param absent animals that were shown and lost, as they were last followed, the latest last
 * @param search what is known of what was found and given up
 * @param ptsMicros time of the last frame
 */
public record HerdState(int nextId, List<Member> members, List<Member> absent, Presence search, long ptsMicros) {
    public HerdState {
        members = List.copyOf(members);
        absent = List.copyOf(absent);
        for (Member one : members) {
            if (one.id() >= nextId) {
                throw new IllegalArgumentException(
                        "whoever is followed must have an id below " + nextId + ", was " + one.id());
            }
        }
    }

    /** Nothing seen yet. */
    public static HerdState initial() {
        return new HerdState(1, List.of(), List.of(), Presence.initial(), 0);
    }

    /** Where to look in the next frame, full-frame pixels: one box for each of the followed. */
    public List<Box> predictedBoxes() {
        return members.stream().map(Member::expectedBox).toList();
    }
}
