package io.canter.output;

import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes one kind of result. Everything goes to a temporary name; only {@link #commit} gives it the name that says it is
 * whole. Closing without that removes it.
 */
interface FrameSink extends AutoCloseable {
    /** The next frame, in order. Nothing of it may be kept. */
    void accept(Frame frame, Observation observation, PosedScene scene) throws IOException;

    /** Writes what comes at the end. */
    void complete() throws IOException;

    /** After {@link #complete}: the result appears under its own name, which is returned. */
    Path commit() throws IOException;

    @Override
    void close() throws IOException;
}
