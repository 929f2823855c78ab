package io.canter.tracking;

import io.canter.inference.Box;
import io.canter.inference.Detection;
import java.util.Optional;

/**
 * What one step makes of one animal or candidate, with enough of what it saw to judge it again when the whole clip is
 * known. See {@link ClipHistory}.
 */
public final class Sighting {
    final int id;
    /** Whether it counts as an animal by now. */
    final boolean confirmed;
    /** Whether it would count as one if nothing more came. */
    final boolean likely;
    /** Whether something was seen where it is expected, and whether the pose was fitted to that. */
    final boolean seen;

    final boolean fitted;
    final double confidence;
    final Box box;
    final double[] translation;
    final double[] rotation;
    final double[] bends;
    final ShapeEstimate shape;
    /** Which feet were seen: bit f for foot f. */
    final int feetSeen;
    /** Until the history has taken it. */
    final Optional<CoatEstimate> coat;
    /** What was seen. */
    final Optional<SparseMaps> maps;

    private Sighting(
            int id,
            boolean confirmed,
            boolean likely,
            double confidence,
            Track track,
            Optional<CoatEstimate> coat,
            Optional<SparseMaps> maps) {
        this.id = id;
        this.confirmed = confirmed;
        this.likely = likely;
        this.confidence = confidence;
        this.coat = coat;
        this.maps = maps;
        seen = maps.isPresent();
        fitted = seen && track.missed() == 0 && track.contradictions() == 0;
        box = track.box();
        translation = track.translation();
        rotation = track.rotation();
        bends = track.bends();
        shape = track.shape();
        feetSeen = track.ground().feetSeen();
    }

    private Sighting(Sighting other, boolean confirmed, Box box, Optional<CoatEstimate> coat) {
        id = other.id;
        this.confirmed = confirmed;
        likely = other.likely;
        seen = other.seen;
        fitted = other.fitted;
        confidence = other.confidence;
        this.box = box;
        translation = other.translation;
        rotation = other.rotation;
        bends = other.bends;
        shape = other.shape;
        feetSeen = other.feetSeen;
        this.coat = coat;
        maps = other.maps;
    }

    /**
     * @param track after the step
     * @param detection the one that the step took for this animal, if any
     */
    static Sighting of(Track track, Presence presence, Optional<Detection> detection) {
        double confidence = track.confidence();
        return new Sighting(
                track.id(),
                presence.confirmed(),
                presence.isLikely(),
                confidence >= 0 && confidence <= 1 ? confidence : 0,
                track,
                Optional.of(track.coat()),
                detection.map(d -> new SparseMaps(d, SparseMaps.POINTS_MAX)));
    }

    /** The same without its coat, which is large. */
    Sighting withoutCoat() {
        return new Sighting(this, confirmed, box, Optional.empty());
    }

    /** The same of an animal whose id is not final yet, so that it is shown under that id only if it is later. */
    Sighting heldBack() {
        return new Sighting(this, false, box, coat);
    }

    /** The same with another box. */
    Sighting withBox(Box other) {
        return new Sighting(this, confirmed, other, coat);
    }

    /** Memory that it takes, about. */
    long bytes() {
        return 400
                + 8L * (translation.length + rotation.length + bends.length)
                + maps.map(SparseMaps::bytes).orElse(0L);
    }
}
