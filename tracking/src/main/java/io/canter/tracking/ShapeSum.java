package io.canter.tracking;

/** What all frames of a clip together say of an individual's shape, every frame counting alike. */
final class ShapeSum {
    /** Networks err the same way all through a clip: a frame is worth this much of an independent one. */
    private static final double FRAME_WEIGHT = 0.03;

    private final int n;
    private final double[] information;
    private final double[] vector;
    private int frames;

    ShapeSum(int n) {
        this.n = n;
        information = new double[n * n];
        vector = new double[n];
        for (int i = 0; i < n; i++) {
            information[i * n + i] = 1;
        }
    }

    /**
     * One frame more.
     *
     * @param matrix second derivative of the frame's cost at {@code coefficients}, row-major
     * @param gradient its first derivative there
     */
    void add(double[] matrix, double[] gradient, double[] coefficients) {
        for (int i = 0; i < n; i++) {
            vector[i] -= FRAME_WEIGHT * gradient[i];
            for (int k = 0; k < n; k++) {
                information[i * n + k] += FRAME_WEIGHT * matrix[i * n + k];
                vector[i] += FRAME_WEIGHT * matrix[i * n + k] * coefficients[k];
            }
        }
        frames++;
    }

    /** The most likely shape; {@code fallback} where nothing is known. */
    double[] best(double[] fallback) {
        return frames == 0 ? fallback : ShapeEstimate.solve(information, vector, fallback);
    }
}
