package io.canter.app;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the project's root and, where present, the foreign test material beside it. */
final class Projects {
    private Projects() {}

    static Path root() {
        Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no mvnw above " + System.getProperty("user.dir"));
        }
        return folder;
    }

    static Path assets() {
        return root().resolve("../shared/assets").normalize();
    }
}
