package io.canter.tracking;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/** Where the animal stands, in closed form: the start of a fit that has no past. */
final class Placement {
    /** Re-weighting rounds; the median of the residuals is stable after two or three. */
    private static final int ROUNDS = 4;
    /** Residuals beyond this many medians lose their say (Tukey's constant, about, in medians). */
    private static final double MEDIANS = 4;

    private final SingularValueDecomposition_F64<DMatrixRMaj> svd =
            DecompositionFactory_DDRM.svd(3, 3, true, true, false);
    private final DMatrixRMaj covariance = new DMatrixRMaj(3, 3);
    private final DMatrixRMaj product = new DMatrixRMaj(3, 3);
    private final double[] q = new double[3]; // weighted mean of Q
    private final double[] p = new double[3]; // of P
    private int stride = 1;
    private final double[] residuals;
    private final double[] sorted;

    Placement(int capacity) {
        residuals = new double[capacity];
        sorted = new double[capacity];
    }

    /**
     * Finds t such that every P + t lies on the ray of its own pixel: minimises the squared distances to the rays,
     * which is linear in t, re-weighted against outliers.
     *
     * @return false where fewer than two different rays leave t open
     */
    boolean translation(Correspondences c, double[] t) {
        java.util.Arrays.fill(residuals, 0, c.count, 0);
        for (int round = 0; round < ROUNDS; round++) {
            if (!solveTranslation(c, round == 0 ? Double.MAX_VALUE : MEDIANS * median(c.count), t)) {
                return false;
            }
            for (int i = 0; i < c.count; i++) {
                double x = c.posed[3 * i] + t[0];
                double y = c.posed[3 * i + 1] + t[1];
                double z = c.posed[3 * i + 2] + t[2];
                double along = x * c.rays[3 * i] + y * c.rays[3 * i + 1] + z * c.rays[3 * i + 2];
                residuals[i] = Math.sqrt(Math.max(0, x * x + y * y + z * z - along * along));
            }
        }
        return true;
    }

    private boolean solveTranslation(Correspondences c, double scale, double[] t) {
        double xx = 0;
        double xy = 0;
        double xz = 0;
        double yy = 0;
        double yz = 0;
        double zz = 0;
        double bx = 0;
        double by = 0;
        double bz = 0;
        double total = 0;
        for (int i = 0; i < c.count; i++) {
            double w = c.weights[i] * tukey(residuals[i] / scale);
            double x = c.rays[3 * i];
            double y = c.rays[3 * i + 1];
            double z = c.rays[3 * i + 2];
            double px = c.posed[3 * i];
            double py = c.posed[3 * i + 1];
            double pz = c.posed[3 * i + 2];
            double along = px * x + py * y + pz * z;
            total += w;
            xx += w * (1 - x * x);
            xy -= w * x * y;
            xz -= w * x * z;
            yy += w * (1 - y * y);
            yz -= w * y * z;
            zz += w * (1 - z * z);
            bx -= w * (px - along * x);
            by -= w * (py - along * y);
            bz -= w * (pz - along * z);
        }
        double cxx = yy * zz - yz * yz;
        double cxy = xz * yz - xy * zz;
        double cxz = xy * yz - xz * yy;
        double determinant = xx * cxx + xy * cxy + xz * cxz;
        // With one ray, or all parallel, the depth is open and the determinant is rounding only.
        if (!(determinant > 1e-12 * total * total * total) || total == 0) {
            return false;
        }
        double cyy = xx * zz - xz * xz;
        double cyz = xy * xz - xx * yz;
        double czz = xx * yy - xy * xy;
        t[0] = (cxx * bx + cxy * by + cxz * bz) / determinant;
        t[1] = (cxy * bx + cyy * by + cyz * bz) / determinant;
        t[2] = (cxz * bx + cyz * by + czz * bz) / determinant;
        return true;
    }

    /**
     * Finds the rotation that turns the template's points Q onto the posed points P best (Kabsch), as if the animal
     * were stiff; re-weighted against outliers. Row-major, cameraFromCanonical.
     *
     * @param pointsMax points that are enough: an even choice of about so many is looked at
     * @return false where the points do not span a plane
     */
    boolean rotation(Correspondences c, int pointsMax, double[] matrix) {
        java.util.Arrays.fill(residuals, 0, c.count, 0);
        stride = Math.max(1, c.count / pointsMax);
        for (int round = 0; round < ROUNDS; round++) {
            double scale = round == 0 ? Double.MAX_VALUE : MEDIANS * medianOfChosen(c.count);
            means(c, scale);
            covariance.zero();
            for (int i = 0; i < c.count; i += stride) {
                double w = c.weights[i] * tukey(residuals[i] / scale);
                for (int a = 0; a < 3; a++) {
                    double pa = w * (c.posed[3 * i + a] - p[a]);
                    for (int b = 0; b < 3; b++) {
                        covariance.data[3 * a + b] += pa * (c.canonical[3 * i + b] - q[b]);
                    }
                }
            }
            if (!nearestRotation(matrix)) {
                return false;
            }
            for (int i = 0; i < c.count; i += stride) {
                double sum = 0;
                for (int a = 0; a < 3; a++) {
                    double r = c.posed[3 * i + a] - p[a];
                    for (int b = 0; b < 3; b++) {
                        r -= matrix[3 * a + b] * (c.canonical[3 * i + b] - q[b]);
                    }
                    sum += r * r;
                }
                residuals[i] = Math.sqrt(sum);
            }
        }
        return true;
    }

    private void means(Correspondences c, double scale) {
        double total = 1e-300;
        java.util.Arrays.fill(q, 0);
        java.util.Arrays.fill(p, 0);
        for (int i = 0; i < c.count; i += stride) {
            double w = c.weights[i] * tukey(residuals[i] / scale);
            total += w;
            for (int a = 0; a < 3; a++) {
                q[a] += w * c.canonical[3 * i + a];
                p[a] += w * c.posed[3 * i + a];
            }
        }
        for (int a = 0; a < 3; a++) {
            q[a] /= total;
            p[a] /= total;
        }
    }

    /** U diag(1, 1, det) V^T of the covariance; two singular values must stand out of zero. */
    private boolean nearestRotation(double[] matrix) {
        if (!svd.decompose(covariance)) {
            return false;
        }
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj v = svd.getV(null, false);
        double[] values = svd.getSingularValues();
        int least = 0;
        int most = 0;
        for (int k = 1; k < 3; k++) {
            least = values[k] < values[least] ? k : least;
            most = values[k] >= values[most] ? k : most;
        }
        double middle = values[0] + values[1] + values[2] - values[least] - values[most];
        if (!(middle > 1e-9 * values[most])) {
            return false;
        }
        CommonOps_DDRM.multTransB(u, v, product);
        if (CommonOps_DDRM.det(product) < 0) {
            for (int r = 0; r < 3; r++) {
                u.data[3 * r + least] = -u.data[3 * r + least];
            }
            CommonOps_DDRM.multTransB(u, v, product);
        }
        System.arraycopy(product.data, 0, matrix, 0, 9);
        return true;
    }

    private double medianOfChosen(int n) {
        int chosen = 0;
        for (int i = 0; i < n; i += stride) {
            sorted[chosen++] = residuals[i];
        }
        return middle(chosen);
    }

    private double median(int n) {
        System.arraycopy(residuals, 0, sorted, 0, n);
        return middle(n);
    }

    private double middle(int n) {
        java.util.Arrays.sort(sorted, 0, n);
        // Exact maps have a median of zero; a hair above it keeps the weights defined.
        return Math.max(sorted[n / 2], 1e-9);
    }

    private static double tukey(double relative) {
        double s = 1 - relative * relative;
        return s <= 0 ? 0 : s * s;
    }
}
