package io.canter.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.canter.inference.Box;
import io.canter.inference.Observation;
import io.canter.inference.Observer;
import io.canter.ingest.Frame;
import io.canter.ingest.FrameSource;
import io.canter.output.ContactSheet;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Step;
import io.canter.training.evaluation.ClipScore;
import io.canter.training.evaluation.ClipScorer;
import io.canter.training.evaluation.ClipScorer.MaskSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** {@code canter evaluate}: how well the drawn mesh covers the animal, against true masks. */
@Command(
        name = "evaluate",
        description = "Measures the overlap (IoU) of the drawn mesh with true masks.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  canter evaluate                                     the demo clip against its own truth",
            "  canter evaluate horse-on-green.mp4 --truth green",
            "  canter evaluate frames/ --truth masks/ --sheet sheet.png --json"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int SHEET_ROWS = 8;
    private static final int CELL_WIDTH = 384;
    private static final int CELL_HEIGHT = 216;

    @Parameters(
            arity = "0..1",
            paramLabel = "INPUT",
            description = "Video, or folder of images (default: the clip that ships with Canter).")
    private String input;

    @Option(
            names = "--truth",
            paramLabel = "green|DIR|ZIP",
            description = "A green screen's colour key, or masks in the frames' order (default: the demo clip's).")
    private String truth;

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "Write a contact sheet (PNG): input, canonical map, overlay, another view.")
    private Path sheet;

    @Option(names = "--json", description = "Print the scores as JSON.")
    private boolean json;

    @Mixin
    private SourceOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if ((input == null) != (truth == null)) {
            throw new UserException("give both INPUT and --truth, or neither for the demo clip");
        }
        CanterConfig settings = options.settings();
        Path clip = input == null ? DemoFiles.clip() : null;
        try {
            MaskSource masks = input == null ? TrueMasks.archive(DemoFiles.masks()) : TrueMasks.of(truth);
            Rig rig = Rigs.quadruped();
            try (FrameSource source =
                            FrameSource.open(options.source(input == null ? clip.toString() : input, settings));
                    Observer observer = Engines.observer(settings, rig, options.model());
                    ContactSheet pictures = new ContactSheet(rig, CELL_WIDTH, CELL_HEIGHT)) {
                ClipScorer scorer = new ClipScorer(rig, Engines.tracker(rig, options.withersHeightMetres(settings)));
                follow(source, observer, scorer, masks, pictures);
                if (sheet != null) {
                    pictures.write(sheet);
                }
                print(scorer.score());
            }
        } finally {
            if (clip != null) {
                Files.deleteIfExists(clip);
            }
        }
        return 0;
    }

    private void follow(
            FrameSource source, Observer observer, ClipScorer scorer, MaskSource masks, ContactSheet pictures) {
        long count = source.info().frameCount();
        long every = Math.max(1, count / SHEET_ROWS);
        Optional<Box> box = options.box();
        Scheduler thinking = Schedulers.newSingle("canter-evaluate", true);
        try (Progress progress = Progress.onStandardError("evaluate", count)) {
            source.frames(thinking)
                    .doOnNext(frame -> {
                        try (frame) {
                            one(frame, observer, scorer, masks, pictures, every, box);
                            progress.step();
                        }
                    })
                    .blockLast();
        } finally {
            thinking.dispose();
        }
    }

    private void one(
            Frame frame,
            Observer observer,
            ClipScorer scorer,
            MaskSource masks,
            ContactSheet pictures,
            long every,
            Optional<Box> box) {
        Observation seen = observer.observe(frame, scorer.predictedBox().or(() -> box));
        Step step = scorer.step(seen, masks.mask(frame), Optional.empty());
        boolean chosen = frame.index() % every == every / 2 && frame.index() / every < SHEET_ROWS;
        if (sheet != null && chosen) {
            pictures.add(frame, seen, step.scene());
        }
    }

    private void print(ClipScore score) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("frames", score.frames().size());
        values.put("followed_share", score.trackedShare());
        values.put("iou_mean", score.iou().mean());
        values.put("iou_median", score.iou().median());
        values.put("iou_least", score.iou().least());
        values.put("fit_millis_median", score.fitMillis().median());
        if (json) {
            try {
                spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(values));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return;
        }
        spec.commandLine()
                .getOut()
                .println(String.format(
                        "%d frames with truth, followed in %.1f %%; silhouette IoU mean %.3f, median %.3f, least %.3f;"
                                + " fit %.1f ms median",
                        score.frames().size(),
                        100 * score.trackedShare(),
                        score.iou().mean(),
                        score.iou().median(),
                        score.iou().least(),
                        score.fitMillis().median()));
    }
}
