package io.canter.training.bench;

import io.canter.tracking.Hindsight;
import io.canter.tracking.Scene;
import java.util.ArrayList;
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

    /** The same with each animal shown from where it was first seen. */
    static List<Scene> hindsight(List<Tracked> film) {
        Hindsight<Integer> line = new Hindsight<>(frame -> 0);
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < film.size(); i++) {
            line.push(i, film.get(i).step()).forEach(settled -> scenes.add(settled.scene()));
        }
        line.end().forEach(settled -> scenes.add(settled.scene()));
        return scenes;
    }
}
