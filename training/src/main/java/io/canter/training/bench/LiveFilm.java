package io.canter.training.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A clip as it was tracked live, and what other methods make of the very same maps; an entry a frame, joints 3 each in
 * the camera frame, empty where nothing is found.
 *
 * @param film what was seen and done
 * @param offLine the same, by who had time to look
 * @param apart bones aligned one by one
 * @param alone each frame without a past
 */
record LiveFilm(
        List<Tracked> film, List<Tracked> offLine, List<Optional<float[]>> apart, List<Optional<float[]>> alone) {
    /** The film that a pass goes over. */
    List<Tracked> of(ScenePass pass) {
        return pass.film(film, offLine);
    }

    /** What another method found, where the bones could be aligned. */
    List<Optional<float[]>> paired(List<Optional<float[]>> found) {
        List<Optional<float[]>> both = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            both.add(apart.get(i).isEmpty() ? Optional.empty() : found.get(i));
        }
        return both;
    }
}
