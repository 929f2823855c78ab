package io.canter.inference;

/** An axis-aligned box in pixels of the full frame: left, top, width, height. May reach over the frame's border. */
public record Box(float x, float y, float width, float height) {
    public Box {
        if (!(width > 0) || !(height > 0)) {
            throw new IllegalArgumentException("box needs width and height > 0 pixels, was " + width + " x " + height);
        }
    }
}
