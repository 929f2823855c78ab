package io.canter.training.bench;

import io.canter.inference.Box;
import io.canter.inference.ObserveRequest;
import io.canter.inference.Observer;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Herd;
import io.canter.tracking.HerdConfig;
import io.canter.tracking.HerdState;
import io.canter.tracking.HerdStep;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
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

/** Who is who among several animals, live, on generated clips: {@link HerdClip}. One thread. */
public final class HerdScorer {
    /** Frames of both clips. */
    public static final int FRAMES = HerdClip.CROSSING_FRAMES + HerdClip.WALL_FRAMES;

    private static final int SUBJECTS_MAX = 4;
    /** Of the animals that walk behind the wall: shorter absences are no occlusion. */
    private static final int HIDDEN_FRAMES_MIN = 50;

    private final Rig rig;
    private final Observer observer;
    private final int searchEvery;
    private final List<List<Object>> rows = new ArrayList<>();
    private double crossing = Double.NaN;
    private double recovery = Double.NaN;

    /** @param searchEvery frames from one search to the next while fewer are followed than may be */
    public HerdScorer(Rig rig, Observer observer, int searchEvery) {
        this.rig = rig;
        this.observer = observer;
        this.searchEvery = searchEvery;
    }

    /** Runs both clips. */
    public void run(Runnable progress) throws IOException {
        crossing =
                score("three that cross", HerdClip.threeCross(rig, 0), progress).idf1();
        IdentityScore wall = score("two behind a wall", HerdClip.behindAWall(rig, 0), progress);
        // Who was never found before, or never found again, has not recovered.
        recovery = wall.recoveries().size() < 2
                ? Double.POSITIVE_INFINITY
                : wall.recoveries().stream()
                        .mapToDouble(r -> r.frames().isPresent() ? r.frames().getAsInt() : Double.POSITIVE_INFINITY)
                        .max()
                        .orElse(Double.POSITIVE_INFINITY);
    }

    private IdentityScore score(String name, HerdClip clip, Runnable progress) throws IOException {
        Herd herd = new Herd(
                new Tracker(rig, TrackerConfig.defaults()),
                HerdConfig.defaults().withSubjectsMax(SUBJECTS_MAX));
        IdentityScorer scorer = new IdentityScorer(IdentityScorer.OVERLAP_MIN, HIDDEN_FRAMES_MIN);
        FramePool pool = new FramePool(1);
        HerdState[] state = {HerdState.initial()};
        int[] untilSearch = {0};
        clip.render(moment -> {
            try (Frame frame = pool.frame(
                    moment.index(),
                    moment.ptsMicros(),
                    HerdClip.WIDTH,
                    HerdClip.HEIGHT,
                    moment.view().intrinsics())) {
                frame.pixels().put(moment.rgb());
                boolean search = herd.hasRoom(state[0]) && untilSearch[0]-- <= 0;
                untilSearch[0] = search ? searchEvery - 1 : untilSearch[0];
                List<Box> hints = state[0].predictedBoxes();
                HerdStep step = herd.step(
                        state[0],
                        observer.observe(List.of(new ObserveRequest(frame, hints, search, List.of())))
                                .get(0));
                state[0] = step.state();
                scorer.frame(moment.inSight(), demanded(step.scene(), moment.barely()));
            }
            progress.run();
        });
        IdentityScore score = scorer.score();
        rows.add(score.row(name));
        return score;
    }

    /** What is found of an animal that is mostly hidden is neither right nor wrong. */
    private static Map<Integer, Box> demanded(Scene scene, Map<Integer, Box> barely) {
        Map<Integer, Box> found = new LinkedHashMap<>();
        scene.subjects().stream()
                .filter(s ->
                        barely.values().stream().noneMatch(box -> box.overlap(s.box()) >= IdentityScorer.OVERLAP_MIN))
                .forEach(s -> found.put(s.id(), s.box()));
        return found;
    }

    public Table table() {
        return new Table(
                "several animals, live",
                IdentityScore.columns(),
                rows,
                List.of("boxes that overlap by half or more are one; animals of which less than half is visible are"
                        + " left out"));
    }

    /** The two bars; not measured before {@link #run}. */
    public List<Bar> bars() {
        return List.of(
                Bar.atLeast("three animals that cross, IDF1", crossing, 0.95),
                Bar.atMost("same id after 2 s of full occlusion, frames", recovery, 10));
    }
}
