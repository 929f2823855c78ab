package io.canter.training.bench;

import io.canter.inference.Hint;
import io.canter.inference.Observation;
import io.canter.inference.Observer;
import io.canter.inference.SearchCadence;
import io.canter.ingest.Frame;
import io.canter.tracking.Rig;
import io.canter.tracking.Step;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.tracking.TrackerState;
import java.util.List;

/**
 * Follows a film as the product does live: the tracker's prediction tells the observer where to look, and while nothing
 * is followed the whole frame is searched every few frames. One instance serves one film and one thread.
 */
public final class LiveRun {
    private final Tracker tracker;
    private final SearchCadence searches;
    private StepCost cost;
    private TrackerState state = TrackerState.initial();

    /**
     * @param searchEvery frames from one search to the next while nothing is followed
     * @param cost is told of each step
     */
    public LiveRun(Tracker tracker, int searchEvery, StepCost cost) {
        this.tracker = tracker;
        searches = new SearchCadence(searchEvery);
        this.cost = cost;
    }

    /** The product's tracker, without a configured height: lengths are template metres, as the baseline's are. */
    static LiveRun usual(Rig rig, int searchEvery) {
        return new LiveRun(new Tracker(rig, TrackerConfig.defaults()), searchEvery, new StepCost());
    }

    /** Looks at a frame, which stays the caller's, and takes the step. */
    public Tracked look(Observer observer, Frame frame) {
        List<Hint> hints = tracker.hint(state, frame.ptsMicros()).stream().toList();
        boolean search = searches.next(state.wantsSearch());
        return take(search || !hints.isEmpty() ? observer.observe(frame, hints, search) : Observer.unseen(frame));
    }

    /** Takes the step of something seen. */
    public Tracked take(Observation seen) {
        boolean followed = state.predictedBox().isPresent();
        cost.begin();
        Step step = tracker.step(state, seen);
        cost.end(followed && !seen.detections().isEmpty());
        state = step.state();
        return new Tracked(seen, step);
    }

    /** From now on steps are told to another. */
    void charge(StepCost other) {
        cost = other;
    }

    TrackerState state() {
        return state;
    }
}
