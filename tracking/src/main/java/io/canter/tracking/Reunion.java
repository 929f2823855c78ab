package io.canter.tracking;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Tells whether a newcomer is one who was lost. It is where its coat is like the lost one's, its place and size can have
 * been reached since, and no other of the lost is nearly as like. In doubt it is not: so an animal of unknown colours, or
 * seen from its other side, or one of two that look alike and are both lost, comes back as a new one; and an animal that
 * wears the colours of one that left at the same place within the time allowed is taken for it.
 */
final class Reunion {
    /** Colours that differ by more, 0..255, are of another animal; light and crops of one animal differ by about ten. */
    static final double DIFFERENCE_MAX = 25;
    /** The best must be so much liker than the next that can have come here. */
    private static final double CLEARLY = 0.6;
    /** Boxes that an animal may cross in a second; a gallop across the picture takes two or three. */
    private static final double BOXES_PER_SECOND = 2.5;
    /** Animals come and go a little, and boxes are cut where one comes out from behind something. */
    private static final double SIZE_FACTOR = 2.5;

    private Reunion() {}

    /** The one of the absent that the newcomer is, if it is surely any. */
    static Optional<Track> match(Track newcomer, List<Track> absent) {
        Track best = null;
        double least = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        for (Track one : absent) {
            OptionalDouble difference = CoatLikeness.difference(newcomer.coat(), one.coat());
            if (difference.isEmpty() || !reaches(one, newcomer)) {
                continue;
            }
            double d = difference.getAsDouble();
            second = Math.min(second, Math.max(d, least));
            if (d < least) {
                least = d;
                best = one;
            }
        }
        return least <= DIFFERENCE_MAX && least < CLEARLY * second ? Optional.ofNullable(best) : Optional.empty();
    }

    private static boolean reaches(Track from, Track to) {
        double seconds = 1e-6 * (to.ptsMicros() - from.ptsMicros());
        double size = Math.hypot(from.box().width(), from.box().height());
        double ratio = Math.hypot(to.box().width(), to.box().height()) / size;
        double way = Math.hypot(
                to.box().centreX() - from.box().centreX(),
                to.box().centreY() - from.box().centreY());
        return seconds >= 0
                && ratio < SIZE_FACTOR
                && ratio > 1 / SIZE_FACTOR
                && way <= size * (1 + BOXES_PER_SECOND * seconds);
    }
}
