package io.canter.tracking;

import java.util.List;

/**
 * Finds the frames in which left and right legs were taken for each other, and exchanges them. For each pair of legs the
 * most likely sequence of "as it is" and "exchanged" over all frames is sought (Viterbi): legs do not leap from one
 * frame to the next, and where both could be, the network's own votes decide. Hind and fore legs are independent, which
 * is the same as one search over the four combinations.
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

    private final LegJoints legs;

    LegExchange(Rig rig) {
        legs = new LegJoints(rig.skeleton());
    }

    /**
     * Exchanges legs where they were taken for each other.
     *
     * @param path changed in place, its weights as well
     * @param votes {@value LegVote#PAIRS} per frame, see {@link LegVote#of}; 0 where nothing was seen
     * @return frames changed, counted once per pair
     */
    int repair(PosePath path, double[] votes) {
        int changed = 0;
        for (int pair = 0; pair < LegVote.PAIRS; pair++) {
            List<int[]> joints = legs.pair(pair);
            boolean[] exchanged = decide(path, votes, pair, joints);
            for (int t = 0; t < path.frames; t++) {
                if (exchanged[t]) {
                    changed++;
                    for (int[] both : joints) {
                        exchange(path, t, both[0], both[1]);
                    }
                }
            }
        }
        return changed;
    }

    private static boolean[] decide(PosePath path, double[] votes, int pair, List<int[]> joints) {
        int n = path.frames;
        boolean[] exchanged = new boolean[n];
        if (joints.isEmpty()) {
            return exchanged;
        }
        boolean[] fromOther = new boolean[2 * n];
        double same = 0; // least cost with the last frame as it is
        double other = 0; // with its legs exchanged
        for (int t = 0; t < n; t++) {
            double vote = votes[LegVote.PAIRS * t + pair];
            vote = vote >= 0 ? Math.min(VOTE_MAX, vote) : vote < 0 ? Math.max(-VOTE_MAX, vote) : 0;
            if (t > 0) {
                double straight = leap(path, t, joints, false);
                double crossed = leap(path, t, joints, true);
                fromOther[2 * t] = other + crossed < same + straight;
                fromOther[2 * t + 1] = !(same + crossed < other + straight);
                double next = Math.min(same + straight, other + crossed);
                other = Math.min(same + crossed, other + straight);
                same = next;
            }
            same -= vote;
            other += vote + EXCHANGED_COST;
        }
        boolean state = other < same;
        for (int t = n - 1; t >= 0; t--) {
            exchanged[t] = state;
            state = fromOther[2 * t + (state ? 1 : 0)];
        }
        return exchanged;
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
