package io.canter.training.bench;

import io.canter.tracking.Scene;
import java.util.List;

/** Turns what was tracked live, frame by frame, into the scenes that are shown: at once, or once the film is over. */
@FunctionalInterface
public interface ScenePass {
    /** @return one scene a frame, in the frames' order */
    List<Scene> scenes(List<Tracked> film);

    /** What a viewer sees who looks on live. */
    static List<Scene> live(List<Tracked> film) {
        return film.stream().map(tracked -> tracked.step().scene()).toList();
    }
}
