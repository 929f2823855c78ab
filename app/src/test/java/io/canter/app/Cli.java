package io.canter.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One call of the command line, in this process. */
record Cli(int exit, String out, String err) {
    static Cli run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Cli(exit, out.toString(), err.toString());
    }

    /** The error line; fails if there is none or more than one. */
    String errorLine() {
        if (err.lines().filter(line -> !line.isBlank()).count() != 1) {
            throw new AssertionError("expected one line, got:\n" + err);
        }
        return err.strip();
    }
}
