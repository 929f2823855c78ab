package io.canter.app;

import io.canter.ingest.DecodeReport;
import io.canter.ingest.FrameSource;
import io.canter.ingest.SourceInfo;
import io.canter.ingest.SourceSpec;
import io.canter.output.Exporter;
import io.canter.output.Save;
import io.canter.output.ViewFiles;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

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
            "  canter reconstruct 'frames/*.png' -o out --save poses,masks --height 1.6",
            "  canter reconstruct dog.jpg -o out --save meshes,points --json",
            "  canter reconstruct horse.mp4 -o out --views 12 --frame 40   and pictures from twelve sides"
        })
final class ReconstructCommand implements Callable<Integer> {
    // Frames that wait to be written: bridges a slow file, 22 MB at 1280 x 720.
    private static final int WRITE_PREFETCH = 8;

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
        try (FrameSource frames = FrameSource.open(source);
                Pipeline pipeline = Engines.pipeline(
                        settings, rig, options.model(), options.withersHeightMetres(settings), options.box());
                Exporter exporter =
                        new Exporter(rig, folder, what, frames.info().framesPerSecond())) {
            if (views != null) {
                exporter.addViews(folder, views, frame == null ? OptionalLong.empty() : OptionalLong.of(frame));
            }
            Summary summary = run(frames, pipeline, exporter);
            print(summary);
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

    private Summary run(FrameSource source, Pipeline pipeline, Exporter exporter) throws IOException {
        Scheduler thinking = Schedulers.newSingle("canter-pipeline", true);
        Scheduler writing = Schedulers.newSingle("canter-write", true);
        SourceInfo info = source.info();
        Counter counter = new Counter();
        try (Progress progress = Progress.onStandardError("reconstruct", info.frameCount())) {
            pipeline.runWithHindsight(source.frames(thinking))
                    .publishOn(writing, WRITE_PREFETCH)
                    .doOnDiscard(Processed.class, Processed::close)
                    .doOnNext(frame -> {
                        try (frame) {
                            exporter.accept(frame.frame(), frame.observation(), frame.scene());
                            counter.count(frame);
                            progress.step();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .blockLast();
            if (counter.frames == 0) {
                throw new UserException(
                        source.report().lastProblem().isEmpty()
                                ? input + " has no frame that can be decoded"
                                : input + " has no frame that can be decoded: "
                                        + source.report().lastProblem());
            }
            List<Path> written = exporter.finish();
            return new Summary(counter.frames, counter.withAnimal, progress.rate(), source.report(), written);
        } finally {
            thinking.dispose();
            writing.dispose();
        }
    }

    private static final class Counter {
        private long frames;
        private long withAnimal;

        void count(Processed frame) {
            frames++;
            if (!frame.scene().subjects().isEmpty()) {
                withAnimal++;
            }
        }
    }

    /** @param framesPerSecond from the first frame wanted to the last file closed */
    private record Summary(
            long frames, long framesWithAnimal, double framesPerSecond, DecodeReport decoding, List<Path> files) {}

    private void print(Summary s) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("frames", s.frames());
            values.put("frames_with_animal", s.framesWithAnimal());
            values.put("frames_per_second", s.framesPerSecond());
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
