package io.canter.tracking;

import java.util.Optional;

/**
 * What one frame makes of the tracker.
 *
 * @param state for the next frame
 * @param scene the animals of this frame
 * @param candidate what is followed in this frame but not yet shown, as it would be shown; once it is confirmed it keeps
 *     its id. See {@link Hindsight}.
 */
public record Step(TrackerState state, Scene scene, Optional<Subject> candidate) {}
