package io.canter.inference;

import io.canter.ingest.Intrinsics;
import java.util.List;
import java.util.Optional;

/**
 * All that inference saw in one frame; of its pixels no more than the small pictures of the crops.
 *
 * @param frameIndex 0-based number of the frame in its stream
 * @param ptsMicros presentation time of the frame
 */
public record Observation(
        long frameIndex, long ptsMicros, int width, int height, Intrinsics camera, List<Detection> detections) {
    public Observation {
        detections = List.copyOf(detections);
    }

    /** The detection whose box overlaps a given one most; empty where none does. */
    public Optional<Detection> nearest(Box box) {
        Detection best = null;
        float most = 0;
        for (Detection detection : detections) {
            float overlap = box.overlap(detection.box());
            if (overlap > most) {
                most = overlap;
                best = detection;
            }
        }
        return Optional.ofNullable(best);
    }
}
