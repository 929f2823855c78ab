package io.canter.inference;

/** An axis-aligned box in pixels of the full frame: left, top, width, height. May reach over the frame's border. */
public record Box(float x, float y, float width, float height) {
    public Box {
        if (!(width > 0) || !(height > 0)) {
            throw new IllegalArgumentException("box needs width and height > 0 pixels, was " + width + " x " + height);
        }
    }

    public float centreX() {
        return x + 0.5f * width;
    }

    public float centreY() {
        return y + 0.5f * height;
    }

    /** Intersection over union with another box, 0..1. */
    public float overlap(Box other) {
        float common = (float) common(other);
        return common / (area() + other.area() - common);
    }

    /** Square pixels. */
    public float area() {
        return width * height;
    }

    /** Square pixels that both boxes hold. */
    public double common(Box other) {
        float w = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        float h = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        return w > 0 && h > 0 ? (double) w * h : 0;
    }

    /** The part inside a frame of the given size; a box that lies wholly outside is left as it is. */
    Box cutTo(int frameWidth, int frameHeight) {
        float left = Math.max(0, x);
        float top = Math.max(0, y);
        float right = Math.min(frameWidth, x + width);
        float bottom = Math.min(frameHeight, y + height);
        return right > left && bottom > top ? new Box(left, top, right - left, bottom - top) : this;
    }
}
