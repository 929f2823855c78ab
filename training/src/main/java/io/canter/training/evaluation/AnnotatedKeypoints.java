package io.canter.training.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keypoints that people have marked in some frames of a clip.
 *
 * @param frames by the frame's 0-based number: x and y of every keypoint of {@link #NAMES} as fractions of the frame's
 *     width and height, NaN where it is not marked or not visible
 */
public record AnnotatedKeypoints(Map<Long, float[]> frames) {
    /** BADJA's SMAL joints that Canter has keypoints for (Biggs et al. 2018), and their names here. */
    private static final Map<String, Integer> JOINTS = new TreeMap<>(Map.ofEntries(
            Map.entry("nose", 33),
            Map.entry("neck", 15),
            Map.entry("root_of_tail", 25),
            Map.entry("right_shoulder", 8),
            Map.entry("right_elbow", 9),
            Map.entry("right_front_paw", 10),
            Map.entry("left_shoulder", 12),
            Map.entry("left_elbow", 13),
            Map.entry("left_front_paw", 14),
            Map.entry("right_hip", 18),
            Map.entry("right_knee", 19),
            Map.entry("right_back_paw", 20),
            Map.entry("left_hip", 22),
            Map.entry("left_knee", 23),
            Map.entry("left_back_paw", 24)));

    /** Names of the rig's keypoints that can be marked, in the order of the coordinates. */
    public static final List<String> NAMES = List.copyOf(JOINTS.keySet());

    private static final Pattern FRAME_NUMBER = Pattern.compile("(\\d+)\\.[A-Za-z]+$");

    public AnnotatedKeypoints {
        frames = Map.copyOf(frames);
        for (Map.Entry<Long, float[]> frame : frames.entrySet()) {
            if (frame.getValue().length != 2 * NAMES.size()) {
                throw new IllegalArgumentException("keypoints of frame " + frame.getKey() + " need " + 2 * NAMES.size()
                        + " numbers, got " + frame.getValue().length);
            }
        }
    }

    /** What is marked in that frame. */
    public Optional<float[]> of(long frame) {
        return Optional.ofNullable(frames.get(frame));
    }

    /**
     * Reads BADJA's JSON: a list of {@code image_path}, whose file name is the frame's number, {@code joints} as
     * [row, column] in SMAL's order, and {@code visibility}.
     *
     * @param width of the pictures that were marked, pixels, which need not be the frames' size
     * @throws IOException naming file and entry where it is something else
     */
    public static AnnotatedKeypoints readBadja(Path file, int width, int height) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        if (root == null || !root.isArray() || root.isEmpty()) {
            throw new IOException("keypoints " + file + ": must be a JSON list with an entry for each marked frame");
        }
        Map<Long, float[]> frames = new TreeMap<>();
        for (int i = 0; i < root.size(); i++) {
            JsonNode entry = root.get(i);
            Matcher number = FRAME_NUMBER.matcher(entry.path("image_path").asText());
            if (!number.find()) {
                throw new IOException("keypoints " + file + ", entry " + i + ": image_path is "
                        + entry.path("image_path") + ", must end in the frame's number, as in 00003.jpg");
            }
            frames.put(Long.parseLong(number.group(1)), points(file, i, entry, width, height));
        }
        return new AnnotatedKeypoints(frames);
    }

    private static float[] points(Path file, int index, JsonNode entry, int width, int height) throws IOException {
        float[] points = new float[2 * NAMES.size()];
        Arrays.fill(points, Float.NaN);
        for (int k = 0; k < NAMES.size(); k++) {
            int joint = JOINTS.get(NAMES.get(k));
            if (!entry.path("visibility").path(joint).asBoolean(false)) {
                continue;
            }
            JsonNode place = entry.path("joints").path(joint);
            if (place.size() != 2 || !place.get(0).isNumber() || !place.get(1).isNumber()) {
                throw new IOException("keypoints " + file + ", entry " + index + ": joint " + joint + " ("
                        + NAMES.get(k) + ") is " + place + ", must be [row, column]");
            }
            points[2 * k] = (float) ((place.get(1).asDouble() + 0.5) / width);
            points[2 * k + 1] = (float) ((place.get(0).asDouble() + 0.5) / height);
            if (!(points[2 * k] <= 1 && points[2 * k + 1] <= 1 && points[2 * k] >= 0 && points[2 * k + 1] >= 0)) {
                throw new IOException(
                        "keypoints " + file + ", entry " + index + ": joint " + joint + " (" + NAMES.get(k)
                                + ") is " + place + ", outside of a picture of " + width + " x " + height
                                + "; give the size that was marked");
            }
        }
        return points;
    }
}
