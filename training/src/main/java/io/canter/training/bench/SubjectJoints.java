package io.canter.training.bench;

import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Skinner;
import io.canter.tracking.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a scene's animal has its joints. */
final class SubjectJoints {
    private final Skinner skinner;

    SubjectJoints(Rig rig) {
        skinner = new Skinner(rig);
    }

    /**
     * Of the animal nearest to a place; the clips of this bench show one.
     *
     * @param truth root joint first, camera frame
     * @return 3 per joint, camera frame; empty where the scene has no animal
     */
    Optional<float[]> of(Scene scene, float[] truth) {
        Subject nearest = null;
        double least = Double.POSITIVE_INFINITY;
        for (Subject subject : scene.subjects()) {
            double squares = 0;
            for (int a = 0; a < 3; a++) {
                double d = subject.pose().rootTranslation()[a] - truth[a];
                squares += d * d;
            }
            if (nearest == null || squares < least) {
                nearest = subject;
                least = squares;
            }
        }
        return Optional.ofNullable(nearest).map(this::of);
    }

    /**
     * The same of a film.
     *
     * @param truth of each frame
     */
    List<Optional<float[]>> of(List<Scene> scenes, List<float[]> truth) {
        List<Optional<float[]>> found = new ArrayList<>();
        for (int i = 0; i < truth.size(); i++) {
            found.add(of(scenes.get(i), truth.get(i)));
        }
        return found;
    }

    float[] of(Subject subject) {
        skinner.poseJoints(subject.body(), subject.pose());
        return skinner.jointPositions().clone();
    }
}
