package io.canter.training.bench;

import io.canter.inference.Detection;
import io.canter.inference.Observation;
import io.canter.tracking.Step;
import io.canter.tracking.Subject;
import java.util.Optional;

/** One frame: what inference saw and what the tracker made of it at once. */
public record Tracked(Observation seen, Step step) {
    /** The animal that is shown, or else the candidate for one. */
    Optional<Subject> followed() {
        return step.scene().subjects().stream().findFirst().or(step::candidate);
    }

    /** The detection that the followed animal was fitted to; empty where nothing is followed or it was not seen. */
    public Optional<Detection> detection() {
        return followed().flatMap(subject -> seen.nearest(subject.box()));
    }
}
