package io.canter.training.bench;

import io.canter.inference.Observation;
import io.canter.inference.Observer;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Judge;
import io.canter.tracking.Rig;
import io.canter.tracking.Subject;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.tracking.TrackerStates;
import io.canter.training.demo.CameraPath;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.evaluation.Bar;
import io.canter.training.evaluation.BodyLength;
import io.canter.training.evaluation.ErrorList;
import io.canter.training.evaluation.Table;
import io.canter.training.family.AnimalFamily;
import io.canter.training.motion.Motions;
import io.canter.training.scene.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;

/**
 * Minutes of film, to see that nothing grows or drifts: a horse walks on while the camera circles it, six seconds long,
 * over and over, with time going on. What the observer saw in the first round is seen again in each, so that memory and
 * shape are the tracker's alone; the second way gives it exact maps instead. One thread.
 */
public final class LongRun {
    /** An hour: the loop has no more to show. */
    public static final int MINUTES_MAX = 60;

    private static final int LOOP_FRAMES = 150; // six strides; 80 MB of maps
    private static final double FRAMES_PER_SECOND = 25;
    /** Frames of one minute. */
    public static final int FRAMES_A_MINUTE = 1500;

    private static final long SEED = GeneratedClip.FIRST_HELD_OUT_SEED + 41_000_000;
    private static final int WIDTH = 480;
    private static final int HEIGHT = 270;

    private final Rig rig;
    private final double percent;
    private final List<List<Object>> rows = new ArrayList<>();
    private double heapGrowthMegabytes = Double.NaN;
    private double shapeDrift = Double.NaN;
    private double scaleDrift = Double.NaN;
    private double allocationGrowth = Double.NaN;

    public LongRun(Rig rig) {
        this.rig = rig;
        percent = 100 / BodyLength.metres(rig);
    }

    /**
     * The loop: its last frame goes on into its first. An extended walk's stride takes a second, so that six strides and
     * one circle end together.
     */
    private GeneratedClip loop() {
        CameraPath circle = new CameraPath(0, 2 * Math.PI, 1.4, 0.5, Math.toRadians(40), 0);
        return new GeneratedClip(
                rig,
                AnimalFamily.sample(
                                "horse",
                                RandomGeneratorFactory.of("L64X128MixRandom").create(SEED))
                        .body(),
                Motions.walk(1, SEED),
                circle,
                Stage.random(rig, SEED, WIDTH, HEIGHT),
                LOOP_FRAMES,
                FRAMES_PER_SECOND);
    }

    /** What the observer sees in one round, followed by a tracker of its own. */
    public List<Observation> seen(Observer observer, int searchEvery) throws IOException {
        GeneratedClip clip = loop();
        LiveRun live =
                new LiveRun(new Tracker(rig, TrackerConfig.defaults(), Judge.believing()), searchEvery, new StepCost());
        FramePool pool = new FramePool(1);
        List<Observation> round = new ArrayList<>();
        clip.render(moment -> {
            try (Frame frame = pool.frame(moment.index(), moment.ptsMicros(), WIDTH, HEIGHT, moment.intrinsics())) {
                frame.pixels().put(moment.rgb());
                round.add(live.look(observer, frame).seen());
            }
        });
        return round;
    }

    /** One round of exact maps. */
    public List<Observation> exact() {
        return exact(LOOP_FRAMES);
    }

    List<Observation> exact(int frames) {
        GeneratedClip clip = loop();
        ClipTruth reader = new ClipTruth(clip, List.of());
        ExactMaps maps = new ExactMaps(rig);
        List<Observation> round = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            FrameTruth truth = reader.read(i);
            round.add(maps.of(
                    i, clip.ptsMicros(i), WIDTH, HEIGHT, truth.view().intrinsics(), reader.vertices(), truth.joints()));
        }
        return round;
    }

    /**
     * Tracks round after round. The first minute is where drift is measured from.
     *
     * @param maps whose they are, for the table
     * @param progress called after each frame
     */
    public void run(String maps, List<Observation> round, int minutes, Runnable progress) {
        run(maps, round, minutes, FRAMES_A_MINUTE, progress);
    }

    void run(String maps, List<Observation> round, int minutes, int framesAMinute, Runnable progress) {
        Tracker tracker = new Tracker(rig, TrackerConfig.defaults());
        LiveRun run = new LiveRun(tracker, 1, new StepCost());
        Minute first = null;
        Minute last = null;
        long frame = 0;
        for (int m = 1; m <= minutes; m++) {
            StepCost cost = new StepCost();
            run.charge(cost);
            int shown = 0;
            Subject subject = null;
            for (int i = 0; i < framesAMinute; i++, frame++) {
                Observation seen = round.get((int) (frame % round.size()));
                Tracked tracked = run.take(new Observation(
                        frame,
                        Math.round(1e6 * frame / FRAMES_PER_SECOND),
                        seen.width(),
                        seen.height(),
                        seen.camera(),
                        seen.detections()));
                Optional<Subject> now =
                        tracked.step().scene().subjects().stream().findFirst();
                shown += now.isPresent() ? 1 : 0;
                subject = now.orElse(subject);
                progress.run();
            }
            last = new Minute(
                    cost,
                    (double) shown / framesAMinute,
                    subject,
                    heapMegabytes(),
                    TrackerStates.write(run.state(), rig).length);
            first = first == null ? last : first;
            rows.add(row(maps, m, last, first));
        }
        if (first != null && minutes > 1) {
            heapGrowthMegabytes = greater(heapGrowthMegabytes, last.heapMegabytes - first.heapMegabytes);
            shapeDrift = greater(shapeDrift, shapeDrift(first.subject, last.subject));
            scaleDrift = greater(scaleDrift, Math.abs(scaleDrift(first.subject, last.subject)));
            allocationGrowth = greater(
                    allocationGrowth,
                    last.cost.bytes().median() / first.cost.bytes().median());
        }
    }

    private static double greater(double a, double b) {
        return Double.isNaN(a) ? b : Math.max(a, b);
    }

    private record Minute(StepCost cost, double shown, Subject subject, double heapMegabytes, int stateBytes) {}

    private List<Object> row(String maps, int number, Minute minute, Minute first) {
        return List.of(
                maps,
                number,
                minute.shown,
                minute.subject == null ? 0 : minute.subject.id(),
                minute.cost.millis().median(),
                minute.cost.bytes().median() / 1024,
                minute.heapMegabytes,
                minute.stateBytes / 1024.0,
                scaleDrift(first.subject, minute.subject),
                shapeDrift(first.subject, minute.subject));
    }

    /** Used after all garbage is gone. */
    private static double heapMegabytes() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.gc();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
    }

    /** Change of the body's length, nose to root of the tail at rest, percent. */
    private double scaleDrift(Subject from, Subject to) {
        if (from == null || to == null) {
            return Double.NaN;
        }
        return 100 * (BodyLength.metres(rig, to.body()) / BodyLength.metres(rig, from.body()) - 1);
    }

    /** Greatest distance of a vertex at rest from where it was, percent of body length. */
    private double shapeDrift(Subject from, Subject to) {
        if (from == null || to == null) {
            return Double.NaN;
        }
        float[] a = from.body().vertices();
        float[] b = to.body().vertices();
        ErrorList distances = new ErrorList();
        for (int v = 0; v < a.length; v += 3) {
            double dx = a[v] - b[v];
            double dy = a[v + 1] - b[v + 1];
            double dz = a[v + 2] - b[v + 2];
            distances.add(Math.sqrt(dx * dx + dy * dy + dz * dz));
        }
        return percent * distances.quantile(1);
    }

    /** A row a minute. */
    public Table table() {
        return new Table(
                "Tracking, minutes of film",
                List.of(
                        "maps",
                        "minute",
                        "followed",
                        "id",
                        "cpu_ms",
                        "kb_a_step",
                        "heap_mb",
                        "state_kb",
                        "scale_%",
                        "shape_%"),
                rows,
                List.of(
                        "heap_mb: used after a collection, maps of the loop included. scale: change of the body's length"
                                + " at rest since the first minute's end. shape: greatest move of a vertex at rest since"
                                + " then, % of body length."));
    }

    /** The figures that have a bar, over all that was run. */
    public List<Bar> bars() {
        return List.of(
                Bar.atMost("minutes of film: heap's growth after the first, MB", heapGrowthMegabytes, 2),
                Bar.atMost("minutes of film: allocation a step, last minute over first", allocationGrowth, 1.1),
                Bar.atMost("minutes of film: drift of scale, %", scaleDrift, 0.5),
                Bar.atMost("minutes of film: drift of shape, % of body length", shapeDrift, 0.5));
    }
}
