package io.canter.tracking;

import io.canter.inference.Detection;
import io.canter.inference.Observation;
import io.canter.ingest.Intrinsics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All steps of a clip, as small as a {@link Smoother} can do with: no pictures, no meshes, thinned maps. About 10 KB a
 * frame and animal. Not thread-safe.
 */
public final class ClipHistory {
    /** Memory for what was seen: half an hour of one animal at 25 frames a second. */
    public static final long BYTES_MAX = 512L << 20;
    /** What a frame takes besides. */
    private static final long BYTES_PER_FRAME = 100;

    private final long bytesMax;
    private final List<Moment> moments = new ArrayList<>();
    private final Map<Integer, CoatEstimate> coats = new LinkedHashMap<>();
    private long bytes;

    /** A frame without its picture. */
    record Moment(
            long frameIndex, long ptsMicros, int width, int height, Intrinsics camera, List<Sighting> sightings) {}

    public ClipHistory() {
        this(BYTES_MAX);
    }

    /** @param bytesMax bound on the memory taken */
    public ClipHistory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes the next step of one animal. */
    public void add(Step step) {
        add(step.followed());
    }

    /** Takes what the next frame has made; once {@link #full}, nothing more is kept. */
    public void add(Followed step) {
        if (full()) {
            return;
        }
        Scene scene = step.scene();
        List<Sighting> kept = new ArrayList<>();
        bytes += BYTES_PER_FRAME;
        for (Sighting sighting : step.sightings()) {
            sighting.coat.ifPresent(coat -> coats.put(sighting.id, coat));
            kept.add(sighting.withoutCoat());
            bytes += sighting.bytes();
        }
        moments.add(new Moment(
                scene.frameIndex(),
                scene.ptsMicros(),
                scene.width(),
                scene.height(),
                scene.camera(),
                List.copyOf(kept)));
        if (full()) {
            moments.clear();
            coats.clear();
        }
    }

    /** Whether the clip was too long: nothing is left of it then. */
    public boolean full() {
        return bytes > bytesMax;
    }

    /** Frames kept. */
    public int frames() {
        return moments.size();
    }

    /**
     * What was seen at a step, as far as it was kept: the boxes, and thinned maps.
     *
     * @param step counted from 0
     */
    public Observation observation(int step) {
        Moment m = moments.get(step);
        List<Detection> detections = new ArrayList<>();
        for (Sighting sighting : m.sightings()) {
            sighting.maps.ifPresent(maps -> detections.add(maps.expand(maps.emptyMaps())));
        }
        return new Observation(m.frameIndex(), m.ptsMicros(), m.width(), m.height(), m.camera(), detections);
    }

    List<Moment> moments() {
        return moments;
    }

    /** The last that was known of an animal's coat. */
    CoatEstimate coat(int id) {
        return coats.get(id);
    }
}
