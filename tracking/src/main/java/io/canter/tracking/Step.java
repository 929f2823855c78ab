package io.canter.tracking;

/** What one frame makes of the tracker: the state for the next frame, and the animals of this one. */
public record Step(TrackerState state, Scene scene) {}
