package io.canter.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A clip with its truth.
 *
 * @param input video, or folder of images
 * @param truth as {@code --truth} has it
 * @param keypoints BADJA's JSON, where there is one
 */
record MeasuredClip(String name, String input, String truth, Optional<Path> keypoints) {
    static final String KEYPOINTS = "badja_keypoints.json";
    private static final String GREEN = "green";

    /** Whether its truth is the colour key of a green screen. */
    boolean hasGreenScreen() {
        return truth.equals(GREEN);
    }

    /**
     * The clips of a folder: every subfolder with {@code frames} and {@code masks}, and every video whose name says that
     * it has a green screen; in the order of their names.
     *
     * @throws UserException if there is none
     */
    static List<MeasuredClip> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UserException("--footage is '" + folder + "', must be a folder of clips with their masks");
        }
        List<MeasuredClip> clips = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                of(entry).ifPresent(clips::add);
            }
        }
        if (clips.isEmpty()) {
            throw new UserException("--footage " + folder
                    + " has no clip with truth: no subfolder with frames/ and masks/, no video named *green*");
        }
        return clips;
    }

    private static Optional<MeasuredClip> of(Path entry) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry.resolve("frames")) && Files.isDirectory(entry.resolve("masks"))) {
            Path keypoints = entry.resolve(KEYPOINTS);
            return Optional.of(new MeasuredClip(
                    name,
                    entry.resolve("frames").toString(),
                    entry.resolve("masks").toString(),
                    Files.isRegularFile(keypoints) ? Optional.of(keypoints) : Optional.empty()));
        }
        if (Files.isRegularFile(entry) && name.toLowerCase(Locale.ROOT).matches(".*green.*\\.(mp4|mov|mkv|webm|avi)")) {
            String stem = name.substring(0, name.lastIndexOf('.'));
            return Optional.of(new MeasuredClip(stem, entry.toString(), GREEN, Optional.empty()));
        }
        return Optional.empty();
    }
}
