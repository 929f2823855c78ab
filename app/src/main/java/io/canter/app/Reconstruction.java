package io.canter.app;

import io.canter.inference.Observation;
import io.canter.inference.Observer;
import io.canter.ingest.DecodeReport;
import io.canter.ingest.Frame;
import io.canter.ingest.FrameSource;
import io.canter.ingest.SourceSpec;
import io.canter.output.Exporter;
import io.canter.tracking.ClipHistory;
import io.canter.tracking.Scene;
import io.canter.tracking.Smoothed;
import io.canter.tracking.Smoother;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A whole video into files, in one pass or in two. Of two, the first only looks: pictures are let go at once, and what
 * is kept of a frame is small. Then the clip is smoothed as a whole, and the second reads the video again and writes.
 */
final class Reconstruction implements AutoCloseable {
    // Frames that wait to be written: bridges a slow file, 22 MB at 1280 x 720.
    private static final int WRITE_PREFETCH = 8;
    // Of the heap: the history must leave room for pictures and the network.
    private static final int HEAP_SHARE = 3;

    private final String input;
    private final Pipeline pipeline;
    private final Exporter exporter;
    private final Scheduler thinking = Schedulers.newSingle("canter-pipeline", true);
    private final Scheduler writing = Schedulers.newSingle("canter-write", true);
    private final long historyBytes;
    private final long startNanos = System.nanoTime();
    private long frames;
    private long withAnimal;

    /**
     * @param framesPerSecond from the first frame wanted to the last file closed
     * @param repairs what the second pass did; empty where there was none
     * @param note one line about what did not go as wished; empty if all did
     */
    record Summary(
            long frames,
            long framesWithAnimal,
            double framesPerSecond,
            DecodeReport decoding,
            List<Path> files,
            Optional<Smoothed> repairs,
            String note) {}

    /** @param input as the user named it; pipeline and exporter stay the caller's */
    Reconstruction(String input, Pipeline pipeline, Exporter exporter) {
        this(
                input,
                pipeline,
                exporter,
                Math.min(ClipHistory.BYTES_MAX, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    Reconstruction(String input, Pipeline pipeline, Exporter exporter, long historyBytes) {
        this.input = input;
        this.pipeline = pipeline;
        this.exporter = exporter;
        this.historyBytes = historyBytes;
    }

    /** In one pass. */
    Summary causal(FrameSource source) throws IOException {
        return causal(source, "reconstruct", "");
    }

    private Summary causal(FrameSource source, String task, String note) throws IOException {
        write(
                task,
                source.info().frameCount(),
                pipeline.runWithHindsight(source.frames(thinking)),
                Processed::observation);
        requireFrames(frames, source);
        return summary(source.report(), Optional.empty(), note);
    }

    /**
     * In two passes, where the source can be read twice and is not too long.
     *
     * @param source of {@code spec}, for the first pass
     * @param mapsWanted whether the exporter needs what the network saw in full: then the second pass asks it again
     */
    Summary smoothed(SourceSpec spec, FrameSource source, Smoother smoother, boolean mapsWanted) throws IOException {
        if (!readsTwice(spec)) {
            return causal(source, "reconstruct", "not smoothed: " + input + " cannot be read a second time");
        }
        return smoothed(() -> FrameSource.open(spec), source, smoother, mapsWanted);
    }

    /** A file or images; not a camera, a stream or a pipe. */
    static boolean readsTwice(SourceSpec spec) {
        return spec.kind() == SourceSpec.Kind.IMAGES
                || (spec.kind() == SourceSpec.Kind.FILE && Files.isRegularFile(Path.of(spec.location())));
    }

    /** @param again opens the source for the second pass */
    Summary smoothed(Supplier<FrameSource> again, FrameSource source, Smoother smoother, boolean mapsWanted)
            throws IOException {
        ClipHistory history = new ClipHistory(historyBytes);
        long seen = look(source, history);
        if (history.full()) {
            pipeline.restart();
            try (FrameSource second = again.get()) {
                return causal(
                        second,
                        "reconstruct (one pass)",
                        "not smoothed: after " + seen + " frames the " + (historyBytes >> 20)
                                + " MB kept for it were full; cut the video into parts");
            }
        }
        requireFrames(seen, source);
        Smoothed clip;
        try (Progress progress = Progress.onStandardError("smooth", Smoother.work(history))) {
            clip = smoother.smooth(history, progress::step);
        }
        try (FrameSource second = again.get()) {
            Map<Long, Integer> steps = new HashMap<>();
            for (int i = 0; i < clip.scenes().size(); i++) {
                steps.put(clip.scenes().get(i).frameIndex(), i);
            }
            write("reconstruct 2/2 (write)", seen, show(second, steps, clip, mapsWanted), shown -> {
                Integer step = steps.get(shown.frame().index());
                // The thinned maps, so that the poses do not depend on whether points are saved.
                return step == null ? Observer.unseen(shown.frame()) : history.observation(step);
            });
        }
        String note = frames == seen
                ? ""
                : input + " had " + seen + " frames when first read and " + frames
                        + " the second time; the files hold those";
        requireFrames(frames, source);
        return summary(source.report(), Optional.of(clip), note);
    }

    /** The first pass; returns its frames. */
    private long look(FrameSource source, ClipHistory history) {
        try (Progress progress =
                Progress.onStandardError("reconstruct 1/2 (look)", source.info().frameCount())) {
            return pipeline.survey(source.frames(thinking))
                    .doOnNext(step -> {
                        history.add(step);
                        progress.step();
                    })
                    .takeUntil(step -> history.full())
                    .count()
                    .blockOptional()
                    .orElse(0L);
        }
    }

    /** The second pass: every frame with its scene, matched by number. */
    private Flux<Processed> show(FrameSource source, Map<Long, Integer> steps, Smoothed clip, boolean mapsWanted) {
        Flux<Frame> again = source.frames(thinking);
        if (mapsWanted) {
            // The same frames give the same observations, to the bit.
            pipeline.restart();
            return pipeline.run(again)
                    .map(seen -> new Processed(
                            seen.frame(),
                            seen.observation(),
                            scene(steps.get(seen.frame().index()), clip, seen.scene())));
        }
        return again.map(frame -> {
                    Scene none = new Scene(
                            frame.index(), frame.ptsMicros(), frame.width(), frame.height(), frame.camera(), List.of());
                    return new Processed(frame, Observer.unseen(frame), scene(steps.get(frame.index()), clip, none));
                })
                .doOnDiscard(Frame.class, Frame::discard);
    }

    private static Scene scene(Integer step, Smoothed clip, Scene otherwise) {
        return step == null ? otherwise.withSubjects(List.of()) : clip.scenes().get(step);
    }

    /** @param brief what was seen in a frame, as all but the point clouds are to know it */
    private void write(String task, long total, Flux<Processed> processed, Function<Processed, Observation> brief) {
        try (Progress progress = Progress.onStandardError(task, total)) {
            processed
                    .publishOn(writing, WRITE_PREFETCH)
                    .doOnDiscard(Processed.class, Processed::close)
                    .doOnNext(frame -> {
                        try (frame) {
                            exporter.accept(frame.frame(), brief.apply(frame), frame.observation(), frame.scene());
                            frames++;
                            withAnimal += frame.scene().subjects().isEmpty() ? 0 : 1;
                            progress.step();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .blockLast();
        }
    }

    private void requireFrames(long count, FrameSource source) {
        if (count == 0) {
            String problem = source.report().lastProblem();
            throw new UserException(
                    input + " has no frame that can be decoded" + (problem.isEmpty() ? "" : ": " + problem));
        }
    }

    private Summary summary(DecodeReport decoding, Optional<Smoothed> repairs, String note) throws IOException {
        List<Path> written = exporter.finish();
        double seconds = 1e-9 * (System.nanoTime() - startNanos);
        return new Summary(frames, withAnimal, frames / Math.max(seconds, 1e-9), decoding, written, repairs, note);
    }

    @Override
    public void close() {
        thinking.dispose();
        writing.dispose();
    }
}
