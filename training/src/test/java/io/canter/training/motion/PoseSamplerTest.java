package io.canter.training.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.joml.Vector3f;
import org.junit.jupiter.api.Test;

class PoseSamplerTest {
    private static final int SAMPLES = 500;
    private static final Body HORSE = AnimalFamily.preset("horse");

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Test
    void sameSeedGivesTheSamePose() {
        PoseSampler sampler = new PoseSampler(Rigs.quadruped());
        Pose a = sampler.sample(random(7), HORSE);
        Pose b = sampler.sample(random(7), HORSE);
        Pose c = sampler.sample(random(8), HORSE);
        assertThat(a.rotations()).isEqualTo(b.rotations()).isNotEqualTo(c.rotations());
        assertThat(a.rootTranslation()).isEqualTo(b.rootTranslation());
    }

    @Test
    void theSameDrawsGiveTheSameMovementAMomentBefore() {
        PoseSampler sampler = new PoseSampler(Rigs.quadruped());
        double frame = 0;
        double third = 0;
        for (long seed = 0; seed < 40; seed++) {
            float[] now = sampler.sample(random(seed), HORSE).rotations();
            assertThat(sampler.sample(random(seed), HORSE, 0).rotations()).isEqualTo(now);
            frame += distance(now, sampler.sample(random(seed), HORSE, 0.04).rotations());
            third += distance(now, sampler.sample(random(seed), HORSE, 0.12).rotations());
        }
        double other = distance(
                sampler.sample(random(1), HORSE).rotations(),
                sampler.sample(random(2), HORSE).rotations());
        assertThat(frame / 40).isPositive().isLessThan(0.5 * third / 40);
        assertThat(third / 40).isLessThan(0.5 * other);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void keepsJointLimits() {
        Rig rig = Rigs.quadruped();
        // Tighter than the poses want to be.
        float[] tight = rig.limits().clone();
        for (int i = 0; i < tight.length; i++) {
            tight[i] *= 0.5f;
        }
        Rig stiff = new Rig(rig.id(), rig.mesh(), rig.skeleton(), rig.skin(), rig.keypoints(), tight, rig.shapes());
        RandomGenerator random = random(1);
        for (int i = 0; i < SAMPLES; i++) {
            Limits.assertHeld(new PoseSampler(rig).sample(random, HORSE), rig.limits(), 1e-3f);
            Limits.assertHeld(new PoseSampler(stiff).sample(random, HORSE), tight, 1e-3f);
        }
    }

    @Test
    void rotationsAreUnitAndHoovesStayAboveGround() {
        PoseSampler sampler = new PoseSampler(Rigs.quadruped());
        RandomGenerator random = random(2);
        Body body = HORSE;
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
        PoseBuilder b = new PoseBuilder(HORSE);
        for (long seed = 0; seed < 20; seed++) {
            b.set(Motions.graze(seed).at(0.3, HORSE));
            b.placeAll();
            Vector3f nose = b.world[Joints.HEAD].transform(Nose.fromHead(HORSE)).add(b.position[Joints.HEAD]);
            assertThat(nose.y).isBetween(-0.05f, 0.45f);
        }
    }

    @Test
    void posesDiffer() {
        PoseSampler sampler = new PoseSampler(Rigs.quadruped());
        RandomGenerator random = random(3);
        Body body = HORSE;
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
