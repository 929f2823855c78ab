package io.canter.training.family;

import io.canter.tracking.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Principal components of sampled individuals, vertices and joints together, taken about the template: coefficients of
 * zero are the template itself, and one unit is the root mean square over the family.
 */
public final class ShapeBasis {
    private static final long SEED = 20250101;

    private final List<Body> shapes;
    private final double[] explained;
    private final double residual;

    private ShapeBasis(List<Body> shapes, double[] explained, double residual) {
        this.shapes = shapes;
        this.explained = explained;
        this.residual = residual;
    }

    /** The first components, greatest first. */
    public List<Body> shapes() {
        return shapes;
    }

    /** Share of the second moment about the template that the first 1, 2, ... components carry. */
    public double[] explained() {
        return explained.clone();
    }

    /** Root mean square distance of the samples' vertices from the span, metres. */
    public double residual() {
        return residual;
    }

    /**
     * Samples individuals and finds the components.
     *
     * @param samples how many individuals; a few hundred
     */
    public static ShapeBasis of(Body template, int samples, int components) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[][] rows = new float[samples][];
        for (int i = 0; i < samples; i++) {
            rows[i] = difference(AnimalFamily.sample(random).body(), template);
        }
        // Few samples in many dimensions: the samples' own scalar products hold all there is to know.
        DMatrixRMaj gram = new DMatrixRMaj(samples, samples);
        double total = 0;
        for (int i = 0; i < samples; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int k = 0; k < rows[i].length; k++) {
                    product += rows[i][k] * rows[j][k];
                }
                gram.set(i, j, product);
                gram.set(j, i, product);
            }
            total += gram.get(i, i);
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(samples, true, true);
        if (!eigen.decompose(gram)) {
            throw new IllegalStateException("the shapes' principal components did not converge");
        }
        Integer[] order = new Integer[samples];
        java.util.Arrays.setAll(order, i -> i);
        java.util.Arrays.sort(
                order,
                (a, b) -> Double.compare(
                        eigen.getEigenvalue(b).getReal(), eigen.getEigenvalue(a).getReal()));
        List<Body> shapes = new ArrayList<>();
        double[] explained = new double[components];
        double sum = 0;
        for (int c = 0; c < components; c++) {
            shapes.add(component(rows, eigen.getEigenVector(order[c]), template.vertices().length));
            sum += eigen.getEigenvalue(order[c]).getReal();
            explained[c] = sum / total;
        }
        double residual = Math.sqrt((total - sum) / samples / (template.vertices().length / 3.0));
        return new ShapeBasis(List.copyOf(shapes), explained, residual);
    }

    private static float[] difference(Body body, Body template) {
        int n = template.vertices().length;
        float[] row = new float[n + template.joints().length];
        for (int k = 0; k < n; k++) {
            row[k] = body.vertices()[k] - template.vertices()[k];
        }
        for (int k = n; k < row.length; k++) {
            row[k] = body.joints()[k - n] - template.joints()[k - n];
        }
        return row;
    }

    /** With a unit eigenvector e of the products, rows' * e has the length of the component's root sum of squares. */
    private static Body component(float[][] rows, DMatrixRMaj eigenvector, int split) {
        double[] sum = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            double w = eigenvector.get(i);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += w * rows[i][k];
            }
        }
        double heavier = 0;
        for (int k = 1; k < split; k += 3) {
            heavier += sum[k];
        }
        // The sign of an eigenvector is arbitrary: positive makes the animal taller.
        double scale = (heavier < 0 ? -1 : 1) / Math.sqrt(rows.length);
        float[] vertices = new float[split];
        float[] joints = new float[sum.length - split];
        for (int k = 0; k < sum.length; k++) {
            float value = (float) (scale * sum[k]);
            if (k < split) {
                vertices[k] = value;
            } else {
                joints[k - split] = value;
            }
        }
        return new Body(vertices, joints);
    }
}
