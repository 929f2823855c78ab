package io.canter.inference;

/**
 * What speaks for an animal in a crop, measured on the pixels of its mask in layer 0. Occupancy alone is not enough: on
 * pictures unlike any it was trained on (bars, print, screens) the network can be certain of a mask, but then it is
 * unsure of its points, and they do not reach from the back to the hooves.
 *
 * @param certainty 0..1: mean of 2 * occupancy - 1
 * @param confidence mean of log c
 * @param height standard deviation of Q along the template's y, metres
 */
record Evidence(float certainty, float confidence, float height) {
    // From nothing to full weight: about the least hundredth and the least seventh of generated held-out animals. At a
    // half, 91 % of those are kept and some 2 % of pictures made to mislead.
    private static final float CERTAINTY_NONE = 0.35f;
    private static final float CERTAINTY_FULL = 0.7f;
    private static final float CONFIDENCE_NONE = 0.6f;
    private static final float CONFIDENCE_FULL = 1.6f;
    private static final float HEIGHT_NONE = 0.17f;
    private static final float HEIGHT_FULL = 0.3f;

    /** Measures the pixels of a mask of s x s. */
    static Evidence of(DualPointMaps maps, boolean[] mask) {
        int plane = maps.size() * maps.size();
        float[] canonical = maps.canonical();
        int area = 0;
        double occupancy = 0;
        double confidence = 0;
        double y = 0;
        double yy = 0;
        for (int i = 0; i < plane; i++) {
            if (mask[i]) {
                area++;
                occupancy += maps.occupancy()[i];
                confidence += Math.log(Math.max(1, maps.confidence()[i]));
                double value = canonical[plane + i];
                y += value;
                yy += value * value;
            }
        }
        if (area == 0) {
            return new Evidence(0, 0, 0);
        }
        double certainty = Math.max(0, Math.min(1, 2 * occupancy / area - 1));
        double variance = Math.max(0, yy / area - (y / area) * (y / area));
        return new Evidence((float) certainty, (float) (confidence / area), (float) Math.sqrt(variance));
    }

    /** 0..1: the weakest of the three decides, as each can be had without an animal. */
    float score() {
        return Math.min(
                ramp(certainty, CERTAINTY_NONE, CERTAINTY_FULL),
                Math.min(ramp(confidence, CONFIDENCE_NONE, CONFIDENCE_FULL), ramp(height, HEIGHT_NONE, HEIGHT_FULL)));
    }

    private static float ramp(float value, float none, float full) {
        return Math.max(0, Math.min(1, (value - none) / (full - none)));
    }
}
