package io.canter.tracking;

/**
 * In which order an animal sets its feet, as running means over the last second: whether its fore legs are left and right
 * as its hind legs are. Quadrupeds walk by lateral sequence (a fore leg follows the hind leg of its side by about a quarter
 * of a stride) and trot by diagonal pairs (Hildebrand, Science 150 (1965) 701-708); fore legs exchanged for each other
 * turn the one into a diagonal sequence and the other into a pace, which few animals go. Seen from the trunk, let h and f
 * be how far the left hind and fore foot are ahead of the right ones: at a trot f goes against h, at a walk it lags a
 * quarter behind, so against h's speed, and at paces between them against both. Where both feet of a pair go together, at
 * a canter or gallop, nothing is told: the lead says what comes first.
 *
 * @param sums running means, see the constants; all 0 at first
 */
record Footfalls(double[] sums) {
    /** What is kept: how much of the memory is filled, last h and f, then means of products. */
    private static final int FILLED = 0;

    private static final int LAST_H = 1;
    private static final int LAST_F = 2;
    private static final int HH = 3;
    private static final int FF = 4;
    private static final int HF = 5;
    private static final int SPEED_HH = 6;
    private static final int SPEED_FF = 7;
    private static final int LAGS = 8; // (speed of h times f - h times speed of f) / 2
    private static final int SUM_HIND = 9; // how far both hind feet together are ahead of their mean place
    private static final int SUM_FORE = 10;
    private static final int SUMS_HIND = 11;
    private static final int SUMS_FORE = 12;
    private static final int COUNT = 13;

    /** Memory, seconds: about a stride of a walk. */
    private static final double SECONDS = 0.8;
    /** Frames farther apart than this (seconds) are no motion. */
    private static final double APART_MAX = 0.2;
    /** Feet that part by less than this (root mean square, template metres) do not step. */
    private static final double STEP_MIN = 0.12;
    /** Log odds of a clear sequence seen for long: some animals pace, and feet are found by centimetres. */
    private static final double ODDS_MAX = 3;
    /** Memory filled by so much speaks in full. */
    private static final double FULL = 0.7;

    static Footfalls none() {
        return new Footfalls(new double[COUNT]);
    }

    /** Whether the numbers are as many as they must be. */
    boolean isWhole() {
        return sums.length == COUNT;
    }

    /**
     * After a frame more.
     *
     * @param ahead how far each foot is ahead of the root along the trunk: hind left, right, fore left, right; metres
     * @param seconds since the frame before
     */
    Footfalls next(double[] ahead, double seconds) {
        double h = ahead[0] - ahead[1];
        double f = ahead[2] - ahead[3];
        if (!(seconds > 0 && seconds <= APART_MAX) || !Double.isFinite(h + f)) {
            return none();
        }
        double[] next = sums.clone();
        next[LAST_H] = h;
        next[LAST_F] = f;
        if (sums[LAST_H] == 0 && sums[LAST_F] == 0) {
            return new Footfalls(next);
        }
        double gain = 1 - Math.exp(-seconds / SECONDS);
        // Until the memory is filled, a plain mean.
        double share = Math.max(gain, gain / (sums[FILLED] + gain));
        double speedH = (h - sums[LAST_H]) / seconds;
        double speedF = (f - sums[LAST_F]) / seconds;
        double midH = 0.5 * (h + sums[LAST_H]);
        double midF = 0.5 * (f + sums[LAST_F]);
        double hind = ahead[0] + ahead[1];
        double fore = ahead[2] + ahead[3];
        mix(next, HH, share, midH * midH);
        mix(next, FF, share, midF * midF);
        mix(next, HF, share, midH * midF);
        mix(next, SPEED_HH, share, speedH * speedH);
        mix(next, SPEED_FF, share, speedF * speedF);
        mix(next, LAGS, share, 0.5 * (speedH * midF - midH * speedF));
        mix(next, SUM_HIND, share, hind);
        mix(next, SUM_FORE, share, fore);
        mix(next, SUMS_HIND, share, hind * hind);
        mix(next, SUMS_FORE, share, fore * fore);
        next[FILLED] += gain * (1 - sums[FILLED]);
        return new Footfalls(next);
    }

    private static void mix(double[] into, int at, double share, double value) {
        into[at] += share * (value - into[at]);
    }

    /** Log odds that hind and fore legs are named alike; below 0 where one pair, and not the other, is exchanged. */
    double odds() {
        double apart = Math.min(sums[HH], sums[FF]);
        if (!(apart > STEP_MIN * STEP_MIN) || !(sums[SPEED_HH] > 0) || !(sums[SPEED_FF] > 0)) {
            return 0;
        }
        double against = -sums[HF] / Math.sqrt(sums[HH] * sums[FF]);
        double lags = -sums[LAGS] / Math.sqrt(Math.sqrt(sums[SPEED_HH] * sums[FF] * sums[HH] * sums[SPEED_FF]));
        double sequence = Math.max(-1, Math.min(1, against + lags));
        double alternate = Math.min(
                alternate(sums[HH], sums[SUMS_HIND] - sums[SUM_HIND] * sums[SUM_HIND]),
                alternate(sums[FF], sums[SUMS_FORE] - sums[SUM_FORE] * sums[SUM_FORE]));
        return ODDS_MAX * Math.min(1, sums[FILLED] / FULL) * alternate * sequence;
    }

    /**
     * The same for each frame of a film, told by what came before it and what comes after.
     *
     * @param ahead by frame, see {@link #next}
     */
    static double[] odds(double[][] ahead, double[] seconds) {
        int n = ahead.length;
        double[] odds = new double[n];
        Footfalls before = none();
        Footfalls after = none();
        for (int t = 0; t < n; t++) {
            int back = n - 1 - t;
            before = before.next(ahead[t], t == 0 ? 0 : seconds[t] - seconds[t - 1]);
            // Time runs backwards there: what lags then leads, unless fore and hind legs change places as well.
            double[] turned = {ahead[back][2], ahead[back][3], ahead[back][0], ahead[back][1]};
            after = after.next(turned, t == 0 ? 0 : seconds[back + 1] - seconds[back]);
            odds[t] += 0.5 * before.odds();
            odds[back] += 0.5 * after.odds();
        }
        return odds;
    }

    /** 1 where two feet go in turn, 0 where they go a quarter of a stride or less apart. */
    private static double alternate(double difference, double sum) {
        return Math.max(0, (difference - sum) / (difference + sum));
    }

    /** Of the same animal with the legs of one pair exchanged. */
    Footfalls withExchanged(int pair) {
        double[] other = sums.clone();
        other[pair == 0 ? LAST_H : LAST_F] *= -1;
        other[HF] *= -1;
        other[LAGS] *= -1;
        return new Footfalls(other);
    }
}
