package io.canter.training.rigs;

import java.io.IOException;

/** A file that cannot become a body: one line that names the file, the element in it, and what to do. */
public final class RigImportException extends IOException {
    private static final long serialVersionUID = 1;

    RigImportException(String file, String element, String problem) {
        super(file + ": " + (element.isEmpty() ? "" : element + ": ") + problem);
    }
}
