package io.canter.training.evaluation;

import io.canter.training.evaluation.Silhouettes.Summary;

/**
 * How well a real clip was read. Frames in which nothing was followed count as an overlap of 0 and as missed keypoints.
 *
 * @param clip the fitted mesh, frame by frame
 * @param rawIou of the network's own mask, given the true box
 * @param fittedPck keypoints of the fitted skeleton
 * @param rawPck keypoints by the nearest Q of the raw map, given the true box
 * @param transferPck keypoints carried from frame to frame by Q, given the true boxes
 * @param markedFrames frames with marked keypoints and a true mask
 * @param fittedJudged frames in which a pair of the skeleton's legs can be judged
 * @param fittedSwaps share of the judged frames in which the skeleton has a pair of legs exchanged; NaN without one
 * @param rawJudged the same for the raw map
 * @param rawSwaps the same for the raw map
 */
public record FootageScore(
        ClipScore clip,
        Summary rawIou,
        Pck fittedPck,
        Pck rawPck,
        Pck transferPck,
        int markedFrames,
        int fittedJudged,
        double fittedSwaps,
        int rawJudged,
        double rawSwaps) {}
