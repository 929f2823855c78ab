package io.canter.training.bench;

import io.canter.training.evaluation.ErrorList;
import io.canter.training.scene.View;
import java.util.Optional;

/**
 * How far found feet slide over the ground while the true ones stand. A stance is a run of frames in which the true foot
 * stands; its slide is the greatest horizontal distance between any two places of the found foot in it, carried into the
 * world by the true camera. So an animal whose distance from the camera wavers slides, too.
 */
final class FootSlide {
    /** Shorter stances say little: a gallop's lasts four frames at 25 a second, its first and last are left out. */
    static final int FRAMES_MIN = 3;
    /** The slide of a stance is found by comparing all pairs: a minute's standing is cut into parts. */
    private static final int FRAMES_MAX = 250;

    private final int[] feet;
    private final float[][] places; // by foot: x and z of each frame of the stance
    private final int[] counts;
    private final ErrorList slides = new ErrorList();

    /** @param feet joints that stand on the ground */
    FootSlide(int[] feet) {
        this.feet = feet.clone();
        places = new float[feet.length][2 * FRAMES_MAX];
        counts = new int[feet.length];
    }

    /**
     * Takes the next frame.
     *
     * @param found 3 per joint, camera frame; empty where nothing is found
     * @param stands by foot
     */
    void add(Optional<float[]> found, boolean[] stands, View view) {
        for (int f = 0; f < feet.length; f++) {
            if (!stands[f] || found.isEmpty() || counts[f] == FRAMES_MAX) {
                finish(f);
            }
            if (stands[f] && found.isPresent()) {
                float[] joints = found.get();
                int at = 2 * counts[f]++;
                places[f][at] = world(joints, 3 * feet[f], 0, view);
                places[f][at + 1] = world(joints, 3 * feet[f], 2, view);
            }
        }
    }

    /** From the camera to the world: the transpose of cameraFromWorld, then the eye. */
    private static float world(float[] joints, int at, int axis, View view) {
        float[] m = view.cameraFromWorld();
        return m[axis] * joints[at] + m[3 + axis] * joints[at + 1] + m[6 + axis] * joints[at + 2] + view.eye()[axis];
    }

    /** The clip is over. */
    void end() {
        for (int f = 0; f < feet.length; f++) {
            finish(f);
        }
    }

    private void finish(int foot) {
        int n = counts[foot];
        counts[foot] = 0;
        if (n < FRAMES_MIN) {
            return;
        }
        double most = 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                most = Math.max(
                        most,
                        Math.hypot(
                                places[foot][2 * i] - places[foot][2 * k],
                                places[foot][2 * i + 1] - places[foot][2 * k + 1]));
            }
        }
        slides.add(most);
    }

    void addAll(FootSlide other) {
        slides.addAll(other.slides);
    }

    /** One a stance, metres. */
    ErrorList slides() {
        return slides;
    }
}
