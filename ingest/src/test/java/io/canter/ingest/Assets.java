package io.canter.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Test material beside the project; tests that want it are skipped where it is absent. */
final class Assets {
    private Assets() {}

    static Path folder(String name) {
        Path root = Path.of(System.getProperty("user.dir"));
        while (root != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path folder = root == null
                ? Path.of(name)
                : root.resolveSibling("shared/assets").resolve(name);
        assumeTrue(Files.isDirectory(folder), "skipped: ../shared/assets/" + name + " is not there");
        return folder;
    }
}
