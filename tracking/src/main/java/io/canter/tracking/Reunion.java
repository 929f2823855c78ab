package io.canter.tracking;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Tells whether a newcomer is one who was lost before it came. It is where its coat is like the lost one's, it is where
 * that one can have got to, and of no other of the lost can both be said nearly as well. In doubt it is not: so one of two
 * that look alike and were lost at one place comes back as a new one; and an animal that wears the colours of one that
 * left at the same place within the time allowed is taken for it.
 */
final class Reunion {
    /** Colours that differ by more, 0..255, are of another animal; light and crops of one animal differ by about ten. */
    static final double DIFFERENCE_MAX = 25;
    /** The best must be so much liker than the next that can have come here. */
    private static final double CLEARLY = 0.6;
    /** Logarithm of odds: one phantom in seven would show just these colours just there. */
    private static final double ALIKE_EVIDENCE = 2;
    /** Lengths of a box that an animal may cross in a second; a gallop across the picture takes two or three. */
    private static final double BOXES_PER_SECOND = 2.5;
    /** Animals come and go a little, and boxes are cut where one comes out from behind something. */
    private static final double SIZE_FACTOR = 2.5;
    /** How far from where it must be by now, or was last, an animal is taken to be as likely as not: template metres. */
    private static final double ASTRAY_METRES = 2;
    /** The same for each second that nobody saw it. */
    private static final double ASTRAY_METRES_PER_SECOND = 1;
    /** Who walks goes on sooner than it stays or turns back: so much of the way that it has not gone counts as astray. */
    private static final double STAYED_SHARE = 0.5;
    /** What being astray counts at most, beside colours that differ by as much as they may, which count 1. */
    private static final double PLACE_SHARE = 0.5;

    private Reunion() {}

    /** The one of the lost that the newcomer is, if it is surely any. */
    static Optional<Member> match(Member newcomer, List<Member> lost) {
        Member best = null;
        double least = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        for (Member one : lost) {
            OptionalDouble difference = difference(newcomer, one);
            if (difference.isEmpty() || !reaches(one, newcomer)) {
                continue;
            }
            double d = difference.getAsDouble() / DIFFERENCE_MAX + PLACE_SHARE * astray(one, newcomer);
            second = Math.min(second, Math.max(d, least));
            if (d < least) {
                least = d;
                best = one;
            }
        }
        // That it is so like one that is awaited speaks for an animal, too; who is none by all that is no one who was
        // lost.
        double odds = newcomer.state().presence().logOdds() + ALIKE_EVIDENCE * (1 - least);
        return least <= 1 && least < CLEARLY * second && odds >= Presence.LOST_FROM
                ? Optional.ofNullable(best)
                : Optional.empty();
    }

    /** Whether the newcomer may turn out to be that one when more of its coat has been seen. */
    static boolean isOpen(Member newcomer, Member lost) {
        OptionalDouble difference = difference(newcomer, lost);
        return reaches(lost, newcomer) && (difference.isEmpty() || difference.getAsDouble() <= DIFFERENCE_MAX);
    }

    private static OptionalDouble difference(Member newcomer, Member lost) {
        return CoatLikeness.difference(newcomer.track().coat(), lost.track().coat());
    }

    private static boolean reaches(Member from, Member to) {
        double seconds = 1e-6 * (to.track().ptsMicros() - from.course().clearMicros());
        double size = from.course().size();
        double ratio = to.course().size() / size;
        double way = Math.hypot(
                to.track().box().centreX() - from.course().box().centreX(),
                to.track().box().centreY() - from.course().box().centreY());
        return from.course().seenMicros() <= to.course().bornMicros()
                && ratio < SIZE_FACTOR
                && ratio > 1 / SIZE_FACTOR
                && way <= size * (1 + BOXES_PER_SECOND * seconds);
    }

    /**
     * How far the newcomer is from where the lost one has got to if it went on, 0 to 1; or from where it was, if that is
     * likelier although it walked.
     */
    private static double astray(Member lost, Member newcomer) {
        long now = newcomer.track().ptsMicros();
        double seconds = 1e-6 * (now - lost.course().clearMicros());
        double[] here = newcomer.track().translation();
        double[] was = lost.course().place();
        double[] on = lost.course().placeAt(now);
        double metres = was[2] * Math.min(aside(here, on), aside(here, was) + STAYED_SHARE * aside(on, was));
        return Math.min(1, metres / (ASTRAY_METRES + ASTRAY_METRES_PER_SECOND * seconds));
    }

    /** Distance across the picture, which errs less than depth does, at a depth of 1. */
    private static double aside(double[] a, double[] b) {
        return Math.hypot(a[0] / a[2] - b[0] / b[2], a[1] / a[2] - b[1] / b[2]);
    }
}
