package io.canter.tracking;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * What the frames so far say of the individual's shape: an information filter over the coefficients of the rig's shape
 * basis. The coefficients in use change only at frames 1, 2, 4, 8 ... {@value #FRAMES_MAX}, so that viewers are sent a
 * handful of rest meshes, not one a frame. Arrays are never changed once made.
 *
 * @param coefficients the shape in use
 * @param information inverse covariance, row-major, n x n
 * @param vector information times mean
 * @param frames frames so far
 * @param version grows whenever the coefficients in use change
 */
record ShapeEstimate(double[] coefficients, double[] information, double[] vector, int frames, int version) {
    /** After so many frames the shape is held: a second or three shows what there is to see. */
    static final int FRAMES_MAX = 64;
    /** Every early frame counts; later ones look alike, and a share of them saves time. */
    private static final int EVERY_FRAME_UNTIL = 8;

    private static final int LATER_EVERY = 4;
    /** A network errs the same way in frame after frame: a frame is worth this much of an independent one. */
    private static final double FRAME_WEIGHT = 0.3;
    /** Early frames are fitted with a poorer shape, so they are forgotten slowly. */
    private static final double KEEP = 0.95;
    /** No individual is farther than this from the family's mean, in standard deviations. */
    private static final double COEFFICIENT_MAX = 3;

    /** The template, known to one standard deviation of the family. */
    static ShapeEstimate family(int n, int version) {
        double[] information = new double[n * n];
        for (int i = 0; i < n; i++) {
            information[i * n + i] = 1;
        }
        return new ShapeEstimate(new double[n], information, new double[n], 0, version);
    }

    /** Whether the next frame should say what it thinks of the shape. */
    boolean wantsFrame() {
        int next = frames + 1;
        return next <= FRAMES_MAX && (next <= EVERY_FRAME_UNTIL || next % LATER_EVERY == 0);
    }

    /** One frame on, which says nothing. */
    ShapeEstimate without() {
        return new ShapeEstimate(coefficients, information, vector, Math.min(frames, FRAMES_MAX) + 1, version);
    }

    /**
     * One frame on.
     *
     * @param matrix second derivative of the frame's cost at the coefficients in use, row-major
     * @param gradient its first derivative there
     */
    ShapeEstimate with(double[] matrix, double[] gradient) {
        int n = coefficients.length;
        double[] nextInformation = new double[n * n];
        double[] nextVector = new double[n];
        for (int i = 0; i < n; i++) {
            nextVector[i] = KEEP * vector[i] - FRAME_WEIGHT * gradient[i];
            for (int k = 0; k < n; k++) {
                double prior = i == k ? 1 : 0;
                nextInformation[i * n + k] =
                        prior + KEEP * (information[i * n + k] - prior) + FRAME_WEIGHT * matrix[i * n + k];
                nextVector[i] += FRAME_WEIGHT * matrix[i * n + k] * coefficients[k];
            }
        }
        int next = frames + 1;
        boolean apply = (next & (next - 1)) == 0;
        double[] mean = apply ? solve(nextInformation, nextVector, coefficients) : coefficients;
        return new ShapeEstimate(mean, nextInformation, nextVector, next, mean == coefficients ? version : version + 1);
    }

    /** Mean of what is known, within bounds; {@code fallback} where it cannot be told. */
    static double[] solve(double[] matrix, double[] right, double[] fallback) {
        int n = right.length;
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
        DMatrixRMaj mean = new DMatrixRMaj(n, 1);
        if (!solver.setA(new DMatrixRMaj(n, n, true, matrix))) {
            return fallback;
        }
        solver.solve(new DMatrixRMaj(n, 1, true, right), mean);
        for (int i = 0; i < n; i++) {
            if (Double.isNaN(mean.data[i])) {
                return fallback;
            }
            mean.data[i] = Math.max(-COEFFICIENT_MAX, Math.min(COEFFICIENT_MAX, mean.data[i]));
        }
        return mean.data;
    }

    float[] floats() {
        float[] out = new float[coefficients.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) coefficients[i];
        }
        return out;
    }
}
