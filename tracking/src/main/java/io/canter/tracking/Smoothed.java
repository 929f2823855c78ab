package io.canter.tracking;

import java.util.List;

/**
 * A clip as it looks once all of it is known.
 *
 * @param scenes one per step, in order
 * @param legsExchanged frames in which left and right legs were put right, counted once per pair of legs
 * @param turned frames in which an animal that had been taken the wrong way round was put right
 * @param filled frames in which an animal is shown though it was not seen
 */
public record Smoothed(List<Scene> scenes, int legsExchanged, int turned, int filled) {
    public Smoothed {
        scenes = List.copyOf(scenes);
    }
}
