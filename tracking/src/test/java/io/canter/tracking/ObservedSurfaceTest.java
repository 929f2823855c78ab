package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** An animal whose flanks bulge beyond what its fitted body has, in exact maps and in noisy ones. */
class ObservedSurfaceTest {
    private static final Rig RIG = Rigs.quadruped();
    private static final float BULGE_METRES = 0.05f;
    private static final float[] FLANK = {0.25f, 1.05f, -0.1f};
    private static final float REACH = 0.35f;

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static Body bulging() {
        float[] vertices = RIG.mesh().vertices().clone();
        float[] normals = Normals.of(RIG.mesh());
        for (int i = 0; i < vertices.length; i += 3) {
            float share = bulge(i);
            for (int a = 0; a < 3; a++) {
                vertices[i + a] += BULGE_METRES * share * normals[i + a];
            }
        }
        return new Body(vertices, RIG.skeleton().restPositions());
    }

    /** 1 in the middle of either flank, 0 beyond its border. */
    private static float bulge(int i) {
        float[] v = RIG.mesh().vertices();
        double d = Math.hypot(Math.hypot(Math.abs(v[i]) - FLANK[0], v[i + 1] - FLANK[1]), v[i + 2] - FLANK[2]);
        double t = Math.max(0, 1 - d * d / (REACH * REACH));
        return (float) (t * t);
    }

    private static Subject fitted(PosedAnimal animal) {
        return new Subject(1, 1, animal.box(), RIG.template(), 1, animal.pose);
    }

    /** Mean distance from the truth over vertices that truly bulge, metres. */
    private static double error(Body body, Body truth) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < body.vertices().length; i += 3) {
            if (bulge(i) > 0.3) {
                count++;
                sum += Math.hypot(
                        Math.hypot(
                                body.vertices()[i] - truth.vertices()[i],
                                body.vertices()[i + 1] - truth.vertices()[i + 1]),
                        body.vertices()[i + 2] - truth.vertices()[i + 2]);
            }
        }
        return sum / count;
    }

    @Test
    void whatExactMapsShowIsCarriedBackToRest() {
        for (long seed = 1; seed <= 3; seed++) {
            Body truth = bulging();
            PosedAnimal animal = PosedAnimal.random(RIG, truth, 1.4, 0.25, random(seed));
            Body refined = new ObservedSurface(RIG, 0.1, 0.003).refine(fitted(animal), animal.detection());
            // Both flanks: the far one shows in the deeper layers.
            assertThat(error(refined, truth)).isLessThan(0.4 * error(RIG.template(), truth));
            assertThat(refined.joints()).isEqualTo(RIG.template().joints());
        }
    }

    @Test
    void straysAndNoiseMakeNoSpikes() {
        PosedAnimal animal = PosedAnimal.random(RIG, RIG.template(), 1.4, 0.25, random(5));
        Detection spoilt = PosedAnimal.spoilt(animal.detection(), 0.02, 0.1, true, new Random(5));
        Body refined = new ObservedSurface(RIG, 1, 0.003).refine(fitted(animal), spoilt);
        double most = 0;
        for (int i = 0; i < refined.vertices().length; i++) {
            most = Math.max(most, Math.abs(refined.vertices()[i] - RIG.mesh().vertices()[i]));
        }
        assertThat(most).isLessThan(0.03);
    }

    @Test
    void mapsThatShowNothingChangeNothing() {
        PosedAnimal animal = PosedAnimal.random(RIG, bulging(), 1.4, 0.25, random(5));
        Detection exact = animal.detection();
        DualPointMaps m = exact.maps();
        float[] none = new float[m.occupancy().length];
        float[] nan = new float[m.canonical().length];
        Arrays.fill(nan, Float.NaN);
        for (DualPointMaps maps : new DualPointMaps[] {
            new DualPointMaps(m.layers(), m.size(), m.canonical(), m.posed(), none, m.confidence()),
            new DualPointMaps(m.layers(), m.size(), nan, m.posed(), m.occupancy(), m.confidence()),
            new DualPointMaps(m.layers(), m.size(), m.canonical(), m.posed(), m.occupancy(), none)
        }) {
            Detection blind = new Detection(exact.box(), exact.camera(), maps, 1);
            Body refined = new ObservedSurface(RIG, 0.1, 0.003).refine(fitted(animal), blind);
            for (int i = 0; i < refined.vertices().length; i++) {
                assertThat(refined.vertices()[i]).isCloseTo(RIG.mesh().vertices()[i], within(1e-6f));
            }
        }
    }
}
