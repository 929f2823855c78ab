package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Maps that call left legs right ones for some frames, as long as networks do on generated clips, and put them as far off
 * as those would be, on the shipped rig: the skeleton must not follow them.
 */
class LegsOverTimeTest {
    private static final long STEP_MICROS = 33_333;
    private static final int FRAMES = 60;
    /** Canonical height below which there is nothing but legs, metres. */
    private static final float LEGS_BELOW = 0.75f;
    /** Feet closer than this cannot be told apart (metres). */
    private static final double APART_MIN = 0.15;

    private final Rig rig = Rigs.quadruped();

    @ParameterizedTest
    @CsvSource({"1.57,0.3,1", "1.2,0.3,1", "2.3,0.3,1", "-1.57,0.3,1", "1.57,0.06,4", "-1.2,0.06,4", "0.5,0.06,4"})
    void legsStayWhatTheyAreWhileMapsSwapThem(double yaw, double chance, int burst) {
        Random random = new Random(8);
        SmoothMotion motion = new SmoothMotion(rig, rig.template(), yaw, 21);
        Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
        TrackerState state = TrackerState.initial();
        int swappedMaps = 0;
        int judged = 0;
        int swappedLegs = 0;
        int left = 0;
        for (int frame = 0; frame < FRAMES; frame++) {
            PosedAnimal truth = motion.at(1e-6 * frame * STEP_MICROS);
            left = left > 0 ? left - 1 : frame >= 5 && random.nextDouble() < chance ? burst : 0;
            Detection seen = PosedAnimal.spoilt(truth.detection(), 0.02, 0.02, false, random);
            if (left > 0) {
                seen = legsSwapped(seen, truth);
                swappedMaps++;
            }
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, seen));
            state = step.state();
            assertThat(step.scene().subjects()).hasSize(1);
            Skinner skinner = new Skinner(rig);
            Subject subject = step.scene().subjects().get(0);
            skinner.poseJoints(subject.body(), subject.pose());
            for (String pair : List.of("fore_foot", "hind_foot")) {
                int l = rig.skeleton().names().indexOf(pair + "_l");
                int r = rig.skeleton().names().indexOf(pair + "_r");
                if (distance(truth.joints, l, truth.joints, r) < APART_MIN) {
                    continue;
                }
                judged++;
                float[] found = skinner.jointPositions();
                double own = distance(found, l, truth.joints, l) + distance(found, r, truth.joints, r);
                double other = distance(found, l, truth.joints, r) + distance(found, r, truth.joints, l);
                swappedLegs += other < own ? 1 : 0;
            }
        }
        assertThat(swappedMaps).isGreaterThan(10);
        assertThat(judged).isGreaterThan(40);
        assertThat(swappedLegs).as("swapped pairs of %d judged", judged).isZero();
    }

    /** From the root joint. */
    private static double distance(float[] a, int i, float[] b, int k) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            double d = (a[3 * i + c] - a[c]) - (b[3 * k + c] - b[c]);
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    /**
     * As a network errs that makes P of Q: the leg is called the other one and is put as far off as that one would be.
     * What it is in the picture stays as it is.
     */
    private static Detection legsSwapped(Detection seen, PosedAnimal truth) {
        double[] root = new double[9];
        double[] q = new double[4];
        for (int k = 0; k < 4; k++) {
            q[k] = truth.pose.rotations()[k];
        }
        Rotations.quaternionToMatrix(q, root, 0);
        float[] m = seen.camera().frameFromCrop();
        double sidewaysDepth = m[2] * root[0] + m[5] * root[3] + m[8] * root[6];
        DualPointMaps maps = seen.maps();
        int plane = maps.size() * maps.size();
        float[] canonical = maps.canonical().clone();
        float[] posed = maps.posed().clone();
        for (int layer = 0; layer < maps.layers(); layer++) {
            int at = 3 * layer * plane;
            for (int i = at; i < at + plane; i++) {
                if (canonical[i + plane] < LEGS_BELOW) {
                    posed[i + 2 * plane] -= (float) (2 * canonical[i] * sidewaysDepth);
                    canonical[i] = -canonical[i];
                }
            }
        }
        DualPointMaps swapped =
                new DualPointMaps(maps.layers(), maps.size(), canonical, posed, maps.occupancy(), maps.confidence());
        return new Detection(seen.box(), seen.camera(), swapped, seen.score());
    }
}
