package io.canter.tracking;

/**
 * What lies under a pixel.
 *
 * @param subject id of the animal
 * @param spot of its surface
 * @param confidence 0..1
 */
public record SpotTouch(int subject, Spot spot, float confidence) {}
