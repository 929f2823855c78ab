package io.canter.training.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canter.tracking.Body;
import io.canter.tracking.Keypoint;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Skeleton;
import io.canter.tracking.Skin;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnimalFamilyTest {
    private static final Rig RIG = RigBuilder.withoutShapes();

    @Test
    void meshIsClosedConnectedAndWithoutHandles() {
        int[] triangles = RIG.mesh().triangles();
        Set<Long> edges = new HashSet<>();
        int[] group = new int[RIG.mesh().vertexCount()];
        for (int v = 0; v < group.length; v++) {
            group[v] = v;
        }
        for (int i = 0; i < triangles.length; i++) {
            int a = triangles[i];
            int b = triangles[i % 3 == 2 ? i - 2 : i + 1];
            assertThat(edges.add((long) a << 32 | b))
                    .as("edge %d-%d is used once", a, b)
                    .isTrue();
            group[root(group, a)] = root(group, b);
        }
        for (long edge : edges) {
            assertThat(edges.contains(edge << 32 | edge >>> 32)).isTrue();
        }
        int components = 0;
        for (int v = 0; v < group.length; v++) {
            components += group[v] == v ? 1 : 0;
        }
        assertThat(components).isEqualTo(1);
        // Euler: V - E + F = 2 for a ball.
        assertThat(group.length - edges.size() / 2 + triangles.length / 3).isEqualTo(2);
    }

    private static int root(int[] group, int v) {
        int r = v;
        while (group[r] != r) {
            group[r] = group[group[r]];
            r = group[r];
        }
        return r;
    }

    @Test
    void fursVaryTailsEarsAndBelliesAndNothingElse() {
        Set<Trait> changed = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            Proportions dog = Presets.get("dog");
            Proportions furred = Variation.furred(dog, new SplittableRandom(seed));
            for (Trait t : Trait.values()) {
                if (furred.get(t) != dog.get(t)) {
                    changed.add(t);
                }
            }
            assertThat(furred.get(Trait.TAIL_HAIR)).isGreaterThanOrEqualTo(dog.get(Trait.TAIL_HAIR));
            assertThat(furred.get(Trait.BELLY_BOTTOM)).isLessThanOrEqualTo(dog.get(Trait.BELLY_BOTTOM));
        }
        assertThat(changed)
                .contains(Trait.TAIL_HAIR, Trait.EAR_DROOP, Trait.BELLY_BOTTOM)
                .doesNotContain(Trait.HIP_HEIGHT, Trait.NECK_LENGTH, Trait.TAIL_LENGTH, Trait.ELBOW_HEIGHT);
        float[] body = AnimalFamily.sample(
                        java.util.random.RandomGeneratorFactory.of("L64X128MixRandom")
                                .create(3),
                        java.util.List.of("goat"),
                        1)
                .body()
                .vertices();
        for (float x : body) {
            assertThat(x).isFinite();
        }
    }

    @Test
    void trianglesLookOutwards() {
        float[] p = RIG.mesh().vertices();
        int[] t = RIG.mesh().triangles();
        double volume = 0;
        for (int i = 0; i < t.length; i += 3) {
            int a = 3 * t[i];
            int b = 3 * t[i + 1];
            int c = 3 * t[i + 2];
            volume += (p[a] * (p[b + 1] * p[c + 2] - p[b + 2] * p[c + 1])
                            - p[a + 1] * (p[b] * p[c + 2] - p[b + 2] * p[c])
                            + p[a + 2] * (p[b] * p[c + 1] - p[b + 1] * p[c]))
                    / 6;
        }
        // A horse of 1.5 m weighs about 450 kg at about the density of water.
        assertThat(volume).isBetween(0.25, 0.65);
    }

    @Test
    void everyPresetStandsOnTheGroundAndIsSymmetric() {
        int[] mirror = Topology.get().mirror;
        for (String name : AnimalFamily.species()) {
            float[] p = AnimalFamily.preset(name).vertices();
            float least = Float.MAX_VALUE;
            for (int v = 0; v < mirror.length; v++) {
                int m = mirror[v];
                least = Math.min(least, p[3 * v + 1]);
                assertThat(p[3 * m]).as(name).isCloseTo(-p[3 * v], within(1e-5f));
                assertThat(p[3 * m + 1]).as(name).isCloseTo(p[3 * v + 1], within(1e-5f));
                assertThat(p[3 * m + 2]).as(name).isCloseTo(p[3 * v + 2], within(1e-5f));
            }
            assertThat(least).as(name).isBetween(0f, 0.006f);
            Body body = AnimalFamily.preset(name);
            for (String foot : new String[] {"fore_foot_l", "fore_foot_r", "hind_foot_l", "hind_foot_r"}) {
                assertThat(lowestNear(p, body.joints(), QuadrupedSkeleton.index(foot)))
                        .isLessThan(0.006f);
            }
        }
    }

    private static float lowestNear(float[] p, float[] joints, int j) {
        float least = Float.MAX_VALUE;
        for (int v = 0; v < p.length; v += 3) {
            if (Math.abs(p[v] - joints[3 * j]) < 0.08 && Math.abs(p[v + 2] - joints[3 * j + 2]) < 0.12) {
                least = Math.min(least, p[v + 1]);
            }
        }
        return least;
    }

    @Test
    void individualsShareTheTrunkLength() {
        SplittableRandom random = new SplittableRandom(1);
        Skeleton s = RIG.skeleton();
        int shoulder = s.indexOf("humerus_l");
        int hip = s.indexOf("femur_l");
        float expected = trunk(RIG.template(), shoulder, hip);
        for (int i = 0; i < 20; i++) {
            assertThat(trunk(AnimalFamily.sample(random).body(), shoulder, hip)).isCloseTo(expected, within(1e-4f));
        }
    }

    private static float trunk(Body body, int shoulder, int hip) {
        return body.joints()[3 * shoulder + 2] - body.joints()[3 * hip + 2];
    }

    @Test
    void sameSeedGivesTheSameAnimal() {
        var a = AnimalFamily.sample(new SplittableRandom(5));
        var b = AnimalFamily.sample(new SplittableRandom(5));
        assertThat(a.species()).isEqualTo(b.species());
        assertThat(a.body().vertices()).containsExactly(b.body().vertices());
        assertThat(AnimalFamily.sample(new SplittableRandom(6)).body().vertices())
                .isNotEqualTo(a.body().vertices());
    }

    @Test
    void samplesAreFiniteAndOfAnimalSize() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 40; i++) {
            for (float x : AnimalFamily.sample(random).body().vertices()) {
                assertThat(Math.abs(x)).isLessThan(2.6f);
            }
        }
    }

    @Test
    void legsMoveOnTheirOwn() {
        Skin skin = RIG.skin();
        Skeleton s = RIG.skeleton();
        float[] p = RIG.mesh().vertices();
        for (int v = 0; v < RIG.mesh().vertexCount(); v++) {
            for (int k = 0; k < Skin.INFLUENCES; k++) {
                String joint = s.names().get(skin.joints()[4 * v + k]);
                float w = skin.weights()[4 * v + k];
                boolean leg = joint.matches("(radius|metacarpus|fore_.*|tibia|metatarsus|hind_.*)_[lr]");
                if (leg && Math.abs(p[3 * v]) > 0.02) {
                    boolean left = joint.endsWith("_l");
                    assertThat(w > 0.02 && left != p[3 * v] > 0)
                            .as("%s moves a vertex of the other side", joint)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void keypointsStandWhereTheirNamesSay() {
        assertThat(RIG.keypoints()).hasSize(17);
        float[] paw = keypoint("left_front_paw");
        float[] carpus = keypoint("left_elbow");
        float[] shoulder = keypoint("left_shoulder");
        assertThat(paw[1]).isLessThan(0.1f);
        assertThat(carpus[1]).isBetween(0.42f, 0.52f);
        assertThat(shoulder[1]).isBetween(0.75f, 0.95f);
        assertThat(paw[0]).isPositive();
        assertThat(keypoint("right_front_paw")[0]).isNegative();
        assertThat(keypoint("left_knee")[1]).isBetween(0.5f, 0.6f);
        assertThat(keypoint("nose")[2]).isGreaterThan(1.35f);
        assertThat(keypoint("left_eye")[0]).isGreaterThan(0.04f);
        assertThat(keypoint("root_of_tail")[2]).isLessThan(-0.7f);
        assertThat(Math.abs(keypoint("neck")[0])).isLessThan(0.03f);
    }

    private static float[] keypoint(String name) {
        Keypoint k = RIG.keypoints().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
        float[] mean = new float[3];
        for (int v : k.vertices()) {
            for (int c = 0; c < 3; c++) {
                mean[c] += RIG.mesh().vertices()[3 * v + c] / k.vertices().length;
            }
        }
        return mean;
    }

    @Test
    void limitsContainTheRestPose() {
        for (int j = 0; j < RIG.skeleton().jointCount(); j++) {
            for (int axis = 0; axis < 3; axis++) {
                assertThat(RIG.limits()[6 * j + 2 * axis]).isLessThanOrEqualTo(0);
                assertThat(RIG.limits()[6 * j + 2 * axis + 1]).isGreaterThanOrEqualTo(0);
            }
        }
    }

    @Test
    void shippedRigIsTheOneThatIsBuilt() {
        Rig shipped = Rigs.quadruped();
        assertThat(shipped.id()).isEqualTo(RigBuilder.ID);
        assertThat(shipped.mesh().triangles()).containsExactly(RIG.mesh().triangles());
        float worst = 0;
        for (int i = 0; i < RIG.mesh().vertices().length; i++) {
            worst = Math.max(
                    worst, Math.abs(shipped.mesh().vertices()[i] - RIG.mesh().vertices()[i]));
        }
        assertThat(worst).isLessThan(1e-4f);
    }

    @Test
    void shapeBasisSpansTheFamily() {
        Rig shipped = Rigs.quadruped();
        assertThat(shipped.shapes()).hasSize(12);
        SplittableRandom random = new SplittableRandom(99);
        double left = 0;
        double whole = 0;
        for (int i = 0; i < 10; i++) {
            float[] rest = AnimalFamily.sample(random).body().vertices().clone();
            for (int k = 0; k < rest.length; k++) {
                rest[k] -= shipped.mesh().vertices()[k];
                whole += rest[k] * rest[k];
            }
            // The components are orthogonal up to the joints' small share: project one after the other.
            for (Body shape : shipped.shapes()) {
                double dot = 0;
                double norm = 0;
                for (int k = 0; k < rest.length; k++) {
                    dot += rest[k] * shape.vertices()[k];
                    norm += shape.vertices()[k] * shape.vertices()[k];
                }
                for (int k = 0; k < rest.length; k++) {
                    rest[k] -= (float) (dot / norm) * shape.vertices()[k];
                }
            }
            for (float x : rest) {
                left += x * x;
            }
        }
        assertThat(left / whole).isLessThan(0.1);
    }

    @Test
    void nearlyNoInsideShowsOnAnyPreset() {
        int[] triangles = RIG.mesh().triangles();
        for (String name : AnimalFamily.species()) {
            var picture = new Preview(600, 500, 0.0055, 0, 0.95, 0.1)
                    .draw(AnimalFamily.preset(name).vertices(), triangles, 0.8, 0.1);
            int inside = 0;
            int animal = 0;
            for (int y = 0; y < 500; y++) {
                for (int x = 0; x < 600; x++) {
                    int rgb = picture.getRGB(x, y) & 0xffffff;
                    inside += rgb == 0xd03030 ? 1 : 0;
                    animal += (rgb >> 16) > (rgb & 0xff) + 8 ? 1 : 0;
                }
            }
            assertThat(animal).as(name).isGreaterThan(15000);
            assertThat(inside).as(name).isLessThan(animal / 500);
        }
    }

    @Test
    void refusesAnUnknownSpeciesByName() {
        assertThatThrownBy(() -> AnimalFamily.preset("unicorn")).hasMessageContaining("unicorn");
    }
}
