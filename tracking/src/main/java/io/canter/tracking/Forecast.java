package io.canter.tracking;

import io.canter.inference.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * Says where the animals of a scene will be a moment later, so that a live page can show them where they are by then and
 * not where they were when the camera saw them. Speeds are those between two scenes and fade, as every movement turns
 * back some time; no joint is bent beyond its limit. A pure function: it keeps nothing from call to call.
 */
public final class Forecast {
    /** Speeds fade to a third within this time: about a quarter of a trot's stride. */
    private static final double FADE_SECONDS = 0.15;
    /** Farther ahead than this nothing is known. */
    private static final long AHEAD_MICROS_MAX = 250_000;
    /** Scenes farther apart than this tell no speed. */
    private static final long APART_MICROS_MAX = 200_000;

    private final float[] limits;

    /** @param rig the one whose limits the joints keep */
    public Forecast(Rig rig) {
        limits = rig.limits();
    }

    /**
     * The scene as it will be. Animals that {@code before} lacks stay as they are, and so does all where the two scenes
     * are in no order or too far apart.
     *
     * @param before the scene before
     * @param now the latest scene
     * @param aheadMicros how far to look ahead, microseconds; at most a quarter of a second is
     * @return the scene, with the time it stands for
     */
    public Scene ahead(Scene before, Scene now, long aheadMicros) {
        if (aheadMicros < 0) {
            throw new IllegalArgumentException("aheadMicros must be >= 0, was " + aheadMicros);
        }
        long apart = now.ptsMicros() - before.ptsMicros();
        long ahead = Math.min(AHEAD_MICROS_MAX, aheadMicros);
        if (ahead == 0 || apart <= 0 || apart > APART_MICROS_MAX) {
            return now;
        }
        double share = FADE_SECONDS * (1 - Math.exp(-1e-6 * ahead / FADE_SECONDS)) / (1e-6 * apart);
        List<Subject> moved = new ArrayList<>();
        for (Subject subject : now.subjects()) {
            moved.add(moved(before.subject(subject.id()).orElse(subject), subject, share));
        }
        return new Scene(
                now.frameIndex(), now.ptsMicros() + ahead, now.width(), now.height(), now.camera(), List.copyOf(moved));
    }

    /** The subject so much of the last step on. */
    private Subject moved(Subject old, Subject now, double share) {
        float[] translation = new float[3];
        for (int a = 0; a < 3; a++) {
            float from = old.pose().rootTranslation()[a];
            float to = now.pose().rootTranslation()[a];
            translation[a] = (float) (to + share * (to - from));
        }
        // A place in front of the camera never leads behind it.
        translation[2] = Math.max(translation[2], 0.5f * now.pose().rootTranslation()[2]);
        float[] rotations = now.pose().rotations().clone();
        double[] from = new double[4];
        double[] to = new double[4];
        double[] vector = new double[3];
        double[] turn = new double[3];
        for (int j = 0; j < rotations.length / 4; j++) {
            for (int k = 0; k < 4; k++) {
                from[k] = old.pose().rotations()[4 * j + k];
                to[k] = rotations[4 * j + k];
            }
            if (j == 0) {
                Rotations.difference(to, from, turn);
                for (int a = 0; a < 3; a++) {
                    turn[a] *= share;
                }
                Rotations.toQuaternion(turn, 0, from, 0);
                Rotations.multiplyQuaternions(from, to, to);
            } else {
                Rotations.fromQuaternion(from, 0, turn, 0);
                Rotations.fromQuaternion(to, 0, vector, 0);
                for (int a = 0; a < 3; a++) {
                    vector[a] = within(limits, 3 * j + a, vector[a], vector[a] + share * (vector[a] - turn[a]));
                }
                Rotations.toQuaternion(vector, 0, to, 0);
            }
            for (int k = 0; k < 4; k++) {
                rotations[4 * j + k] = (float) to[k];
            }
        }
        return new Subject(
                now.id(),
                now.confidence(),
                moved(old.box(), now.box(), share),
                now.body(),
                now.bodyVersion(),
                new Pose(translation, rotations),
                now.coat(),
                now.ground());
    }

    /** The bend foreseen, no farther beyond its limits than it is now. */
    static double within(float[] limits, int bend, double now, double next) {
        double least = Math.min(now, limits[2 * bend]);
        double greatest = Math.max(now, limits[2 * bend + 1]);
        return Math.max(least, Math.min(greatest, next));
    }

    /** The place alone: sizes of boxes jitter. */
    private static Box moved(Box old, Box now, double share) {
        float x = (float) (now.x() + share * (now.x() - old.x()));
        float y = (float) (now.y() + share * (now.y() - old.y()));
        return new Box(x, y, now.width(), now.height());
    }
}
