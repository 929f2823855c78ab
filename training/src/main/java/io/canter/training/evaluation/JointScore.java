package io.canter.training.evaluation;

import java.util.Optional;

/** Errors of joints found in some way. */
final class JointScore {
    private final ErrorList errors = new ErrorList();
    private int missed;

    /**
     * Takes one animal.
     *
     * @param found 3 a joint, same axes as the truth; empty if no skeleton was found
     */
    void add(Optional<float[]> found, float[] truth) {
        if (found.isEmpty()) {
            missed++;
        } else {
            errors.add(error(found.get(), truth));
        }
    }

    /** Mean distance of the joints when both skeletons have their mean in one place. */
    static double error(float[] found, float[] truth) {
        int n = truth.length / 3;
        double[] shift = new double[3];
        for (int i = 0; i < truth.length; i++) {
            shift[i % 3] += (found[i] - truth[i]) / n;
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
            double d = 0;
            for (int a = 0; a < 3; a++) {
                double e = found[3 * j + a] - truth[3 * j + a] - shift[a];
                d += e * e;
            }
            sum += Math.sqrt(d) / n;
        }
        return sum;
    }

    /** One error an animal found, template metres. */
    ErrorList errors() {
        return errors;
    }

    int missed() {
        return missed;
    }
}
