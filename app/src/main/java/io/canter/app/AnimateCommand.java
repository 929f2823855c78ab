package io.canter.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.canter.output.Take;
import io.canter.output.TakeFiles;
import io.canter.output.ViewFiles;
import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Subject;
import io.canter.training.motion.Loop;
import io.canter.training.motion.Motion;
import io.canter.training.motion.Motions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code canter animate}: the animal of a photo, moved by a gait of Canter's own or by motion from a file. */
@Command(
        name = "animate",
        description =
                "Brings the animal of a photo to life: as a moving GLB, as a film, or as pictures from all sides.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  canter animate horse.jpg --motion walk -o horse.glb",
            "  canter animate horse.jpg --motion gallop -o horse.mp4 --size 1280x720 --seconds 8",
            "  canter animate dog.jpg --box 120,40,300,260 --height 0.5 --motion trot -o dog.glb",
            "  canter animate horse.jpg --motion dog-walk.bvh --save-mapping dog.json -o horse.mp4",
            "  canter animate horse.jpg --motion donkey.glb --clip Gallop --mapping donkey.json -o horse.glb",
            "  canter animate horse.mp4 --views 8 -o views      pictures from eight sides, of its best frame"
        })
final class AnimateCommand implements Callable<Integer> {
    /** A GLB holds as many strides as are needed for so long, an MP4 shows them over and over. */
    private static final double LOOP_SECONDS = 3;

    @Parameters(paramLabel = "PHOTO", description = "Photo or video with an animal; of a video the best frame.")
    private String input;

    @Option(
            names = "--motion",
            paramLabel = "MOTION",
            description = "walk, trot, canter, gallop, graze, look or stand; or a .bvh, .glb or .gltf file.")
    private String motion;

    @Option(
            names = "-o",
            required = true,
            paramLabel = "OUT",
            description = "OUT.glb or OUT.mp4; with --views alone, the folder for the pictures.")
    private Path out;

    @Option(
            names = "--views",
            paramLabel = "N",
            description = "Also N pictures around the animal as it stands in the photo (in OUT-views beside OUT).")
    private Integer views;

    @Option(
            names = "--frame",
            paramLabel = "K",
            description = "Of a video: which frame, counted from 0 (default: the one that shows the animal best).")
    private Long frame;

    @Option(
            names = "--pace",
            paramLabel = "0..1",
            defaultValue = "0.5",
            description = "From slow to fast (default: ${DEFAULT-VALUE}).")
    private double pace;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another number gives another carriage of head and tail (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--detail",
            description = "Carry the surface as the network sees it over to the body, beyond its fitted shape. With the"
                    + " network that ships this is noise more often than detail, so it is off.")
    private boolean detail;

    @Mixin
    private MotionFileOptions file;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "960x540",
            description = "Of film and pictures (default: ${DEFAULT-VALUE}).")
    private String size;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "Length of the film (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "30",
            description = "Frames a second (default: ${DEFAULT-VALUE}).")
    private double framesPerSecond;

    @Option(
            names = "--turns",
            paramLabel = "N",
            defaultValue = "0",
            description = "Turns of the film's camera around the animal, a minute (default: ${DEFAULT-VALUE}).")
    private double turnsPerMinute;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @Mixin
    private SourceOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CanterConfig settings = options.settings();
        PictureSize picture = checked();
        Rig rig = Rigs.quadruped();
        // Whatever can be wrong with the motion or the output is told before the long part.
        Optional<Motion> moves = motion == null ? Optional.empty() : Optional.of(motion(rig));
        Portrait portrait = Portrait.find(input, frame, options, settings, rig);
        Subject subject = detail ? portrait.detailed(rig) : portrait.subject();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("frame", portrait.frame());
        summary.put("confidence", subject.confidence());
        summary.put("coat_seen", subject.coat().share(Coat.SEEN));
        summary.put("coat_mirrored", subject.coat().share(Coat.MIRRORED));
        List<Path> files = new ArrayList<>();
        if (moves.isPresent()) {
            files.add(out);
            Take take = take(moves.get(), subject);
            summary.put("motion", take.name());
            summary.put("loop_seconds", take.poses().size() / take.framesPerSecond());
            summary.put("metres_per_second", take.travelPerFrame() * take.framesPerSecond());
            write(take, rig, picture);
        }
        if (views != null) {
            Path folder = moves.isPresent() ? viewsBeside(out) : out;
            files.add(folder);
            ViewFiles.write(rig, subject, views, picture.width(), picture.height(), folder);
        }
        summary.put("files", files.stream().map(Path::toString).toList());
        print(summary, portrait);
        return 0;
    }

    private PictureSize checked() {
        PictureSize picture = PictureSize.parse("--size", size);
        if (picture.width() < 16 || picture.height() < 16 || picture.width() > 3840 || picture.height() > 2160) {
            throw new UserException("--size is " + size + ", must be between 16x16 and 3840x2160");
        }
        within("--pace", pace, 0, 1);
        within("--seconds", seconds, 0.1, 600);
        within("--fps", framesPerSecond, 1, 60);
        within("--turns", turnsPerMinute, -60, 60);
        if (views != null) {
            within("--views", views, 1, ViewFiles.VIEWS_MAX);
        }
        if (motion == null && views == null) {
            throw new UserException("give --motion, as in --motion walk, or --views N");
        }
        Path folder = out.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UserException("folder " + folder + " does not exist; create it or choose another with -o");
        }
        if (!Files.isWritable(folder)) {
            throw new UserException("folder " + folder + " cannot be written; choose another with -o");
        }
        if (motion != null && !ends(".glb") && !ends(".mp4")) {
            throw new UserException("-o is " + out + ", must end in .glb or .mp4 to say what to write");
        }
        if (motion != null && Files.isDirectory(out)) {
            throw new UserException("-o is " + out + ", which is a folder; give a file");
        }
        return picture;
    }

    private static void within(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new UserException(
                    String.format(Locale.ROOT, "%s is %s, must be between %s and %s", option, value, least, most));
        }
    }

    private boolean ends(String ending) {
        return out.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static Path viewsBeside(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + "-views");
    }

    private Motion motion(Rig rig) throws IOException {
        String name = motion.toLowerCase(Locale.ROOT);
        if (Motions.NAMES.contains(name)) {
            return Motions.named(name, pace, seed);
        }
        return file.read(motion, rig, spec);
    }

    private Take take(Motion moves, Subject subject) {
        Body body = standing(subject.body());
        Loop loop = Loop.of(moves, body, framesPerSecond, LOOP_SECONDS, Take.FRAMES_MAX);
        double rate = loop.poses().size() / loop.seconds();
        return new Take(
                moves.name(),
                body,
                subject.coat(),
                loop.poses(),
                rate,
                loop.travelMetres() / loop.poses().size());
    }

    /** A fitted body may float: motions want it on y = 0. */
    private static Body standing(Body body) {
        float lowest = Float.MAX_VALUE;
        for (int i = 1; i < body.vertices().length; i += 3) {
            lowest = Math.min(lowest, body.vertices()[i]);
        }
        return new Body(lowered(body.vertices(), lowest), lowered(body.joints(), lowest));
    }

    private static float[] lowered(float[] points, float by) {
        float[] out = points.clone();
        for (int i = 1; i < out.length; i += 3) {
            out[i] -= by;
        }
        return out;
    }

    private void write(Take take, Rig rig, PictureSize picture) throws IOException {
        TakeFiles files = new TakeFiles(rig);
        if (ends(".glb")) {
            files.glb(take, out);
            return;
        }
        TakeFiles.Filming filming =
                new TakeFiles.Filming(picture.width(), picture.height(), seconds, framesPerSecond, turnsPerMinute);
        try (Progress progress = Progress.onStandardError("film", filming.frames())) {
            files.mp4(take, filming, out, progress::step);
        }
    }

    private void print(Map<String, Object> summary, Portrait portrait) throws IOException {
        var printer = spec.commandLine().getOut();
        if (json) {
            printer.println(new ObjectMapper().writeValueAsString(summary));
            return;
        }
        Coat coat = portrait.subject().coat();
        printer.println(String.format(
                Locale.ROOT,
                "an animal in frame %d (confidence %.2f); of its coat %.0f %% seen, %.0f %% taken from the other side",
                portrait.frame(),
                portrait.subject().confidence(),
                100 * coat.share(Coat.SEEN),
                100 * coat.share(Coat.MIRRORED)));
        if (summary.containsKey("motion")) {
            printer.println(String.format(
                    Locale.ROOT,
                    "%s: a loop of %.1f s, %.1f m/s",
                    summary.get("motion"),
                    (Double) summary.get("loop_seconds"),
                    (Double) summary.get("metres_per_second")));
        }
        ((List<?>) summary.get("files")).forEach(f -> printer.println("  " + f));
    }
}
