package io.canter.training.bench;

import java.util.List;
import java.util.Optional;

/**
 * A clip as it was tracked live, and what other methods make of the very same maps; an entry a frame, joints 3 each in
 * the camera frame, empty where nothing is found.
 *
 * @param film what was seen and done
 * @param apart bones aligned one by one
 * @param alone each frame without a past
 * @param paired live, where the bones could be aligned
 */
record LiveFilm(
        List<Tracked> film,
        List<Optional<float[]>> apart,
        List<Optional<float[]>> alone,
        List<Optional<float[]>> paired) {}
