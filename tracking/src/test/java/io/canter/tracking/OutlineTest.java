package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Detection;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutlineTest {
    private final Rig rig = TestRigs.quadruped();
    private final PosedAnimal truth = PosedAnimal.random(rig, rig.template(), 1.4, 0.2, new Random(3));
    private final Correspondences points = new Correspondences(rig, 300, 2 * Outline.POINTS_MAX);
    private final ArticulatedFit fit = new ArticulatedFit(rig, points);
    private final Outline outline = new Outline(rig);

    private void atTruth() {
        Detection seen = truth.detection();
        points.read(seen);
        outline.read(seen, PosedAnimal.CAMERA, 1280, 720);
        truth.stand(fit);
        fit.bind(rig, rig.template());
    }

    @Test
    void meshInCropIsTheSkinnedMeshTurnedToTheCropsAxes() {
        atTruth();
        Detection seen = truth.detection();
        float[] found = new MeshInCrop(rig).pose(rig.template(), fit, seen.camera());
        float[] m = seen.camera().frameFromCrop();
        for (int v = 0; v < found.length; v += 3) {
            for (int a = 0; a < 3; a++) {
                float expected =
                        m[a] * truth.vertices[v] + m[3 + a] * truth.vertices[v + 1] + m[6 + a] * truth.vertices[v + 2];
                assertThat(found[v + a]).isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-3f));
            }
        }
    }

    @Test
    void asksForNothingWhereMeshAndMaskAgree() {
        atTruth();
        outline.match(rig.template(), fit, points);
        // A pixel or two whose centre lies on the outline to the last digit.
        assertThat(points.count - points.mapped).isLessThan(6);
    }

    @Test
    void drawsAShiftedMeshBack() {
        atTruth();
        fit.translation[0] += 0.3;
        outline.match(rig.template(), fit, points);
        assertThat(points.count - points.mapped).isBetween(40, 2 * Outline.POINTS_MAX);
        fit.bind(rig, rig.template());
        int n = BoneBlocks.unknowns(rig.skeleton().jointCount());
        double[] gradient = new double[n];
        for (int i = 0; i < points.mapped; i++) {
            points.weights[i] = 0;
        }
        fit.evaluate(new double[n * n], gradient);
        assertThat(gradient[0]).isPositive();
        assertThat(Math.abs(gradient[1])).isLessThan(0.5 * gradient[0]);
    }

    @Test
    void everyPointOfTheOutlineHasARayButNoPosedPlace() {
        atTruth();
        fit.translation[1] += 0.2;
        outline.match(rig.template(), fit, points);
        for (int i = points.mapped; i < points.count; i++) {
            assertThat(points.posedInformation[i]).isZero();
            double x = points.rays[3 * i];
            double y = points.rays[3 * i + 1];
            double z = points.rays[3 * i + 2];
            assertThat(x * x + y * y + z * z).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-9));
        }
        points.dropOutline();
        assertThat(points.count).isEqualTo(points.mapped);
    }

    @Test
    void limbsTakenForTheOtherSideAreTakenBack() {
        atTruth();
        Correspondences swapped = new Correspondences(rig, 300, 0);
        Detection seen = PosedAnimal.spoilt(truth.detection(), 0, 0, true, new Random(1));
        points.read(seen);
        swapped.read(seen);
        fit.bind(rig, rig.template());
        fit.vote(rig, rig.template());
        fit.chooseSides(rig, rig.template());
        int changed = 0;
        for (int i = 0; i < points.mapped; i++) {
            changed += points.triangles[i] == swapped.triangles[i] ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(5);
        // What was changed now agrees with the pose, as the maps' places were never wrong.
        fit.optimise(0, 3);
        assertThat(fit.explained()).isGreaterThan(0.97);
    }
}
