package io.canter.output.web;

/** The server could not start. The message is one line for the user: which value is wrong and what to do. */
public final class ViewerServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ViewerServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
