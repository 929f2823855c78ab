package io.canter.training.evaluation;

import io.canter.inference.Box;
import io.canter.inference.Detection;
import io.canter.inference.Hint;
import io.canter.inference.Observation;
import io.canter.inference.Observer;
import io.canter.ingest.Frame;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Keypoints;
import io.canter.tracking.Rig;
import io.canter.tracking.Step;
import io.canter.tracking.Tracker;
import io.canter.training.evaluation.ClipScore.FrameScore;
import io.canter.training.evaluation.Silhouettes.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures a real clip: the animal as the product follows it, and beside it the network alone, which is given the true
 * box, so that one sees which of the two fails. One instance serves one clip and one thread.
 */
public final class FootageScorer {
    private final Observer observer;
    private final ClipScorer fitted;
    private final Optional<AnnotatedKeypoints> marks;
    private final PictureKeypoints keypoints;
    private final float[] rest; // 3 per keypoint of the rig, template frame
    private final List<Double> rawIou = new ArrayList<>();
    private final Pck fittedPck = new Pck();
    private final Pck rawPck = new Pck();
    private final KeypointTransfer transfer = new KeypointTransfer();
    private final PictureLegs fittedLegs = new PictureLegs();
    private final PictureLegs rawLegs = new PictureLegs();
    private final List<Waiting> waiting = new ArrayList<>();
    private int markedFrames;

    /** A marked frame whose animal may turn out never to be shown. */
    private record Waiting(long index, float[] skeleton, float[] marked, double longer) {}

    /** @param observer stays the caller's */
    public FootageScorer(Rig rig, Observer observer, Tracker tracker, Optional<AnnotatedKeypoints> marks) {
        this.observer = observer;
        this.marks = marks;
        fitted = new ClipScorer(rig, tracker);
        rest = Keypoints.positions(rig, rig.mesh().vertices());
        keypoints = new PictureKeypoints(rig);
    }

    /** What a frame looked like to the network and became in the tracker. */
    public record Result(Observation seen, Step step) {}

    /**
     * Takes one frame, which stays the caller's.
     *
     * @param startBox where the animal is while none is followed; empty: search
     * @param mask true mask; frames without one are followed, not scored
     */
    public Result step(Frame frame, Optional<Box> startBox, Optional<boolean[]> mask) {
        Observation seen = observer.observe(frame, fitted.hint(frame).or(() -> startBox.map(Hint::at)));
        Step step = fitted.step(seen, mask, Optional.empty());
        Optional<Box> box = mask.flatMap(m -> Silhouettes.box(m, frame.width()));
        if (box.isPresent()) {
            compare(frame, box.get(), mask.get());
        }
        return new Result(seen, step);
    }

    private void compare(Frame frame, Box box, boolean[] mask) {
        Optional<Detection> alone = observer.read(frame, box);
        VisibleMap map = alone.map(d -> new VisibleMap(d, frame.camera())).orElse(null);
        rawIou.add(map == null ? 0 : Silhouettes.iou(map.mask(frame.width(), frame.height()), mask));
        Optional<float[]> fractions = marks.flatMap(m -> m.of(frame.index()));
        if (fractions.isEmpty()) {
            return;
        }
        markedFrames++;
        float[] marked = fractions.get().clone();
        for (int i = 0; i < marked.length; i++) {
            marked[i] *= i % 2 == 0 ? frame.width() : frame.height();
        }
        double longer = Math.max(box.width(), box.height());
        waiting.add(new Waiting(frame.index(), fittedPoints(frame.camera()), marked, longer));
        float[] raw = rawPoints(map);
        tally(raw, marked, longer, rawPck);
        rawLegs.add(raw, marked, longer);
        transfer.add(map, marked, longer);
    }

    /** The fitted mesh's keypoints in the frame, pixels; NaN where nothing is followed or it lies behind the camera. */
    private float[] fittedPoints(Intrinsics camera) {
        return fitted.posedVertices()
                .map(vertices -> keypoints.of(vertices, camera))
                .orElseGet(keypoints::none);
    }

    private float[] rawPoints(VisibleMap map) {
        float[] out = keypoints.none();
        float[] place = new float[2];
        for (int k = 0; k < keypoints.ofRig().length && map != null; k++) {
            int at = 3 * keypoints.ofRig()[k];
            if (map.find(rest[at], rest[at + 1], rest[at + 2], place)) {
                System.arraycopy(place, 0, out, 2 * k, 2);
            }
        }
        return out;
    }

    private static void tally(float[] found, float[] marked, double longerSide, Pck pck) {
        for (int k = 0; k < marked.length; k += 2) {
            if (!Float.isNaN(marked[k])) {
                pck.add(Math.hypot(found[k] - marked[k], found[k + 1] - marked[k + 1]) / longerSide);
            }
        }
    }

    /** The score of the clip, which ends here. */
    public FootageScore score() {
        ClipScore clip = fitted.score();
        settle(clip);
        return new FootageScore(
                clip,
                Summary.of(rawIou.stream().mapToDouble(v -> v).toArray()),
                fittedPck,
                rawPck,
                transfer.score(),
                markedFrames,
                fittedLegs.judged(),
                fittedLegs.share(),
                rawLegs.judged(),
                rawLegs.share());
    }

    /** Keypoints of a candidate that never became an animal are missed: it was not shown. */
    private void settle(ClipScore clip) {
        Set<Long> shown = clip.frames().stream()
                .filter(FrameScore::tracked)
                .map(FrameScore::index)
                .collect(Collectors.toSet());
        for (Waiting frame : waiting) {
            float[] found = shown.contains(frame.index()) ? frame.skeleton() : keypoints.none();
            tally(found, frame.marked(), frame.longer(), fittedPck);
            fittedLegs.add(found, frame.marked(), frame.longer());
        }
        waiting.clear();
    }
}
