package io.canter.inference;

/**
 * A connected part of a mask, in whole map pixels.
 *
 * @param label number of the part in its {@link MaskScan}
 * @param area pixels
 * @param right exclusive
 * @param bottom exclusive
 * @param certainty 0..1: mean of 2 * occupancy - 1
 */
record MaskRegion(int label, int area, int left, int top, int right, int bottom, float certainty) {
    float centreX() {
        return 0.5f * (left + right);
    }

    float centreY() {
        return 0.5f * (top + bottom);
    }
}
