package io.canter.tracking;

import java.util.List;

/**
 * Finds the frames in which left and right legs were taken for each other, and exchanges them. For both pairs of legs the
 * most likely sequence of "as it is" and "exchanged" over all frames is sought (Viterbi): legs do not leap from one
 * frame to the next, and where both could be, the network's own votes decide, and which fore leg goes with which hind leg.
 */
final class LegExchange {
    /** What a leg's joint may turn from frame to frame at 25 frames a second without surprise, radians. */
    private static final double TURN_SIGMA = 0.15;

    private static final double FRAME_SECONDS = 0.04;
    /** A leap is never worse than this, so that it cannot outweigh a second of votes. */
    private static final double LEAP_MAX = 60;
    /** One frame's vote never counts more. */
    private static final double VOTE_MAX = 10;
    /** Without evidence nothing is exchanged. */
    private static final double EXCHANGED_COST = 0.2;

    private static final int STATES = 1 << LegVote.PAIRS;
    /** Footfalls are told over about a second: so much of that each frame may say. */
    private static final double SEQUENCE_SHARE = 0.3;

    private final LegJoints legs;

    LegExchange(Rig rig) {
        legs = new LegJoints(rig.skeleton());
    }

    /**
     * Exchanges legs where they were taken for each other.
     *
     * @param path changed in place, its weights as well
     * @param votes {@value LegVote#PAIRS} per frame, see {@link LegVote#of}; 0 where nothing was seen
     * @param sequence per frame, see {@link Footfalls#odds()}: what the order of the footfalls says of both pairs as they are
     * @return frames changed, counted once per pair
     */
    int repair(PosePath path, double[] votes, double[] sequence) {
        int changed = 0;
        int[] states = decide(path, votes, sequence);
        for (int t = 0; t < path.frames; t++) {
            for (int pair = 0; pair < LegVote.PAIRS; pair++) {
                if ((states[t] >> pair & 1) == 1) {
                    changed++;
                    for (int[] both : legs.pair(pair)) {
                        exchange(path, t, both[0], both[1]);
                    }
                }
            }
        }
        return changed;
    }

    /** By frame: bit p says that pair p is exchanged. */
    private int[] decide(PosePath path, double[] votes, double[] sequence) {
        int n = path.frames;
        int[] from = new int[STATES * n];
        double[] costs = new double[STATES];
        for (int t = 0; t < n; t++) {
            double[] next = new double[STATES];
            double[] straight = new double[LegVote.PAIRS];
            double[] crossed = new double[LegVote.PAIRS];
            for (int pair = 0; pair < LegVote.PAIRS && t > 0; pair++) {
                straight[pair] = leap(path, t, legs.pair(pair), false);
                crossed[pair] = leap(path, t, legs.pair(pair), true);
            }
            for (int state = 0; state < STATES; state++) {
                next[state] = Double.POSITIVE_INFINITY;
                for (int before = 0; before < STATES; before++) {
                    double cost = costs[before];
                    for (int pair = 0; pair < LegVote.PAIRS; pair++) {
                        cost += ((state ^ before) >> pair & 1) == 1 ? crossed[pair] : straight[pair];
                    }
                    if (cost < next[state]) {
                        next[state] = cost;
                        from[STATES * t + state] = before;
                    }
                }
                next[state] += spoken(state, t, votes, sequence);
            }
            costs = next;
        }
        int state = 0;
        for (int other = 1; other < STATES; other++) {
            state = costs[other] < costs[state] ? other : state;
        }
        int[] states = new int[n];
        for (int t = n - 1; t >= 0; t--) {
            states[t] = state;
            state = from[STATES * t + state];
        }
        return states;
    }

    /** What votes and footfalls of a frame hold against a state. */
    private double spoken(int state, int frame, double[] votes, double[] sequence) {
        double cost = 0;
        boolean alone = false;
        for (int pair = 0; pair < LegVote.PAIRS; pair++) {
            boolean exchanged = (state >> pair & 1) == 1;
            if (exchanged && legs.pair(pair).isEmpty()) {
                return Double.POSITIVE_INFINITY;
            }
            alone ^= exchanged;
            double vote = within(votes[LegVote.PAIRS * frame + pair], VOTE_MAX);
            cost += exchanged ? vote + EXCHANGED_COST : -vote;
        }
        double odds = SEQUENCE_SHARE * within(sequence[frame], VOTE_MAX);
        return cost + (alone ? odds : -odds);
    }

    /** Not a number says nothing. */
    private static double within(double value, double most) {
        return value >= 0 ? Math.min(most, value) : value < 0 ? Math.max(-most, value) : 0;
    }

    /** How surprising the motion to frame {@code t} is; {@code crossed} if exactly one of both frames is exchanged. */
    private static double leap(PosePath path, int t, List<int[]> joints, boolean crossed) {
        double steps = Math.max(1, (path.seconds[t] - path.seconds[t - 1]) / FRAME_SECONDS);
        double variance = steps * TURN_SIGMA * TURN_SIGMA;
        double sum = 0;
        for (int[] both : joints) {
            for (int side = 0; side < 2; side++) {
                int now = 3 * (path.joints * t + both[side]);
                int before = 3 * (path.joints * (t - 1) + both[crossed ? 1 - side : side]);
                for (int a = 0; a < 3; a++) {
                    double d = path.bends[now + a] - mirrored(path.bends[before + a], a, crossed);
                    sum += 0.5 * d * d / variance;
                }
            }
        }
        double cost = Math.min(LEAP_MAX, sum);
        return cost >= 0 ? cost : LEAP_MAX;
    }

    /** A bend on the other side of the body: turns about the left-right axis stay, the others change their sign. */
    private static double mirrored(double bend, int axis, boolean mirror) {
        return mirror && axis > 0 ? -bend : bend;
    }

    private static void exchange(PosePath path, int t, int left, int right) {
        for (int a = 0; a < 3; a++) {
            int l = 3 * (path.joints * t + left) + a;
            int r = 3 * (path.joints * t + right) + a;
            double bend = path.bends[l];
            path.bends[l] = mirrored(path.bends[r], a, true);
            path.bends[r] = mirrored(bend, a, true);
            int wl = path.components * t + 3 + 3 * left + a;
            int wr = path.components * t + 3 + 3 * right + a;
            double weight = path.weights[wl];
            path.weights[wl] = path.weights[wr];
            path.weights[wr] = weight;
        }
    }
}
