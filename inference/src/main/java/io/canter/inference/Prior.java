package io.canter.inference;

import java.nio.FloatBuffer;

/** What is known of an animal before it is looked at: which point of it each pixel of a crop should show. */
@FunctionalInterface
public interface Prior {
    /** Numbers a pixel: x, y, z of Q and whether the animal is there. */
    int CHANNELS = 4;

    /**
     * Draws it as a crop would show it.
     *
     * @param size edge s of the maps, pixels
     * @param into receives {@link #CHANNELS} x s x s numbers: Q of the visible layer, template metres, and 1 where the
     *     animal should be; all 0 elsewhere
     * @param at index of the first
     */
    void draw(CropCamera camera, int size, FloatBuffer into, int at);
}
