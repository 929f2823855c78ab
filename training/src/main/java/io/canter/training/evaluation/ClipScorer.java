package io.canter.training.evaluation;

import io.canter.inference.Box;
import io.canter.inference.Hint;
import io.canter.inference.Observation;
import io.canter.inference.Observer;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.ingest.FrameSource;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Hindsight;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Rig;
import io.canter.tracking.Settled;
import io.canter.tracking.Skinner;
import io.canter.tracking.Step;
import io.canter.tracking.Subject;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerState;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.evaluation.ClipScore.FrameScore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.scheduler.Schedulers;

/**
 * Follows the animal of a clip with observer and tracker, as the product does, and compares the drawn mesh with the
 * truth. One instance serves one clip and one thread.
 */
public final class ClipScorer {
    private final Rig rig;
    private final Tracker tracker;
    private final Skinner skinner;
    private final float[] vertices;
    private final LegSwaps swaps;
    private LayeredRasterizer rasterizer;
    private boolean[] drawn = new boolean[0];
    private boolean posed;
    private TrackerState state = TrackerState.initial();
    private final List<FrameScore> scores = new ArrayList<>();
    private final Hindsight<Provisional> hindsight = new Hindsight<>(score -> 0);

    /**
     * A frame scored with its candidate for an animal.
     *
     * @param at place in the list of scores
     * @param unshown its score if the candidate turns out to be none
     */
    private record Provisional(int at, FrameScore unshown) {}

    public ClipScorer(Rig rig, Tracker tracker) {
        this.rig = rig;
        this.tracker = tracker;
        skinner = new Skinner(rig);
        vertices = new float[rig.mesh().vertices().length];
        swaps = new LegSwaps(rig.skeleton());
    }

    /** Knows the true mask of a frame. */
    @FunctionalInterface
    public interface MaskSource {
        /** @return height x width, row-major, true on the animal; empty where the truth of this frame is unknown */
        Optional<boolean[]> mask(Frame frame);
    }

    /** Films the clip and follows its animal. */
    public static ClipScore score(GeneratedClip clip, Observer observer, Tracker tracker) throws IOException {
        ClipScorer scorer = new ClipScorer(clip.rig(), tracker);
        int width = clip.stage().width();
        int height = clip.stage().height();
        FramePool pool = new FramePool(1);
        clip.render(moment -> {
            try (Frame frame = pool.frame(moment.index(), moment.ptsMicros(), width, height, moment.intrinsics())) {
                frame.pixels().put(moment.rgb());
                boolean[] mask = new boolean[width * height];
                for (int i = 0; i < mask.length; i++) {
                    mask[i] = moment.mask()[i] != 0;
                }
                scorer.step(
                        observer.observe(frame, scorer.hint(frame)),
                        Optional.of(mask),
                        Optional.of(moment.jointsInCamera()));
            }
        });
        return scorer.score();
    }

    /** Follows the animal of a video or of images; reads the source to its end and closes it. */
    public static ClipScore score(FrameSource source, MaskSource masks, Rig rig, Observer observer, Tracker tracker) {
        ClipScorer scorer = new ClipScorer(rig, tracker);
        source.frames(Schedulers.immediate())
                .doOnNext(frame -> {
                    try (frame) {
                        scorer.step(observer.observe(frame, scorer.hint(frame)), masks.mask(frame), Optional.empty());
                    }
                })
                .blockLast();
        return scorer.score();
    }

    /** Where to look in a frame. */
    public Optional<Hint> hint(Frame frame) {
        return tracker.hint(state, frame.ptsMicros());
    }

    /**
     * Takes one frame.
     *
     * @param mask true mask in the observation's size; without one the frame is followed but not scored
     * @param joints true joints, 3 each, in the frame's camera
     * @return what the tracker says at once; frames are scored in hindsight, as off line
     */
    public Step step(Observation seen, Optional<boolean[]> mask, Optional<float[]> joints) {
        long start = System.nanoTime();
        Step step = tracker.step(state, seen);
        double millis = 1e-6 * (System.nanoTime() - start);
        state = step.state();
        posed = false;
        if (mask.isPresent()) {
            List<Subject> subjects =
                    step.candidate().map(List::of).orElse(step.scene().subjects());
            FrameScore unshown = compare(seen, List.of(), mask.get(), joints, millis);
            scores.add(compare(seen, subjects, mask.get(), joints, millis));
            settle(hindsight.push(new Provisional(scores.size() - 1, unshown), step));
        }
        return step;
    }

    /**
     * The mesh that the latest frame was scored by: 3 per template vertex, camera frame, metres; empty where nothing
     * was followed. A view, overwritten by the next step.
     */
    public Optional<float[]> posedVertices() {
        return posed ? Optional.of(vertices) : Optional.empty();
    }

    /** The score of the clip, which ends here. */
    public ClipScore score() {
        settle(hindsight.end());
        return new ClipScore(scores);
    }

    private void settle(List<Settled<Provisional>> settled) {
        for (Settled<Provisional> frame : settled) {
            if (frame.scene().subjects().isEmpty()) {
                scores.set(frame.item().at(), frame.item().unshown());
            }
        }
    }

    private FrameScore compare(
            Observation seen, List<Subject> subjects, boolean[] mask, Optional<float[]> joints, double millis) {
        if (subjects.isEmpty()) {
            boolean[] nothing = new boolean[mask.length];
            return new FrameScore(seen.frameIndex(), false, Silhouettes.iou(nothing, mask), Double.NaN, 0, millis);
        }
        Subject subject = nearest(subjects, Silhouettes.box(mask, seen.width()));
        skinner.skin(subject.body(), subject.pose(), vertices);
        posed = true;
        boolean[] own = draw(seen.width(), seen.height(), seen.camera());
        double error = Double.NaN;
        int swapped = 0;
        if (joints.isPresent()) {
            error = jointError(skinner.jointPositions(), joints.get());
            swapped = swaps.count(skinner.jointPositions(), joints.get());
        }
        return new FrameScore(seen.frameIndex(), true, Silhouettes.iou(own, mask), error, swapped, millis);
    }

    /** Of several animals the one that the truth is about; the first where the truth shows none. */
    private static Subject nearest(List<Subject> subjects, Optional<Box> truth) {
        Subject best = subjects.get(0);
        for (Subject subject : subjects) {
            if (truth.isPresent()
                    && truth.get().overlap(subject.box()) > truth.get().overlap(best.box())) {
                best = subject;
            }
        }
        return best;
    }

    /** Silhouette of the mesh as posed last; overwritten by the next call. */
    private boolean[] draw(int width, int height, Intrinsics camera) {
        if (rasterizer == null || rasterizer.width() != width || rasterizer.height() != height) {
            rasterizer = new LayeredRasterizer(width, height, 1);
            drawn = new boolean[width * height];
        }
        rasterizer.rasterize(vertices, rig.mesh().triangles(), camera);
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = rasterizer.hit(0, i);
        }
        return drawn;
    }

    private static double jointError(float[] found, float[] truth) {
        double sum = 0;
        int n = truth.length / 3;
        for (int j = 0; j < n; j++) {
            double d = 0;
            for (int a = 0; a < 3; a++) {
                double e = (found[3 * j + a] - found[a]) - (truth[3 * j + a] - truth[a]);
                d += e * e;
            }
            sum += Math.sqrt(d) / n;
        }
        return sum;
    }
}
