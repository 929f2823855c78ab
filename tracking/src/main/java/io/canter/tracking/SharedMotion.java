package io.canter.tracking;

/**
 * The speed along the ground that most of many share, each as far as it speaks: the sample that most others are near to, then
 * the robust mean about it. Metres a second. Working memory is the caller's.
 */
final class SharedMotion {
    private static final int ROUNDS = 5;
    /** Bound on the samples that are tried as the one shared. */
    private static final int CANDIDATES_MAX = 128;

    private final double apart; // samples that differ by less share a speed

    double x;
    double y;

    SharedMotion(double apart) {
        this.apart = apart;
    }

    /** Finds it among the first {@code n} samples. */
    void find(double[] xs, double[] ys, double[] weights, int n) {
        int best = 0;
        double most = -1;
        for (int i = 0; i < n; i += 1 + n / CANDIDATES_MAX) {
            double sum = votes(xs, ys, weights, n, xs[i], ys[i]);
            if (sum > most) {
                most = sum;
                best = i;
            }
        }
        x = xs[best];
        y = ys[best];
        for (int round = 0; round < ROUNDS; round++) {
            double sum = 0;
            double sumX = 0;
            double sumY = 0;
            for (int i = 0; i < n; i++) {
                double share = share(xs[i] - x, ys[i] - y);
                double w = weights[i] * share * share;
                sum += w;
                sumX += w * xs[i];
                sumY += w * ys[i];
            }
            x = sumX / sum;
            y = sumY / sum;
        }
    }

    /** How much of the first {@code n} samples a speed explains: their weights, by how near they are to it. */
    double votes(double[] xs, double[] ys, double[] weights, int n, double u, double v) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += weights[i] * share(xs[i] - u, ys[i] - v);
        }
        return sum;
    }

    private double share(double dx, double dy) {
        return 1 / (1 + (dx * dx + dy * dy) / (apart * apart));
    }
}
