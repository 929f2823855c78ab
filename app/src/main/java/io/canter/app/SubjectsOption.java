package io.canter.app;

import io.canter.inference.Box;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Option of commands that follow several animals. */
final class SubjectsOption {
    /** Each animal costs a crop through the network and a fit a frame. */
    static final int SUBJECTS_MAX = 4;

    @Option(
            names = "--subjects",
            paramLabel = "N",
            description = "Follow up to N animals at once, 1 to " + SUBJECTS_MAX + " (default: 1); not with --box.")
    private Integer subjects;

    /** Animals followed at once; one where a box is given, which points at one. */
    int count(CanterConfig settings, Optional<Box> box) {
        int count = subjects == null ? settings.tracking().subjectsMax() : subjects;
        if (count < 1 || count > SUBJECTS_MAX) {
            throw new UserException("--subjects is " + count + ", must be 1 to " + SUBJECTS_MAX);
        }
        if (subjects != null && count > 1 && box.isPresent()) {
            throw new UserException("--subjects is " + count + ", but --box points at one animal: leave out either");
        }
        return box.isPresent() ? 1 : count;
    }
}
