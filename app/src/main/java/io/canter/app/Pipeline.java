package io.canter.app;

import io.canter.inference.Box;
import io.canter.inference.Hint;
import io.canter.inference.Observation;
import io.canter.inference.ObserveRequest;
import io.canter.inference.Observer;
import io.canter.inference.SearchCadence;
import io.canter.ingest.Frame;
import io.canter.tracking.FixedLag;
import io.canter.tracking.Followed;
import io.canter.tracking.Hindsight;
import io.canter.tracking.MotionState;
import io.canter.tracking.MotionWatch;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Settled;
import io.canter.tracking.Tracker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;

/**
 * The way of a frame through the house: observe it (inference), then let the tracker take its step.
 *
 * <p>Both run one after the other on the subscriber's thread, because the tracker's prediction tells inference where to
 * look in the next frame; so a run can be repeated to the bit. Decoding before and writing after have threads of their
 * own. The state between two frames lives in the {@link Follower} only, as the value that the last step returned.
 */
final class Pipeline implements AutoCloseable {
    private final Observer observer;
    private final Follower follower;
    private final SearchCadence searches;
    private final Optional<Box> box;
    private final Optional<MotionWatch> motion;
    private MotionState moving = MotionState.initial();

    /**
     * @param observer owned by the pipeline from now on
     * @param searchEvery frames from one search of the whole frame to the next while no animal is in view
     * @param box where the animal is while none is followed, set by hand; instead of searching
     */
    Pipeline(Observer observer, Tracker tracker, int searchEvery, Optional<Box> box) {
        this(observer, Follower.one(tracker), searchEvery, box, Optional.empty());
    }

    /**
     * @param observer owned by the pipeline from now on
     * @param searchEvery frames from one search of the whole frame to the next while fewer are followed than may be
     * @param motion proposes where to search; the pipeline's from now on
     */
    Pipeline(Observer observer, Follower follower, int searchEvery, Optional<Box> box, Optional<MotionWatch> motion) {
        this.motion = motion;
        this.observer = observer;
        this.follower = follower;
        searches = new SearchCadence(searchEvery);
        this.box = box;
    }

    /**
     * Frames in, frames with their scene out, in order, each at once: for who looks on live. Each element that comes out
     * is the subscriber's to close.
     */
    Flux<Processed> run(Flux<Frame> frames) {
        return frames.map(frame -> {
                    Tracked tracked = process(frame);
                    return new Processed(
                            frame, tracked.observation(), tracked.followed().scene());
                })
                .doOnDiscard(Frame.class, Frame::discard);
    }

    /** The same with a constant latency, for which the motion is steadier. */
    Flux<Processed> runSteadied(Flux<Frame> frames, Rig rig, int latencyFrames) {
        return delayed(frames, () -> {
            FixedLag<Tracked> lag = new FixedLag<>(rig, latencyFrames);
            return new Waiting(
                    tracked -> lag.push(tracked, tracked.followed().scene()).stream()
                            .toList(),
                    lag::end);
        });
    }

    /** The same off line: an animal is shown from where it was first seen, not from where that became certain. */
    Flux<Processed> runWithHindsight(Flux<Frame> frames) {
        return delayed(frames, () -> {
            Hindsight<Tracked> hindsight =
                    new Hindsight<>(tracked -> tracked.frame().pixels().capacity());
            return new Waiting(tracked -> hindsight.push(tracked, tracked.followed()), hindsight::end);
        });
    }

    private Flux<Processed> delayed(Flux<Frame> frames, Callable<Waiting> line) {
        // What waits is freed before the end is told, so that whoever hears of it finds no frame left.
        return Flux.using(
                line,
                // Frames are processed where they arrive and nowhere else, for the network may be closed there behind
                // the last of them. What is asked for downstream, on another thread, only takes what is ready: hide()
                // keeps the operator behind it from pulling frames through the operators before it on that thread.
                // One frame at a time: frames that wait are the pool's, and are counted there.
                waiting -> frames.map(this::process)
                        .hide()
                        .concatMapIterable(waiting::push, 1)
                        .doOnDiscard(Tracked.class, Tracked::discard)
                        .doOnDiscard(Frame.class, Frame::discard)
                        .concatWith(Flux.defer(() -> Flux.fromIterable(waiting.end()))),
                Waiting::close);
    }

    /** The first of two passes: only what the tracker makes of the frames, which are closed at once. */
    Flux<Followed> survey(Flux<Frame> frames) {
        return frames.map(frame -> {
                    Followed followed = process(frame).followed();
                    frame.close();
                    return followed;
                })
                .doOnDiscard(Frame.class, Frame::discard);
    }

    /** Begins anew, as if no frame had been seen. */
    void restart() {
        follower.restart();
        moving = MotionState.initial();
        searches.restart();
    }

    private record Tracked(Frame frame, Observation observation, Followed followed) {
        Processed with(Scene scene) {
            return new Processed(frame, observation, scene);
        }

        void discard() {
            frame.discard();
        }
    }

    /** Frames that wait for others; whoever cancels may do so on another thread. */
    private static final class Waiting {
        private final Function<Tracked, List<Settled<Tracked>>> line;
        private final Supplier<List<Settled<Tracked>>> rest;
        private boolean closed;

        /**
         * @param line takes a frame, gives those that it settles
         * @param rest gives those that still wait
         */
        Waiting(Function<Tracked, List<Settled<Tracked>>> line, Supplier<List<Settled<Tracked>>> rest) {
            this.line = line;
            this.rest = rest;
        }

        synchronized List<Processed> push(Tracked tracked) {
            return out(line.apply(tracked));
        }

        synchronized List<Processed> end() {
            return out(rest.get());
        }

        private List<Processed> out(List<Settled<Tracked>> settled) {
            List<Processed> out =
                    settled.stream().map(s -> s.item().with(s.scene())).toList();
            if (closed) {
                out.forEach(Processed::close);
                return List.of();
            }
            return out;
        }

        synchronized void close() {
            closed = true;
            end();
        }
    }

    private Tracked process(Frame frame) {
        try {
            Observation observation = look(frame);
            return new Tracked(frame, observation, follower.step(observation));
        } catch (RuntimeException e) {
            frame.close();
            throw e;
        }
    }

    /** Every frame teaches it the scene, searched or not. */
    private List<Box> movingPlaces(Frame frame) {
        if (motion.isEmpty()) {
            return List.of();
        }
        MotionWatch.Step step = motion.get().step(moving, frame);
        moving = step.state();
        return step.places();
    }

    private Observation look(Frame frame) {
        List<Box> places = movingPlaces(frame);
        List<Hint> hints = follower.hints(frame.ptsMicros());
        if (hints.isEmpty()) {
            hints = box.map(Hint::at).stream().toList();
        }
        boolean search = searches.next(follower.wantsSearch() && box.isEmpty(), follower.hasNewcomer());
        if (hints.isEmpty() && !search) {
            return Observer.unseen(frame);
        }
        return observer.observe(List.of(new ObserveRequest(frame, hints, search, places)))
                .get(0);
    }

    @Override
    public void close() {
        observer.close();
        motion.ifPresent(MotionWatch::close);
    }
}
