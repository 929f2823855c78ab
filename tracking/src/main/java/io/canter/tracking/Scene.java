package io.canter.tracking;

import io.canter.ingest.Intrinsics;
import java.util.List;
import java.util.Optional;

/** All animals of one frame, and the camera that sees them. */
public record Scene(long frameIndex, long ptsMicros, int width, int height, Intrinsics camera, List<Subject> subjects) {
    public Scene {
        subjects = List.copyOf(subjects);
    }

    /** The animal of that id. */
    Optional<Subject> subject(int id) {
        return subjects.stream().filter(subject -> subject.id() == id).findFirst();
    }

    /** The same frame with other animals. */
    public Scene withSubjects(List<Subject> others) {
        return new Scene(frameIndex, ptsMicros, width, height, camera, others);
    }
}
