package io.canter.output;

import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.Pose;
import java.util.List;

/**
 * An animal in motion by itself, on a ground at y = 0 (world: y up, it faces +z), frame by frame; after the last frame
 * comes the first again.
 *
 * @param name of the motion
 * @param body the individual at rest, metres
 * @param poses worldFromCanonical, one a frame
 * @param framesPerSecond of the poses
 * @param travelPerFrame how far the ground glides back under it in a frame, metres
 */
public record Take(String name, Body body, Coat coat, List<Pose> poses, double framesPerSecond, double travelPerFrame) {
    /** Ten minutes at 60 frames a second; a GLB of it has 20 MB and viewers load it whole. */
    public static final int FRAMES_MAX = 36_000;

    public Take {
        poses = List.copyOf(poses);
        if (poses.isEmpty() || poses.size() > FRAMES_MAX) {
            throw new IllegalArgumentException(
                    "a take has 1 to " + FRAMES_MAX + " frames, this has " + poses.size() + "; give a shorter motion");
        }
        if (!(framesPerSecond > 0)) {
            throw new IllegalArgumentException("frames per second must be > 0, was " + framesPerSecond);
        }
        for (int f = 0; f < poses.size(); f++) {
            check(poses.get(f).rootTranslation(), f);
            check(poses.get(f).rotations(), f);
        }
    }

    private static void check(float[] values, int frame) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("frame " + frame + " of the motion has a number that is not finite");
            }
        }
    }
}
