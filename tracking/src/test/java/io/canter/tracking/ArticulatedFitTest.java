package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticulatedFitTest {
    private static final double H = 1e-6;

    private final Random random = new Random(7);

    /** A fit somewhere away from the truth, with every prior at work. */
    private ArticulatedFit fit(Rig rig, boolean exact) {
        Body body = rig.body(0.5f);
        PosedAnimal animal = PosedAnimal.random(rig, body, 1, 0.4, random);
        Correspondences points = new Correspondences(rig, 300);
        points.read(exact ? animal.detection() : PosedAnimal.spoilt(animal.detection(), 0.03, 0.1, false, random));
        assertThat(points.count).isGreaterThan(50);
        ArticulatedFit fit = new ArticulatedFit(rig, points);
        fit.bind(rig, body);
        animal.stand(fit);
        return fit;
    }

    private void disturb(ArticulatedFit fit) {
        for (int a = 0; a < 3; a++) {
            fit.translation[a] += 0.03 * random.nextGaussian();
            fit.origin[a] = 0.02 * random.nextGaussian();
        }
        for (int i = 3; i < fit.kinematics.bends.length; i++) {
            fit.kinematics.bends[i] += 0.3 * random.nextGaussian();
        }
        fit.prior.translationInformation = 3;
        fit.prior.rotationInformation = 5;
        fit.prior.bendInformation = 7;
        fit.prior.rotation[0] = Math.sin(0.2);
        fit.prior.rotation[3] = Math.cos(0.2);
    }

    /** Moves one unknown the way the fit itself would. */
    private static void move(ArticulatedFit fit, int unknown, double by) {
        int joints = fit.kinematics.jointCount;
        if (unknown < 3) {
            fit.translation[unknown] += by;
        } else if (unknown < 6) {
            double[] turn = new double[3];
            double[] q = new double[4];
            turn[unknown - 3] = by;
            Rotations.toQuaternion(turn, 0, q, 0);
            Rotations.multiplyQuaternions(q, fit.kinematics.rootRotation, fit.kinematics.rootRotation);
        } else if (unknown < 3 + 3 * joints) {
            fit.kinematics.bends[unknown - 3] += by;
        } else {
            fit.origin[unknown - 3 - 3 * joints] += by;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 37})
    void gradientAgreesWithFiniteDifferences(int joints) {
        Rig rig = joints == 37 ? TestRigs.quadruped() : TestRigs.chain(joints);
        ArticulatedFit fit = fit(rig, false);
        disturb(fit);
        int n = BoneBlocks.unknowns(joints);
        double[] gradient = new double[n];
        double cost = fit.evaluate(new double[n * n], gradient);
        double[] alone = new double[n];
        assertThat(fit.evaluate(null, alone)).isEqualTo(cost);
        assertThat(alone).containsExactly(gradient, within(1e-9));
        for (int i = 0; i < n; i++) {
            move(fit, i, H);
            double above = fit.evaluate(null, null);
            move(fit, i, -2 * H);
            double below = fit.evaluate(null, null);
            move(fit, i, H);
            double numeric = (above - below) / (2 * H);
            assertThat(gradient[i]).as("unknown " + i).isCloseTo(numeric, within(1e-4 * (10 + Math.abs(numeric))));
        }
    }

    /** Where all residuals vanish, Gauss and Newton agree, so the matrix is the derivative of the gradient. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 37})
    void normalMatrixIsDerivativeOfGradientAtPerfectFit(int joints) {
        Rig rig = joints == 37 ? TestRigs.quadruped() : TestRigs.chain(joints);
        ArticulatedFit fit = fit(rig, true);
        // A wide kernel keeps the curvature of the robust cost out of the comparison.
        fit.optimise(0, 100);
        int n = BoneBlocks.unknowns(joints);
        double[] matrix = new double[n * n];
        double[] above = new double[n];
        double[] below = new double[n];
        fit.evaluate(matrix, above);
        double h = 1e-5;
        double scale = 0;
        for (double m : matrix) {
            scale = Math.max(scale, Math.abs(m));
        }
        for (int i = 0; i < n; i++) {
            move(fit, i, h);
            fit.evaluate(new double[n * n], above);
            move(fit, i, -2 * h);
            fit.evaluate(new double[n * n], below);
            move(fit, i, h);
            for (int k = 0; k < n; k++) {
                double numeric = (above[k] - below[k]) / (2 * h);
                assertThat(matrix[i * n + k]).as("entry " + i + ", " + k).isCloseTo(numeric, within(5e-3 * scale));
            }
        }
    }

    /** Along the best answer of the pose, the cost must change with the shape as the eliminated system says. */
    @Test
    void shapeGradientAgreesWithFiniteDifferencesOfFittedCost() {
        Rig rig = TestRigs.quadruped();
        ArticulatedFit fit = fit(rig, false);
        fit.prior.clearPrediction();
        fit.optimise(40, 4);
        ShapeBlocks shape = new ShapeBlocks(rig);
        assertThat(fit.gather(shape)).isTrue();
        double h = 1e-3;
        for (int k = 0; k < 2; k++) {
            float[] coefficients = {0.5f, 0};
            coefficients[k] += (float) h;
            fit.bind(rig, rig.body(coefficients));
            double above = fit.optimise(40, 4);
            coefficients[k] -= (float) (2 * h);
            fit.bind(rig, rig.body(coefficients));
            double below = fit.optimise(40, 4);
            double numeric = (above - below) / (2 * h);
            assertThat(shape.gradient[k]).isCloseTo(numeric, within(0.02 * Math.abs(numeric) + 0.05));
        }
    }

    /** Pixels that scatter about a spot's place, and no P: measured in space, the answer would stand half as far. */
    @Test
    void scatterAcrossRaysDrawsNoAnimalToTheCamera() {
        Rig rig = TestRigs.chain(1);
        PosedAnimal animal = PosedAnimal.random(rig, rig.template(), 1, 0, random);
        Correspondences points = new Correspondences(rig, 300);
        points.read(animal.detection());
        double[] rays = points.rays.clone();
        java.util.Arrays.fill(points.posedInformation, 0);
        java.util.Arrays.fill(points.rayInformation, 100);
        double truth = animal.pose.rootTranslation()[2];
        double size = 0;
        for (int i = 0; i < points.count; i++) {
            size = Math.max(size, Math.abs(rays[3 * i]));
        }
        double sum = 0;
        int draws = 40;
        for (int draw = 0; draw < draws; draw++) {
            for (int i = 0; i < points.count; i++) {
                double n = 0;
                for (int a = 0; a < 3; a++) {
                    double off = a < 2 ? 0.25 * size * random.nextGaussian() : 0;
                    points.rays[3 * i + a] = rays[3 * i + a] + off;
                    n += points.rays[3 * i + a] * points.rays[3 * i + a];
                }
                for (int a = 0; a < 3; a++) {
                    points.rays[3 * i + a] /= Math.sqrt(n);
                }
            }
            ArticulatedFit fit = new ArticulatedFit(rig, points);
            fit.bind(rig, rig.template());
            animal.stand(fit);
            fit.prior.clearPrediction();
            fit.optimise(30, 100);
            sum += fit.translation[2] / truth;
        }
        assertThat(sum / draws).isCloseTo(1, within(0.02));
    }

    @Test
    void touchingUpComesToTheSamePose() {
        Rig rig = TestRigs.chain(5);
        ArticulatedFit fit = fit(rig, false);
        fit.prior.clearPrediction();
        fit.optimise(40, 3);
        double[] best = fit.kinematics.bends.clone();
        for (int i = 3; i < best.length; i++) {
            fit.kinematics.bends[i] += 0.05 * random.nextGaussian();
        }
        fit.touchUp(40, 3);
        for (int i = 3; i < best.length; i++) {
            assertThat(fit.kinematics.bends[i]).isCloseTo(best[i], within(2e-3));
        }
    }

    @Test
    void recoversPoseFromDisturbedStart() {
        Rig rig = TestRigs.chain(5);
        ArticulatedFit fit = fit(rig, true);
        double[] truth = fit.kinematics.bends.clone();
        disturb(fit);
        fit.prior.clearPrediction();
        fit.optimise(20, 10);
        // The last joint lies half outside the picture.
        for (int i = 3; i < truth.length - 3; i++) {
            assertThat(fit.kinematics.bends[i]).isCloseTo(truth[i], within(0.06));
        }
        assertThat(fit.explained()).isGreaterThan(0.98);
    }
}
