package io.canter.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import reactor.core.Exceptions;

/** Turns what went wrong into the one line that the user reads. */
final class Errors {
    private Errors() {}

    static String oneLine(Throwable error) {
        Throwable e = Exceptions.unwrap(error);
        while ((e instanceof ExecutionException
                        || e instanceof CompletionException
                        || e instanceof UncheckedIOException)
                && e.getCause() != null) {
            e = e.getCause();
        }
        if (e instanceof FileSystemException file && file.getFile() != null) {
            return about(file);
        }
        String message = e.getMessage() == null || e.getMessage().isBlank()
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("").strip();
        boolean ours = e instanceof UserException
                || e.getClass().getName().startsWith("io.canter.")
                || (e instanceof IOException && thrownHere(e));
        boolean usage = e instanceof picocli.CommandLine.PicocliException;
        return ours || usage ? message : e.getClass().getSimpleName() + ": " + message + " (--debug shows where)";
    }

    private static boolean thrownHere(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("io.canter.");
    }

    /** Files are the user's: what is in the way is said in words, not as the name of a class. */
    private static String about(FileSystemException e) {
        String reason = e.getReason();
        if (e instanceof FileAlreadyExistsException) {
            reason = "there is another file of this name";
        } else if (e instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (e instanceof NoSuchFileException) {
            reason = "it does not exist";
        }
        return e.getFile() + " cannot be used: "
                + (reason == null ? e.getClass().getSimpleName() : reason)
                + "; choose another place, or make way there";
    }
}
