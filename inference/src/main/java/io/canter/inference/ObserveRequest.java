package io.canter.inference;

import io.canter.ingest.Frame;
import java.util.List;
import java.util.Optional;

/**
 * A frame to be looked at.
 *
 * @param frame stays the caller's; it must not be closed before the observation is there
 * @param hint about where the animal is, full-frame pixels: the tracker's prediction, or a box set by hand; empty to
 *     search the whole frame
 * @param places where else a search should look, full-frame pixels, such as where something moved
 */
public record ObserveRequest(Frame frame, Optional<Box> hint, List<Box> places) {
    public ObserveRequest {
        places = List.copyOf(places);
    }

    public ObserveRequest(Frame frame, Optional<Box> hint) {
        this(frame, hint, List.of());
    }
}
