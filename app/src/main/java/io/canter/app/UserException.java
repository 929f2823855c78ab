package io.canter.app;

/** What the user can mend: its message is one line that says which value is wrong and what to do. */
public final class UserException extends RuntimeException {
    public UserException(String message) {
        super(message);
    }
}
