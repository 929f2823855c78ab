package io.canter.app;

import io.canter.inference.Observer;
import io.canter.ingest.Frame;
import io.canter.ingest.FrameSource;
import io.canter.output.ContactSheet;
import io.canter.tracking.Rig;
import io.canter.training.evaluation.AnnotatedKeypoints;
import io.canter.training.evaluation.ClipScorer.MaskSource;
import io.canter.training.evaluation.FootageScore;
import io.canter.training.evaluation.FootageScorer;
import io.canter.training.evaluation.FootageScorer.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Plays clips through observer and tracker and measures them; draws a contact sheet where one is wanted. */
final class ClipMeasuring {
    private static final int SHEET_ROWS = 8;
    private static final int CELL_WIDTH = 384;
    private static final int CELL_HEIGHT = 216;

    private final SourceOptions options;
    private final CanterConfig settings;
    private final Rig rig;
    private final Observer observer;

    ClipMeasuring(SourceOptions options, CanterConfig settings, Rig rig, Observer observer) {
        this.options = options;
        this.settings = settings;
        this.rig = rig;
        this.observer = observer;
    }

    /** Measures a clip of the user's. */
    FootageScore measure(MeasuredClip clip, PictureSize marked, Optional<Path> sheet) throws IOException {
        Optional<AnnotatedKeypoints> marks = Optional.empty();
        if (clip.keypoints().isPresent()) {
            marks = Optional.of(AnnotatedKeypoints.readBadja(clip.keypoints().get(), marked.width(), marked.height()));
        }
        return measure(clip.name(), clip.input(), TrueMasks.of(clip.truth()), marks, sheet);
    }

    /** @param name for the progress */
    FootageScore measure(
            String name, String input, MaskSource masks, Optional<AnnotatedKeypoints> marks, Optional<Path> sheet)
            throws IOException {
        try (FrameSource source = FrameSource.open(options.source(input, settings));
                ContactSheet pictures = new ContactSheet(rig, CELL_WIDTH, CELL_HEIGHT)) {
            FootageScorer scorer = new FootageScorer(
                    rig, observer, Engines.tracker(rig, options.withersHeightMetres(settings)), marks);
            follow(name, source, scorer, masks, sheet.isPresent() ? pictures : null);
            if (sheet.isPresent()) {
                pictures.write(sheet.get());
            }
            return scorer.score();
        }
    }

    private void follow(
            String name, FrameSource source, FootageScorer scorer, MaskSource masks, ContactSheet pictures) {
        long count = source.info().frameCount();
        long every = Math.max(1, count / SHEET_ROWS);
        Scheduler thinking = Schedulers.newSingle("canter-evaluate", true);
        try (Progress progress = Progress.onStandardError("evaluate " + name, count)) {
            source.frames(thinking)
                    .doOnNext(frame -> {
                        try (frame) {
                            one(frame, scorer, masks, pictures, every);
                            progress.step();
                        }
                    })
                    .blockLast();
        } finally {
            thinking.dispose();
        }
    }

    private void one(Frame frame, FootageScorer scorer, MaskSource masks, ContactSheet pictures, long every) {
        Result result = scorer.step(frame, options.box(), masks.mask(frame));
        boolean chosen = frame.index() % every == every / 2 && frame.index() / every < SHEET_ROWS;
        if (pictures != null && chosen) {
            pictures.add(frame, result.seen(), result.step().scene());
        }
    }
}
