package io.canter.app;

import io.canter.inference.Hint;
import io.canter.inference.Observation;
import io.canter.tracking.Followed;
import io.canter.tracking.Herd;
import io.canter.tracking.HerdState;
import io.canter.tracking.HerdStep;
import io.canter.tracking.Step;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerState;
import java.util.List;

/** What follows the animals of one stream: a tracker or a herd of them, with the state between two frames. */
interface Follower {
    /** Takes one frame's observation. */
    Followed step(Observation observation);

    /**
     * Where those followed should be in a frame.
     *
     * @param ptsMicros the frame's time
     */
    List<Hint> hints(long ptsMicros);

    /** Whether to search the whole frame: one more may be followed, or the one that is followed is not where it should be. */
    boolean wantsSearch();

    /** Whether the last frame has shown one that was not followed before, among several that may be. */
    boolean hasNewcomer();

    /** Begins anew, as if no frame had been seen. */
    void restart();

    /** One animal: others in the picture are not looked for while it is seen. */
    static Follower one(Tracker tracker) {
        return new Follower() {
            private TrackerState state = TrackerState.initial();

            @Override
            public Followed step(Observation observation) {
                Step step = tracker.step(state, observation);
                state = step.state();
                return step.followed();
            }

            @Override
            public List<Hint> hints(long ptsMicros) {
                return tracker.hint(state, ptsMicros).stream().toList();
            }

            @Override
            public boolean wantsSearch() {
                return state.wantsSearch();
            }

            @Override
            public boolean hasNewcomer() {
                return false;
            }

            @Override
            public void restart() {
                state = TrackerState.initial();
            }
        };
    }

    /** As many animals as the herd may follow. */
    static Follower several(Herd herd) {
        return new Follower() {
            private HerdState state = HerdState.initial();

            @Override
            public Followed step(Observation observation) {
                HerdStep step = herd.step(state, observation);
                state = step.state();
                return step.followed();
            }

            @Override
            public List<Hint> hints(long ptsMicros) {
                return herd.hints(state, ptsMicros);
            }

            @Override
            public boolean wantsSearch() {
                return herd.hasRoom(state);
            }

            @Override
            public boolean hasNewcomer() {
                return herd.hasNewcomer(state);
            }

            @Override
            public void restart() {
                state = HerdState.initial();
            }
        };
    }
}
