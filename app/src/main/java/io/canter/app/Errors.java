package io.canter.app;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import reactor.core.Exceptions;

/** Turns what went wrong into the one line that the user reads. */
final class Errors {
    private Errors() {}

    static String oneLine(Throwable error) {
        Throwable e = Exceptions.unwrap(error);
        while ((e instanceof ExecutionException || e instanceof CompletionException) && e.getCause() != null) {
            e = e.getCause();
        }
        String message = e.getMessage() == null || e.getMessage().isBlank()
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("").strip();
        boolean ours = e instanceof UserException || e.getClass().getName().startsWith("io.canter.");
        boolean usage = e instanceof picocli.CommandLine.PicocliException;
        return ours || usage ? message : e.getClass().getSimpleName() + ": " + message + " (--debug shows where)";
    }
}
