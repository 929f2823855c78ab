package io.canter.training.bench;

import io.canter.tracking.FixedLag;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import java.util.ArrayList;
import java.util.List;

/** Turns what was tracked live, frame by frame, into the scenes that are shown: at once, or once the film is over. */
@FunctionalInterface
public interface ScenePass {
    /** @return one scene a frame, in the frames' order */
    List<Scene> scenes(List<Tracked> film);

    /** The film that it goes over: the one filmed live, or that of who had time to look ({@link Observers#offLine}). */
    default List<Tracked> film(List<Tracked> live, List<Tracked> offLine) {
        return live;
    }

    /** The same pass over the film of who had time to look. */
    static ScenePass offLine(ScenePass pass) {
        return new ScenePass() {
            @Override
            public List<Scene> scenes(List<Tracked> film) {
                return pass.scenes(film);
            }

            @Override
            public List<Tracked> film(List<Tracked> live, List<Tracked> offLine) {
                return offLine;
            }
        };
    }

    /** What the tracker has at once. */
    static List<Scene> atOnce(List<Tracked> film) {
        return film.stream().map(tracked -> tracked.step().scene()).toList();
    }

    /** What a viewer sees who looks on live, so many frames later. */
    static ScenePass live(Rig rig, int latencyFrames) {
        return film -> {
            FixedLag<Tracked> lag = new FixedLag<>(rig, latencyFrames);
            List<Scene> scenes = new ArrayList<>();
            for (Tracked tracked : film) {
                lag.push(tracked, tracked.step().scene()).ifPresent(settled -> scenes.add(settled.scene()));
            }
            lag.end().forEach(settled -> scenes.add(settled.scene()));
            return scenes;
        };
    }
}
