package io.canter.tracking;

import java.util.Arrays;

/**
 * Finds bursts of frames in which an animal was taken the wrong way round: it turns in an instant and soon turns back.
 * Of all frames the cheapest chain is kept, where leaving a frame out costs 1 and an instant turn within the chain as
 * much as a second of frames. One pass over the frames; each looks back over a bounded number.
 */
final class TurnRepair {
    /** Animals turn at most so fast, radians a second, beside what a fit errs in a single frame. */
    private static final double RATE = 5;

    private static final double ERROR_RADIANS = 0.7;
    /** Frames that are left out must not make half a turn look slow. */
    private static final double TURN_MAX = 1.5;
    /** An instant turn in the chain costs as much as leaving out so many frames. */
    private static final double TURN_COST = 12;
    /** Longer bursts than this are believed. */
    private static final int BURST_MAX = 24;

    private TurnRepair() {}

    /**
     * Takes the weights from the frames that the chain leaves out.
     *
     * @return how many
     */
    static int repair(PosePath path) {
        int[] known = new int[path.frames];
        int n = 0;
        for (int t = 0; t < path.frames; t++) {
            if (path.weights[path.components * t + 3] > 0) {
                known[n++] = t;
            }
        }
        double[] cost = new double[n];
        int[] before = new int[n];
        for (int i = 0; i < n; i++) {
            cost[i] = i;
            before[i] = -1;
            for (int p = Math.max(0, i - 1 - BURST_MAX); p < i; p++) {
                double c = cost[p] + (i - 1 - p) + (turns(path, known[p], known[i]) ? TURN_COST : 0);
                if (c <= cost[i]) {
                    cost[i] = c;
                    before[i] = p;
                }
            }
        }
        int last = n - 1;
        for (int i = n - 1; i >= 0; i--) {
            last = cost[i] + n - 1 - i < cost[last] + n - 1 - last ? i : last;
        }
        boolean[] kept = new boolean[path.frames];
        for (int i = last; i >= 0; i = before[i]) {
            kept[known[i]] = true;
        }
        int left = 0;
        for (int i = 0; i < n; i++) {
            if (!kept[known[i]]) {
                path.weigh(known[i], 0);
                left++;
            }
        }
        return left;
    }

    private static boolean turns(PosePath path, int from, int to) {
        double[] a = Arrays.copyOfRange(path.rotation, 4 * from, 4 * from + 4);
        double[] b = Arrays.copyOfRange(path.rotation, 4 * to, 4 * to + 4);
        double[] d = new double[3];
        Rotations.difference(b, a, d);
        double allowed = Math.min(TURN_MAX, ERROR_RADIANS + RATE * (path.seconds[to] - path.seconds[from]));
        return !(d[0] * d[0] + d[1] * d[1] + d[2] * d[2] < allowed * allowed);
    }
}
