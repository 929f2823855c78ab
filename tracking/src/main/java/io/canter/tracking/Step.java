package io.canter.tracking;

import io.canter.inference.Box;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one frame makes of the tracker.
 *
 * @param state for the next frame
 * @param scene the animals of this frame
 * @param candidate what is followed in this frame but not yet shown, as it would be shown; once it is confirmed it keeps
 *     its id. See {@link Hindsight}.
 * @param sightings what {@link ClipHistory} needs of each animal and candidate
 */
public record Step(TrackerState state, Scene scene, Optional<Subject> candidate, List<Sighting> sightings) {
    public Step {
        sightings = List.copyOf(sightings);
    }

    /** Without sightings: nothing can be smoothed with the future. */
    public Step(TrackerState state, Scene scene, Optional<Subject> candidate) {
        this(state, scene, candidate, List.of());
    }

    /** The same, shown with another box; what is followed stays as it is. */
    Step withBox(Box box) {
        Scene shown = new Scene(
                scene.frameIndex(),
                scene.ptsMicros(),
                scene.width(),
                scene.height(),
                scene.camera(),
                scene.subjects().stream().map(one -> one.withBox(box)).toList());
        return new Step(
                state,
                shown,
                candidate.map(one -> one.withBox(box)),
                sightings.stream().map(one -> one.withBox(box)).toList());
    }

    /** The same without the state. */
    public Followed followed() {
        return new Followed(
                scene,
                candidate.stream().toList(),
                state.presence().isLikely()
                        ? candidate.map(Subject::id).stream().collect(Collectors.toSet())
                        : Set.of(),
                sightings);
    }
}
