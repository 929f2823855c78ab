package io.canter.tracking;

import java.util.List;
import java.util.Set;

/**
 * What one frame makes of all who are followed, be it one animal ({@link Step}) or several ({@link HerdStep}): what
 * those need who look back, without the state.
 *
 * @param scene the animals of this frame
 * @param candidates who is followed but not yet shown, as they would be shown; whoever is confirmed keeps its id
 * @param likely ids of the candidates that are more likely animals than not, should nothing more come
 * @param sightings what {@link ClipHistory} needs of each animal and candidate
 */
public record Followed(Scene scene, List<Subject> candidates, Set<Integer> likely, List<Sighting> sightings) {
    public Followed {
        candidates = List.copyOf(candidates);
        likely = Set.copyOf(likely);
        sightings = List.copyOf(sightings);
    }
}
