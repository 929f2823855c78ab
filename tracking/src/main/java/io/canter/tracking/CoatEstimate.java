package io.canter.tracking;

/**
 * What the frames so far say of the individual's coat: for each vertex a running mean whose weight is capped, so that
 * it settles within some frames and then follows slow changes of light. The coat that is shown changes only at frames
 * 1, 2, 4 ... {@value #REFRESH_EVERY} and every {@value #REFRESH_EVERY} after that. Arrays are never changed once made.
 *
 * @param colours 3 per vertex, 0..255, sRGB
 * @param weights 1 per vertex; 1 is one frame's full view
 * @param frames frames so far
 * @param coat what is shown
 */
record CoatEstimate(float[] colours, float[] weights, int frames, Coat coat) {
    /** Frames that the mean remembers: some steps of a walk, so that light and noise even out. */
    static final float WEIGHT_MAX = 40;
    /** How often the shown coat is renewed, frames: every second or so. */
    static final int REFRESH_EVERY = 32;
    /** Frames after which the first impression has been made; from then on a share of the frames is enough. */
    private static final int EVERY_FRAME_UNTIL = 16;

    private static final int LATER_EVERY = 3;
    /** A colour this far (0..255, over all channels) from the mean counts half: strays are gleams and background. */
    private static final float STRAY = 40;
    /** Weight from which on the mean can call something a stray. */
    private static final float SETTLED = 1.5f;
    /** What is left of the weights where the animal has been newly understood. */
    private static final float LOOSENED_MAX = 0.5f;

    /** Nothing seen yet. */
    static CoatEstimate unseen(int vertexCount) {
        return new CoatEstimate(new float[3 * vertexCount], new float[vertexCount], 0, Coat.unknown(vertexCount));
    }

    /** Whether the next frame should say what it sees. */
    boolean wantsFrame() {
        int next = frames + 1;
        return next <= EVERY_FRAME_UNTIL || next % LATER_EVERY == 0 || refreshes(next);
    }

    private static boolean refreshes(int frame) {
        return frame % REFRESH_EVERY == 0 || (frame & (frame - 1)) == 0;
    }

    /** One frame on, which says nothing. */
    CoatEstimate without() {
        return new CoatEstimate(colours, weights, next(), coat);
    }

    /** The same colours, ready to be doubted: they may have been learned at the wrong places. */
    CoatEstimate loosened() {
        float[] less = weights.clone();
        for (int v = 0; v < less.length; v++) {
            less[v] = Math.min(LOOSENED_MAX, less[v]);
        }
        return new CoatEstimate(colours, less, 0, coat);
    }

    /**
     * One frame on.
     *
     * @param seen 3 per vertex, 0..255
     * @param seenWeights 1 per vertex, 0 where it was not seen
     * @param filler makes the coat that is shown
     */
    CoatEstimate with(float[] seen, float[] seenWeights, CoatFiller filler) {
        float[] nextColours = colours.clone();
        float[] nextWeights = weights.clone();
        for (int v = 0; v < weights.length; v++) {
            float w = seenWeights[v];
            if (!(w > 0)) {
                continue;
            }
            if (weights[v] > SETTLED) {
                float distance = 0;
                for (int i = 3 * v; i < 3 * v + 3; i++) {
                    float d = seen[i] - colours[i];
                    distance += d * d;
                }
                w /= 1 + distance / (STRAY * STRAY);
            }
            float share = w / (weights[v] + w);
            for (int i = 3 * v; i < 3 * v + 3; i++) {
                nextColours[i] += share * (seen[i] - colours[i]);
            }
            nextWeights[v] = Math.min(WEIGHT_MAX, weights[v] + w);
        }
        int next = next();
        Coat shown = refreshes(next) ? filler.renewed(coat, nextColours, nextWeights) : coat;
        return new CoatEstimate(nextColours, nextWeights, next, shown);
    }

    /** Counts on for ever without overflow, keeping its place in the rhythm. */
    private int next() {
        return frames < Integer.MAX_VALUE - 1 ? frames + 1 : EVERY_FRAME_UNTIL;
    }
}
