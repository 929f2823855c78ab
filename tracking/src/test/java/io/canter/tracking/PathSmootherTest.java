package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathSmootherTest {
    private static final int FRAMES = 100;

    private final Rig rig = TestRigs.quadruped();
    private final int joints = rig.skeleton().jointCount();
    private final PathSmoother smoother = new PathSmoother(rig);
    private final Random random = new Random(3);

    /** Walks past the camera and turns round by more than a full turn. */
    private PosePath truth() {
        double[] seconds = new double[FRAMES];
        Arrays.setAll(seconds, t -> 0.04 * t);
        PosePath path = new PosePath(seconds, joints);
        for (int t = 0; t < FRAMES; t++) {
            path.translation[3 * t] = 0.02 * t - 1;
            path.translation[3 * t + 1] = 0.05 * Math.sin(0.3 * t);
            path.translation[3 * t + 2] = 6 + 0.005 * t;
            double yaw = 0.08 * t;
            path.rotation[4 * t + 1] = Math.sin(0.5 * yaw);
            path.rotation[4 * t + 3] = Math.cos(0.5 * yaw);
            for (int i = 3; i < 3 * joints; i++) {
                path.bends[3 * joints * t + i] = 0.3 * Math.sin(0.25 * t + i);
            }
            path.weigh(t, 1);
        }
        return path;
    }

    private void disturb(PosePath path, double radians) {
        double[] turn = new double[3];
        double[] q = new double[4];
        double[] r = new double[4];
        for (int t = 0; t < FRAMES; t++) {
            for (int a = 0; a < 3; a++) {
                turn[a] = radians * random.nextGaussian();
                path.translation[3 * t + a] += 0.02 * random.nextGaussian();
            }
            System.arraycopy(path.rotation, 4 * t, r, 0, 4);
            Rotations.toQuaternion(turn, 0, q, 0);
            Rotations.multiplyQuaternions(q, r, r);
            System.arraycopy(r, 0, path.rotation, 4 * t, 4);
            for (int i = 3; i < 3 * joints; i++) {
                path.bends[3 * joints * t + i] += radians * random.nextGaussian();
            }
        }
    }

    /** Mean squared errors: bends, turn of the root, place. */
    private double[] errors(PosePath path, PosePath truth) {
        double[] sum = new double[3];
        double[] d = new double[3];
        for (int t = 0; t < FRAMES; t++) {
            Rotations.difference(
                    Arrays.copyOfRange(path.rotation, 4 * t, 4 * t + 4),
                    Arrays.copyOfRange(truth.rotation, 4 * t, 4 * t + 4),
                    d);
            for (int a = 0; a < 3; a++) {
                sum[1] += d[a] * d[a] / FRAMES;
                sum[2] += Math.pow(path.translation[3 * t + a] - truth.translation[3 * t + a], 2) / FRAMES;
            }
        }
        for (int i = 0; i < path.bends.length; i++) {
            sum[0] += Math.pow(path.bends[i] - truth.bends[i], 2) / path.bends.length;
        }
        return sum;
    }

    @Test
    void leavesAPerfectPathNearlyAlone() {
        PosePath truth = truth();
        double[] errors = errors(smoother.smooth(truth), truth);
        assertThat(Math.sqrt(errors[0])).isLessThan(0.01);
        assertThat(Math.sqrt(errors[1])).isLessThan(0.005);
        assertThat(Math.sqrt(errors[2])).isLessThan(0.005);
    }

    @Test
    void takesMostOfTheNoiseAway() {
        PosePath truth = truth();
        PosePath noisy = truth();
        disturb(noisy, 0.1);
        double[] before = errors(noisy, truth);
        double[] after = errors(smoother.smooth(noisy), truth);
        assertThat(after[0]).isLessThan(0.35 * before[0]);
        assertThat(after[1]).isLessThan(0.25 * before[1]);
        assertThat(after[2]).isLessThan(0.35 * before[2]);
    }

    @Test
    void framesFarOffAreDrawnIn() {
        PosePath truth = truth();
        PosePath spoilt = truth();
        disturb(spoilt, 0.03);
        for (int t = 20; t < FRAMES; t += 17) {
            for (int i = 3; i < 3 * joints; i++) {
                spoilt.bends[3 * joints * t + i] = 1.1;
            }
        }
        PosePath smooth = smoother.smooth(spoilt);
        for (int t = 20; t < FRAMES; t += 17) {
            double sum = 0;
            for (int i = 3; i < 3 * joints; i++) {
                sum += Math.abs(smooth.bends[3 * joints * t + i] - truth.bends[3 * joints * t + i]);
            }
            assertThat(sum / (3 * joints - 3)).isLessThan(0.1);
        }
    }

    @Test
    void jointsStayWithinTheirLimits() {
        PosePath path = truth();
        for (int i = 3; i < 3 * joints; i++) {
            for (int t = 0; t < FRAMES; t++) {
                path.bends[3 * joints * t + i] = 2 * Math.sin(0.2 * t);
            }
        }
        for (double bend : smoother.smooth(path).bends) {
            assertThat(Math.abs(bend)).isLessThanOrEqualTo(1.2f);
        }
    }

    @Test
    void aGapIsFilledByTheMotionAroundIt() {
        PosePath truth = truth();
        PosePath path = truth();
        for (int t = 40; t < 50; t++) {
            path.repeat(t);
            path.weigh(t, 0);
        }
        PosePath smooth = smoother.smooth(path);
        double[] d = new double[3];
        for (int t = 40; t < 50; t++) {
            Rotations.difference(
                    Arrays.copyOfRange(smooth.rotation, 4 * t, 4 * t + 4),
                    Arrays.copyOfRange(truth.rotation, 4 * t, 4 * t + 4),
                    d);
            assertThat(Math.abs(d[1])).isLessThan(0.05);
            assertThat(smooth.translation[3 * t]).isCloseTo(truth.translation[3 * t], within(0.02));
        }
    }
}
