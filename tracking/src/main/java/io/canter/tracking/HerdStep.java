package io.canter.tracking;

import java.util.List;

/**
 * What one frame makes of a {@link Herd}.
 *
 * @param state for the next frame
 * @param scene the animals of this frame, by id
 * @param candidates who is followed but not yet shown
 */
public record HerdStep(HerdState state, Scene scene, List<Subject> candidates) {
    public HerdStep {
        candidates = List.copyOf(candidates);
    }
}
