package io.canter.training.geometry;

import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * {@code x -> scale * rotation * x + translation}.
 *
 * @param rotation 3 x 3, row-major, proper
 */
public record Alignment(double scale, double[] rotation, double[] translation) {
    /**
     * The alignment that carries {@code from} onto {@code to} with the least weighted sum of squares (Umeyama 1991;
     * without scale: Kabsch).
     *
     * @param weights one a point, each >= 0
     * @param scaled whether the scale is free; otherwise it is 1
     * @return empty where the points do not span a plane
     */
    public static Optional<Alignment> fit(float[] from, float[] to, float[] weights, boolean scaled) {
        double[] a = mean(from, weights);
        double[] b = mean(to, weights);
        DMatrixRMaj covariance = new DMatrixRMaj(3, 3);
        double spread = 0;
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            total += weights[i];
            for (int r = 0; r < 3; r++) {
                spread += weights[i] * (from[3 * i + r] - a[r]) * (from[3 * i + r] - a[r]);
                for (int c = 0; c < 3; c++) {
                    covariance.data[3 * r + c] += weights[i] * (to[3 * i + r] - b[r]) * (from[3 * i + c] - a[c]);
                }
            }
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd = DecompositionFactory_DDRM.svd(3, 3, true, true, false);
        if (!(total > 0) || !svd.decompose(covariance)) {
            return Optional.empty();
        }
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj v = svd.getV(null, false);
        double[] values = svd.getSingularValues();
        int least = 0;
        for (int k = 1; k < 3; k++) {
            least = values[k] < values[least] ? k : least;
        }
        double most = Math.max(values[0], Math.max(values[1], values[2]));
        double middle = values[0] + values[1] + values[2] - values[least] - most;
        if (!(middle > 1e-6 * most)) {
            return Optional.empty();
        }
        DMatrixRMaj rotation = new DMatrixRMaj(3, 3);
        CommonOps_DDRM.multTransB(u, v, rotation);
        double sign = CommonOps_DDRM.det(rotation) < 0 ? -1 : 1;
        if (sign < 0) {
            for (int r = 0; r < 3; r++) {
                u.data[3 * r + least] *= -1;
            }
            CommonOps_DDRM.multTransB(u, v, rotation);
        }
        double scale = scaled ? (most + middle + sign * values[least]) / spread : 1;
        double[] translation = new double[3];
        for (int r = 0; r < 3; r++) {
            translation[r] = b[r];
            for (int c = 0; c < 3; c++) {
                translation[r] -= scale * rotation.data[3 * r + c] * a[c];
            }
        }
        return Optional.of(new Alignment(scale, rotation.data, translation));
    }

    private static double[] mean(float[] points, float[] weights) {
        double[] mean = new double[3];
        double total = 1e-300;
        for (int i = 0; i < weights.length; i++) {
            total += weights[i];
            for (int a = 0; a < 3; a++) {
                mean[a] += weights[i] * points[3 * i + a];
            }
        }
        for (int a = 0; a < 3; a++) {
            mean[a] /= total;
        }
        return mean;
    }

    /** Carries the point that starts at {@code offset}. */
    public void apply(float[] points, int offset, float[] out, int outOffset) {
        double x = points[offset];
        double y = points[offset + 1];
        double z = points[offset + 2];
        for (int r = 0; r < 3; r++) {
            double turned = rotation[3 * r] * x + rotation[3 * r + 1] * y + rotation[3 * r + 2] * z;
            out[outOffset + r] = (float) (scale * turned + translation[r]);
        }
    }
}
