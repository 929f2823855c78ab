package io.canter.ingest;

/** One pass over a source. Belongs to one thread, from opening to closing. */
interface FrameDecoder extends AutoCloseable {
    /** Known once the first frame was decoded. */
    SourceInfo info();

    /** The next frame, owned by the caller, or null at the end. */
    Frame next();

    DecodeReport report();

    @Override
    void close();
}
