package io.canter.training.demo;

import io.canter.ingest.Intrinsics;
import io.canter.training.scene.Stage;
import io.canter.training.scene.View;
import java.io.IOException;

/** A film of one animal, frame by frame with its truth. For one thread. */
public interface Clip {
    /** Fixes the pictures' size. */
    Stage stage();

    int frames();

    double framesPerSecond();

    /** The camera of a frame. */
    View view(int frame);

    /** Renders all frames in order. */
    void render(Sink sink) throws IOException;

    default double durationSeconds() {
        return frames() / framesPerSecond();
    }

    /** Presentation time of a frame, microseconds. */
    default long ptsMicros(int frame) {
        return Math.round(1e6 * frame / framesPerSecond());
    }

    /**
     * One frame. Arrays are the clip's own and are overwritten by the next frame.
     *
     * @param rgb height x width x 3
     * @param mask height x width, 0 or 255, amodal truth of the whole animal
     * @param jointsInCamera 3 per joint, camera frame (x right, y down, z forward), metres; NaN where the animal has no
     *     such joint
     */
    record Moment(int index, long ptsMicros, byte[] rgb, byte[] mask, float[] jointsInCamera, Intrinsics intrinsics) {}

    /** Takes the frames as they are made. */
    interface Sink {
        void accept(Moment moment) throws IOException;
    }
}
