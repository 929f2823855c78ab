package io.canter.inference;

import java.util.Optional;

/**
 * One animal found in a frame.
 *
 * @param box tight box of the visible mask, full-frame pixels
 * @param camera the crop camera that the maps refer to
 * @param score 0..1: how sure the locator is that this is an animal
 * @param picture what the crop camera saw; empty where nobody kept it
 */
public record Detection(Box box, CropCamera camera, DualPointMaps maps, float score, Optional<CropPicture> picture) {
    private static final float OCCUPIED = 0.5f;

    /** Without a picture. */
    public Detection(Box box, CropCamera camera, DualPointMaps maps, float score) {
        this(box, camera, maps, score, Optional.empty());
    }

    /** All that a crop shows as one animal, scored as the locator scores, with no part of the maps cleared. */
    public static Detection unjudged(Box box, CropCamera camera, DualPointMaps maps) {
        boolean[] mask = new boolean[maps.size() * maps.size()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = maps.occupancy()[i] > OCCUPIED;
        }
        return new Detection(box, camera, maps, Evidence.of(maps, mask).score());
    }
}
