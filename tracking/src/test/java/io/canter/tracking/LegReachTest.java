package io.canter.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegReachTest {
    private final Rig rig = Rigs.quadruped();
    private final LegReach legs = new LegReach(rig);
    private final double[] rest = restJoints(rig);

    static double[] restJoints(Rig rig) {
        float[] joints = rig.template().joints();
        double[] out = new double[joints.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = joints[i];
        }
        return out;
    }

    private Kinematics bent(long seed) {
        Kinematics pose = new Kinematics(rig.skeleton());
        Random random = new Random(seed);
        for (int i = 3; i < pose.bends.length; i++) {
            double middle = 0.5 * (rig.limits()[2 * i] + rig.limits()[2 * i + 1]);
            double half = 0.5 * (rig.limits()[2 * i + 1] - rig.limits()[2 * i]);
            pose.bends[i] = middle + 0.3 * half * (2 * random.nextDouble() - 1);
        }
        pose.update(rest);
        return pose;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void slopesAgreeWithFiniteDifferences(int leg) {
        Kinematics pose = bent(7);
        double[] slopes = legs.differentiate(pose, leg).clone();
        int foot = 3 * legs.foot(leg);
        double step = 1e-6;
        int column = 0;
        for (int joint = 0; joint < rig.skeleton().jointCount(); joint++) {
            if (!isAbove(joint, legs.foot(leg))) {
                continue;
            }
            for (int axis = 0; axis < 3; axis++, column++) {
                double[] before = pose.positions.clone();
                pose.bends[3 * joint + axis] += step;
                pose.update(rest);
                for (int r = 0; r < 3; r++) {
                    double slope = (pose.positions[foot + r] - before[foot + r]) / step;
                    assertEquals(slope, slopes[3 * column + r], 1e-5, "joint " + joint + ", axis " + axis);
                }
                pose.bends[3 * joint + axis] -= step;
                pose.update(rest);
            }
        }
    }

    /** Whether a joint belongs to the leg of a foot and lies above it. */
    private boolean isAbove(int joint, int foot) {
        String side = rig.skeleton().names().get(foot).substring(4);
        String name = rig.skeleton().names().get(joint);
        if (!name.endsWith(side.substring(side.length() - 2))) {
            return false;
        }
        for (int j = rig.skeleton().parents()[foot]; j >= 0; j = rig.skeleton().parents()[j]) {
            if (j == joint) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void bringsTheFootThereAndMovesNothingElse(int leg) {
        Kinematics pose = bent(3);
        double[] before = pose.bends.clone();
        double[] place = new double[3];
        System.arraycopy(pose.positions, 3 * legs.foot(leg), place, 0, 3);
        place[1] += 0.03;
        place[2] -= 0.1;
        legs.reach(pose, rest, leg, place);
        for (int r = 0; r < 3; r++) {
            assertEquals(place[r], pose.positions[3 * legs.foot(leg) + r], 0.003);
        }
        for (int i = 3; i < before.length; i++) {
            if (!isAbove(i / 3, legs.foot(leg))) {
                assertEquals(before[i], pose.bends[i]);
            }
        }
    }

    @Test
    void keepsToTheLimitsWhereThePlaceIsOutOfReach() {
        Kinematics pose = bent(5);
        legs.reach(pose, rest, 0, new double[] {9, 9, 9});
        for (int i = 3; i < pose.bends.length; i++) {
            assertTrue(pose.bends[i] >= rig.limits()[2 * i] && pose.bends[i] <= rig.limits()[2 * i + 1]);
        }
    }
}
