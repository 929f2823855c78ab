package io.canter.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears whole or not at all: written beside its target and renamed at the end. */
public final class StagedFile implements AutoCloseable {
    private final Path target;
    private final Path part;

    /** @throws IOException where the target is a folder */
    public StagedFile(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw new IOException(target + " is a folder, where a file is to be written; remove it");
        }
        this.target = target;
        part = target.resolveSibling("." + target.getFileName() + ".part");
        Files.deleteIfExists(part); // of a run that was killed
    }

    /** Where to write. */
    public Path part() {
        return part;
    }

    /** Puts the file in its place. */
    public Path commit() throws IOException {
        return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(part);
    }
}
