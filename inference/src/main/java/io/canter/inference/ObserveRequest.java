package io.canter.inference;

import io.canter.ingest.Frame;
import java.util.Optional;

/**
 * A frame to be looked at.
 *
 * @param frame stays the caller's; it must not be closed before the observation is there
 * @param hint about where the animal is, full-frame pixels: the tracker's prediction, or a box set by hand; empty to
 *     search the whole frame
 */
public record ObserveRequest(Frame frame, Optional<Box> hint) {}
