package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LegExchangeTest {
    private static final int FRAMES = 60;

    private final Rig rig = TestRigs.quadruped();
    private final int joints = rig.skeleton().jointCount();
    private final LegExchange exchange = new LegExchange(rig);
    private final double[] votes = new double[LegVote.PAIRS * FRAMES];
    private final double[] sequence = new double[FRAMES];

    /** A walk: legs of a pair swing against each other. */
    private PosePath walk() {
        double[] seconds = new double[FRAMES];
        Arrays.setAll(seconds, t -> 0.04 * t);
        PosePath path = new PosePath(seconds, joints);
        for (int t = 0; t < FRAMES; t++) {
            path.rotation[4 * t + 3] = 1;
            path.weigh(t, 1);
            for (String stem : new String[] {"femur", "tibia", "humerus", "radius"}) {
                double swing = 0.6 * Math.sin(0.2 * t);
                put(path, t, stem + "_l", swing, 0.1);
                put(path, t, stem + "_r", -swing, -0.02);
            }
        }
        return path;
    }

    private void put(PosePath path, int t, String joint, double swing, double out) {
        int at = 3 * (joints * t + rig.skeleton().indexOf(joint));
        path.bends[at] = swing;
        path.bends[at + 2] = out;
    }

    private void takeForEachOther(PosePath path, int from, int to, String... stems) {
        for (int t = from; t < to; t++) {
            for (String stem : stems) {
                int l = 3 * (joints * t + rig.skeleton().indexOf(stem + "_l"));
                int r = 3 * (joints * t + rig.skeleton().indexOf(stem + "_r"));
                for (int a = 0; a < 3; a++) {
                    double sign = a == 0 ? 1 : -1;
                    double left = path.bends[l + a];
                    path.bends[l + a] = sign * path.bends[r + a];
                    path.bends[r + a] = sign * left;
                }
            }
        }
    }

    private static void vote(double[] votes, int pair, int from, int to, double value) {
        for (int t = from; t < to; t++) {
            votes[LegVote.PAIRS * t + pair] = value;
        }
    }

    @Test
    void leavesAGoodWalkAlone() {
        PosePath path = walk();
        double[] before = path.bends.clone();
        assertThat(exchange.repair(path, votes, sequence)).isZero();
        assertThat(path.bends).isEqualTo(before);
    }

    @Test
    void putsBurstsRightThoughTheNetworkIsSureOfThem() {
        PosePath path = walk();
        double[] truth = path.bends.clone();
        takeForEachOther(path, 20, 27, "femur", "tibia");
        takeForEachOther(path, 36, 40, "humerus", "radius");
        Arrays.fill(votes, 1.7);
        assertThat(exchange.repair(path, votes, sequence)).isEqualTo(7 + 4);
        for (int i = 0; i < truth.length; i++) {
            assertThat(path.bends[i]).isCloseTo(truth[i], within(1e-12));
        }
    }

    @Test
    void whereLegsPassEachOtherTheVotesDecide() {
        PosePath path = walk();
        double[] truth = path.bends.clone();
        // The legs of a pair pass each other about frames 0, 16, 31, 47.
        takeForEachOther(path, 16, 47, "femur", "tibia");
        vote(votes, 0, 0, FRAMES, 2.5);
        vote(votes, 0, 16, 47, -2.5);
        assertThat(exchange.repair(path, votes, sequence)).isEqualTo(31);
        for (int i = 0; i < truth.length; i++) {
            assertThat(path.bends[i]).isCloseTo(truth[i], within(1e-12));
        }
    }

    /** Votes that waver a little to the wrong side, and feet that fall as they do with one pair exchanged. */
    @Test
    void theOrderOfTheFootfallsTellsWhatVotesDoNot() {
        PosePath path = walk();
        vote(votes, 0, 0, FRAMES, 0.4);
        vote(votes, 1, 0, FRAMES, 0.1);
        Arrays.fill(sequence, -2);
        assertThat(exchange.repair(path, votes, sequence)).isEqualTo(FRAMES);
        vote(votes, 1, 0, FRAMES, 3);
        vote(votes, 0, 0, FRAMES, 3);
        assertThat(exchange.repair(walk(), votes, sequence)).isZero();
    }

    @Test
    void weightsGoWithTheLegs() {
        PosePath path = walk();
        takeForEachOther(path, 20, 23, "femur", "tibia");
        int left = path.components * 21 + 3 + 3 * rig.skeleton().indexOf("tibia_l");
        int right = path.components * 21 + 3 + 3 * rig.skeleton().indexOf("tibia_r");
        path.weights[left] = 0.25;
        exchange.repair(path, votes, sequence);
        assertThat(path.weights[right]).isEqualTo(0.25);
        assertThat(path.weights[left]).isEqualTo(1);
    }

    @Test
    void numbersThatAreNoneDecideNothing() {
        PosePath path = walk();
        Arrays.fill(votes, Double.NaN);
        Arrays.fill(sequence, Double.NaN);
        path.bends[3 * (joints * 9 + rig.skeleton().indexOf("tibia_l"))] = Double.NaN;
        assertThat(exchange.repair(path, votes, sequence)).isZero();
    }

    @Test
    void otherRigsHaveNoLegs() {
        Rig chain = TestRigs.chain(3);
        PosePath path = new PosePath(new double[] {0, 1}, 3);
        assertThat(new LegExchange(chain).repair(path, new double[2 * LegVote.PAIRS], new double[2]))
                .isZero();
    }
}
