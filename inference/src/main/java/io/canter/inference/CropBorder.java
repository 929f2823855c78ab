package io.canter.inference;

/** What a crop shows where it reaches over the frame's border. */
public enum CropBorder {
    /** The frame's outermost pixels, drawn out. */
    REPLICATE,
    /** Middle grey. */
    GREY
}
