package io.canter.tracking;

/**
 * What is known, pair of legs by pair of legs, of whether a track has left and right for what they are, and whether the
 * maps of its last frame had: a filter over the four combinations. Maps err in bursts of some frames, but are right more
 * often than wrong; a track stays what it is, save where the picture does not show its legs apart.
 *
 * @param chances 4 per pair (hind, fore), of sum 1: both right; the maps' legs exchanged; the track's; both
 * @param footfalls what the order of the feet says of hind and fore legs together
 */
record LegBelief(double[] chances, Footfalls footfalls) {
    private static final int STATES = 4;
    private static final int MAPS = 1; // bits of a state
    private static final int TRACK = 2;
    /** Chance that a frame begins a burst of exchanged maps, and that the next one ends it. */
    private static final double BURST_BEGINS = 0.03;

    private static final double BURST_ENDS = 0.35;
    /** Chance that a track's legs are exchanged from one frame to the next while they are seen apart. */
    private static final double SLIP_MIN = 0.001;
    /** The same where nothing tells them apart. */
    private static final double SLIP_MAX = 0.3;
    /** Share of votes that tell legs apart from which on they are seen apart. */
    private static final double APART = 0.3;
    /** A frame's votes say no more than this, as log odds. */
    private static final double VOTE_MAX = 2;
    /** Legs are exchanged once it is so likely that they are. */
    private static final double EXCHANGED = 0.6;

    /** Of a track that began with a frame's maps: both are right or both are not. */
    static LegBelief fresh() {
        double[] chances = new double[STATES * LegVote.PAIRS];
        double wrong = BURST_BEGINS / (BURST_BEGINS + BURST_ENDS);
        for (int first = 0; first < chances.length; first += STATES) {
            chances[first] = 1 - wrong;
            chances[first + MAPS + TRACK] = wrong;
        }
        return new LegBelief(chances, Footfalls.none());
    }

    /** The same after the feet have moved on, see {@link Footfalls#next}. */
    LegBelief stepped(double[] ahead, double seconds) {
        return new LegBelief(chances, footfalls.next(ahead, seconds));
    }

    /** After a frame more, whose maps have voted on the pose expected. */
    LegBelief next(LegVote votes) {
        double[] next = new double[chances.length];
        for (int pair = 0; pair < LegVote.PAIRS; pair++) {
            double slip = Math.max(SLIP_MIN, SLIP_MAX * (1 - votes.apart(pair) / APART));
            double vote = Math.max(-VOTE_MAX, Math.min(VOTE_MAX, votes.of(pair)));
            double sum = 0;
            for (int state = 0; state < STATES; state++) {
                double chance = 0;
                for (int from = 0; from < STATES; from++) {
                    boolean slips = (from & TRACK) != (state & TRACK);
                    chance += chances[STATES * pair + from] * maps(from, state) * (slips ? slip : 1 - slip);
                }
                boolean agree = state == 0 || state == MAPS + TRACK;
                chance *= Math.exp(agree ? 0.5 * vote : -0.5 * vote);
                next[STATES * pair + state] = chance;
                sum += chance;
            }
            for (int state = 0; state < STATES; state++) {
                next[STATES * pair + state] /= sum;
            }
        }
        return new LegBelief(next, footfalls);
    }

    private static double maps(int from, int to) {
        double exchanged = (from & MAPS) == 0 ? BURST_BEGINS : 1 - BURST_ENDS;
        return (to & MAPS) == 0 ? 1 - exchanged : exchanged;
    }

    /** The pair whose legs the track has exchanged; the surer one of two, -1 of none. */
    int exchanged() {
        double hind = likelihood(0);
        double fore = likelihood(1);
        int surer = fore > hind ? 1 : 0;
        return Math.max(hind, fore) > EXCHANGED ? surer : -1;
    }

    /** How likely the track has the legs of a pair exchanged, given what is known of the other pair and of the footfalls. */
    private double likelihood(int pair) {
        double own = odds(pair);
        double other = odds(1 - pair);
        // Pairs are exchanged alike, or one of them alone.
        double alone = Math.exp(-footfalls.odds());
        double is = own * (other + alone);
        return is / (is + 1 + other * alone);
    }

    /** What the maps' votes alone say, as odds. */
    private double odds(int pair) {
        double chance = chances[STATES * pair + TRACK] + chances[STATES * pair + MAPS + TRACK];
        return chance / Math.max(1e-12, 1 - chance);
    }

    /** Of the same track with the legs of a pair exchanged. */
    LegBelief withExchanged(int pair) {
        double[] other = chances.clone();
        for (int state = 0; state < STATES; state++) {
            other[STATES * pair + state] = chances[STATES * pair + (state ^ TRACK)];
        }
        return new LegBelief(other, footfalls.withExchanged(pair));
    }
}
