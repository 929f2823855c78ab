package io.canter.app;

import io.canter.inference.Model;
import io.canter.inference.Observer;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.bench.BenchClips;
import io.canter.training.bench.HerdScorer;
import io.canter.training.bench.LongRun;
import io.canter.training.bench.Observers;
import io.canter.training.evaluation.Bar;
import io.canter.training.evaluation.CalibrationPlot;
import io.canter.training.evaluation.ClipScore;
import io.canter.training.evaluation.FootageScore;
import io.canter.training.evaluation.FootageTable;
import io.canter.training.evaluation.GeneratedScorer;
import io.canter.training.evaluation.GeneratedTables;
import io.canter.training.family.AnimalFamily;
import io.canter.training.rigs.ImportedRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code canter evaluate}: the accuracy bench. */
@Command(
        name = "evaluate",
        description = "Measures how accurate the results are, against truth.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  canter evaluate                                     the demo clip against its own truth",
            "  canter evaluate horse-on-green.mp4 --truth green",
            "  canter evaluate frames/ --truth masks/ --keypoints badja_keypoints.json --sheet sheet.png",
            "  canter evaluate --footage clips/ --sheets sheets/ --json result.json",
            "  canter evaluate --generated 20 --footage clips/ --rigs rigs/ --model mine.onnx",
            "  canter evaluate --tracking 6 --footage clips/ --sheets sheets/ --long 10",
            "  canter evaluate --tracking 6 --rigs rigs/           also clips of foreign rigs"
        })
final class EvaluateCommand implements Callable<Integer> {
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
            names = "--keypoints",
            paramLabel = "FILE",
            description = "Marked keypoints of INPUT (BADJA's JSON): share found, legs swapped, transfer through Q.")
    private Path keypoints;

    @Option(
            names = "--keypoints-size",
            paramLabel = "WxH",
            defaultValue = "1920x1080",
            description = "Size of the pictures that the keypoints were marked in (default: ${DEFAULT-VALUE}).")
    private String keypointsSize;

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "Write a contact sheet of INPUT (PNG): input, canonical map, overlay, another view.")
    private Path sheet;

    @Option(
            names = "--footage",
            paramLabel = "DIR",
            description = "Measure all clips of a folder: subfolders with frames/, masks/ and, maybe,"
                    + " badja_keypoints.json; videos named *green* by their colour key.")
    private Path footage;

    @Option(
            names = "--generated",
            paramLabel = "N",
            description = "Measure N generated animals of every species, of seeds that no training sees.")
    private Integer generated;

    @Option(
            names = "--rigs",
            paramLabel = "DIR",
            description = "Measure foreign rigs (glTF), imported as test bodies and posed by their own clips; with"
                    + " --tracking also track those that no training may use.")
    private Path rigs;

    @Option(
            names = "--tracking",
            arity = "0..1",
            fallbackValue = "6",
            paramLabel = "N",
            description = "Track N generated clips of three seconds (default: ${FALLBACK-VALUE}), and the clips of"
                    + " --footage, beside baselines that see the same maps; tell which bars are met.")
    private Integer tracking;

    @Option(
            names = "--long",
            paramLabel = "MINUTES",
            description = "With --tracking: also so many minutes of film, to see that nothing grows or drifts.")
    private Integer minutes;

    @Option(
            names = "--several",
            arity = "0..1",
            fallbackValue = "1",
            paramLabel = "N",
            description = "With --tracking: also several animals at a time, N clips (default: ${FALLBACK-VALUE}) of"
                    + " three that cross and N of two that hide behind a wall.")
    private Integer several;

    @Option(names = "--sheets", paramLabel = "DIR", description = "Write pictures and videos of the suites here.")
    private Path sheets;

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = EvaluationResults.STANDARD_OUTPUT,
            paramLabel = "FILE",
            description = "Write the figures as JSON to a file named *.json; without a name, print them.")
    private String json;

    @Mixin
    private SourceOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        EvaluationResults results = new EvaluationResults(spec.commandLine().getOut(), json);
        PictureSize marked = PictureSize.parse("--keypoints-size", keypointsSize);
        boolean suites = footage != null || generated != null || rigs != null || tracking != null;
        if (generated != null && (generated < 1 || generated > GeneratedScorer.PER_SPECIES_MAX)) {
            throw new UserException(
                    "--generated is " + generated + ", must be 1 to " + GeneratedScorer.PER_SPECIES_MAX);
        }
        requireTracking();
        requireSeveral();
        if (suites && (input != null || truth != null || keypoints != null || sheet != null)) {
            throw new UserException("INPUT, --truth, --keypoints and --sheet measure one clip; leave them out with a"
                    + " suite such as --footage, or the suite out");
        }
        if (!suites && (input == null) != (truth == null)) {
            throw new UserException("give both INPUT and --truth, or neither for the demo clip");
        }
        if (!suites && sheets != null) {
            throw new UserException("--sheets belongs to a suite such as --footage; for one clip give --sheet FILE");
        }
        if (sheets != null) {
            Files.createDirectories(sheets);
        }
        CanterConfig settings = options.settings();
        Rig rig = Rigs.quadruped();
        if (suites) {
            results.put("model", Engines.modelFile(options.model()).name());
        }
        if (generated != null) {
            runGenerated(settings, rig, results);
        }
        Map<String, ImportedRig> foreign = rigs == null ? Map.of() : RigMeasuring.read(rigs, rig, results);
        if (!foreign.isEmpty()) {
            try (Model network = Engines.model(settings, rig, options.model())) {
                RigMeasuring.run(foreign, rig, network, sheets, results);
            }
        }
        if (footage != null || tracking != null || !suites) {
            try (Observer observer = Engines.observer(settings, rig, options.model())) {
                ClipMeasuring clips = new ClipMeasuring(options, settings, rig, observer);
                if (footage != null) {
                    runFootage(clips, marked, results);
                }
                if (tracking != null) {
                    try (Observer offLine = Engines.offLineObserver(settings, rig, options.model())) {
                        TrackingMeasuring measuring = new TrackingMeasuring(
                                options, settings, rig, new Observers(observer, offLine), sheets, results);
                        measuring.rigs(foreign, BenchClips.FRAMES);
                        measuring.run(
                                tracking,
                                BenchClips.FRAMES,
                                footage,
                                marked,
                                minutes == null ? 0 : minutes,
                                several == null ? 0 : several);
                    }
                }
                if (!suites) {
                    FootageScore score = one(clips, marked);
                    report(score, results);
                    if (input == null) {
                        results.hold(List.of(Bar.atLeast(
                                "demo clip: mean IoU", score.clip().iou().mean(), 0.80)));
                    }
                }
            }
        }
        results.finish();
        return 0;
    }

    private void requireTracking() {
        if (tracking != null && (tracking < 1 || tracking > BenchClips.CLIPS_MAX)) {
            throw new UserException("--tracking is " + tracking + ", must be 1 to " + BenchClips.CLIPS_MAX);
        }
        if ((minutes != null || several != null) && tracking == null) {
            throw new UserException((several != null ? "--several" : "--long") + " belongs to --tracking; add that");
        }
        if (minutes != null && (minutes < 1 || minutes > LongRun.MINUTES_MAX)) {
            throw new UserException("--long is " + minutes + ", must be 1 to " + LongRun.MINUTES_MAX + " minutes");
        }
    }

    private void requireSeveral() {
        if (several != null && (several < 1 || several > HerdScorer.CLIPS_MAX)) {
            throw new UserException("--several is " + several + ", must be 1 to " + HerdScorer.CLIPS_MAX);
        }
    }

    private void runGenerated(CanterConfig settings, Rig rig, EvaluationResults results) throws IOException {
        try (Model network = Engines.model(settings, rig, options.model())) {
            GeneratedScorer scorer = new GeneratedScorer(rig, network);
            long total = (long) generated * AnimalFamily.species().size();
            try (Progress progress = Progress.onStandardError("evaluate generated", total)) {
                scorer.run(generated, progress::step);
            }
            GeneratedTables.of(scorer).forEach(results::add);
            results.hold(GeneratedTables.bars(scorer));
            if (sheets != null) {
                ImageIO.write(
                        CalibrationPlot.draw(scorer),
                        "png",
                        sheets.resolve("calibration.png").toFile());
            }
        }
    }

    private void runFootage(ClipMeasuring clips, PictureSize marked, EvaluationResults results) throws IOException {
        Map<String, FootageScore> scores = new LinkedHashMap<>();
        List<FootageScore> masked = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (MeasuredClip clip : MeasuredClip.in(footage)) {
            Optional<Path> picture = Optional.ofNullable(sheets).map(folder -> folder.resolve(clip.name() + ".png"));
            FootageScore score = clips.measure(clip, marked, picture);
            scores.put(clip.name(), score);
            if (clip.hasGreenScreen()) {
                bars.add(FootageTable.green(clip.name(), score));
            } else {
                masked.add(score);
            }
        }
        results.add("footage", FootageTable.of(scores).withMean());
        results.hold(FootageTable.bars(masked));
        results.hold(bars);
    }

    private FootageScore one(ClipMeasuring clips, PictureSize marked) throws IOException {
        if (input != null) {
            MeasuredClip clip = new MeasuredClip(input, input, truth, Optional.ofNullable(keypoints));
            return clips.measure(clip, marked, Optional.ofNullable(sheet));
        }
        if (keypoints != null) {
            throw new UserException("--keypoints belongs to an INPUT; the demo clip has none");
        }
        Path demo = DemoFiles.clip();
        try {
            return clips.measure(
                    "demo",
                    demo.toString(),
                    TrueMasks.archive(DemoFiles.masks()),
                    Optional.empty(),
                    Optional.ofNullable(sheet));
        } finally {
            Files.deleteIfExists(demo);
        }
    }

    private static void report(FootageScore footage, EvaluationResults results) {
        ClipScore score = footage.clip();
        results.put("frames", score.frames().size());
        results.put("followed_share", score.trackedShare());
        results.put("iou_mean", score.iou().mean());
        results.put("iou_median", score.iou().median());
        results.put("iou_least", score.iou().least());
        results.put("raw_iou_mean", footage.rawIou().mean());
        results.put("fit_millis_median", score.fitMillis().median());
        results.say(String.format(
                "%d frames with truth, followed in %.1f %%; silhouette IoU mean %.3f, median %.3f, least %.3f (frames"
                        + " not followed count as 0); network's mask alone %.3f; fit %.1f ms median",
                score.frames().size(),
                100 * score.trackedShare(),
                score.iou().mean(),
                score.iou().median(),
                score.iou().least(),
                footage.rawIou().mean(),
                score.fitMillis().median()));
        if (footage.markedFrames() == 0) {
            return;
        }
        results.put("marked_frames", footage.markedFrames());
        results.put("pck_10", footage.fittedPck().wide());
        results.put("pck_05", footage.fittedPck().narrow());
        results.put("raw_pck_10", footage.rawPck().wide());
        results.put("raw_pck_05", footage.rawPck().narrow());
        results.put("transfer_pck_10", footage.transferPck().wide());
        results.put("transfer_pck_05", footage.transferPck().narrow());
        results.put("swap_share", nullIfNone(footage.fittedSwaps()));
        results.put("raw_swap_share", nullIfNone(footage.rawSwaps()));
        results.say(String.format(
                "%d marked frames, PCK@0.1 / @0.05: skeleton %.3f / %.3f (missed where not followed), raw map"
                        + " %.3f / %.3f, transfer through Q %.3f / %.3f; legs swapped: skeleton %.3f, raw map %.3f",
                footage.markedFrames(),
                footage.fittedPck().wide(),
                footage.fittedPck().narrow(),
                footage.rawPck().wide(),
                footage.rawPck().narrow(),
                footage.transferPck().wide(),
                footage.transferPck().narrow(),
                footage.fittedSwaps(),
                footage.rawSwaps()));
    }

    private static Double nullIfNone(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
