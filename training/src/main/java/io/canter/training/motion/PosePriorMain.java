package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import io.canter.tracking.PosePrior;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns the tracker's {@link PosePrior} from the poses that training draws. */
@Command(
        name = "pose-prior",
        mixinStandardHelpOptions = true,
        description = "Teaches the tracker which poses are usual; run it after the motion library has changed.")
public final class PosePriorMain implements Callable<Integer> {
    private static final int POSES = 6000;
    private static final long SEED = 99;
    /** The curves know some joints to a degree; animals do not (radians). */
    private static final double SIGMA_MIN = 0.05;

    @Option(names = "-o", required = true, description = "File to write.")
    private Path output;

    private PosePriorMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new PosePriorMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        try (OutputStream out = Files.newOutputStream(output)) {
            learn(Rigs.quadruped()).write(out);
        }
        System.err.println("wrote " + output);
        return 0;
    }

    /** Mean and covariance of the poses of the template; the same at every call. */
    static PosePrior learn(Rig rig) {
        PoseSampler sampler = new PoseSampler(rig);
        Body body = rig.template();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        int n = 3 * (rig.skeleton().jointCount() - 1);
        double[][] bends = new double[POSES][n];
        double[] mean = new double[n];
        for (double[] one : bends) {
            readBends(sampler.sample(random, body), one);
            for (int i = 0; i < n; i++) {
                mean[i] += one[i] / POSES;
            }
        }
        DMatrixRMaj covariance = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k <= i; k++) {
                double sum = i == k ? SIGMA_MIN * SIGMA_MIN : 0;
                for (double[] one : bends) {
                    sum += (one[i] - mean[i]) * (one[k] - mean[k]) / POSES;
                }
                covariance.set(i, k, sum);
                covariance.set(k, i, sum);
            }
        }
        if (!CommonOps_DDRM.invert(covariance)) {
            throw new IllegalStateException("the covariance of the poses cannot be inverted");
        }
        return new PosePrior(rig.id(), floats(mean), floats(covariance.data));
    }

    private static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }

    /** Rotation vectors of the joints below the root. */
    private static void readBends(Pose pose, double[] out) {
        for (int i = 0; i < out.length; i += 3) {
            int at = 4 * (i / 3 + 1);
            float[] q = pose.rotations();
            double sign = q[at + 3] < 0 ? -1 : 1;
            double sin =
                    Math.sqrt((double) q[at] * q[at] + (double) q[at + 1] * q[at + 1] + (double) q[at + 2] * q[at + 2]);
            double factor = sin < 1e-6 ? 2 * sign : sign * 2 * Math.atan2(sin, sign * q[at + 3]) / sin;
            for (int a = 0; a < 3; a++) {
                out[i + a] = factor * q[at + a];
            }
        }
    }
}
