package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Detection;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tracker on the shipped rig. */
class FamilyTrackingTest {
    /** Point of shoulder to pelvis end of the template. */
    private static final double BODY_LENGTH = 1.5;

    private final Rig rig = Rigs.quadruped();

    @ParameterizedTest
    @CsvSource({"0.3,0,0.01", "1.57,0,0.01", "3.6,0,0.01", "1.3,0.03,0.03", "-1.8,0.03,0.03"})
    void recoversPoseOfFamilyRig(double yaw, double noise, double bound) {
        Random random = new Random(2);
        PosedAnimal truth = PosedAnimal.random(rig, rig.template(), yaw, 0.25, random);
        Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
        TrackerState state = TrackerState.initial();
        for (int frame = 0; frame < 3; frame++) {
            Detection seen = PosedAnimal.spoilt(truth.detection(), noise, 3 * noise, noise > 0 && frame == 1, random);
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * 33_333L, seen));
            state = step.state();
            Subject subject = step.scene().subjects().get(0);
            assertThat(meanJointError(subject, truth)).isLessThan(bound);
        }
    }

    @Test
    void withersOfTemplateStandAtAboutOneAndAHalfMetres() {
        assertThat(MetricBody.withersHeight(rig, rig.template())).isBetween(1.45, 1.55);
    }

    /** From the root, as a share of the body's length. */
    private double meanJointError(Subject subject, PosedAnimal truth) {
        Skinner skinner = new Skinner(rig);
        skinner.poseJoints(subject.body(), subject.pose());
        float[] found = skinner.jointPositions();
        double sum = 0;
        for (int j = 0; j < truth.joints.length; j += 3) {
            double d = 0;
            for (int a = 0; a < 3; a++) {
                double e = found[j + a] - found[a] - truth.joints[j + a] + truth.joints[a];
                d += e * e;
            }
            sum += Math.sqrt(d);
        }
        return sum / (truth.joints.length / 3) / BODY_LENGTH;
    }
}
