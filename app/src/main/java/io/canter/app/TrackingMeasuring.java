package io.canter.app;

import io.canter.ingest.Frame;
import io.canter.ingest.FrameSource;
import io.canter.output.SideBySideVideo;
import io.canter.tracking.FixedLag;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Settled;
import io.canter.tracking.Smoother;
import io.canter.tracking.TrackerConfig;
import io.canter.training.bench.BenchClips;
import io.canter.training.bench.FilmScorer;
import io.canter.training.bench.HerdScorer;
import io.canter.training.bench.LongRun;
import io.canter.training.bench.Observers;
import io.canter.training.bench.RigTracking;
import io.canter.training.bench.ScenePass;
import io.canter.training.bench.Tracked;
import io.canter.training.bench.TrackingScorer;
import io.canter.training.bench.TrackingTables;
import io.canter.training.demo.RigClip;
import io.canter.training.evaluation.AnnotatedKeypoints;
import io.canter.training.evaluation.Bar;
import io.canter.training.evaluation.ClipScorer.MaskSource;
import io.canter.training.evaluation.RigSplit;
import io.canter.training.rigs.ImportedRig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.scheduler.Schedulers;

/** The bench of tracking: generated clips with their truth, real clips, minutes of film, and the bars of all of them. */
final class TrackingMeasuring {
    /** What `canter reconstruct` writes: the row that the bar for off line is held against. */
    private static final String OFFLINE = "off line";
    /** The tracker's own scenes, which no frame after them has steadied. */
    private static final String AT_ONCE = "at once";

    private final SourceOptions options;
    private final CanterConfig settings;
    private final Rig rig;
    private final Observers observers;
    private final Path sheets;
    private final EvaluationResults results;

    /** @param sheets folder for videos, or null */
    TrackingMeasuring(
            SourceOptions options,
            CanterConfig settings,
            Rig rig,
            Observers observers,
            Path sheets,
            EvaluationResults results) {
        this.options = options;
        this.settings = settings;
        this.rig = rig;
        this.observers = observers;
        this.sheets = sheets;
        this.results = results;
    }

    /** From what is tracked live to what is shown, each a row of the tables. */
    private Map<String, ScenePass> passes() {
        Map<String, ScenePass> passes = new LinkedHashMap<>();
        int latency = settings.tracking().latencyFrames();
        if (latency > 0) {
            passes.put(AT_ONCE, ScenePass::atOnce);
        }
        passes.put(TrackingScorer.LIVE, ScenePass.live(rig, latency));
        passes.put(OFFLINE, ScenePass.offLine(film -> Smoother.smooth(
                        rig,
                        TrackerConfig.defaults(),
                        film.stream().map(Tracked::step).toList())
                .scenes()));
        return passes;
    }

    /**
     * Runs all that is asked for.
     *
     * @param clips number of generated clips
     * @param frames length of each
     * @param footage folder of real clips, or null
     * @param minutes of the long film; 0 for none
     * @param several number of clips, of each kind, of several animals at a time; 0 for none
     */
    void run(int clips, int frames, Path footage, PictureSize marked, int minutes, int several) throws IOException {
        TrackingScorer scorer =
                new TrackingScorer(rig, observers, settings.inference().searchEvery(), passes());
        try (Progress progress = Progress.onStandardError("evaluate tracking", (long) clips * frames)) {
            for (int n = 0; n < clips; n++) {
                generated(scorer, n, frames, progress);
            }
        }
        TrackingTables.of(scorer).forEach(results::add);
        List<Bar> bars = new ArrayList<>(TrackingTables.bars(scorer, OFFLINE));
        double swaps = Double.NaN;
        if (footage != null) {
            FilmScorer films =
                    new FilmScorer(rig, observers, settings.inference().searchEvery(), passes());
            for (MeasuredClip clip : MeasuredClip.in(footage)) {
                real(films, clip, marked);
            }
            results.add("tracking_footage", films.table());
            swaps = films.swappedShare(TrackingScorer.LIVE);
        }
        bars.add(Bar.atMost("leg swaps, real clips, live, share of judged frames", swaps, 0.05));
        HerdScorer herd =
                new HerdScorer(rig, observers.live(), settings.inference().searchEvery());
        if (several > 0) {
            herd(herd, several);
        }
        bars.addAll(herd.bars());
        LongRun film = new LongRun(rig);
        if (minutes > 0) {
            film(film, minutes);
        }
        bars.addAll(film.bars());
        results.hold(bars);
    }

    /**
     * Tracks clips of the foreign rigs that are for measuring.
     *
     * @param all by stem, of any split
     * @param frames length of each clip
     */
    void rigs(Map<String, ImportedRig> all, int frames) throws IOException {
        Map<String, ImportedRig> measured = new LinkedHashMap<>(all);
        measured.keySet().removeIf(stem -> RigSplit.of(stem) != RigSplit.MEASURE);
        if (measured.isEmpty()) {
            return;
        }
        RigTracking scorer =
                new RigTracking(rig, observers, settings.inference().searchEvery(), passes());
        long clips = measured.values().stream()
                .mapToLong(animal -> RigTracking.animations(animal).size())
                .sum();
        try (Progress progress = Progress.onStandardError("evaluate rigs, tracked", clips * frames)) {
            for (Map.Entry<String, ImportedRig> animal : measured.entrySet()) {
                for (String animation : RigTracking.animations(animal.getValue())) {
                    foreign(scorer, animal.getKey(), animal.getValue(), animation, frames, progress);
                }
            }
        }
        results.add("tracking_rigs", scorer.table());
    }

    private void foreign(
            RigTracking scorer, String stem, ImportedRig animal, String animation, int frames, Progress progress)
            throws IOException {
        String name = "tracking-" + stem + "-" + RigTracking.shortName(animation);
        try (Video video = new Video(name.replaceAll("[^A-Za-z0-9]+", "-"), BenchClips.FRAMES_PER_SECOND)) {
            RigClip clip = BenchClips.clip(rig, stem, animal, animation, frames);
            scorer.run(stem, animation, clip, video::add, progress::step);
            video.commit();
        }
    }

    private void herd(HerdScorer herd, int clips) throws IOException {
        long frames = (long) clips * HerdScorer.FRAMES;
        try (Progress progress = Progress.onStandardError("evaluate several animals", frames)) {
            herd.run(clips, progress::step);
        }
        results.add("tracking_several", herd.table());
    }

    private void generated(TrackingScorer scorer, int number, int frames, Progress progress) throws IOException {
        String name = BenchClips.name(number);
        try (Video video = new Video("tracking-" + name.replaceAll("[^a-z0-9]+", "-"), BenchClips.FRAMES_PER_SECOND)) {
            scorer.run(name, BenchClips.clip(rig, number, frames), video::add, progress::step);
            video.commit();
        }
    }

    private void real(FilmScorer films, MeasuredClip clip, PictureSize marked) throws IOException {
        Optional<AnnotatedKeypoints> marks = Optional.empty();
        if (clip.keypoints().isPresent()) {
            marks = Optional.of(AnnotatedKeypoints.readBadja(clip.keypoints().get(), marked.width(), marked.height()));
        }
        MaskSource masks = TrueMasks.of(clip.truth());
        FilmScorer.Film film = films.film(clip.name(), marks);
        try (FrameSource source = FrameSource.open(options.source(clip.input(), settings));
                Progress progress = Progress.onStandardError(
                        "evaluate " + clip.name(), source.info().frameCount());
                Video video = new Video("tracking-" + clip.name(), BenchClips.FRAMES_PER_SECOND)) {
            source.frames(Schedulers.immediate())
                    .doOnNext(frame -> {
                        try (frame) {
                            Optional<Tracked> tracked = film.step(frame, masks.mask(frame));
                            if (tracked.isPresent()) {
                                video.add(
                                        frame,
                                        film.baseline(),
                                        tracked.get().step().scene());
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        progress.step();
                    })
                    .blockLast();
            video.commit();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        film.end();
    }

    private void film(LongRun film, int minutes) throws IOException {
        long frames = 2L * minutes * LongRun.FRAMES_A_MINUTE;
        try (Progress progress = Progress.onStandardError("evaluate minutes", frames)) {
            film.run(
                    "network",
                    film.seen(observers.live(), settings.inference().searchEvery()),
                    minutes,
                    progress::step);
            film.run("exact", film.exact(), minutes, progress::step);
        }
        results.add("tracking_minutes", film.table());
    }

    /** Baseline on the left, Canter as seen live on the right; nothing where no sheets are wanted. */
    private final class Video implements AutoCloseable {
        private record Picture(Frame frame, Optional<float[]> baseline) {}

        private final SideBySideVideo video;
        private final FixedLag<Picture> lag =
                new FixedLag<>(rig, settings.tracking().latencyFrames());

        Video(String name, double framesPerSecond) throws IOException {
            video = sheets == null ? null : new SideBySideVideo(sheets.resolve(name + ".mp4"), rig, framesPerSecond);
        }

        void add(Frame frame, Optional<float[]> baseline, Scene live) throws IOException {
            if (video != null) {
                Optional<Settled<Picture>> settled = lag.push(new Picture(frame.retain(), baseline), live);
                if (settled.isPresent()) {
                    add(settled.get());
                }
            }
        }

        private void add(Settled<Picture> settled) throws IOException {
            try (Frame frame = settled.item().frame()) {
                video.add(frame, settled.item().baseline(), settled.scene());
            }
        }

        void commit() throws IOException {
            if (video != null) {
                for (Settled<Picture> settled : lag.end()) {
                    add(settled);
                }
                video.commit();
            }
        }

        @Override
        public void close() throws IOException {
            lag.end().forEach(settled -> settled.item().frame().close());
            if (video != null) {
                video.close();
            }
        }
    }
}
