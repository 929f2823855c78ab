package io.canter.training.evaluation;

import io.canter.inference.Box;
import io.canter.inference.Hint;
import io.canter.inference.Model;
import io.canter.inference.ModelFile;
import io.canter.inference.ModelOptions;
import io.canter.inference.Observation;
import io.canter.inference.Observer;
import io.canter.inference.ObserverOptions;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Body;
import io.canter.tracking.Judge;
import io.canter.tracking.ObservedSurface;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Step;
import io.canter.tracking.Subject;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.tracking.TrackerState;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.family.AnimalFamily;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How well the body at rest is known from a single generated still: of the template, of the fit after one and after
 * some rounds, and with the surface that the posed maps show. {@code training/rest-surface.sh [STILLS-A-SPECIES]}.
 */
public final class RestSurfaceMain {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 360;
    private static final int ROUNDS = 6;
    private static final long ROUND_MICROS = 40_000;
    private static final double[][] SETTINGS = {
        {0.03, 0.003}, {0.1, 0.003}, {0.3, 0.003}, {1, 0.003}, {1, 0.001}, {3, 0.001}, {1, 0.01}
    };

    private final Rig rig = Rigs.quadruped();
    private final Map<String, ErrorSums> errors = new LinkedHashMap<>();
    private final Map<String, Double> moved = new LinkedHashMap<>();
    private final double[] soles = new double[2]; // sum, count

    private static final class ErrorSums {
        private double sum;
        private int count;
    }

    private RestSurfaceMain() {}

    public static void main(String[] args) throws IOException {
        int stills = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        new RestSurfaceMain().run(stills);
    }

    private void run(int stills) throws IOException {
        FramePool pool = new FramePool(1);
        Model network = Model.load(
                ModelFile.shipped(), ModelOptions.defaults().withThreads(1).withTemplate(rig.id()));
        int seen = 0;
        try (Observer observer = new Observer(network, ObserverOptions.defaults())) {
            for (int s = 0; s < AnimalFamily.species().size(); s++) {
                for (int k = 0; k < stills; k++) {
                    long seed = GeneratedClip.FIRST_HELD_OUT_SEED + 7_000_000L + 1000L * s + k;
                    GeneratedClip clip =
                            GeneratedClip.random(AnimalFamily.species().get(s), null, seed, 1, WIDTH, HEIGHT);
                    Observation[] out = {null};
                    clip.render(moment -> {
                        try (Frame frame = pool.frame(0, 0, WIDTH, HEIGHT, moment.intrinsics())) {
                            frame.pixels().put(moment.rgb());
                            out[0] = observer.observe(frame, Optional.of(Hint.at(box(moment.mask()))));
                        }
                    });
                    seen += measure(clip.body(), out[0]) ? 1 : 0;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d stills, the animal fitted in %d%n",
                stills * AnimalFamily.species().size(),
                seen);
        errors.forEach((name, e) -> System.out.printf(
                Locale.ROOT, "%-34s %.2f cm mean distance of vertices at rest%n", name, 100 * e.sum / e.count));
        int fitted = seen;
        moved.forEach((setting, sum) ->
                System.out.printf(Locale.ROOT, "%s moves vertices by %.2f cm%n", setting, 100 * sum / fitted));
        System.out.printf(
                Locale.ROOT,
                "soles of a fitted body lie %.2f cm over its lowest on the mean%n",
                100 * soles[0] / soles[1]);
    }

    private static Box box(byte[] mask) {
        int[] b = {WIDTH, HEIGHT, 0, 0};
        for (int p = 0; p < mask.length; p++) {
            if (mask[p] != 0) {
                b[0] = Math.min(b[0], p % WIDTH);
                b[1] = Math.min(b[1], p / WIDTH);
                b[2] = Math.max(b[2], p % WIDTH + 1);
                b[3] = Math.max(b[3], p / WIDTH + 1);
            }
        }
        return new Box(b[0], b[1], Math.max(8, b[2] - b[0]), Math.max(8, b[3] - b[1]));
    }

    private boolean measure(Body truth, Observation seen) {
        Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
        TrackerState state = TrackerState.initial();
        Subject first = null;
        Subject last = null;
        for (int i = 0; i < ROUNDS; i++) {
            Step step = tracker.step(
                    state,
                    new Observation(
                            i, i * ROUND_MICROS, seen.width(), seen.height(), seen.camera(), seen.detections()));
            state = step.state();
            if (!step.scene().subjects().isEmpty()) {
                last = step.scene().subjects().get(0);
                first = first == null ? last : first;
            }
        }
        if (last == null || seen.detections().isEmpty()) {
            return false;
        }
        add("template", rig.template(), truth);
        add("fit, one round", first.body(), truth);
        add("fit, " + ROUNDS + " rounds", last.body(), truth);
        for (double[] setting : SETTINGS) {
            Body refined = new ObservedSurface(rig, setting[0], setting[1])
                    .refine(last, seen.detections().get(0));
            moved.merge(Arrays.toString(setting), moved(refined, last.body()), Double::sum);
            add(
                    String.format(Locale.ROOT, "with surface, smooth %.2f, prior %.3f", setting[0], setting[1]),
                    refined,
                    truth);
        }
        addSoles(last.body());
        return true;
    }

    /** After the best move: where a body at rest has its origin is a matter of convention. */
    private void add(String name, Body body, Body truth) {
        double[] shift = new double[3];
        float[] a = body.vertices();
        float[] b = truth.vertices();
        for (int i = 0; i < a.length; i++) {
            shift[i % 3] += (b[i] - a[i]) / (a.length / 3.0);
        }
        double sum = 0;
        for (int i = 0; i < a.length; i += 3) {
            sum += Math.hypot(
                    Math.hypot(b[i] - a[i] - shift[0], b[i + 1] - a[i + 1] - shift[1]), b[i + 2] - a[i + 2] - shift[2]);
        }
        ErrorSums e = errors.computeIfAbsent(name, n -> new ErrorSums());
        e.sum += sum / (a.length / 3.0);
        e.count++;
    }

    private static double moved(Body a, Body b) {
        double sum = 0;
        for (int i = 0; i < a.vertices().length; i += 3) {
            sum += Math.hypot(
                    Math.hypot(a.vertices()[i] - b.vertices()[i], a.vertices()[i + 1] - b.vertices()[i + 1]),
                    a.vertices()[i + 2] - b.vertices()[i + 2]);
        }
        return 3 * sum / a.vertices().length;
    }

    private void addSoles(Body body) {
        double[] low = new double[4];
        Arrays.fill(low, Double.MAX_VALUE);
        String[] feet = {"fore_foot_l", "fore_foot_r", "hind_foot_l", "hind_foot_r"};
        for (int v = 0; v < body.vertices().length / 3; v++) {
            int best = 4 * v;
            for (int k = best; k < 4 * v + 4; k++) {
                best = rig.skin().weights()[k] > rig.skin().weights()[best] ? k : best;
            }
            int strongest = rig.skin().joints()[best];
            for (int f = 0; f < 4; f++) {
                if (rig.skeleton().names().get(strongest).equals(feet[f])) {
                    low[f] = Math.min(low[f], body.vertices()[3 * v + 1]);
                }
            }
        }
        double lowest = Arrays.stream(low).min().orElse(0);
        for (double l : low) {
            soles[0] += l - lowest;
            soles[1]++;
        }
    }
}
