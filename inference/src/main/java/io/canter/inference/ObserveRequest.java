package io.canter.inference;

import io.canter.ingest.Frame;
import java.util.List;
import java.util.Optional;

/**
 * A frame to be looked at.
 *
 * @param frame stays the caller's; it must not be closed before the observation is there
 * @param hints about where each animal known is
 * @param search whether to search the whole frame as well, for animals not known yet
 * @param places where else a search should look, full-frame pixels, such as where something moved
 */
public record ObserveRequest(Frame frame, List<Hint> hints, boolean search, List<Box> places) {
    public ObserveRequest {
        hints = List.copyOf(hints);
        places = List.copyOf(places);
        if (hints.size() > ObserverOptions.SUBJECTS_LIMIT) {
            throw new IllegalArgumentException(
                    "a request has at most " + ObserverOptions.SUBJECTS_LIMIT + " hints, was " + hints.size());
        }
    }

    /** Of one animal: follows the hint if there is one, searches otherwise. */
    public ObserveRequest(Frame frame, Optional<Hint> hint) {
        this(frame, hint.stream().toList(), hint.isEmpty(), List.of());
    }
}
