package io.canter.training.plausibility;

import io.canter.inference.Box;
import io.canter.inference.Hint;
import io.canter.inference.Observation;
import io.canter.inference.Observer;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Step;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerState;
import io.canter.training.scene.Wear;
import java.io.IOException;
import java.util.Optional;

/** Shows generated clips to observer and tracker as the product does, and hands on what they make of each frame. */
final class Rehearsal {
    static final int WIDTH = 320;
    static final int HEIGHT = 240;
    static final int FRAMES = 10;
    private static final long FRAME_MICROS = 40_000;
    /** As in the product: while nothing is followed, every so many frames are searched. */
    private static final int SEARCH_EVERY = 5;

    private final Observer observer;
    private final FramePool pool = new FramePool(1);

    Rehearsal(Observer observer) {
        this.observer = observer;
    }

    /** Takes what the tracker makes of a frame. */
    interface Sink {
        /** @param truth tight box of the animal's true mask; empty where there is no animal */
        void accept(Step step, Optional<Box> truth);
    }

    void playAnimal(long seed, Tracker tracker, Sink sink) throws IOException {
        AnimalClip clip = new AnimalClip(seed, FRAMES, WIDTH, HEIGHT);
        Wear wear = new Wear(seed, WIDTH, HEIGHT);
        Wear more = new Wear(~seed, WIDTH, HEIGHT);
        boolean copied = Math.floorMod(seed, 2) == 0; // half of all clips have been filmed, and filmed again
        Run run = new Run(tracker, sink);
        clip.clip().render(moment -> {
            byte[] rgb = moment.rgb().clone();
            clip.obstruct(rgb);
            wear.spoil(rgb);
            if (copied) {
                more.spoil(rgb);
            }
            run.show(moment.index(), rgb, moment.intrinsics(), box(moment.mask()));
        });
    }

    /** Ends after the first frame if nothing is found there: other clips teach more than its rest. */
    void playEmptyIfMisleading(long seed, Tracker tracker, Sink sink) {
        playEmpty(seed, tracker, sink, true);
    }

    void playEmpty(long seed, Tracker tracker, Sink sink) {
        playEmpty(seed, tracker, sink, false);
    }

    private void playEmpty(long seed, Tracker tracker, Sink sink, boolean onlyMisleading) {
        EmptyClip clip = new EmptyClip(seed, FRAMES, WIDTH, HEIGHT);
        Wear wear = new Wear(seed, WIDTH, HEIGHT);
        Run run = new Run(tracker, sink);
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < FRAMES && (i == 0 || !onlyMisleading || run.hasFollowed); i++) {
            clip.frame(i, rgb);
            wear.spoil(rgb);
            run.show(i, rgb, Intrinsics.centred(WIDTH, HEIGHT, 0.7f), Optional.empty());
        }
    }

    private final class Run {
        private final Tracker tracker;
        private final Sink sink;
        private TrackerState state = TrackerState.initial();
        private int untilSearch;
        private boolean hasFollowed;

        Run(Tracker tracker, Sink sink) {
            this.tracker = tracker;
            this.sink = sink;
        }

        void show(int index, byte[] rgb, Intrinsics camera, Optional<Box> truth) {
            try (Frame frame = pool.frame(index, index * FRAME_MICROS, WIDTH, HEIGHT, camera)) {
                frame.pixels().put(rgb);
                Step step = tracker.step(state, look(frame));
                state = step.state();
                hasFollowed |= state.predictedBox().isPresent();
                sink.accept(step, truth);
            }
        }

        private Observation look(Frame frame) {
            Optional<Hint> hint = tracker.hint(state, frame.ptsMicros());
            if (hint.isPresent()) {
                untilSearch = 0;
                return observer.observe(frame, hint);
            }
            if (untilSearch > 0) {
                untilSearch--;
                return Observer.unseen(frame);
            }
            untilSearch = SEARCH_EVERY - 1;
            return observer.observe(frame, Optional.empty());
        }
    }

    private static Optional<Box> box(byte[] mask) {
        int left = WIDTH;
        int top = HEIGHT;
        int right = 0;
        int bottom = 0;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] != 0) {
                left = Math.min(left, i % WIDTH);
                right = Math.max(right, i % WIDTH + 1);
                top = Math.min(top, i / WIDTH);
                bottom = Math.max(bottom, i / WIDTH + 1);
            }
        }
        return right > left ? Optional.of(new Box(left, top, right - left, bottom - top)) : Optional.empty();
    }
}
