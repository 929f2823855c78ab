package io.canter.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Carries keypoints from frame to frame by Q alone, as the paper measures correspondence: the pixel marked in frame A,
 * its Q, the pixel of frame B whose Q is nearest. Every ordered pair of marked frames counts. A mark beside the mask
 * takes the Q of the nearest pixel inside.
 */
final class KeypointTransfer {
    /** A marked frame's maps take about 0.3 MB; BADJA marks at most 20 frames of a clip. */
    static final int FRAMES_MAX = 64;

    /**
     * @param map null where the network saw nothing
     * @param marked x and y a keypoint, pixels
     */
    private record Marked(VisibleMap map, float[] marked, double longerSide) {}

    private final List<Marked> frames = new ArrayList<>();

    /** Takes a frame; beyond {@link #FRAMES_MAX} frames it is left out. */
    void add(VisibleMap map, float[] marked, double longerSide) {
        if (frames.size() < FRAMES_MAX) {
            frames.add(new Marked(map, marked, longerSide));
        }
    }

    Pck score() {
        Pck pck = new Pck();
        for (int from = 0; from < frames.size(); from++) {
            for (int to = 0; to < frames.size(); to++) {
                if (from != to) {
                    carry(frames.get(from), frames.get(to), pck);
                }
            }
        }
        return pck;
    }

    private static void carry(Marked from, Marked to, Pck pck) {
        float[] q = new float[3];
        float[] found = new float[2];
        for (int k = 0; k < from.marked.length; k += 2) {
            if (Float.isNaN(from.marked[k]) || Float.isNaN(to.marked[k])) {
                continue;
            }
            boolean carried = from.map != null
                    && to.map != null
                    && from.map.canonicalAt(from.marked[k], from.marked[k + 1], q)
                    && to.map.find(q[0], q[1], q[2], found);
            pck.add(
                    carried
                            ? Math.hypot(found[0] - to.marked[k], found[1] - to.marked[k + 1]) / to.longerSide
                            : Double.NaN);
        }
    }
}
