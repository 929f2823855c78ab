package io.canter.inference;

/**
 * One animal found in a frame.
 *
 * @param box tight box of the visible mask, full-frame pixels
 * @param camera the crop camera that the maps refer to
 * @param score 0..1: how sure the locator is that this is an animal
 */
public record Detection(Box box, CropCamera camera, DualPointMaps maps, float score) {}
