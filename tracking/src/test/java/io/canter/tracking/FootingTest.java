package io.canter.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A walk over known ground, whose feet are then made to waver. */
class FootingTest {
    private static final int FRAMES = 75;
    private static final double STEP = 0.04;
    private static final double SPEED = 1.1;
    /** A stride's time, and the share of it in which a foot stands. */
    private static final double PERIOD = 1.0;

    private static final double DUTY = 0.62;
    private static final double[] PHASES = {0, 0.5, 0.25, 0.75};

    private final Rig rig = Rigs.quadruped();
    private final LegReach legs = new LegReach(rig);
    private final double[] rest = LegReachTest.restJoints(rig);
    private final Kinematics pose = new Kinematics(rig.skeleton());
    private boolean[] stands;

    /**
     * The animal walks to the right at 6 m from a level camera, which goes with it by a share.
     *
     * @param wander of the feet, metres
     * @param inTheAir no foot stands
     */
    PosePath walk(double cameraShare, double wander, boolean inTheAir) {
        double[] seconds = new double[FRAMES];
        for (int t = 0; t < FRAMES; t++) {
            seconds[t] = STEP * t;
        }
        PosePath path = new PosePath(seconds, rig.skeleton().jointCount());
        stands = new boolean[4 * FRAMES];
        Random random = new Random(4);
        double[] offsets = new double[12];
        for (int t = 0; t < FRAMES; t++) {
            double x = (1 - cameraShare) * SPEED * (seconds[t] - 0.5 * STEP * FRAMES);
            Arrays.fill(pose.bends, 0);
            // Faces the picture's right, upright: canonical z to camera x, canonical y to camera -y.
            Rotations.fromMatrix(new double[] {0, 0, 1, 0, -1, 0, 1, 0, 0}, pose.rootRotation);
            pose.update(rest);
            double[] places = new double[12];
            for (int f = 0; f < 4; f++) {
                System.arraycopy(pose.positions, 3 * legs.foot(f), places, 3 * f, 3);
            }
            for (int f = 0; f < 4; f++) {
                double phase = seconds[t] / PERIOD + PHASES[f];
                phase -= Math.floor(phase);
                stands[4 * t + f] = !inTheAir && phase < DUTY;
                double half = 0.5 * SPEED * PERIOD * DUTY;
                if (inTheAir) {
                    places[3 * f] += 0.4 * Math.sin(9 * seconds[t] + 2.3 * f);
                    places[3 * f + 1] += 0.25 * Math.sin(7 * seconds[t] + 1.7 * f);
                } else if (phase < DUTY) {
                    places[3 * f] += half - SPEED * PERIOD * phase;
                } else {
                    double swing = (phase - DUTY) / (1 - DUTY);
                    places[3 * f] += half * (2 * swing * swing * (3 - 2 * swing) - 1);
                    places[3 * f + 1] -= 0.12 * Math.sin(Math.PI * swing);
                }
                for (int a = 0; a < 3; a++) {
                    offsets[3 * f + a] = 0.8 * offsets[3 * f + a] + 0.6 * wander * random.nextGaussian();
                    places[3 * f + a] += offsets[3 * f + a];
                }
                legs.reach(pose, rest, f, Arrays.copyOfRange(places, 3 * f, 3 * f + 3));
            }
            path.put(t, new double[] {x, 0, 6}, pose.rootRotation, pose.bends);
        }
        return path;
    }

    /** Mean over the stances of the greatest way between two places on the ground, metres. */
    double slide(PosePath path, double cameraShare) {
        double sum = 0;
        int stances = 0;
        double[] root = new double[3];
        for (int f = 0; f < 4; f++) {
            double least = Double.MAX_VALUE;
            double most = -Double.MAX_VALUE;
            for (int t = 0; t <= FRAMES; t++) {
                if (t < FRAMES && stands[4 * t + f]) {
                    path.get(t, root, pose.rootRotation, pose.bends);
                    pose.update(rest);
                    double x = root[0] + pose.positions[3 * legs.foot(f)] + cameraShare * SPEED * path.seconds[t];
                    least = Math.min(least, x);
                    most = Math.max(most, x);
                } else if (most >= least) {
                    sum += most - least;
                    stances++;
                    least = Double.MAX_VALUE;
                    most = -Double.MAX_VALUE;
                }
            }
        }
        return sum / stances;
    }

    @ParameterizedTest
    @CsvSource({"0, 0.03, 0.25", "1, 0.03, 0.6", "0, 0, 1"})
    void holdsTheFeetThatCarry(double cameraShare, double wander, double slideShare) {
        PosePath path = walk(cameraShare, wander, false);
        double before = slide(path, cameraShare);
        PosePath planted = new Footing(rig).plant(path, rest);
        double after = slide(planted, cameraShare);
        assertTrue(after <= slideShare * before + 0.002, "slid " + before + " m, planted " + after);
        for (int t = 0; t < FRAMES; t++) {
            assertEquals(path.translation[3 * t], planted.translation[3 * t]);
        }
    }

    @Test
    void knowsWhichFeetCarry() {
        Footing footing = new Footing(rig);
        footing.plant(walk(1, 0.01, false), rest);
        int right = 0;
        for (int i = 0; i < stands.length; i++) {
            right += footing.carries()[i] == stands[i] ? 1 : 0;
        }
        assertTrue(right > 0.85 * stands.length, right + " of " + stands.length);
    }

    @Test
    void leavesAnAnimalInTheAirAlone() {
        PosePath path = walk(0, 0, true);
        assertSame(path, new Footing(rig).plant(path, rest));
    }

    @Test
    void leavesShortPathsAndRigsWithoutFeetAlone() {
        PosePath moment = new PosePath(new double[] {0, STEP}, rig.skeleton().jointCount());
        assertSame(moment, new Footing(rig).plant(moment, rest));
    }

    @Test
    void staysFiniteWhereAllStandsUpsideDownOrStill() {
        PosePath path = new PosePath(walk(0, 0, false).seconds, rig.skeleton().jointCount());
        for (int t = 0; t < FRAMES; t++) {
            path.put(t, new double[] {0, 0, 6}, new double[] {t % 2, 0, 0, 1 - t % 2}, new double[3 * path.joints]);
        }
        PosePath planted = new Footing(rig).plant(path, rest);
        for (double bend : planted.bends) {
            assertTrue(Double.isFinite(bend));
        }
    }
}
