package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.Box;
import io.canter.inference.DualPointMaps;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.scene.HeldOutSamples;
import io.canter.training.scene.HeldOutSamples.Specimen;
import io.canter.training.scene.Sample;
import io.canter.training.scene.SceneGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The measures given maps whose errors are known: the truth itself, mirrored, turned, shifted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedMeasuresTest {
    private static final int PLANE = SceneGenerator.MAP_SIZE * SceneGenerator.MAP_SIZE;

    private final Rig rig = Rigs.quadruped();
    private final LimbLabels limbs = new LimbLabels(rig);
    private final List<Specimen> specimens = new ArrayList<>();

    @BeforeAll
    void takesAFewWholeAnimals() {
        HeldOutSamples samples = new HeldOutSamples(rig);
        for (int n = 0; n < 40 && specimens.size() < 6; n++) {
            Specimen specimen = samples.next();
            if (specimen.sample().visibleFraction() > 0.99f) {
                specimens.add(specimen);
            }
        }
        assertThat(specimens).hasSize(6);
    }

    /** The truth as a network would say it, with Q's axes multiplied by signs and P shifted. */
    private static DualPointMaps said(Sample sample, float signX, float signZ, float shift) {
        float[] q = sample.canonical().clone();
        float[] p = sample.posed().clone();
        for (int i = 0; i < q.length; i++) {
            int axis = i / PLANE % 3;
            q[i] *= axis == 0 ? signX : axis == 2 ? signZ : 1;
            p[i] += axis == 1 ? shift : 0;
        }
        float[] occupancy = new float[sample.occupancy().length];
        for (int i = 0; i < occupancy.length; i++) {
            occupancy[i] = sample.occupancy()[i];
        }
        float[] confidence = new float[occupancy.length];
        Arrays.fill(confidence, 100);
        return new DualPointMaps(SceneGenerator.LAYERS, SceneGenerator.MAP_SIZE, q, p, occupancy, confidence);
    }

    private MapScore score(float signX, float signZ, float shift) {
        MapScore all = new MapScore();
        for (Specimen specimen : specimens) {
            MapScore one = new MapScore();
            one.add(new MapPair(said(specimen.sample(), signX, signZ, shift), specimen.sample()), limbs);
            all.addAll(one);
        }
        return all;
    }

    @Test
    void theTruthIsWithoutError() {
        MapScore score = score(1, 1, 0);
        assertThat(score.samples()).isEqualTo(6);
        assertThat(score.canonicalVisible.p95()).isZero();
        assertThat(score.posedHidden.p95()).isZero();
        assertThat(score.chamfer.mean()).isZero();
        for (int layer = 0; layer < SceneGenerator.LAYERS; layer++) {
            assertThat(score.occupancyIou(layer)).isEqualTo(1);
        }
        assertThat(score.swappedLegs()).isZero();
        assertThat(score.turned()).isZero();
        assertThat(score.unseen()).isZero();
    }

    @Test
    void exchangedSidesAreSwappedLegs() {
        MapScore score = score(-1, 1, 0);
        assertThat(score.swappedLegs()).isEqualTo(1);
        assertThat(score.turned()).isZero();
        assertThat(score.canonicalVisible.median()).isGreaterThan(0.1);
    }

    @Test
    void frontForBackIsATurn() {
        assertThat(score(-1, -1, 0).turned()).isEqualTo(1);
    }

    @Test
    void aShiftIsAnErrorOfPositionByItsLength() {
        MapScore score = score(1, 1, 0.03f);
        assertThat(score.posedVisible.median()).isCloseTo(0.03, within(1e-4));
        assertThat(score.posedHidden.p95()).isCloseTo(0.03, within(1e-4));
        assertThat(score.chamfer.mean()).isBetween(0.002, 0.03);
        assertThat(score.canonicalVisible.p95()).isZero();
    }

    @Test
    void exactMapsGiveJointsCloseToTheTruth() {
        BoneAlignment bones = new BoneAlignment(rig);
        SingleFit fit = new SingleFit(rig, SceneGenerator.IMAGE_SIZE);
        JointScore aligned = new JointScore();
        JointScore fitted = new JointScore();
        float edge = SceneGenerator.IMAGE_SIZE;
        for (Specimen specimen : specimens) {
            DualPointMaps maps = said(specimen.sample(), 1, 1, 0);
            aligned.add(java.util.Optional.of(bones.joints(maps)), specimen.joints());
            fitted.add(
                    fit.joints(
                            maps, new Box(0, 0, edge, edge), specimen.sample().tanHalf()),
                    specimen.joints());
        }
        // Individuals are not the template: their joints lie elsewhere by some centimetres.
        assertThat(aligned.errors().median()).isLessThan(0.12);
        assertThat(fitted.missed()).isZero();
        assertThat(fitted.errors().median()).isLessThan(0.06);
    }

    @Test
    void errorsOfJointsAreTakenWithTheirMeansInOnePlace() {
        float[] truth = {0, 0, 0, 2, 0, 0};
        assertThat(JointScore.error(new float[] {5, 5, 5, 7, 5, 5}, truth)).isCloseTo(0, within(1e-6));
        assertThat(JointScore.error(new float[] {0, 0, 0, 4, 0, 0}, truth)).isCloseTo(1, within(1e-6));
    }

    @Test
    void mapsOfAnotherSizeAreRefused() {
        DualPointMaps small = new DualPointMaps(1, 2, new float[12], new float[12], new float[4], new float[4]);
        assertThatThrownBy(() -> new MapPair(small, specimens.get(0).sample())).hasMessageContaining("1 layers");
    }

    @Test
    void quantilesAreValuesThatOccur() {
        ErrorList errors = new ErrorList();
        for (int i = 100; i >= 1; i--) {
            errors.add(i);
        }
        assertThat(errors.median()).isEqualTo(50);
        assertThat(errors.p95()).isEqualTo(95);
        assertThat(errors.mean()).isCloseTo(50.5, within(1e-9));
        assertThat(new ErrorList().median()).isNaN();
    }

    @Test
    void chamferIsTheMeanOfBothWays() {
        float[] one = {0, 0, 0};
        float[] two = {0, 0, 1, 0, 0, 3};
        // From one to two: 1. From two to one: (1 + 3) / 2.
        assertThat(Chamfer.distance(one, two)).isCloseTo(1.5, within(1e-9));
        assertThat(Chamfer.distance(one, new float[0])).isNaN();
    }
}
