package io.canter.training.bench;

import io.canter.ingest.Frame;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Spot;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.training.demo.GeneratedClip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tracks generated clips in several ways, all of which but those off line see the very same maps, and compares each with
 * the truth: the tracker live, later passes over what it did live or had time for, the tracker without a past, and bones aligned one by one. Beside them
 * the tracker on exact maps, which tells its own error from the network's. For one thread.
 */
public final class TrackingScorer {
    /** The tracker as it is seen live: that pass is held against the bars, and made of exact maps too. */
    public static final String LIVE = "live";
    /** Bones aligned one by one, frame by frame. */
    public static final String BONES_APART = "bones apart (Kabsch)";
    /** The tracker's fit of each frame without a past. */
    public static final String ONE_FRAME = "single frames";
    /** The tracker live on maps without fault. */
    public static final String EXACT = "live on exact maps";
    /** The tracker live, counted only where the bones could be aligned. */
    static final String PAIRED = "live, where bones could be aligned";

    private static final int POINTS = 128;
    private static final long POINTS_SEED = 17;
    /** The number of points that the cost of a step is stated for. */
    private static final int COST_POINTS = 4000;

    private final Rig rig;
    private final int searchEvery;
    private final Filming filming;
    private final Map<String, ScenePass> passes;
    private final SubjectJoints joints;
    private final ExactMaps exact;
    private final StepCost warmUp = new StepCost();
    private final StepCost cost = new StepCost();
    private final Map<String, Map<String, MethodScore>> clips = new LinkedHashMap<>();

    /**
     * @param searchEvery frames between searches while nothing is followed
     * @param passes over a film tracked live, by name, in the tables' order; each becomes a row
     */
    public TrackingScorer(Rig rig, Observers observers, int searchEvery, Map<String, ScenePass> passes) {
        this.rig = rig;
        this.searchEvery = searchEvery;
        this.passes = new LinkedHashMap<>(passes);
        filming = new Filming(rig, observers, searchEvery);
        joints = new SubjectJoints(rig);
        exact = new ExactMaps(rig);
    }

    /** Sees a clip while it is tracked. */
    @FunctionalInterface
    public interface Viewer {
        /**
         * @param frame stays the caller's
         * @param baseline joints of the bones aligned one by one, camera frame
         */
        void see(Frame frame, Optional<float[]> baseline, Scene live) throws IOException;
    }

    /**
     * Tracks a clip in all ways.
     *
     * @param progress called after each frame
     */
    public void run(String name, GeneratedClip clip, Viewer viewer, Runnable progress) throws IOException {
        List<Spot> spots = SpotTracks.spread(rig.mesh(), clip.body().vertices(), POINTS, POINTS_SEED);
        List<FrameTruth> truth = new ArrayList<>();
        List<Tracked> ideal = onExactMaps(clip, new ClipTruth(clip, spots), truth);
        LiveFilm seen = filming.of(clip, viewer, progress);
        List<Tracked> film = seen.film();
        Map<String, MethodScore> scores = new LinkedHashMap<>();
        passes.forEach((pass, way) -> scores.put(pass, score(truth, seen.of(way), way.scenes(seen.of(way)))));
        scores.put(EXACT, score(truth, ideal, live().scenes(ideal)));
        scores.put(ONE_FRAME, score(truth, seen.alone()));
        scores.put(BONES_APART, score(truth, seen.apart()));
        scores.put(PAIRED, score(truth, seen.paired(joints.of(live().scenes(film), places(truth)))));
        measureCost(film);
        clips.put(name, scores);
    }

    /** @param truth receives a frame's each */
    private List<Tracked> onExactMaps(GeneratedClip clip, ClipTruth reader, List<FrameTruth> truth) {
        return filming.exact(clip, exact, i -> {
            FrameTruth now = reader.read(i);
            truth.add(now);
            return new Filming.Sight(now.view().intrinsics(), reader.vertices(), now.joints());
        });
    }

    private static List<float[]> places(List<FrameTruth> truth) {
        return truth.stream().map(FrameTruth::joints).toList();
    }

    private ScenePass live() {
        return passes.getOrDefault(LIVE, ScenePass::atOnce);
    }

    /** Scenes: joints, feet and points. */
    private MethodScore score(List<FrameTruth> truth, List<Tracked> film, List<Scene> scenes) {
        SpotTracks points = new SpotTracks(rig, POINTS);
        for (int i = 0; i < truth.size(); i++) {
            points.add(scenes.get(i), film.get(i).seen(), truth.get(i));
        }
        MethodScore score = score(truth, joints.of(scenes, places(truth)));
        score.tracks.add(points.end());
        return score;
    }

    /** Joints alone. */
    private MethodScore score(List<FrameTruth> truth, List<Optional<float[]>> found) {
        MethodScore score = new MethodScore(rig);
        for (int i = 0; i < truth.size(); i++) {
            score.motion.add(found.get(i), truth.get(i).joints());
            score.feet.add(found.get(i), truth.get(i).stands(), truth.get(i).view());
        }
        score.feet.end();
        return score;
    }

    /** Steps once more through what was seen, with as many points as the bar names and nothing in between. */
    private void measureCost(List<Tracked> film) {
        TrackerConfig usual = TrackerConfig.defaults();
        TrackerConfig config = new TrackerConfig(
                usual.withersHeightMetres(),
                usual.lostAfterFrames(),
                usual.lostAfterSeconds(),
                COST_POINTS,
                usual.iterations());
        StepCost own = new StepCost();
        LiveRun run = new LiveRun(new Tracker(rig, config), searchEvery, own);
        film.forEach(tracked -> run.take(tracked.seen()));
        (clips.isEmpty() ? warmUp : cost).addAll(own);
    }

    Rig rig() {
        return rig;
    }

    /** By clip and method. */
    Map<String, Map<String, MethodScore>> clips() {
        return clips;
    }

    /** By method, over all clips. */
    Map<String, MethodScore> all() {
        Map<String, MethodScore> all = new LinkedHashMap<>();
        clips.values()
                .forEach(clip -> clip.forEach((method, score) ->
                        all.computeIfAbsent(method, m -> new MethodScore(rig)).addAll(score)));
        return all;
    }

    /** Of the tracker's steps; of the first clip only where there is no other. */
    StepCost cost() {
        return cost.count() > 0 ? cost : warmUp;
    }
}
