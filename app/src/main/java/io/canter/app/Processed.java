package io.canter.app;

import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.tracking.Scene;

/** A frame with all that was made of it. Closing it closes the frame. */
record Processed(Frame frame, Observation observation, Scene scene) implements AutoCloseable {
    @Override
    public void close() {
        frame.close();
    }
}
