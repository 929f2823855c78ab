package io.canter.tracking;

/**
 * Whether the network itself took the legs for what the fit takes them for. The fit puts points of limbs on the side
 * where they agree with its pose; how many of them had to cross over is evidence against that pose.
 */
final class LegVote {
    /** Pairs of legs: hind, fore. */
    static final int PAIRS = 2;
    /** One point says no more than this (squared standard deviations). */
    private static final double POINT_MAX = 4;

    private final int[] pairOf; // by joint: 0 hind, 1 fore, -1 none
    private final boolean[] left; // by joint
    private final int[] before; // joint that each point belonged to as read

    LegVote(Rig rig) {
        LegJoints legs = new LegJoints(rig.skeleton());
        int n = rig.skeleton().jointCount();
        pairOf = new int[n];
        left = new boolean[n];
        java.util.Arrays.fill(pairOf, -1);
        for (int pair = 0; pair < PAIRS; pair++) {
            for (int[] both : legs.pair(pair)) {
                pairOf[both[0]] = pair;
                pairOf[both[1]] = pair;
                left[both[0]] = true;
            }
        }
        before = new int[4 * SparseMaps.POINTS_MAX];
    }

    /** Notes the sides as the network has them. */
    void read(Correspondences points) {
        for (int i = 0; i < points.mapped; i++) {
            before[i] = points.joints[Skin.INFLUENCES * i];
        }
    }

    /** Adds the votes of all points: above 0 where the network agrees with the fit, in squared standard deviations. */
    void count(Correspondences points, double[] into, int at) {
        into[at] = 0;
        into[at + 1] = 0;
        for (int i = 0; i < points.mapped; i++) {
            int pair = pairOf[before[i]];
            if (pair < 0 || !points.otherSide.knows(i)) {
                continue;
            }
            boolean kept = left[before[i]] == left[points.joints[Skin.INFLUENCES * i]];
            double extra = Math.abs(points.otherSide.extraDistanceSquared(i)) * points.posedInformation[i];
            double says = points.weights[i] * Math.min(POINT_MAX, extra);
            into[at + pair] += kept ? says : -says;
        }
    }
}
