package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import java.util.ArrayList;
import java.util.List;
import org.joml.Quaternionf;

/**
 * A stretch of a motion that begins anew where it ends: whole cycles, and over the last frames what has a rhythm of its
 * own (tail, ears) goes back to where it was at the start.
 *
 * @param poses one a frame, evenly spaced; after the last comes the first
 * @param seconds of the whole
 * @param travelMetres how far the animal comes in it
 */
public record Loop(List<Pose> poses, double seconds, double travelMetres) {
    private static final double BLEND_SECONDS = 0.5;
    /** Cycles at most: a foreign clip of one frame must not ask for thousands. */
    private static final int CYCLES_MAX = 64;

    public Loop {
        poses = List.copyOf(poses);
    }

    /**
     * Cuts a loop.
     *
     * @param body the individual, its soles on y = 0 at rest
     * @param secondsMin as many whole cycles as are needed for so long
     * @param framesMax bound on the poses; a longer cycle is cut there
     */
    public static Loop of(Motion motion, Body body, double framesPerSecond, double secondsMin, int framesMax) {
        double period = motion.periodSeconds();
        int cycles = (int) Math.max(1, Math.min(CYCLES_MAX, Math.ceil(secondsMin / period - 1e-9)));
        double seconds = cycles * period;
        int frames = (int) Math.max(1, Math.min(framesMax, Math.round(seconds * framesPerSecond)));
        // Whole cycles seldom are whole frames: time is stretched by less than half a frame over all.
        double step = frames == framesMax ? 1 / framesPerSecond : seconds / frames;
        double blend = Math.min(BLEND_SECONDS, 0.25 * seconds);
        List<Pose> poses = new ArrayList<>();
        for (int f = 0; f < frames; f++) {
            double at = f * step;
            Pose pose = motion.at(at, body);
            double t = (at - (seconds - blend)) / blend;
            if (t > 0) {
                pose = between(pose, motion.at(at - seconds, body), (float) (t * t * (3 - 2 * t)));
            }
            poses.add(pose);
        }
        return new Loop(poses, frames * step, motion.travel(frames * step, body) - motion.travel(0, body));
    }

    static Pose between(Pose a, Pose b, float t) {
        float[] root = new float[3];
        for (int k = 0; k < 3; k++) {
            root[k] = a.rootTranslation()[k] + t * (b.rootTranslation()[k] - a.rootTranslation()[k]);
        }
        float[] from = a.rotations();
        float[] to = b.rotations();
        float[] out = new float[from.length];
        Quaternionf q = new Quaternionf();
        Quaternionf r = new Quaternionf();
        for (int j = 0; j < from.length; j += 4) {
            q.set(from[j], from[j + 1], from[j + 2], from[j + 3]);
            r.set(to[j], to[j + 1], to[j + 2], to[j + 3]);
            q.slerp(r, t);
            out[j] = q.x;
            out[j + 1] = q.y;
            out[j + 2] = q.z;
            out[j + 3] = q.w;
        }
        return new Pose(root, out);
    }
}
