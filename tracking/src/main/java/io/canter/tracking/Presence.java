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
    /** Of what a search finds, one in four would be an animal were nothing else known: a single picture is judged by it. */
    static final double BEFORE = -1;
    /** Odds of twenty to one make an animal. */
    static final double CONFIRMED_FROM = 3;
    /** One to fifty, and a candidate is given up: watching it longer would cost more than finding it again. */
    static final double GIVEN_UP_FROM = -4;
    /** A confirmed animal goes when odds are against it. */
    static final double LOST_FROM = 0;
    /** No past is so sure that a second or so of the contrary could not undo it. */
    static final double LOG_ODDS_MAX = 6;

    static final double LOG_ODDS_MIN = -5;
    /** What a first sight may say at most: enough to confirm at once where all signs are at their best. */
    static final double EVIDENCE_MAX = 5;
    /** Frames of one view err together: after the first, each counts as this part of an independent one. */
    static final double NEXT_SHARE = 0.3;
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

    /** More likely an animal than not: decides where nothing more is to come. */
    public boolean isLikely() {
        return logOdds > 0;
    }

    /** The animal is gone; what was known against what was followed is kept, what was known for it is not. */
    Presence gone() {
        return new Presence(Math.min(logOdds, BEFORE), false);
    }

    /** So many seconds later, nothing being followed. */
    Presence later(double seconds) {
        double kept = Math.exp(-Math.max(0, seconds) / FADE_SECONDS);
        return new Presence(BEFORE + kept * (logOdds - BEFORE), confirmed);
    }
}
