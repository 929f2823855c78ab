package io.canter.tracking;

import io.canter.inference.Box;
import io.canter.ingest.Intrinsics;
import java.util.Optional;

/**
 * How an animal goes, as learned while it was in clear view: what tells where it must have got to while nobody sees it.
 * Just before it is hidden, boxes and poses are of what is left of it, or of the one in front. Arrays are never changed
 * once made.
 *
 * @param velocity of the root, template metres a second, axes the frame camera's; steadier than a frame's own
 * @param place of the root when it was last in clear view, template metres
 * @param box then, full-frame pixels
 * @param drift of the box, right and down, pixels a second
 * @param size of its box when most of it was seen, pixels across
 * @param bornMicros when it was first seen
 * @param clearMicros when it was last in clear view
 * @param seenMicros when it was last seen
 * @param crowded whether others were where it was then
 */
record Course(
        double[] velocity,
        double[] place,
        Box box,
        double[] drift,
        double size,
        long bornMicros,
        long clearMicros,
        long seenMicros,
        boolean crowded) {
    /**
     * A fit's depth errs by a few percent from frame to frame; over less than half of this, that is faster than any walk.
     * And who walks behind an edge seems to go at half its pace for a third of a second, until it is seen that it is cut.
     */
    private static final double STEADY_SECONDS = 1.5;
    /** Animals walk away, too: the size of an earlier view counts for so long (to 1/e). */
    private static final double SIZE_SECONDS = 8;
    /** A box that is smaller shows a part. */
    private static final double WHOLE_MIN = 0.85;
    /** One that is larger, where others are too, shows two in one. */
    private static final double UNION_MIN = 1.25;
    /** Sides of a box swing with the legs and the head: up to this share of its size they are where they must be. */
    private static final double SIDE_SWING = 0.12;
    /** A box so near to the picture's border ends there, pixels. */
    private static final double BORDER = 2;
    /** One that seems smaller for so long is so: it has turned, or gone farther away. */
    private static final double PART_SECONDS_MAX = 2;
    /** A gallop; what looks faster is an error. */
    private static final double SPEED_MAX = 15;
    /** Nobody walks on the same way for ever; later it may be anywhere near there. */
    private static final double AHEAD_SECONDS_MAX = 5;
    /** Confidence kept with each frame that it is hidden. */
    private static final double HIDDEN_FADE = 0.97;

    /** Of a newcomer. */
    static Course begin(Track track) {
        long now = track.ptsMicros();
        return new Course(
                new double[3],
                track.translation(),
                track.box(),
                new double[2],
                across(track.box()),
                now,
                now,
                now,
                false);
    }

    /**
     * One frame on, in which it was seen.
     *
     * @param apart whether no other animal is where it is seen
     * @param cut whether a side of it is hidden by whatever else, see {@link #whole}
     */
    Course next(Track now, boolean apart, boolean cut, Intrinsics camera) {
        long pts = now.ptsMicros();
        double seconds = 1e-6 * (pts - clearMicros);
        if (!(seconds > 0)) {
            return this;
        }
        double seen = across(now.box());
        // Only in clear view is what seems smaller smaller: among others it is what is left of it.
        double kept = apart ? size * Math.exp(-1e-6 * (pts - seenMicros) / SIZE_SECONDS) : size;
        boolean whole = now.contradictions() == 0 && apart && !cut && seen > WHOLE_MIN * kept;
        if (!whole && !(apart && seconds > PART_SECONDS_MAX)) {
            return new Course(velocity, place, box, drift, kept, bornMicros, clearMicros, pts, !apart);
        }
        double lived = 1e-6 * (pts - bornMicros);
        double share = Math.min(1, seconds / Math.min(lived, STEADY_SECONDS));
        double[] next = velocity.clone();
        for (int k = 0; k < 3; k++) {
            double v = (now.translation()[k] - place[k]) / seconds;
            next[k] += share * (Math.max(-SPEED_MAX, Math.min(SPEED_MAX, v)) - next[k]);
        }
        return new Course(
                next,
                now.translation(),
                now.box(),
                drift(now.translation(), next, camera),
                Math.max(seen, whole ? kept : 0),
                bornMicros,
                pts,
                pts,
                !apart);
    }

    /** Of the root in the picture, which is steadier than that of the box. */
    private static double[] drift(double[] place, double[] velocity, Intrinsics camera) {
        double ahead = place[2] + velocity[2];
        if (!(place[2] > 0 && ahead > 0)) {
            return new double[2];
        }
        return new double[] {
            camera.fx() * ((place[0] + velocity[0]) / ahead - place[0] / place[2]),
            camera.fy() * ((place[1] + velocity[1]) / ahead - place[1] / place[2])
        };
    }

    /** Where its root must be by then, having gone on; template metres. */
    double[] placeAt(long ptsMicros) {
        double seconds = Math.min(AHEAD_SECONDS_MAX, 1e-6 * (ptsMicros - clearMicros));
        double[] there = new double[3];
        for (int k = 0; k < 3; k++) {
            there[k] = place[k] + seconds * velocity[k];
        }
        return there;
    }

    /** Where its box must be by then, as large as it was. */
    Box boxAt(long ptsMicros) {
        double seconds = Math.min(AHEAD_SECONDS_MAX, 1e-6 * (ptsMicros - clearMicros));
        return new Box(
                (float) (box.x() + seconds * drift[0]),
                (float) (box.y() + seconds * drift[1]),
                box.width(),
                box.height());
    }

    /**
     * Box of all of it in a frame in which three sides of what is seen are where they must be and the fourth is not, so
     * that something hides the rest; empty where all of it is seen, or where too little agrees.
     *
     * @param width of the picture, at whose border an animal ends
     */
    Optional<Box> whole(Box seen, long ptsMicros, int width, int height) {
        Box there = boxAt(ptsMicros);
        double[] lacking = {
            seen.x() > BORDER ? seen.x() - there.x() : 0,
            seen.y() > BORDER ? seen.y() - there.y() : 0,
            right(seen) < width - BORDER ? right(there) - right(seen) : 0,
            bottom(seen) < height - BORDER ? bottom(there) - bottom(seen) : 0
        };
        int cut = -1;
        for (int side = 0; side < lacking.length; side++) {
            if (Math.abs(lacking[side]) <= SIDE_SWING * size) {
                continue;
            }
            if (cut >= 0 || lacking[side] < 0) {
                return Optional.empty();
            }
            cut = side;
        }
        if (cut < 0) {
            return Optional.empty();
        }
        float left = cut == 0 ? Math.max(0, right(seen) - there.width()) : seen.x();
        float top = cut == 1 ? Math.max(0, bottom(seen) - there.height()) : seen.y();
        float right = cut == 2 ? Math.min(width, seen.x() + there.width()) : right(seen);
        float bottom = cut == 3 ? Math.min(height, seen.y() + there.height()) : bottom(seen);
        return Optional.of(new Box(left, top, right - left, bottom - top));
    }

    private static float right(Box box) {
        return box.x() + box.width();
    }

    private static float bottom(Box box) {
        return box.y() + box.height();
    }

    /** The animal there, as it last stood. */
    Track moved(Track track, long ptsMicros) {
        return track.movedTo(placeAt(ptsMicros), boxAt(ptsMicros), ptsMicros, HIDDEN_FADE);
    }

    /** Whether a box is so large for it that it must show more than this animal. */
    boolean isTooLarge(Box other) {
        return across(other) > UNION_MIN * size;
    }

    private static double across(Box box) {
        return Math.hypot(box.width(), box.height());
    }
}
