package io.canter.tracking;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.ingest.Intrinsics;
import java.util.Arrays;

/**
 * Fits one frame of a clip again, from where the smooth motion has the animal and with the shape that the whole clip
 * gave it. One instance serves one thread.
 */
final class Refit {
    /** How far a frame may stray from the smooth motion: metres, radians and radians, standard deviations. */
    private static final double TRANSLATION_SIGMA = 0.1;

    private static final double ROTATION_SIGMA = 0.1;
    private static final double BEND_SIGMA = 0.2;
    /** A frame whose points, taken as a stiff body, face this far (radians) elsewhere took front for back. */
    private static final double TURN_MAX = 1;

    private static final double KERNEL = 3;
    private static final int ROUNDS = 2;
    private static final int ITERATIONS = 2;
    /** However many points agree, networks err in common: a joint is known no better than this (radians, metres). */
    private static final double ERROR_MIN = 0.05;

    /** What is left of a component that no point says anything of: the expected value, with hardly a weight. */
    private static final double WEIGHT_MIN = 1e-3;

    private final Rig rig;
    private final Correspondences points;
    private final Outline outline;
    private final Placement placement;
    private final double[] matrix = new double[9];
    private final double[] rotation = new double[4];
    private final double[] turn = new double[3];
    private final ArticulatedFit fit;
    private final ShapeBlocks shapeBlocks;
    private final int joints;
    private final double[] hessian;
    private final double[] gradient;
    private DualPointMaps maps;

    Refit(Rig rig) {
        this.rig = rig;
        joints = rig.skeleton().jointCount();
        // Every point that was kept shall be used, whichever layer it is of.
        points = new Correspondences(rig, 4 * SparseMaps.POINTS_MAX, 2 * Outline.POINTS_MAX);
        outline = new Outline(rig);
        placement = new Placement(points.mapCapacity);
        fit = new ArticulatedFit(rig, points);
        shapeBlocks = new ShapeBlocks(rig);
        int unknowns = BoneBlocks.unknowns(joints);
        hessian = new double[unknowns * unknowns];
        gradient = new double[unknowns];
    }

    /**
     * Fits a frame.
     *
     * @param path holds the expected pose at {@code frame}; receives the fitted one and how well it is known
     * @return false where the frame contradicts the pose expected, which is kept then
     */
    boolean fit(PosePath path, int frame, SparseMaps seen, Body body, Intrinsics camera, int width, int height) {
        if (maps == null || !seen.fits(maps)) {
            maps = seen.emptyMaps();
        }
        Detection detection = seen.expand(maps);
        points.read(detection);
        Arrays.fill(points.weights, 0, points.count, 1 / seen.share());
        FitPrior prior = fit.prior;
        path.get(frame, prior.translation, prior.rotation, prior.bends);
        if (contradicts(prior.rotation)) {
            path.weigh(frame, WEIGHT_MIN);
            return false;
        }
        outline.read(detection, camera, width, height);
        fit.startAsExpected();
        prior.translationInformation = 1 / (TRANSLATION_SIGMA * TRANSLATION_SIGMA);
        prior.rotationInformation = 1 / (ROTATION_SIGMA * ROTATION_SIGMA);
        prior.bendInformation = 1 / (BEND_SIGMA * BEND_SIGMA);
        fit.bind(rig, body);
        for (int round = 0; round < ROUNDS; round++) {
            fit.vote(rig, body);
            fit.chooseSides(rig, body);
            outline.match(body, fit, points);
            fit.bind(rig, body);
            fit.optimise(ITERATIONS, KERNEL);
        }
        path.put(frame, fit.translation, fit.kinematics.rootRotation, fit.kinematics.bends);
        weigh(path, frame);
        return true;
    }

    private boolean contradicts(double[] expected) {
        if (points.mapped == 0 || !placement.rotation(points, points.count, matrix)) {
            return false;
        }
        Rotations.fromMatrix(matrix, rotation);
        Rotations.difference(rotation, expected, turn);
        return turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2] > TURN_MAX * TURN_MAX;
    }

    /** What the points know of each component, without what was expected. */
    private void weigh(PosePath path, int frame) {
        int unknowns = BoneBlocks.unknowns(joints);
        fit.evaluate(hessian, gradient);
        double explained = fit.explained();
        for (int i = 0; i < path.components; i++) {
            double expected = i < 3
                    ? fit.prior.translationInformation
                    : i < 6 ? fit.prior.rotationInformation : fit.prior.bendInformation;
            double information = Math.max(0, hessian[i * unknowns + i] - expected) * ERROR_MIN * ERROR_MIN;
            double weight = explained * information / (1 + information);
            path.weights[path.components * frame + i] = weight > WEIGHT_MIN ? weight : WEIGHT_MIN;
        }
    }

    /** Weighted share of the points that the last fit explains, 0..1. */
    double explained() {
        return fit.explained();
    }

    /** Which legs the network itself took for which, against the last fit: see {@link LegVote}. */
    void readVotes(double[] into, int at) {
        for (int pair = 0; pair < LegVote.PAIRS; pair++) {
            into[at + pair] = fit.votes.of(pair);
        }
    }

    /** What the last fit says of the shape; false where it says nothing. */
    boolean gather(ShapeSum sum, double[] coefficients) {
        if (!fit.gather(shapeBlocks)) {
            return false;
        }
        sum.add(shapeBlocks.matrix.data, shapeBlocks.gradient, coefficients);
        return true;
    }
}
