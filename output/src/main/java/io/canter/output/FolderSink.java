package io.canter.output;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** A sink that writes files of their own for each frame into one folder. */
abstract class FolderSink implements FrameSink {
    private final StagedFolder folder;

    FolderSink(Path folder, String names) throws IOException {
        this.folder = new StagedFolder(folder, Pattern.compile(names));
    }

    /** {@code 000012.png}. */
    final Path file(long frame, String ending) {
        return folder.file(String.format(Locale.ROOT, "%06d.%s", frame, ending));
    }

    /** {@code 000012-3.ply}. */
    final Path file(long frame, int subject, String ending) {
        return folder.file(String.format(Locale.ROOT, "%06d-%d.%s", frame, subject, ending));
    }

    @Override
    public void complete() throws IOException {}

    @Override
    public final Path commit() throws IOException {
        return folder.commit();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
