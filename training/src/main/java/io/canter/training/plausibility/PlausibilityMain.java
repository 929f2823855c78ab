package io.canter.training.plausibility;

import io.canter.inference.Model;
import io.canter.inference.ModelFile;
import io.canter.inference.ModelOptions;
import io.canter.inference.Observer;
import io.canter.inference.ObserverOptions;
import io.canter.tracking.Hindsight;
import io.canter.tracking.Plausibility;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Settled;
import io.canter.tracking.Sign;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.training.plausibility.Lesson.Shown;
import io.canter.training.plausibility.LogisticRegression.Example;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns the numbers of {@link Plausibility} from generated clips, and says how well they do on others. */
@Command(
        name = "plausibility",
        mixinStandardHelpOptions = true,
        description =
                "Teaches the tracker's judge to tell animals from phantoms; run it after the network has changed.")
public final class PlausibilityMain implements Callable<Integer> {
    /** Seeds of the lessons; those of the examination follow. Neither the network nor the bench sees them. */
    private static final long LESSON_SEED = 3L << 41;

    private static final long EXAM_SEED = LESSON_SEED + (1L << 40);
    private static final double RIDGE = 0.01;

    @Option(names = "--model", description = "Network to calibrate for (default: the one that ships).")
    private Path model;

    @Option(
            names = "--animals",
            defaultValue = "110",
            description = "Clips with an animal (default: ${DEFAULT-VALUE}).")
    private int animals;

    @Option(names = "--empty", defaultValue = "400", description = "Clips without one (default: ${DEFAULT-VALUE}).")
    private int empty;

    @Option(names = "--exam", defaultValue = "0.2", description = "So many more clips to examine, as a share.")
    private double exam;

    @Option(names = "--threads", defaultValue = "2", description = "Threads of the network.")
    private int threads;

    @Option(names = "--dump", description = "Also write every sample as a line of numbers here.")
    private Path dump;

    @Option(names = "--only-examine", description = "Write nothing; examine the numbers that are in the file.")
    private boolean onlyExamine;

    @Option(names = "-o", required = true, description = "File to write.")
    private Path output;

    private final PrintStream log = System.err;

    private PlausibilityMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new PlausibilityMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Rig rig = Rigs.quadruped();
        ModelFile file = model == null ? ModelFile.shipped() : ModelFile.read(model);
        ModelOptions options = ModelOptions.defaults().withThreads(threads).withTemplate(rig.id());
        try (Observer observer = new Observer(Model.load(file, options), ObserverOptions.defaults())) {
            Rehearsal rehearsal = new Rehearsal(observer);
            if (!onlyExamine) {
                Files.writeString(output, learn(teach(rehearsal, rig)));
                log.println("wrote " + output);
            }
            try (InputStream in = Files.newInputStream(output)) {
                examine(rehearsal, new Tracker(rig, TrackerConfig.defaults(), Plausibility.read(in)));
            }
        }
        return 0;
    }

    private Lesson teach(Rehearsal rehearsal, Rig rig) throws IOException {
        Lesson lesson = new Lesson();
        Tracker pupil = new Tracker(rig, TrackerConfig.defaults(), lesson);
        for (int i = 0; i < animals; i++) {
            lesson.beginClip();
            rehearsal.playAnimal(LESSON_SEED + i, pupil, lesson::note);
            progress("animals", i + 1, animals);
        }
        for (int i = 0; i < empty; i++) {
            lesson.beginClip();
            rehearsal.playEmptyIfMisleading(LESSON_SEED + animals + i, pupil, lesson::note);
            progress("empty clips", i + 1, empty);
        }
        if (dump != null) {
            dump(lesson.shown());
        }
        return lesson;
    }

    private void progress(String what, int done, int of) {
        if (done % 20 == 0 || done == of) {
            log.printf("%s: %d of %d%n", what, done, of);
        }
    }

    private String learn(Lesson lesson) {
        List<Shown> shown = lesson.shown();
        int n = Sign.values().length;
        double[] share = shares(shown);
        double[] means = new double[n];
        double[] deviations = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            double squares = 0;
            double total = 0;
            for (int k = 0; k < shown.size(); k++) {
                double value = shown.get(k).signs().values()[i];
                if (!Double.isNaN(value)) {
                    sum += share[k] * value;
                    squares += share[k] * value * value;
                    total += share[k];
                }
            }
            means[i] = sum / total;
            deviations[i] = Math.sqrt(Math.max(1e-6, squares / total - means[i] * means[i]));
        }
        List<Example> examples = new ArrayList<>();
        for (int k = 0; k < shown.size(); k++) {
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                values[i] = Plausibility.deviation(shown.get(k).signs().values()[i], means[i], deviations[i]);
            }
            examples.add(new Example(values, shown.get(k).animal(), share[k]));
        }
        double[] weights = LogisticRegression.learn(examples, Lesson.directions(), RIDGE);
        int right = 0;
        for (Example e : examples) {
            right += LogisticRegression.score(weights, e.values()) > 0 == e.positive() ? 1 : 0;
        }
        log.printf(
                Locale.ROOT,
                "%d samples, of them %d of animals; %.1f %% of single frames told rightly%n",
                shown.size(),
                shown.stream().filter(Shown::animal).count(),
                100.0 * right / shown.size());
        StringBuilder text =
                new StringBuilder("# Written by training/calibrate.sh for the network that ships. Sign = mean"
                        + " deviation weight; log odds.\n");
        text.append(String.format(Locale.ROOT, "bias = %.4f%n", weights[n]));
        text.append(String.format(Locale.ROOT, "missed = %.4f%n", lesson.missedEvidence()));
        text.append(String.format(Locale.ROOT, "contradicted = %.4f%n", lesson.contradictedEvidence()));
        for (Sign sign : Sign.values()) {
            int i = sign.index();
            text.append(String.format(
                    Locale.ROOT, "%s = %.5f %.5f %.4f%n", sign.label(), means[i], deviations[i], weights[i]));
        }
        return text.toString();
    }

    /** Weights: both classes count the same, and within a class every clip, however long it was followed. */
    private static double[] shares(List<Shown> shown) {
        Map<List<Object>, Integer> perClip = new HashMap<>();
        for (Shown s : shown) {
            perClip.merge(List.of(s.clip(), s.animal()), 1, Integer::sum);
        }
        long positive =
                perClip.keySet().stream().filter(k -> (Boolean) k.get(1)).count();
        long negative = perClip.size() - positive;
        if (positive == 0 || negative == 0) {
            throw new IllegalStateException("saw " + positive + " clips with animals and " + negative
                    + " with phantoms; give more clips by --animals or --empty");
        }
        double[] shares = new double[shown.size()];
        for (int k = 0; k < shares.length; k++) {
            Shown s = shown.get(k);
            shares[k] = 0.5 / (s.animal() ? positive : negative) / perClip.get(List.of(s.clip(), s.animal()));
        }
        return shares;
    }

    /** Plays clips of other seeds, with hindsight, and tells in how many frames something was shown. */
    private void examine(Rehearsal rehearsal, Tracker tracker) throws IOException {
        int[] shownFrames = new int[2];
        int[] shownClips = new int[2];
        int[] clips = {(int) (exam * empty), (int) (exam * animals)};
        for (int kind = 0; kind < 2; kind++) {
            for (int i = 0; i < clips[kind]; i++) {
                Hindsight<Boolean> hindsight = new Hindsight<>(item -> 0);
                List<Settled<Boolean>> settled = new ArrayList<>();
                Rehearsal.Sink sink = (step, truth) -> settled.addAll(hindsight.push(true, step));
                if (kind == 1) {
                    rehearsal.playAnimal(EXAM_SEED + i, tracker, sink);
                } else {
                    rehearsal.playEmpty(EXAM_SEED + i, tracker, sink);
                }
                settled.addAll(hindsight.end());
                int shown = (int) settled.stream()
                        .filter(s -> !s.scene().subjects().isEmpty())
                        .count();
                shownFrames[kind] += shown;
                shownClips[kind] += shown > 0 ? 1 : 0;
            }
        }
        for (int kind = 1; kind >= 0; kind--) {
            log.printf(
                    Locale.ROOT,
                    "%s: something shown in %.1f %% of frames, in %d of %d clips%n",
                    kind == 1 ? "clips with an animal" : "clips without one",
                    100.0 * shownFrames[kind] / Math.max(1, clips[kind] * Rehearsal.FRAMES),
                    shownClips[kind],
                    clips[kind]);
        }
    }

    private void dump(List<Shown> shown) throws IOException {
        StringBuilder lines = new StringBuilder("clip animal");
        for (Sign sign : Sign.values()) {
            lines.append(' ').append(sign.label());
        }
        for (Shown s : shown) {
            lines.append('\n').append(s.clip()).append(' ').append(s.animal() ? 1 : 0);
            for (double value : s.signs().values()) {
                lines.append(' ').append((float) value);
            }
        }
        Files.writeString(dump, lines.append('\n').toString());
    }
}
