package io.canter.output;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A folder of numbered files that appears whole or not at all. Replaces an earlier one of its own kind only. */
final class StagedFolder implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final Pattern names;

    /**
     * @param names of the files that belong in here
     * @throws IOException if the target holds other files: they would be lost
     */
    StagedFolder(Path target, Pattern names) throws IOException {
        this.target = target;
        this.names = names;
        part = target.resolveSibling("." + target.getFileName() + ".part");
        earlier();
        remove(part);
        Files.createDirectories(part);
    }

    Path file(String name) {
        return part.resolve(name);
    }

    Path commit() throws IOException {
        for (Path file : earlier()) {
            Files.delete(file);
        }
        Files.deleteIfExists(target);
        return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Path> earlier() throws IOException {
        List<Path> files = new ArrayList<>();
        if (!Files.exists(target)) {
            return files;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(target)) {
            for (Path entry : entries) {
                if (!names.matcher(entry.getFileName().toString()).matches()) {
                    throw new IOException(
                            entry + " is not of Canter's making and would be lost; choose another output folder");
                }
                files.add(entry);
            }
        }
        return files;
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Files.delete(entry);
            }
        }
        Files.delete(folder);
    }

    @Override
    public void close() throws IOException {
        remove(part);
    }
}
