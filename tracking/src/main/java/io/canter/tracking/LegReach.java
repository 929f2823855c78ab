package io.canter.tracking;

import java.util.Arrays;
import java.util.List;

/**
 * Bends a leg so that its foot comes to a given place, with the trunk left where it is: of all bends that bring it there
 * the one that changes least (damped least squares). One instance serves one thread.
 */
final class LegReach {
    private static final int STEPS = 4;
    /** How far from the place asked for a foot may stay, metres, for what the joints are spared by it. */
    private static final double SIGMA = 0.005;
    /** How willingly a joint turns, radians, from the trunk down: shoulder blades and pasterns move little. */
    private static final double TURN = 0.2;

    private static final double LITTLE_TURN = 0.07;
    /** Sideways and about its own length a leg turns less than it swings. */
    private static final double ACROSS_SHARE = 0.4;

    private final double[] least;
    private final double[] greatest;
    private final int[][] chains; // by leg: joints from the trunk down, the last one is the foot
    private final double[][] variances; // by leg: 3 per joint but the foot
    private final double[] lever = new double[3];
    private final double[] matrix = new double[9];
    private final double[] miss = new double[3];
    private final double[] pull = new double[3];
    private double[] jacobian = new double[0]; // 3 x 3 per joint: column of joint and axis

    LegReach(Rig rig) {
        List<String> names = rig.skeleton().names();
        LegJoints legs = new LegJoints(rig.skeleton());
        least = new double[3 * names.size()];
        greatest = new double[least.length];
        for (int i = 0; i < least.length; i++) {
            least[i] = rig.limits()[2 * i];
            greatest[i] = rig.limits()[2 * i + 1];
        }
        chains = new int[4][];
        variances = new double[4][];
        for (int leg = 0; leg < chains.length; leg++) {
            int side = leg % 2;
            chains[leg] =
                    legs.pair(leg / 2).stream().mapToInt(pair -> pair[side]).toArray();
            variances[leg] = new double[3 * Math.max(0, chains[leg].length - 1)];
            for (int i = 0; i < variances[leg].length; i++) {
                String name = names.get(chains[leg][i / 3]);
                double turn = name.startsWith("scapula") || name.contains("pastern") ? LITTLE_TURN : TURN;
                double axis = i % 3 == 0 ? turn : ACROSS_SHARE * turn;
                variances[leg][i] = axis * axis;
            }
        }
    }

    /** Legs that end in a foot: 0 and 1 the left and right hind leg, 2 and 3 the fore legs; none in other rigs. */
    int legs() {
        for (int[] chain : chains) {
            if (chain.length < 2) {
                return 0;
            }
        }
        return chains.length;
    }

    /** The joint at which leg {@code leg} stands. */
    int foot(int leg) {
        return chains[leg][chains[leg].length - 1];
    }

    /** The last two joints of leg {@code leg}: pastern and foot. */
    int[] ends(int leg) {
        return Arrays.copyOfRange(chains[leg], chains[leg].length - 2, chains[leg].length);
    }

    /**
     * Moves a foot.
     *
     * @param pose bent as the rest of the animal is; changed in place
     * @param restJoints of the individual
     * @param place where the foot should be, from the root joint, camera axes
     */
    void reach(Kinematics pose, double[] restJoints, int leg, double[] place) {
        int[] chain = chains[leg];
        for (int step = 0; step < STEPS; step++) {
            pose.update(restJoints);
            differentiate(pose, leg);
            int foot = 3 * foot(leg);
            double off = 0;
            for (int r = 0; r < 3; r++) {
                miss[r] = place[r] - pose.positions[foot + r];
                off += miss[r] * miss[r];
            }
            if (!(off > 1e-8)) {
                break;
            }
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) {
                    double sum = r == c ? SIGMA * SIGMA : 0;
                    for (int i = 0; i < variances[leg].length; i++) {
                        sum += jacobian[3 * i + r] * variances[leg][i] * jacobian[3 * i + c];
                    }
                    matrix[3 * r + c] = sum;
                }
            }
            if (!solve()) {
                break;
            }
            for (int i = 0; i < variances[leg].length; i++) {
                double turn = jacobian[3 * i] * pull[0] + jacobian[3 * i + 1] * pull[1] + jacobian[3 * i + 2] * pull[2];
                int b = 3 * chain[i / 3] + i % 3;
                double low = Math.min(least[b], pose.bends[b]);
                double high = Math.max(greatest[b], pose.bends[b]);
                pose.bends[b] = Math.max(low, Math.min(high, pose.bends[b] + variances[leg][i] * turn));
            }
        }
        pose.update(restJoints);
    }

    /** How the foot moves with each number of each joint: 3 per number, joints from the trunk down. */
    double[] differentiate(Kinematics pose, int leg) {
        int[] chain = chains[leg];
        int n = 3 * (chain.length - 1);
        if (jacobian.length < 3 * n) {
            jacobian = new double[3 * n];
        }
        int foot = 3 * foot(leg);
        for (int k = 0; k < chain.length - 1; k++) {
            int j = chain[k];
            for (int r = 0; r < 3; r++) {
                lever[r] = pose.positions[foot + r] - pose.positions[3 * j + r];
            }
            for (int c = 0; c < 3; c++) {
                double x = pose.turns[9 * j + c];
                double y = pose.turns[9 * j + 3 + c];
                double z = pose.turns[9 * j + 6 + c];
                int to = 3 * (3 * k + c);
                jacobian[to] = y * lever[2] - z * lever[1];
                jacobian[to + 1] = z * lever[0] - x * lever[2];
                jacobian[to + 2] = x * lever[1] - y * lever[0];
            }
        }
        return jacobian;
    }

    /** The symmetric 3 x 3 system by Cramer's rule. */
    private boolean solve() {
        double[] m = matrix;
        double a = m[4] * m[8] - m[5] * m[7];
        double b = m[5] * m[6] - m[3] * m[8];
        double c = m[3] * m[7] - m[4] * m[6];
        double determinant = m[0] * a + m[1] * b + m[2] * c;
        if (!(determinant > 0)) {
            return false;
        }
        double d = m[2] * m[7] - m[1] * m[8];
        double e = m[0] * m[8] - m[2] * m[6];
        double f = m[1] * m[6] - m[0] * m[7];
        double g = m[1] * m[5] - m[2] * m[4];
        double h = m[2] * m[3] - m[0] * m[5];
        double i = m[0] * m[4] - m[1] * m[3];
        pull[0] = (a * miss[0] + d * miss[1] + g * miss[2]) / determinant;
        pull[1] = (b * miss[0] + e * miss[1] + h * miss[2]) / determinant;
        pull[2] = (c * miss[0] + f * miss[1] + i * miss[2]) / determinant;
        return true;
    }
}
