package io.canter.ingest;

/** A source that cannot be read. The message is one line: which input, what is wrong with it, what to do. */
public final class IngestException extends RuntimeException {
    public IngestException(String message) {
        super(message);
    }

    public IngestException(String message, Throwable cause) {
        super(message, cause);
    }
}
