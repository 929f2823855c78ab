package io.canter.training.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.tracking.Body;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Skinner;
import io.canter.training.family.AnimalFamily;
import io.canter.training.family.AnimalFamily.Individual;
import io.canter.training.motion.PoseSampler;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneGeneratorTest {
    private static final Rig RIG = Rigs.quadruped();
    private static final int PLANE = SceneGenerator.MAP_SIZE * SceneGenerator.MAP_SIZE;

    private final List<Body> bodies = new ArrayList<>();
    private final List<Pose> poses = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 8, 13, 21})
    void posedMapIsTheSkinnedSurfaceAtTheCanonicalMapsPoint(long seed) {
        Sample sample = recording().sample(seed);
        assertThat(sample.negative()).as("choose a seed with an animal").isFalse();
        // Find the camera back: the root's depth is told, and P + root must lie on each pixel's ray.
        float[] root = rootOnRays(sample);
        assertThat(root[2]).isCloseTo(sample.rootDepth(), within(2e-3f));

        // Distances do not depend on the camera: P's distance from the root equals the skinned point's.
        Skinner skinner = new Skinner(RIG);
        float[] skinned = new float[RIG.mesh().vertices().length];
        skinner.skin(bodies.get(0), poses.get(0), skinned);
        int checked = 0;
        for (int p = 0; p < PLANE; p += 7) {
            for (int layer = 0; layer < SceneGenerator.LAYERS; layer++) {
                if (sample.occupancy()[layer * PLANE + p] == 0) {
                    continue;
                }
                float[] q = at(sample.canonical(), layer, p);
                double expected = distanceToRoot(q, skinned, poses.get(0).rootTranslation());
                float[] posed = at(sample.posed(), layer, p);
                double actual = Math.sqrt(posed[0] * posed[0] + posed[1] * posed[1] + posed[2] * posed[2]);
                assertThat(actual).isCloseTo(expected, within(1e-3));
                checked++;
            }
        }
        assertThat(checked).isPositive();
    }

    @Test
    void crossingsAreSortedFromTheFrontAndLeaveNoGaps() {
        SceneGenerator generator = recording();
        for (long seed = 100; seed < 120; seed++) {
            Sample sample = generator.sample(seed);
            for (int p = 0; p < PLANE; p++) {
                for (int layer = 1; layer < SceneGenerator.LAYERS; layer++) {
                    int here = layer * PLANE + p;
                    if (sample.occupancy()[here] == 1) {
                        assertThat(sample.occupancy()[here - PLANE]).isEqualTo((byte) 1);
                        assertThat(at(sample.posed(), layer, p)[2])
                                .isGreaterThanOrEqualTo(at(sample.posed(), layer - 1, p)[2]);
                    } else {
                        assertThat(at(sample.canonical(), layer, p)).containsOnly(0);
                        assertThat(at(sample.posed(), layer, p)).containsOnly(0);
                    }
                }
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameSampleWhateverWasMadeBefore() {
        SceneGenerator one = recording();
        SceneGenerator other = recording();
        for (long seed = 0; seed < 12; seed++) {
            other.sample(5000 + seed);
            assertThat(SampleWriter.encode(one.sample(seed), true))
                    .isEqualTo(SampleWriter.encode(other.sample(seed), true));
        }
    }

    @Test
    void neighbouringSeedsGiveDifferentPictures() {
        SceneGenerator generator = recording();
        assertThat(generator.sample(40).image())
                .isNotEqualTo(generator.sample(41).image());
    }

    @Test
    void aboutOneInElevenPicturesHoldsNoAnimal() {
        SceneGenerator generator = recording();
        int negatives = 0;
        for (long seed = 200; seed < 500; seed++) {
            Sample sample = generator.sample(seed);
            int occupied = 0;
            for (byte value : sample.occupancy()) {
                occupied += value;
            }
            if (sample.negative()) {
                negatives++;
                assertThat(occupied).isZero();
                assertThat(sample.visibleFraction()).isZero();
            } else {
                assertThat(sample.rootDepth()).isPositive();
            }
        }
        assertThat(negatives).isBetween(10, 50);
    }

    @Test
    void leftOfTheAnimalHasPositiveX() {
        // Walking to the right as seen from its right side: near points have x < 0, and the head is right of the tail.
        Rig rig = RIG;
        float[] camera = new float[rig.mesh().vertices().length];
        View view = View.lookAt(
                new float[] {-6, 1, 0}, new float[] {0, 1, 0}, 0, new io.canter.ingest.Intrinsics(100, 100, 32, 32));
        view.toCamera(rig.mesh().vertices(), camera);
        LayeredRasterizer rasterizer = new LayeredRasterizer(64, 64, 1);
        rasterizer.rasterize(camera, rig.mesh().triangles(), 0.32f);
        int plane = 64 * 64;
        float[] q = new float[3 * plane];
        rasterizer.interpolate(rig.mesh().vertices(), 0, q, 0);
        int near = 0;
        int seen = 0;
        double headward = 0;
        for (int p = 0; p < plane; p++) {
            if (rasterizer.hit(0, p)) {
                seen++;
                near += q[p] < 0 ? 1 : 0;
                headward += q[p + 2 * plane] * (p % 64 - 31.5);
            }
        }
        assertThat(seen).isGreaterThan(300);
        assertThat((double) near / seen).isGreaterThan(0.85);
        assertThat(headward).isPositive();
    }

    @Test
    void aPriorIsTheSameAnimalAMomentBeforeAndChangesNothingElse() {
        SceneGenerator with = recording(1);
        SceneGenerator without = recording(0);
        int still = 0;
        int seen = 0;
        int near = 0;
        int negatives = 0;
        for (long seed = 300; seed < 340; seed++) {
            Sample sample = with.sample(seed);
            Sample.Prior prior = sample.prior();
            assertThat(SampleWriter.encode(sample, false)).isEqualTo(SampleWriter.encode(without.sample(seed), false));
            assertThat(prior.occupancy()).hasSize(PLANE);
            negatives += sample.negative() ? 1 : 0;
            for (int p = 0; p < PLANE; p++) {
                if (prior.occupancy()[p] == 0) {
                    assertThat(at(prior.canonical(), 0, p)).containsOnly(0);
                } else if (sample.occupancy()[p] == 1) {
                    float[] then = at(prior.canonical(), 0, p);
                    float[] now = at(sample.canonical(), 0, p);
                    double moved = Math.hypot(Math.hypot(then[0] - now[0], then[1] - now[1]), then[2] - now[2]);
                    seen++;
                    still += moved == 0 ? 1 : 0;
                    near += moved < 0.2 ? 1 : 0;
                }
            }
        }
        // Pictures without an animal have one as well: it does not tell whether there is an animal.
        assertThat(negatives).isPositive();
        assertThat((double) near / seen).isGreaterThan(0.8);
        assertThat((double) still / seen).isLessThan(0.05);
        assertThat(without.sample(300).prior()).isSameAs(Sample.Prior.NONE);
    }

    private SceneGenerator recording() {
        return recording(0.5);
    }

    private SceneGenerator recording(double priorShare) {
        PoseSampler sampler = new PoseSampler(RIG);
        BodyPool pool = new BodyPool(SceneGeneratorTest::cheapBody);
        Poses recorded = (random, body, secondsBefore) -> {
            Pose pose = sampler.sample(random, body, secondsBefore);
            bodies.add(body);
            poses.add(pose);
            return pose;
        };
        return new SceneGenerator(
                RIG, Regions.of(RIG), pool, Photos.none(), ForeignBodies.none(), recorded, new Shares(priorShare, 0));
    }

    /** Making real individuals takes long; sizes are variation enough here. */
    private static Individual cheapBody(RandomGenerator random) {
        String species = AnimalFamily.species().get(0);
        return new Individual(species, RIG.template().scaled(random.nextFloat(0.9f, 1.1f)));
    }

    private static float[] at(float[] map, int layer, int p) {
        int o = 3 * layer * PLANE + p;
        return new float[] {map[o], map[o + PLANE], map[o + 2 * PLANE]};
    }

    // Least squares: (P + t) x ray = 0 for all pixels, by its normal equations.
    private static float[] rootOnRays(Sample sample) {
        double[][] m = new double[3][4];
        for (int p = 0; p < PLANE; p++) {
            double u = (2 * (p % SceneGenerator.MAP_SIZE + 0.5) / SceneGenerator.MAP_SIZE - 1) * sample.tanHalf();
            double v = (2 * (p / SceneGenerator.MAP_SIZE + 0.5) / SceneGenerator.MAP_SIZE - 1) * sample.tanHalf();
            for (int layer = 0; layer < SceneGenerator.LAYERS; layer++) {
                if (sample.occupancy()[layer * PLANE + p] == 1) {
                    float[] x = at(sample.posed(), layer, p);
                    add(m, new double[] {1, 0, -u}, u * x[2] - x[0]);
                    add(m, new double[] {0, 1, -v}, v * x[2] - x[1]);
                }
            }
        }
        for (int i = 0; i < 3; i++) {
            for (int r = i + 1; r < 3; r++) {
                double f = m[r][i] / m[i][i];
                for (int c = i; c < 4; c++) {
                    m[r][c] -= f * m[i][c];
                }
            }
        }
        double z = m[2][3] / m[2][2];
        double y = (m[1][3] - m[1][2] * z) / m[1][1];
        double x = (m[0][3] - m[0][1] * y - m[0][2] * z) / m[0][0];
        return new float[] {(float) x, (float) y, (float) z};
    }

    private static void add(double[][] m, double[] row, double value) {
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                m[i][k] += row[i] * row[k];
            }
            m[i][3] += row[i] * value;
        }
    }

    // Finds the template's triangle that holds q by brute force and carries it to the skinned mesh.
    private static double distanceToRoot(float[] q, float[] skinned, float[] root) {
        float[] rest = RIG.mesh().vertices();
        int[] triangles = RIG.mesh().triangles();
        double best = Double.MAX_VALUE;
        double distance = 0;
        for (int t = 0; t < triangles.length; t += 3) {
            double[] weights = closest(rest, triangles, t, q);
            double off = 0;
            double far = 0;
            for (int k = 0; k < 3; k++) {
                double onRest = 0;
                double onSkin = 0;
                for (int c = 0; c < 3; c++) {
                    onRest += weights[c] * rest[3 * triangles[t + c] + k];
                    onSkin += weights[c] * skinned[3 * triangles[t + c] + k];
                }
                off += (onRest - q[k]) * (onRest - q[k]);
                far += (onSkin - root[k]) * (onSkin - root[k]);
            }
            if (off < best) {
                best = off;
                distance = Math.sqrt(far);
            }
        }
        assertThat(Math.sqrt(best)).isLessThan(1e-3);
        return distance;
    }

    // Barycentric weights of q's projection on the triangle's plane, clamped: exact for a point of the triangle.
    private static double[] closest(float[] rest, int[] triangles, int t, float[] q) {
        double[] e1 = new double[3];
        double[] e2 = new double[3];
        double[] d = new double[3];
        for (int k = 0; k < 3; k++) {
            double a = rest[3 * triangles[t] + k];
            e1[k] = rest[3 * triangles[t + 1] + k] - a;
            e2[k] = rest[3 * triangles[t + 2] + k] - a;
            d[k] = q[k] - a;
        }
        double d11 = dot(e1, e1);
        double d12 = dot(e1, e2);
        double d22 = dot(e2, e2);
        double d1 = dot(d, e1);
        double d2 = dot(d, e2);
        double det = d11 * d22 - d12 * d12;
        if (!(Math.abs(det) > 1e-30)) {
            return new double[] {1, 0, 0};
        }
        double v = Math.max(0, Math.min(1, (d22 * d1 - d12 * d2) / det));
        double w = Math.max(0, Math.min(1 - v, (d11 * d2 - d12 * d1) / det));
        return new double[] {1 - v - w, v, w};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
