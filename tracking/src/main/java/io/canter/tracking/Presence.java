package io.canter.tracking;

/**
 * Whether there is an animal in view, as a sequential test (Wald): the logarithm of the odds, to which every frame adds
 * what it says. It outlives a candidate that was given up, so that a phantom seen again and again does not get a fresh
 * chance each time, but fades back to where it began. Values are never changed.
 *
 * @param logOdds natural logarithm of the odds that what is followed is an animal
 * @param confirmed whether the animal has been shown, until it is lost
 */
public record Presence(double logOdds, boolean confirmed) {
    // Chosen on the lesson's clips: of those without an animal one in two hundred shows one at these odds.

    /** Who films with Canter films animals: of what a search finds, most would be one were nothing else known. */
    static final double BEFORE = 1;
    /** Odds of twenty to one make an animal. */
    static final double CONFIRMED_FROM = 3;
    /** Where nothing more is to come, as after a single picture, six to one suffice. */
    static final double LIKELY_FROM = 1.75;
    /** A candidate is given up when odds are against it: the animal may be elsewhere, and nobody looks there meanwhile. */
    static final double GIVEN_UP_FROM = -1;
    /** A confirmed animal goes when odds are even. */
    static final double LOST_FROM = 0;
    /** No past is so sure that a second or two of the contrary could not undo it. */
    static final double LOG_ODDS_MAX = 6;

    static final double LOG_ODDS_MIN = -4;
    /** What a first sight may say at most: enough to confirm at once where all signs are at their best. */
    static final double EVIDENCE_MAX = 5;
    /** Frames of one view err together: after the first, each counts as this part of an independent one. */
    static final double NEXT_SHARE = 0.1;
    /** While nothing is followed, what is known fades to 1/e in this time (seconds): views change. */
    static final double FADE_SECONDS = 1.5;

    public Presence {
        if (!(logOdds >= LOG_ODDS_MIN && logOdds <= LOG_ODDS_MAX)) {
            throw new IllegalArgumentException(
                    "log odds must be " + LOG_ODDS_MIN + " to " + LOG_ODDS_MAX + ", was " + logOdds);
        }
    }

    /** Nothing seen yet. */
    static Presence initial() {
        return new Presence(BEFORE, false);
    }

    /** A first sight that says {@code evidence}. */
    Presence first(double evidence) {
        return with(bounded(evidence));
    }

    /** A further frame of what is being followed. */
    Presence next(double evidence) {
        return with(NEXT_SHARE * bounded(evidence));
    }

    private static double bounded(double evidence) {
        return Double.isNaN(evidence) ? 0 : Math.max(-EVIDENCE_MAX, Math.min(EVIDENCE_MAX, evidence));
    }

    private Presence with(double evidence) {
        double sum = Math.max(LOG_ODDS_MIN, Math.min(LOG_ODDS_MAX, logOdds + evidence));
        return new Presence(sum, confirmed || sum >= CONFIRMED_FROM);
    }

    /** Whether what is followed should be let go. */
    boolean isOver() {
        return logOdds < (confirmed ? LOST_FROM : GIVEN_UP_FROM);
    }

    /** Decides where nothing more is to come. */
    public boolean isLikely() {
        return logOdds >= LIKELY_FROM;
    }

    /** The animal is gone; what was known against what was followed is kept, what was known for it is not. */
    Presence gone() {
        return new Presence(Math.min(logOdds, BEFORE), false);
    }

    /** The animal has turned out to be one that was shown before, which needs no second proof. */
    Presence known() {
        return new Presence(Math.max(logOdds, CONFIRMED_FROM), true);
    }

    /** So many seconds later, nothing being followed. */
    Presence later(double seconds) {
        double kept = Math.exp(-Math.max(0, seconds) / FADE_SECONDS);
        return new Presence(BEFORE + kept * (logOdds - BEFORE), confirmed);
    }
}
