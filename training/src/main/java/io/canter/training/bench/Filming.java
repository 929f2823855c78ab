package io.canter.training.bench;

import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.FixedLag;
import io.canter.tracking.Judge;
import io.canter.tracking.Rig;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.tracking.TrackerState;
import io.canter.training.demo.Clip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Tracks clips as the product does live, and gives the baselines the very same maps. For one thread. */
final class Filming {
    private final Rig rig;
    private final Observers observers;
    private final int searchEvery;
    private final BonesApart bones;
    private final SubjectJoints joints;

    /**
     * @param searchEvery frames between searches while nothing is followed
     */
    Filming(Rig rig, Observers observers, int searchEvery) {
        this.rig = rig;
        this.observers = observers;
        this.searchEvery = searchEvery;
        bones = new BonesApart(rig);
        joints = new SubjectJoints(rig);
    }

    /** @param progress called after each frame */
    LiveFilm of(Clip clip, TrackingScorer.Viewer viewer, Runnable progress) throws IOException {
        LiveRun live = LiveRun.usual(rig, searchEvery);
        LiveRun slow = LiveRun.usual(rig, searchEvery);
        List<Tracked> offLine = new ArrayList<>();
        // A viewer may keep frames for as long as it shows them late.
        FramePool pool = new FramePool(2 + FixedLag.FRAMES_MAX);
        List<Tracked> film = new ArrayList<>();
        List<Optional<float[]>> apart = new ArrayList<>();
        clip.render(moment -> {
            try (Frame frame = pool.frame(
                    moment.index(),
                    moment.ptsMicros(),
                    clip.stage().width(),
                    clip.stage().height(),
                    moment.intrinsics())) {
                frame.pixels().put(moment.rgb());
                Tracked tracked = live.look(observers.live(), frame);
                film.add(tracked);
                offLine.add(slow.look(observers.offLine(), frame));
                // The baseline follows nothing by itself: it is given what is shown live, and no more.
                Optional<float[]> baseline = tracked.step().scene().subjects().isEmpty()
                        ? Optional.empty()
                        : tracked.detection().flatMap(bones::fit).map(BonesApart.Skeleton::joints);
                apart.add(baseline);
                viewer.see(frame, baseline, tracked.step().scene());
            }
            progress.run();
        });
        List<Optional<float[]>> alone = new ArrayList<>();
        Tracker forgetful = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
        for (int i = 0; i < film.size(); i++) {
            alone.add(withoutPast(forgetful, film.get(i)));
        }
        return new LiveFilm(film, offLine, apart, alone);
    }

    /**
     * Tracks a clip on maps without fault, live.
     *
     * @param truth of a frame
     */
    List<Tracked> exact(Clip clip, ExactMaps maps, IntFunction<Sight> truth) {
        LiveRun run =
                new LiveRun(new Tracker(rig, TrackerConfig.defaults(), Judge.believing()), searchEvery, new StepCost());
        List<Tracked> film = new ArrayList<>();
        for (int i = 0; i < clip.frames(); i++) {
            Sight now = truth.apply(i);
            film.add(run.take(maps.of(
                    i,
                    clip.ptsMicros(i),
                    clip.stage().width(),
                    clip.stage().height(),
                    now.camera(),
                    now.vertices(),
                    now.joints())));
        }
        return film;
    }

    /** What there is to see in a frame, as {@link ExactMaps#of} takes it. */
    record Sight(Intrinsics camera, float[] vertices, float[] joints) {}

    private Optional<float[]> withoutPast(Tracker tracker, Tracked tracked) {
        if (tracked.step().scene().subjects().isEmpty()) {
            return Optional.empty();
        }
        Observation seen = tracked.seen();
        return tracked.detection().flatMap(detection -> tracker
                .step(
                        TrackerState.initial(),
                        new Observation(
                                seen.frameIndex(),
                                seen.ptsMicros(),
                                seen.width(),
                                seen.height(),
                                seen.camera(),
                                List.of(detection)))
                .scene()
                .subjects()
                .stream()
                .findFirst()
                .map(joints::of));
    }
}
