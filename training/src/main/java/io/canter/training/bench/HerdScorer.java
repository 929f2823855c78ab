package io.canter.training.bench;

import io.canter.inference.Box;
import io.canter.inference.Hint;
import io.canter.inference.ObserveRequest;
import io.canter.inference.Observer;
import io.canter.inference.SearchCadence;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Assignment;
import io.canter.tracking.Herd;
import io.canter.tracking.HerdConfig;
import io.canter.tracking.HerdState;
import io.canter.tracking.HerdStep;
import io.canter.tracking.Rig;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.training.evaluation.Bar;
import io.canter.training.evaluation.IdentityScore;
import io.canter.training.evaluation.IdentityScorer;
import io.canter.training.evaluation.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Who is who among several animals, live, on generated clips: {@link HerdClip}. One thread. */
public final class HerdScorer {
    /** Of each kind; each takes a minute or two. */
    public static final int CLIPS_MAX = 50;
    /** Frames of one clip of each kind. */
    public static final int FRAMES = HerdClip.CROSSING_FRAMES + HerdClip.WALL_FRAMES;

    private static final int SUBJECTS_MAX = 4;
    /** Of the animals that walk behind the wall: shorter absences are no occlusion. */
    private static final int HIDDEN_FRAMES_MIN = 50;

    private static final int WALKERS_BEHIND_WALL = 2;
    /** A found box of which so much lies on an animal that is mostly hidden shows that one. */
    private static final double ON_IT_MIN = 0.5;

    private final Rig rig;
    private final Observer observer;
    private final int searchEvery;
    private final List<IdentityScore> crossing = new ArrayList<>();
    private final List<IdentityScore> behind = new ArrayList<>();

    /** @param searchEvery frames from one search to the next while fewer are followed than may be */
    public HerdScorer(Rig rig, Observer observer, int searchEvery) {
        this.rig = rig;
        this.observer = observer;
        this.searchEvery = searchEvery;
    }

    /** Runs the first {@code clips} clips of each kind; clip n is the same in every run. */
    public void run(int clips, Runnable progress) throws IOException {
        for (int n = 0; n < clips; n++) {
            crossing.add(score(HerdClip.threeCross(rig, n), progress));
            behind.add(score(HerdClip.behindAWall(rig, n), progress));
        }
    }

    private IdentityScore score(HerdClip clip, Runnable progress) throws IOException {
        Herd herd = new Herd(
                new Tracker(rig, TrackerConfig.defaults()),
                HerdConfig.defaults().withSubjectsMax(SUBJECTS_MAX));
        IdentityScorer scorer = new IdentityScorer(IdentityScorer.OVERLAP_MIN, HIDDEN_FRAMES_MIN);
        FramePool pool = new FramePool(1);
        HerdState[] state = {HerdState.initial()};
        SearchCadence searches = new SearchCadence(searchEvery);
        clip.render(moment -> {
            try (Frame frame = pool.frame(
                    moment.index(),
                    moment.ptsMicros(),
                    HerdClip.WIDTH,
                    HerdClip.HEIGHT,
                    moment.view().intrinsics())) {
                frame.pixels().put(moment.rgb());
                boolean search = searches.next(herd.hasRoom(state[0]), herd.hasNewcomer(state[0]));
                List<Hint> hints = herd.hints(state[0], frame.ptsMicros());
                HerdStep step = herd.step(
                        state[0],
                        observer.observe(List.of(new ObserveRequest(frame, hints, search, List.of())))
                                .get(0));
                state[0] = step.state();
                Map<Integer, Box> found = new LinkedHashMap<>();
                step.scene().subjects().forEach(subject -> found.put(subject.id(), subject.box()));
                scorer.frame(moment.inSight(), demanded(found, moment.inSight(), moment.barely()));
            }
            progress.run();
        });
        return scorer.score();
    }

    /**
     * What of the found counts: what is best paired with an animal in sight, and what lies on none that is mostly hidden.
     * An animal before one that it hides is judged as any other is.
     */
    static Map<Integer, Box> demanded(Map<Integer, Box> found, Map<Integer, Box> inSight, Map<Integer, Box> barely) {
        List<Box> truth = new ArrayList<>(inSight.values());
        truth.addAll(barely.values());
        List<Integer> ids = List.copyOf(found.keySet());
        double[][] gain = new double[ids.size()][truth.size()];
        for (int i = 0; i < gain.length; i++) {
            for (int t = 0; t < truth.size(); t++) {
                double overlap = found.get(ids.get(i)).overlap(truth.get(t));
                gain[i][t] = overlap >= IdentityScorer.OVERLAP_MIN ? overlap : 0;
            }
        }
        int[] of = Assignment.best(gain);
        Map<Integer, Box> demanded = new LinkedHashMap<>(found);
        for (int i = 0; i < of.length; i++) {
            boolean inSightToo = of[i] >= 0 && of[i] < inSight.size();
            if (!inSightToo && !isDemanded(found.get(ids.get(i)), barely)) {
                demanded.remove(ids.get(i));
            }
        }
        return demanded;
    }

    /** What is found of an animal that is mostly hidden is neither right nor wrong, be it all of it or what shows. */
    static boolean isDemanded(Box found, Map<Integer, Box> barely) {
        return barely.values().stream().noneMatch(box -> box.common(found) / found.area() >= ON_IT_MIN);
    }

    /** A row a clip, and the means. */
    public Table table() {
        List<List<Object>> rows = new ArrayList<>();
        for (int n = 0; n < crossing.size(); n++) {
            rows.add(crossing.get(n).row("three that cross " + n));
        }
        rows.add(mean("three that cross, mean", crossing));
        for (int n = 0; n < behind.size(); n++) {
            rows.add(behind.get(n).row("two behind a wall " + n));
        }
        rows.add(mean("two behind a wall, mean", behind));
        return new Table(
                "several animals, live",
                IdentityScore.columns(),
                rows,
                List.of("boxes that overlap by half or more are one; animals of which less than half is visible are"
                        + " left out"));
    }

    private static List<Object> mean(String name, List<IdentityScore> scores) {
        List<Object> row = new ArrayList<>();
        row.add(name);
        for (int column = 1; column < IdentityScore.columns().size(); column++) {
            int c = column;
            row.add(mean(scores.stream().mapToDouble(s -> ((Number) s.row(name).get(c)).doubleValue())));
        }
        return row;
    }

    private static double mean(DoubleStream values) {
        return values.filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
    }

    /** The two bars; not measured before {@link #run}. */
    public List<Bar> bars() {
        // Who was never found before has not recovered either.
        double back = behind.stream()
                        .flatMap(score -> score.recoveries().stream())
                        .filter(r -> r.frames().isPresent() && r.frames().getAsInt() <= IdentityScore.RECOVERY_FRAMES)
                        .count()
                / (double) (WALKERS_BEHIND_WALL * behind.size());
        return List.of(
                Bar.atLeast(
                        "three animals that cross, mean IDF1",
                        mean(crossing.stream().mapToDouble(IdentityScore::idf1)),
                        0.95),
                Bar.atLeast(
                        "after 2 s of full occlusion, same id within " + IdentityScore.RECOVERY_FRAMES
                                + " frames, share of the animals",
                        back,
                        1));
    }
}
