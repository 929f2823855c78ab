package io.canter.app;

import io.canter.training.demo.DemoClip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The clip that ships with Canter, and its truth. */
final class DemoFiles {
    private DemoFiles() {}

    /** The clip as a temporary file, which the caller deletes. */
    static Path clip() throws IOException {
        try (InputStream in = open(DemoClip.VIDEO)) {
            Path file = Files.createTempFile("canter-demo-", ".mp4");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            file.toFile().deleteOnExit();
            return file;
        }
    }

    /** The true masks of the clip's frames, a zip of PNGs. */
    static InputStream masks() {
        return open(DemoClip.MASKS);
    }

    private static InputStream open(String name) {
        InputStream in = DemoFiles.class.getResourceAsStream("demo/" + name);
        if (in == null) {
            throw new UserException(name + " is missing from this build; give a video of your own");
        }
        return in;
    }
}
