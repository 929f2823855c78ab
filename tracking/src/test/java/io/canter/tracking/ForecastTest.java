package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canter.inference.Detection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTest {
    private static final long STEP_MICROS = 33_333;

    private final Rig rig = TestRigs.quadruped();
    private final Forecast forecast = new Forecast(rig);

    @ParameterizedTest
    @CsvSource({"33333,0", "66666,0", "33333,0.02", "66666,0.02"})
    void isNearerToWhatComesThanThePresentIs(long aheadMicros, double noise) {
        Random random = new Random(4);
        SmoothMotion motion = new SmoothMotion(rig, rig.template(), 1.3, 6);
        Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
        TrackerState state = TrackerState.initial();
        Scene before = null;
        double still = 0;
        double foreseen = 0;
        for (int frame = 0; frame < 40; frame++) {
            Detection seen = motion.at(1e-6 * frame * STEP_MICROS).detection();
            Detection spoilt = noise == 0 ? seen : PosedAnimal.spoilt(seen, noise, 0.02, false, random);
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, spoilt));
            state = step.state();
            if (before != null && frame > 5) {
                Scene later = forecast.ahead(before, step.scene(), aheadMicros);
                PosedAnimal truth = motion.at(1e-6 * (frame * STEP_MICROS + aheadMicros));
                still += error(step.scene(), truth);
                foreseen += error(later, truth);
                assertThat(later.ptsMicros()).isEqualTo(frame * STEP_MICROS + aheadMicros);
            }
            before = step.scene();
        }
        assertThat(foreseen).isLessThan(0.8 * still);
    }

    @Test
    void keepsJointLimits() {
        Scene before = scene(0, 1, 0, 0);
        Scene now = scene(STEP_MICROS, 1, 0, 1.1);
        double[] bend = new double[3];
        double[] q = new double[4];
        Subject later = forecast.ahead(before, now, 200_000).subjects().get(0);
        for (int k = 0; k < 4; k++) {
            q[k] = later.pose().rotations()[4 + k];
        }
        Rotations.fromQuaternion(q, 0, bend, 0);
        assertThat(bend[0]).isGreaterThan(1.15).isLessThan(rig.limits()[7] + 1e-6);
    }

    @Test
    void leavesAloneWhatItKnowsNoSpeedOf() {
        Scene now = scene(STEP_MICROS, 1, 0.5f, 0.2);
        assertThat(forecast.ahead(scene(0, 1, 0, 0), now, 0)).isSameAs(now);
        assertThat(forecast.ahead(scene(2 * STEP_MICROS, 1, 0, 0), now, 40_000)).isSameAs(now);
        assertThat(forecast.ahead(scene(-900_000, 1, 0, 0), now, 40_000)).isSameAs(now);
        Pose other =
                forecast.ahead(scene(0, 2, 0, 0), now, 40_000).subjects().get(0).pose();
        assertThat(other.rootTranslation())
                .isEqualTo(now.subjects().get(0).pose().rootTranslation());
        assertThatThrownBy(() -> forecast.ahead(now, now, -1)).hasMessageContaining("aheadMicros must be >= 0, was -1");
    }

    @Test
    void looksNoFartherThanAQuarterOfASecond() {
        Scene later = forecast.ahead(scene(0, 1, 0, 0), scene(STEP_MICROS, 1, 0.1f, 0), 10_000_000);
        assertThat(later.ptsMicros()).isEqualTo(STEP_MICROS + 250_000);
        assertThat(later.subjects().get(0).pose().rootTranslation()[0]).isBetween(0.4f, 0.6f);
    }

    private Scene scene(long pts, int id, float x, double bend) {
        PosedAnimal straight = PosedAnimal.random(rig, rig.template(), 1, 0, new Random(1));
        float[] rotations = straight.pose.rotations().clone();
        rotations[4] = (float) Math.sin(0.5 * bend);
        rotations[7] = (float) Math.cos(0.5 * bend);
        Subject subject =
                new Subject(id, 1, straight.box(), rig.template(), 1, new Pose(new float[] {x, 0, 6}, rotations));
        return new Scene(1, pts, 1280, 720, PosedAnimal.CAMERA, List.of(subject));
    }

    /** Mean distance of the joints from the true ones, metres. */
    private double error(Scene scene, PosedAnimal truth) {
        Subject subject = scene.subjects().get(0);
        Skinner skinner = new Skinner(rig);
        skinner.poseJoints(subject.body(), subject.pose());
        double sum = 0;
        for (int j = 0; j < truth.joints.length; j += 3) {
            double d = 0;
            for (int a = 0; a < 3; a++) {
                double e = skinner.jointPositions()[j + a] - truth.joints[j + a];
                d += e * e;
            }
            sum += Math.sqrt(d);
        }
        return sum / (truth.joints.length / 3);
    }
}
