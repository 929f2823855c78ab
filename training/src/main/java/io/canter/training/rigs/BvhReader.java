package io.canter.training.rigs;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads BVH, the text format of motion capture: a hierarchy of joints with offsets and channels, then a line of numbers
 * a frame. Errors name the line.
 */
final class BvhReader {
    /** Hours of capture are no gait; text of this size has some 200,000 frames of 40 joints. */
    private static final long BYTES_MAX = 200L << 20;

    private static final int JOINTS_MAX = 512;
    private static final int FRAMES_MAX = 200_000;
    private static final int DEPTH_MAX = 128;
    private static final List<String> CHANNELS =
            List.of("xposition", "yposition", "zposition", "xrotation", "yrotation", "zrotation");

    private final String file;
    private final String[] lines;
    private int line = -1;
    private String[] words = {};
    private int word;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<float[]> offsets = new ArrayList<>();
    private final List<int[]> channels = new ArrayList<>();
    private final List<float[]> ends = new ArrayList<>(); // parent, x, y, z

    private BvhReader(String file, String text) {
        this.file = file;
        lines = text.split("\r\n|\n|\r", -1);
    }

    static Bvh read(Path path) throws IOException {
        String file = path.toString();
        if (!Files.isRegularFile(path)) {
            throw new RigImportException(file, "", "does not exist; give a .bvh file");
        }
        long size = Files.size(path);
        if (size == 0 || size > BYTES_MAX) {
            throw new RigImportException(
                    file, "", size == 0 ? "is empty" : "has " + size + " bytes, at most " + BYTES_MAX + " are read");
        }
        String text;
        try {
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new RigImportException(file, "", "is no text, so no BVH");
        }
        return new BvhReader(file, text).read();
    }

    private Bvh read() throws RigImportException {
        expect("HIERARCHY");
        expect("ROOT");
        joint(-1, 0);
        String next = next("MOTION");
        if (next.equalsIgnoreCase("ROOT")) {
            throw wrong("has a second ROOT; put each skeleton into a file of its own");
        }
        if (!next.equalsIgnoreCase("MOTION")) {
            throw wrong("has '" + next + "' where MOTION must stand");
        }
        expect("Frames:");
        double count = number("the number of frames");
        if (!(count >= 1 && count <= FRAMES_MAX && count == Math.rint(count))) {
            throw wrong("says " + count + " frames, must be a whole number from 1 to " + FRAMES_MAX);
        }
        expect("Frame");
        expect("Time:");
        double seconds = number("the frame time");
        if (!(seconds > 0 && seconds <= 10)) {
            throw wrong("says a frame takes " + seconds + " s, must be above 0 and at most 10");
        }
        int width = channels.stream().mapToInt(c -> c.length).sum();
        float[][] frames = new float[(int) count][width];
        for (int f = 0; f < frames.length; f++) {
            for (int k = 0; k < width; k++) {
                frames[f][k] = (float) number("number " + (k + 1) + " of " + width + " of frame " + f);
            }
        }
        if (advance()) {
            throw wrong("has more numbers than " + frames.length + " frames of " + width + " channels take");
        }
        int n = names.size();
        float[] offset = new float[3 * n];
        for (int j = 0; j < n; j++) {
            System.arraycopy(offsets.get(j), 0, offset, 3 * j, 3);
        }
        int[] up = parents.stream().mapToInt(Integer::intValue).toArray();
        return new Bvh(file, names, up, offset, channels, ends, seconds, frames);
    }

    private void joint(int parent, int depth) throws RigImportException {
        if (depth > DEPTH_MAX || names.size() >= JOINTS_MAX) {
            throw wrong("has more than " + JOINTS_MAX + " joints, or more than " + DEPTH_MAX + " in a chain");
        }
        String name = rest();
        if (name.isEmpty()) {
            throw wrong("has a joint without a name");
        }
        int self = names.size();
        names.add(names.contains(name) ? name + " (" + self + ")" : name);
        parents.add(parent);
        offsets.add(new float[3]);
        channels.add(new int[0]);
        expect("{");
        while (true) {
            String what = next("OFFSET, CHANNELS, JOINT, End Site or }").toLowerCase(Locale.ROOT);
            switch (what) {
                case "offset" -> offsets.set(self, triple());
                case "channels" -> channels.set(self, channels());
                case "joint" -> joint(self, depth + 1);
                case "end" -> end(self);
                case "}" -> {
                    return;
                }
                default -> throw wrong("has '" + what + "' where OFFSET, CHANNELS, JOINT, End Site or } must stand");
            }
        }
    }

    private void end(int parent) throws RigImportException {
        rest(); // "Site", and whatever a program calls it
        expect("{");
        expect("OFFSET");
        float[] offset = triple();
        ends.add(new float[] {parent, offset[0], offset[1], offset[2]});
        expect("}");
    }

    private float[] triple() throws RigImportException {
        return new float[] {(float) number("an offset"), (float) number("an offset"), (float) number("an offset")};
    }

    private int[] channels() throws RigImportException {
        double count = number("the number of channels");
        if (!(count >= 0 && count <= 6 && count == Math.rint(count))) {
            throw wrong("says " + count + " channels, must be a whole number from 0 to 6");
        }
        int[] out = new int[(int) count];
        for (int k = 0; k < out.length; k++) {
            String name = next("a channel");
            out[k] = CHANNELS.indexOf(name.toLowerCase(Locale.ROOT));
            if (out[k] < 0) {
                throw wrong("has channel '" + name + "', must be Xposition, Yposition, Zposition, Xrotation, ...");
            }
        }
        if (Arrays.stream(out).distinct().count() < out.length) {
            throw wrong("has the same channel twice");
        }
        return out;
    }

    private boolean advance() {
        while (word >= words.length) {
            line++;
            if (line >= lines.length) {
                line = lines.length - 1;
                words = new String[0];
                word = 0;
                return false;
            }
            String stripped = lines[line].strip();
            words = stripped.isEmpty() ? new String[0] : stripped.split("\\s+");
            word = 0;
        }
        return true;
    }

    private String next(String wanted) throws RigImportException {
        if (!advance()) {
            throw wrong("ends where " + wanted + " must stand");
        }
        return words[word++];
    }

    /** What is left of the line. */
    private String rest() {
        String out = String.join(" ", Arrays.copyOfRange(words, word, words.length));
        word = words.length;
        // A brace may stand behind the name.
        if (out.endsWith("{")) {
            words = new String[] {"{"};
            word = 0;
            return out.substring(0, out.length() - 1).strip();
        }
        return out;
    }

    private void expect(String wanted) throws RigImportException {
        String found = next(wanted);
        if (!found.equalsIgnoreCase(wanted)) {
            throw wrong("has '" + found + "' where " + wanted + " must stand");
        }
    }

    private double number(String what) throws RigImportException {
        String text = next(what);
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong("has '" + text + "' for " + what + ", must be a number");
        }
        if (!Double.isFinite(value) || Math.abs(value) > 1e9) {
            throw wrong("has " + text + " for " + what + ", must be a finite number");
        }
        return value;
    }

    private RigImportException wrong(String problem) {
        return new RigImportException(file, "line " + (line + 1), problem);
    }
}
