package io.canter.tracking;

import io.canter.inference.Box;

/**
 * One animal of a herd, or a candidate for one.
 *
 * @param state its tracker's; holds a track
 * @param settled whether its id is final: until then it is not shown, and may turn out to be one that was lost
 * @param course how it goes
 */
record Member(TrackerState state, boolean settled, Course course) {
    Member {
        if (state.track().isEmpty()) {
            throw new IllegalArgumentException("a member of a herd must have a track");
        }
    }

    Track track() {
        return state.track().orElseThrow();
    }

    int id() {
        return track().id();
    }

    /** Whether it has been shown: it may be again under its id. */
    boolean shown() {
        return settled && state.presence().confirmed();
    }

    /** Whether it was not seen in its last frame. */
    boolean missing() {
        return course.seenMicros() < state.ptsMicros();
    }

    /**
     * Where to look for it in the next frame: among others, and before it was lost from sight, its last boxes may be
     * theirs, or of what is left of it.
     */
    Box expectedBox() {
        Track track = track();
        return course.crowded() || missing()
                ? course.boxAt(track.ptsMicros() + track.stepMicros())
                : track.predictedBox();
    }
}
