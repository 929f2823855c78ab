package io.canter.tracking;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Bends the skeleton so that the template's points at Q come to lie on their pixels' rays and as deep as P: one robust
 * least squares problem over root, joints and the posed map's origin (Levenberg-Marquardt with re-weighting after Geman
 * and McClure). All lengths are template metres, all axes the frame camera's. One instance serves one thread.
 *
 * <p>The distance from a ray is measured in the picture and stated in metres where the animal stands. Measured in space it
 * would shrink as the animal comes nearer, so that the scatter of Q draws the whole animal to the camera: by some 3 % of
 * its length with the network that ships. Of P mostly the depth is used, as the pixel itself says the rest and says it better.
 */
final class ArticulatedFit {
    /** Neighbouring pixels of a network err together: so many of them count as one observation. */
    private static final double REDUNDANCY = 6;

    private static final double DAMPING_START = 1e-3;
    private static final double DAMPING_MAX = 1e6;
    /** A step smaller than this (radians, metres) changes no pixel. */
    private static final double STEP_MIN = 1e-4;
    /** No step may turn a joint farther (radians): beyond, the linearisation means nothing. */
    private static final double STEP_MAX = 0.6;
    /**
     * The network's own word on left and right weighs no more than this (squared standard deviations): it errs in whole
     * legs, so that {@link LegBelief} weighs it for them.
     */
    private static final double SIDE_PENALTY_MAX = 0.3;
    /** A point counts as explained within this many standard deviations. */
    private static final double INLIER = 3;
    /** A point farther off than this is an outlier, however far. */
    private static final double RESIDUAL_MAX_METRES = 0.5;
    /** What P across the ray weighs of P along it: enough to find home from afar. */
    private static final double ACROSS_SHARE = 0.1;
    /** No point is nearer to the camera. */
    private static final double ALONG_MIN_METRES = 0.1;
    /** Numbers of a point, three per bone that carries it. */
    private static final int OFFSETS = 3 * Skin.INFLUENCES;

    private final int joints;
    private final int unknowns;
    private final Correspondences points;
    private final BoneBlocks blocks;
    private final DMatrixRMaj hessian;
    private final DMatrixRMaj accepted;
    private final DMatrixRMaj damped;
    private final DMatrixRMaj step;
    private final DMatrixRMaj right;
    private final double[] gradient;
    private final double[] acceptedGradient;
    private final LinearSolverDense<DMatrixRMaj> solver;

    private final double[] offsets; // OFFSETS per point: rest point minus each influencing joint
    private final double[] savedOffsets = new double[OFFSETS];
    private final double[] restJoints;
    private final double[] carried = new double[OFFSETS];
    private final double[] place = new double[3];
    private final double[] rayForce = new double[3];
    private final double[] posedForce = new double[3];
    private final double[] rayMatrix = new double[9];
    private final double[] posedMatrix = new double[9];
    private double distance = 1; // of the animal from the camera
    // Residuals of one point:
    private final double[] across = new double[3]; // from its ray
    private final double[] offPosed = new double[3]; // from P
    private double along; // its distance along the ray
    private double scale; // distance over along
    private double depth; // offPosed along the ray
    private final double[] quaternion = new double[4];

    final Kinematics kinematics;
    final FitPrior prior;
    /** Of the root joint, camera frame. */
    final double[] translation = new double[3];
    /** Of the posed map, from the root joint. */
    final double[] origin = new double[3];

    /** What the maps say of left and right against the pose last voted on. */
    final LegVote votes;

    private final double[] own; // by point, squared standard deviations across the ray
    private final double[] other; // on the other side of the body

    private final double[] savedBends;
    private final double[] savedRotation = new double[4];
    private final double[] savedTranslation = new double[3];
    private final double[] savedOrigin = new double[3];

    /** Width of the robust kernel in standard deviations. */
    private double kernel = 3;

    private double explained;
    private double acceptedExplained;
    private double residualMetres;
    private double acceptedResidualMetres;

    ArticulatedFit(Rig rig, Correspondences points) {
        this.points = points;
        joints = rig.skeleton().jointCount();
        unknowns = BoneBlocks.unknowns(joints);
        blocks = new BoneBlocks(joints);
        hessian = new DMatrixRMaj(unknowns, unknowns);
        accepted = new DMatrixRMaj(unknowns, unknowns);
        damped = new DMatrixRMaj(unknowns, unknowns);
        step = new DMatrixRMaj(unknowns, 1);
        right = new DMatrixRMaj(unknowns, 1);
        gradient = new double[unknowns];
        acceptedGradient = new double[unknowns];
        solver = LinearSolverFactory_DDRM.chol(unknowns);
        offsets = new double[OFFSETS * points.capacity];
        restJoints = new double[3 * joints];
        kinematics = new Kinematics(rig.skeleton());
        prior = new FitPrior(rig);
        savedBends = new double[3 * joints];
        votes = new LegVote(rig);
        own = new double[points.mapCapacity];
        other = new double[points.mapCapacity];
    }

    /** Takes the rest shape of the individual for the points now in the list. */
    void bind(Rig rig, Body body) {
        for (int i = 0; i < restJoints.length; i++) {
            restJoints[i] = body.joints()[i];
        }
        for (int i = 0; i < points.count; i++) {
            bind(i, rig, body);
        }
        kinematics.update(restJoints);
    }

    /** Takes the rest shape of the individual for the outline's points, where those of the maps are bound. */
    void bindOutline(Rig rig, Body body) {
        for (int i = points.mapped; i < points.count; i++) {
            bind(i, rig, body);
        }
    }

    /** Puts the animal where the prior expects it; the map's origin is the root again. */
    void startAsExpected() {
        System.arraycopy(prior.translation, 0, translation, 0, 3);
        System.arraycopy(prior.rotation, 0, kinematics.rootRotation, 0, 4);
        System.arraycopy(prior.bends, 0, kinematics.bends, 0, 3 * joints);
        Arrays.fill(origin, 0);
        takeDistance();
    }

    /** Errors in the picture are stated in metres at the distance where the animal stands now. */
    void takeDistance() {
        distance = Math.sqrt(square(translation));
    }

    private void bind(int i, Rig rig, Body body) {
        float[] vertices = body.vertices();
        int[] corners = rig.mesh().triangles();
        int t = 3 * points.triangles[i];
        for (int a = 0; a < 3; a++) {
            double rest = points.barycentrics[3 * i] * vertices[3 * corners[t] + a]
                    + points.barycentrics[3 * i + 1] * vertices[3 * corners[t + 1] + a]
                    + points.barycentrics[3 * i + 2] * vertices[3 * corners[t + 2] + a];
            for (int k = 0; k < Skin.INFLUENCES; k++) {
                int joint = points.joints[Skin.INFLUENCES * i + k];
                offsets[3 * (Skin.INFLUENCES * i + k) + a] = rest - restJoints[3 * joint + a];
            }
        }
    }

    /** Compares the present pose with each point of a limb and with the same spot on the other side: {@link #votes}. */
    void vote(Rig rig, Body body) {
        votes.clear();
        for (int i = 0; i < points.mapped; i++) {
            if (!points.otherSide.knows(i)) {
                continue;
            }
            own[i] = rayError(i);
            int at = OFFSETS * i;
            System.arraycopy(offsets, at, savedOffsets, 0, OFFSETS);
            points.swap(i);
            bind(i, rig, body);
            other[i] = rayError(i);
            points.swap(i);
            System.arraycopy(savedOffsets, 0, offsets, at, OFFSETS);
            boolean crossed = points.otherSide.crossed(i);
            votes.add(points, i, crossed ? other[i] : own[i], crossed ? own[i] : other[i]);
        }
    }

    private double rayError(int i) {
        residuals(i);
        return squareAcross() * points.rayInformation[i];
    }

    /** Puts each point of a limb on that side of the body where the pose that was voted on explains it better. */
    void chooseSides(Rig rig, Body body) {
        for (int i = 0; i < points.mapped; i++) {
            if (!points.otherSide.knows(i)) {
                continue;
            }
            double extra = points.otherSide.extraDistanceSquared(i);
            double penalty = Math.min(SIDE_PENALTY_MAX, points.rayInformation[i] * Math.abs(extra));
            if (other[i] + (extra < 0 ? -penalty : penalty) < own[i]) {
                points.swap(i);
                bind(i, rig, body);
            }
        }
    }

    /** Squared distance from the ray in the picture, square metres at the distance of the animal; after {@link #residuals}. */
    private double squareAcross() {
        return scale * scale * square(across);
    }

    /** Squared distance from P, across the ray counting less; after {@link #residuals}. */
    private double squareOffPosed() {
        return ACROSS_SHARE * square(offPosed) + (1 - ACROSS_SHARE) * depth * depth;
    }

    /** Squared residuals over their variances. */
    private double error(int i) {
        return squareAcross() * points.rayInformation[i] + squareOffPosed() * points.posedInformation[i];
    }

    /**
     * Improves the present pose.
     *
     * @param kernelSigmas residuals beyond this many standard deviations lose their say
     * @return the cost reached
     */
    double optimise(int iterations, double kernelSigmas) {
        return optimise(iterations, kernelSigmas, true);
    }

    /** The same from near the goal: all steps have the matrix of the first, which is most of what a step costs. */
    double touchUp(int iterations, double kernelSigmas) {
        return optimise(iterations, kernelSigmas, false);
    }

    private double optimise(int iterations, double kernelSigmas, boolean anew) {
        kernel = kernelSigmas;
        double cost = evaluate(hessian.data, gradient);
        accept(true);
        double damping = DAMPING_START;
        boolean solvable = decompose(damping);
        for (int i = 0; i < iterations && damping < DAMPING_MAX; i++) {
            save();
            double size = solvable ? step() : Double.MAX_VALUE;
            // Nothing follows the last step, or one that changes nothing: its cost is all there is to know.
            boolean last = i == iterations - 1 || size < STEP_MIN;
            double tried = size == Double.MAX_VALUE
                    ? Double.MAX_VALUE
                    : evaluate(last || !anew ? null : hessian.data, last ? null : gradient);
            if (tried <= cost) {
                cost = tried;
                if (last) {
                    acceptMeasures();
                    break;
                }
                accept(anew);
                damping *= anew ? 0.2 : 1;
                solvable = anew ? decompose(damping) : solvable;
            } else {
                restore();
                damping *= 20;
                solvable = i < iterations - 1 && decompose(damping);
            }
        }
        kinematics.update(restJoints);
        return cost;
    }

    /** Weighted share of the points that the present pose explains, 0..1. */
    double explained() {
        return acceptedExplained;
    }

    /** Weighted mean distance of P from where the present pose carries its point, each at most RESIDUAL_MAX_METRES. */
    double residualMetres() {
        return acceptedResidualMetres;
    }

    /** Share of the points that the pose it stands in explains, before any step. */
    double explainedAsItStands() {
        kinematics.update(restJoints);
        visit(null, false);
        return explained;
    }

    /** Cost of the present pose; fills matrix and gradient unless they are null. */
    double evaluate(double[] h, double[] g) {
        kinematics.update(restJoints);
        double sum;
        if (h != null) {
            blocks.clear();
            sum = visit(blocks, false);
            blocks.write(kinematics, h, unknowns, g);
        } else {
            blocks.clearGradient();
            sum = visit(null, g != null);
            if (g != null) {
                blocks.writeGradient(kinematics, g);
            }
        }
        return sum + prior.add(kinematics, translation, origin, h, unknowns, g);
    }

    /**
     * Cost of the points.
     *
     * @param sink is handed each, unless it is null
     * @param forces whether to add each one's forces to the blocks where there is no sink
     */
    private double visit(PointSink sink, boolean forces) {
        double kernelSquared = kernel * kernel;
        double sum = 0;
        double inliers = 0;
        double residuals = 0;
        double total = 1e-300;
        for (int i = 0; i < points.count; i++) {
            double w = points.weights[i];
            residuals(i);
            double error = error(i);
            double robust = kernelSquared / (kernelSquared + error);
            sum += 0.5 * w / REDUNDANCY * robust * error;
            if (i < points.mapped) {
                total += w;
                inliers += error < INLIER * INLIER ? w : 0;
                residuals += w * Math.min(RESIDUAL_MAX_METRES, Math.sqrt(square(offPosed)));
            }
            if (sink == null && !forces) {
                continue;
            }
            double ray = w / REDUNDANCY * robust * robust * points.rayInformation[i] * scale * scale;
            double posed = w / REDUNDANCY * robust * robust * points.posedInformation[i];
            push(i, ray, posed);
            if (sink == null) {
                blocks.addForces(points, i, carried, rayForce, posedForce);
            } else {
                curve(i, ray, posed);
                sink.add(points, i, carried, place, rayMatrix, rayForce, posedMatrix, posedForce);
            }
        }
        explained = inliers / total;
        residualMetres = residuals / total;
        return sum;
    }

    /**
     * Gathers what the present pose says of the individual's shape, with the pose itself left free.
     *
     * @return false where the pose is not determined well enough to say anything
     */
    boolean gather(ShapeBlocks shape) {
        evaluate(hessian.data, gradient);
        accept(true);
        shape.begin(kinematics);
        visit(shape, false);
        damped.setTo(accepted);
        for (int i = 0; i < unknowns; i++) {
            damped.data[i * unknowns + i] += 1e-9;
        }
        return solver.setA(damped) && shape.eliminate(blocks, kinematics, solver, acceptedGradient);
    }

    /**
     * First derivatives of half the squared residuals of point i by its place, after {@link #residuals}.
     *
     * @param ray weight of the distance across the ray at the point
     * @param posed weight of the distance from P
     */
    private void push(int i, double ray, double posed) {
        double slant = square(across) / along;
        for (int a = 0; a < 3; a++) {
            double da = points.rays[3 * i + a];
            rayForce[a] = ray * (across[a] - da * slant);
            posedForce[a] = posed * (ACROSS_SHARE * offPosed[a] + (1 - ACROSS_SHARE) * da * depth);
        }
    }

    /** Second derivatives of the same. */
    private void curve(int i, double ray, double posed) {
        double inverse = 1 / along;
        double slant = square(across) * inverse;
        for (int a = 0; a < 3; a++) {
            double da = points.rays[3 * i + a];
            for (int b = 0; b <= a; b++) {
                double db = points.rays[3 * i + b];
                double own = a == b ? 1 : 0;
                // (I - d d^T - across d^T / along) twice: going deeper, a point comes nearer to its ray in the picture.
                double r = ray * (own - da * db - (across[a] * db + da * across[b] - da * db * slant) * inverse);
                rayMatrix[3 * a + b] = r;
                rayMatrix[3 * b + a] = r;
                double p = posed * (ACROSS_SHARE * own + (1 - ACROSS_SHARE) * da * db);
                posedMatrix[3 * a + b] = p;
                posedMatrix[3 * b + a] = p;
            }
        }
    }

    /** Residuals of point i, unweighted; where each bone would carry it into carried, where all do into place. */
    private void residuals(int i) {
        double[] m = kinematics.rotations;
        double[] p = kinematics.positions;
        double x = 0;
        double y = 0;
        double z = 0;
        for (int k = 0; k < Skin.INFLUENCES; k++) {
            double w = points.skinWeights[Skin.INFLUENCES * i + k];
            if (w == 0) {
                break; // the largest come first
            }
            int j = 3 * points.joints[Skin.INFLUENCES * i + k];
            int r = 3 * j;
            int o = OFFSETS * i + 3 * k;
            double a = offsets[o];
            double b = offsets[o + 1];
            double c = offsets[o + 2];
            double cx = m[r] * a + m[r + 1] * b + m[r + 2] * c + p[j];
            double cy = m[r + 3] * a + m[r + 4] * b + m[r + 5] * c + p[j + 1];
            double cz = m[r + 6] * a + m[r + 7] * b + m[r + 8] * c + p[j + 2];
            carried[3 * k] = cx;
            carried[3 * k + 1] = cy;
            carried[3 * k + 2] = cz;
            x += w * cx;
            y += w * cy;
            z += w * cz;
        }
        place[0] = x;
        place[1] = y;
        place[2] = z;
        double dx = points.rays[3 * i];
        double dy = points.rays[3 * i + 1];
        double dz = points.rays[3 * i + 2];
        offPosed[0] = x - points.posed[3 * i] - origin[0];
        offPosed[1] = y - points.posed[3 * i + 1] - origin[1];
        offPosed[2] = z - points.posed[3 * i + 2] - origin[2];
        depth = offPosed[0] * dx + offPosed[1] * dy + offPosed[2] * dz;
        x += translation[0];
        y += translation[1];
        z += translation[2];
        double deep = x * dx + y * dy + z * dz;
        across[0] = x - deep * dx;
        across[1] = y - deep * dy;
        across[2] = z - deep * dz;
        along = Math.max(ALONG_MIN_METRES, deep);
        scale = distance / along;
    }

    private static double square(double[] v) {
        return v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
    }

    private void acceptMeasures() {
        acceptedExplained = explained;
        acceptedResidualMetres = residualMetres;
    }

    /** @param anew whether there is a new matrix as well */
    private void accept(boolean anew) {
        acceptMeasures();
        System.arraycopy(gradient, 0, acceptedGradient, 0, unknowns);
        if (anew) {
            System.arraycopy(hessian.data, 0, accepted.data, 0, unknowns * unknowns);
        }
    }

    private boolean decompose(double damping) {
        damped.setTo(accepted);
        for (int i = 0; i < unknowns; i++) {
            damped.data[i * unknowns + i] = damped.data[i * unknowns + i] * (1 + damping) + 1e-9;
        }
        return solver.setA(damped);
    }

    /** Solves for the step and takes it; returns its largest component. */
    private double step() {
        for (int i = 0; i < unknowns; i++) {
            right.data[i] = -acceptedGradient[i];
        }
        solver.solve(right, step);
        return apply();
    }

    /** Moves along the step and returns its largest component. */
    private double apply() {
        double turn = 0;
        double shift = 0;
        for (int i = 0; i < unknowns; i++) {
            double size = Math.abs(step.data[i]);
            if (i >= 3 && i < 3 + 3 * joints) {
                turn = Math.max(turn, size);
            } else {
                shift = Math.max(shift, size);
            }
        }
        if (Double.isNaN(turn + shift) || Double.isInfinite(turn + shift)) {
            return Double.MAX_VALUE;
        }
        double f = turn > STEP_MAX ? STEP_MAX / turn : 1;
        int o = 3 + 3 * joints;
        for (int r = 0; r < 3; r++) {
            translation[r] += f * step.data[r];
            origin[r] += f * step.data[o + r];
            step.data[3 + r] *= f;
        }
        Rotations.toQuaternion(step.data, 3, quaternion, 0);
        Rotations.multiplyQuaternions(quaternion, kinematics.rootRotation, kinematics.rootRotation);
        for (int i = 3; i < 3 * joints; i++) {
            kinematics.bends[i] += f * step.data[3 + i];
        }
        return f * Math.max(turn, shift);
    }

    private void save() {
        System.arraycopy(kinematics.bends, 0, savedBends, 0, savedBends.length);
        System.arraycopy(kinematics.rootRotation, 0, savedRotation, 0, 4);
        System.arraycopy(translation, 0, savedTranslation, 0, 3);
        System.arraycopy(origin, 0, savedOrigin, 0, 3);
    }

    private void restore() {
        System.arraycopy(savedBends, 0, kinematics.bends, 0, savedBends.length);
        System.arraycopy(savedRotation, 0, kinematics.rootRotation, 0, 4);
        System.arraycopy(savedTranslation, 0, translation, 0, 3);
        System.arraycopy(savedOrigin, 0, origin, 0, 3);
    }
}
