package io.canter.app;

import io.canter.ingest.FrameSource;
import io.canter.ingest.SourceSpec;
import io.canter.output.Exporter;
import io.canter.output.Save;
import io.canter.output.ViewFiles;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Smoothed;
import io.canter.tracking.Smoother;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code canter reconstruct}: a whole video into files, no frame dropped. */
@Command(
        name = "reconstruct",
        description = "Turns a video, an image or a folder of images into poses, meshes and pictures.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  canter reconstruct horse.mp4 -o out",
            "  canter reconstruct horse.mp4 -o out --causal",
            "  canter reconstruct pair.mp4 -o out --subjects 2",
            "  canter reconstruct 'frames/*.png' -o out --save poses,masks --height 1.6",
            "  canter reconstruct dog.jpg -o out --save meshes,points --json",
            "  canter reconstruct horse.mp4 -o out --views 12 --frame 40   and pictures from twelve sides"
        })
final class ReconstructCommand implements Callable<Integer> {
    @Parameters(paramLabel = "INPUT", description = "Video, image, folder or pattern of images.")
    private String input;

    @Option(names = "-o", required = true, paramLabel = "DIR", description = "Folder for the results.")
    private Path folder;

    @Option(
            names = "--save",
            paramLabel = "LIST",
            defaultValue = "poses,glb,overlay",
            description = "Of poses,meshes,masks,points,glb,overlay (default: ${DEFAULT-VALUE}).")
    private String save;

    @Option(
            names = "--causal",
            description = "One pass: each frame from those before it, as live; faster, less smooth.")
    private boolean causal;

    @Option(
            names = "--views",
            paramLabel = "N",
            description = "Also N pictures around the animal as it stands in one frame (views/NN.png).")
    private Integer views;

    @Option(
            names = "--frame",
            paramLabel = "K",
            description = "Which frame for --views, counted from 0 (default: the one known best).")
    private Long frame;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @Mixin
    private SubjectsOption subjects;

    @Mixin
    private SourceOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CanterConfig settings = options.settings();
        Set<Save> what = wanted();
        checkViews();
        SourceSpec source = options.source(input, settings);
        Rig rig = Rigs.quadruped();
        double height = options.withersHeightMetres(settings);
        try (FrameSource frames = FrameSource.open(source);
                Pipeline pipeline = Engines.pipeline(
                        settings,
                        rig,
                        options.model(),
                        height,
                        options.box(),
                        subjects.count(settings, options.box()),
                        !causal && Reconstruction.readsTwice(source));
                Exporter exporter =
                        new Exporter(rig, folder, what, frames.info().framesPerSecond());
                Reconstruction reconstruction = new Reconstruction(input, pipeline, exporter)) {
            if (views != null) {
                exporter.addViews(folder, views, frame == null ? OptionalLong.empty() : OptionalLong.of(frame));
            }
            print(
                    causal
                            ? reconstruction.causal(frames)
                            : reconstruction.smoothed(
                                    source,
                                    frames,
                                    new Smoother(rig, Engines.tracking(height)),
                                    what.contains(Save.POINTS)));
        }
        return 0;
    }

    private void checkViews() {
        if (views != null && (views < 1 || views > ViewFiles.VIEWS_MAX)) {
            throw new UserException("--views is " + views + ", must be between 1 and " + ViewFiles.VIEWS_MAX);
        }
        if (frame != null && (views == null || frame < 0)) {
            throw new UserException("--frame is " + frame + ", must be 0 or more and go with --views N");
        }
    }

    private Set<Save> wanted() {
        try {
            return Save.parse(save);
        } catch (IllegalArgumentException e) {
            throw new UserException("--save: " + e.getMessage());
        }
    }

    private void print(Reconstruction.Summary s) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("frames", s.frames());
            values.put("frames_with_animal", s.framesWithAnimal());
            values.put("frames_per_second", s.framesPerSecond());
            values.put("passes", s.repairs().isPresent() ? 2 : 1);
            values.put(
                    "frames_legs_exchanged",
                    s.repairs().map(Smoothed::legsExchanged).orElse(0));
            values.put("frames_turned", s.repairs().map(Smoothed::turned).orElse(0));
            values.put("frames_filled", s.repairs().map(Smoothed::filled).orElse(0));
            values.put("note", s.note());
            values.put("frames_failed", s.decoding().failed());
            values.put("frames_damaged", s.decoding().damaged());
            values.put("truncated", s.decoding().truncated());
            values.put("files", s.files().stream().map(Path::toString).toList());
            out.println(new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(values));
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%d frames at %.1f frames/s, an animal in %d of them",
                s.frames(), s.framesPerSecond(), s.framesWithAnimal()));
        s.repairs()
                .ifPresent(r -> lines.add(String.format(
                        "smoothed in a second pass: left and right legs exchanged in %d frames, %d turned, %d filled",
                        r.legsExchanged(), r.turned(), r.filled())));
        if (!s.note().isEmpty()) {
            lines.add(s.note());
        }
        if (!s.decoding().clean()) {
            lines.add(String.format(
                    "%d frames could not be decoded, %d are damaged%s: %s",
                    s.decoding().failed(),
                    s.decoding().damaged(),
                    s.decoding().truncated() ? ", and the file ends early" : "",
                    s.decoding().lastProblem()));
        }
        s.files().forEach(file -> lines.add("  " + file));
        lines.forEach(out::println);
    }
}
