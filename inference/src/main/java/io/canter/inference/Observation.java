package io.canter.inference;

import io.canter.ingest.Intrinsics;
import java.util.List;

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
}
