package io.canter.training.evaluation;

import io.canter.training.evaluation.Silhouettes.Summary;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a clip was followed.
 *
 * @param frames in order, one entry for each frame that had a true mask
 */
public record ClipScore(List<FrameScore> frames) {
    public ClipScore {
        frames = List.copyOf(frames);
    }

    /**
     * One frame.
     *
     * @param index of the frame in its clip
     * @param tracked whether an animal was being followed
     * @param iou overlap of the drawn mesh with the true mask, 0..1; 0 where nothing is followed
     * @param jointErrorMetres mean distance of the joints from the true ones with both root joints in one place; NaN
     *     where the truth is unknown or nothing is followed
     * @param swappedPairs of the two pairs of legs, how many have left and right exchanged
     * @param fitMillis time that the tracker took
     */
    public record FrameScore(
            long index, boolean tracked, double iou, double jointErrorMetres, int swappedPairs, double fitMillis) {}

    /** Share of the frames in which an animal was followed, 0..1. */
    public double trackedShare() {
        return mean(f -> f.tracked() ? 1 : 0);
    }

    /** Over all frames: what is not followed counts as 0. */
    public Summary iou() {
        return Summary.of(frames.stream().mapToDouble(FrameScore::iou).toArray());
    }

    /** Over the frames whose truth is known and that were followed. */
    public Summary jointErrorMetres() {
        return Summary.of(frames.stream()
                .mapToDouble(FrameScore::jointErrorMetres)
                .filter(e -> !Double.isNaN(e))
                .toArray());
    }

    /** Mean number of swapped pairs of legs a frame, 0..2. */
    public double swappedPairs() {
        return mean(FrameScore::swappedPairs);
    }

    public Summary fitMillis() {
        return Summary.of(frames.stream().mapToDouble(FrameScore::fitMillis).toArray());
    }

    private double mean(ToDoubleFunction<FrameScore> of) {
        return frames.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
}
