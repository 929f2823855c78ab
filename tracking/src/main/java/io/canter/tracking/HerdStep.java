package io.canter.tracking;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one frame makes of a {@link Herd}.
 *
 * @param state for the next frame
 * @param scene the animals of this frame, by id
 * @param candidates who is followed but not yet shown
 * @param sightings what {@link ClipHistory} needs of each animal and candidate
 */
public record HerdStep(HerdState state, Scene scene, List<Subject> candidates, List<Sighting> sightings) {
    public HerdStep {
        candidates = List.copyOf(candidates);
        sightings = List.copyOf(sightings);
    }

    /** The same without the state. */
    public Followed followed() {
        Set<Integer> likely = new HashSet<>();
        for (Member one : state.members()) {
            if (one.state().presence().isLikely() && !one.shown()) {
                likely.add(one.id());
            }
        }
        return new Followed(scene, candidates, likely, sightings);
    }
}
