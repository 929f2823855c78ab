package io.canter.training.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.joml.Vector3f;
import org.junit.jupiter.api.Test;

class PoseSamplerTest {
    private static final int SAMPLES = 2000;

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Test
    void sameSeedGivesTheSamePose() {
        PoseSampler sampler = new PoseSampler(Template.rig(3));
        Pose a = sampler.sample(random(7), Template.horse());
        Pose b = sampler.sample(random(7), Template.horse());
        Pose c = sampler.sample(random(8), Template.horse());
        assertThat(a.rotations()).isEqualTo(b.rotations()).isNotEqualTo(c.rotations());
        assertThat(a.rootTranslation()).isEqualTo(b.rootTranslation());
    }

    @Test
    void keepsJointLimits() {
        float bound = 0.4f;
        PoseSampler sampler = new PoseSampler(Template.rig(bound));
        RandomGenerator random = random(1);
        for (int i = 0; i < SAMPLES; i++) {
            float[] q = sampler.sample(random, Template.horse()).rotations();
            for (int j = 1; j < Joints.COUNT; j++) {
                double sin = Math.sqrt(q[4 * j] * q[4 * j] + q[4 * j + 1] * q[4 * j + 1] + q[4 * j + 2] * q[4 * j + 2]);
                double scale = sin < 1e-6 ? 0 : 2 * Math.atan2(sin, q[4 * j + 3]) / sin;
                for (int k = 0; k < 3; k++) {
                    assertThat(Math.abs(q[4 * j + k] * scale)).as("joint %d", j).isLessThan(bound + 1e-3);
                }
            }
        }
    }

    @Test
    void rotationsAreUnitAndHoovesStayAboveGround() {
        PoseSampler sampler = new PoseSampler(Template.rig(3));
        RandomGenerator random = random(2);
        Body body = Template.horse();
        PoseBuilder b = new PoseBuilder(body);
        for (int i = 0; i < SAMPLES; i++) {
            Pose pose = sampler.sample(random, body);
            float[] q = pose.rotations();
            for (int j = 0; j < q.length; j += 4) {
                float norm = q[j] * q[j] + q[j + 1] * q[j + 1] + q[j + 2] * q[j + 2] + q[j + 3] * q[j + 3];
                assertThat(norm).isBetween(0.999f, 1.001f);
            }
            b.set(pose);
            b.placeAll();
            assertThat(Stance.lowestHoof(b)).isGreaterThan(-1e-3f);
        }
    }

    @Test
    void grazersReachTheGround() {
        Body body = Template.horse();
        PoseBuilder b = new PoseBuilder(body);
        Vector3f muzzle = new Vector3f();
        for (long seed = 0; seed < 20; seed++) {
            b.set(Motions.graze(seed).at(0.3, body));
            b.placeAll();
            Muzzle.tip(b, muzzle);
            assertThat(muzzle.y).isBetween(-0.05f, 0.45f);
        }
    }

    @Test
    void posesDiffer() {
        PoseSampler sampler = new PoseSampler(Template.rig(3));
        RandomGenerator random = random(3);
        Body body = Template.horse();
        int raised = 0;
        int lowered = 0;
        PoseBuilder b = new PoseBuilder(body);
        for (int i = 0; i < SAMPLES; i++) {
            b.set(sampler.sample(random, body));
            b.placeAll();
            raised += b.position[Joints.HEAD].y > 1.9f ? 1 : 0;
            lowered += b.position[Joints.HEAD].y < 1.0f ? 1 : 0;
        }
        assertThat(raised).isBetween(SAMPLES / 50, SAMPLES / 2);
        assertThat(lowered).isBetween(SAMPLES / 50, SAMPLES / 3);
    }

    @Test
    void refusesAForeignSkeleton() {
        Body body = new Body(new float[0], new float[9]);
        assertThatThrownBy(() -> Motions.walk(0.5, 1).at(0, body)).hasMessageContaining("3 joints");
        assertThatThrownBy(() -> Motions.walk(1.5, 1)).hasMessageContaining("pace");
    }
}
