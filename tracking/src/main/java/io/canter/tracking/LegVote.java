package io.canter.tracking;

import java.util.Arrays;
import java.util.List;

/**
 * What the network's own words left and right say of a pose, pair of legs by pair of legs. A visible point of a leg votes
 * for the pose where its ray meets the leg that Q names, against it where it meets the other one. P has no vote: it was
 * made of Q, and lies as deep as the leg that Q names.
 */
final class LegVote {
    /** Pairs of legs: hind, fore. */
    static final int PAIRS = 2;
    /** One point says no more than this (squared standard deviations). */
    private static final double POINT_MAX = 4;
    /** Neighbouring pixels err together: so many full votes are one of log odds 1. */
    private static final double REDUNDANCY = 25;
    /** Bones from the trunk down that hardly part from those of the other leg, by pair. */
    private static final int[] UPPER_BONES = {1, 2};

    private final int[] pairOf; // by joint: 0 hind, 1 fore, -1 none
    private final double[] votes = new double[PAIRS];
    private final double[] telling = new double[PAIRS];
    private final double[] asked = new double[PAIRS];

    LegVote(Rig rig) {
        LegJoints legs = new LegJoints(rig.skeleton());
        pairOf = new int[rig.skeleton().jointCount()];
        Arrays.fill(pairOf, -1);
        for (int pair = 0; pair < PAIRS; pair++) {
            List<int[]> joints = legs.pair(pair);
            for (int i = UPPER_BONES[pair]; i < joints.size(); i++) {
                pairOf[joints.get(i)[0]] = pair;
                pairOf[joints.get(i)[1]] = pair;
            }
        }
    }

    void clear() {
        Arrays.fill(votes, 0);
        Arrays.fill(telling, 0);
        Arrays.fill(asked, 0);
    }

    /**
     * Takes the vote of a point.
     *
     * @param named squared standard deviations of its ray from where the pose has the spot that Q names
     * @param other the same for that spot of the other leg
     */
    void add(Correspondences points, int i, double named, double other) {
        int pair = pairOf[points.joints[Skin.INFLUENCES * i]];
        if (pair < 0 || i >= points.visible) {
            return;
        }
        double sides = Math.abs(points.otherSide.extraDistanceSquared(i)) * points.rayInformation[i];
        double weight = points.weights[i] * Math.min(POINT_MAX, sides) / POINT_MAX;
        double says = Math.max(-POINT_MAX, Math.min(POINT_MAX, other - named)) / POINT_MAX;
        votes[pair] += weight * says / REDUNDANCY;
        telling[pair] += weight * Math.abs(says);
        asked[pair] += weight;
    }

    /** Above 0 where the network agrees with the pose, as log odds. */
    double of(int pair) {
        return votes[pair];
    }

    /** How far apart the pose has the two legs in the picture: the share of votes that are not undecided, 0..1. */
    double apart(int pair) {
        return asked[pair] > 0 ? telling[pair] / asked[pair] : 0;
    }
}
