package io.canter.inference;

/**
 * What one crop showed.
 *
 * @param box tight box of the visible mask, cut to the frame, full-frame pixels
 * @param next the box to plan the next crop with: the tight box, drawn out where the crop's border cuts the mask
 * @param certainty 0..1: mean of 2 * occupancy - 1 over the mask
 * @param label the animal's number in the scan that found it
 * @param mask s x s, the animal's own pixels of layer 0
 */
record Sighting(Look look, Box box, Box next, float certainty, int label, boolean[] mask) {}
