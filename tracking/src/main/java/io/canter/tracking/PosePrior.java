package io.canter.tracking;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Which poses are usual: one normal distribution over all bends, so that a leg that nothing shows goes where it goes
 * when the others stand as they do. It is weak beside points, and weaker the more unusual a pose is (re-weighted after
 * Geman and McClure), as no normal distribution knows lying animals.
 *
 * <p>File, big endian: {@code "CTPP"}, format (2 bytes), the rig's id (length in 2 bytes, UTF-8), count n of numbers
 * (4), mean (n floats), lower triangle of the inverse covariance, row by row (n (n + 1) / 2 floats).
 */
public final class PosePrior {
    private static final String RESOURCE = "pose-prior.bin";
    private static final int MAGIC = 0x43545050; // CTPP
    private static final int FORMAT = 1;
    /** Three numbers for each of 250 joints. */
    private static final int COUNT_MAX = 750;
    /** What the prior weighs: frames of a clip are alike, so that it counts in each of them. */
    private static final double WEIGHT = 0.3;
    /** A pose so many times as unusual as one of the library is on average has half its pull. */
    private static final double UNUSUAL = 4;

    private final String rigId;
    private final float[] mean;
    private final float[] information;
    private final double[] off;
    private final double[] pull;

    /**
     * @param rigId the rig that it is of
     * @param mean 3 per joint from joint 1 on: bends as rotation vectors in the parent's frame, radians
     * @param information inverse covariance of these, row-major
     */
    public PosePrior(String rigId, float[] mean, float[] information) {
        if (information.length != mean.length * mean.length) {
            throw new IllegalArgumentException("a pose prior of " + mean.length + " numbers needs "
                    + mean.length * mean.length + " of information, got " + information.length);
        }
        this.rigId = rigId;
        this.mean = mean.clone();
        this.information = information.clone();
        off = new double[mean.length];
        pull = new double[mean.length];
    }

    /** The one that ships, for the rig that it is of; empty for others. A new instance serves one thread. */
    static Optional<PosePrior> shipped(Rig rig) {
        try (InputStream in = PosePrior.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing; build again");
            }
            PosePrior prior = read(in);
            return prior.rigId.equals(rig.id())
                            && prior.mean.length == 3 * rig.skeleton().jointCount() - 3
                    ? Optional.of(prior)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IOException if the bytes are no such file; the message says why */
    public static PosePrior read(InputStream bytes) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        if (in.readInt() != MAGIC) {
            throw new IOException("this is no pose prior");
        }
        int format = in.readShort();
        if (format != FORMAT) {
            throw new IOException("the pose prior has format " + format + ", this Canter reads format " + FORMAT
                    + "; make it anew with training/pose-prior.sh");
        }
        String rigId = in.readUTF();
        int n = in.readInt();
        if (n < 0 || n > COUNT_MAX) {
            throw new IOException("the pose prior has " + n + " numbers, at most " + COUNT_MAX + " are allowed");
        }
        float[] mean = new float[n];
        for (int i = 0; i < n; i++) {
            mean[i] = finite(in.readFloat());
        }
        float[] information = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k <= i; k++) {
                information[i * n + k] = finite(in.readFloat());
                information[k * n + i] = information[i * n + k];
            }
        }
        return new PosePrior(rigId, mean, information);
    }

    private static float finite(float value) throws IOException {
        if (!Float.isFinite(value)) {
            throw new IOException("the pose prior holds the number " + value + "; make it anew");
        }
        return value;
    }

    /** Writes the file. */
    public void write(OutputStream bytes) throws IOException {
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeShort(FORMAT);
        out.writeUTF(rigId);
        out.writeInt(mean.length);
        for (float m : mean) {
            out.writeFloat(m);
        }
        for (int i = 0; i < mean.length; i++) {
            for (int k = 0; k <= i; k++) {
                out.writeFloat(information[i * mean.length + k]);
            }
        }
        out.flush();
    }

    /** 3 per joint from joint 1 on, radians. */
    public float[] mean() {
        return mean.clone();
    }

    /** Inverse covariance, row-major. */
    public float[] information() {
        return information.clone();
    }

    /**
     * Cost of a pose; adds to matrix and gradient unless they are null.
     *
     * @param bends 3 per joint, joint 0's unused
     * @param at row, column and entry of joint 1's first number in {@code h} and {@code g}
     */
    double add(double[] bends, double[] h, int stride, double[] g, int at) {
        int n = mean.length;
        for (int i = 0; i < n; i++) {
            off[i] = bends[3 + i] - mean[i];
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += information[i * n + k] * off[k];
            }
            pull[i] = sum;
            squares += sum * off[i];
        }
        double usual = UNUSUAL * n;
        double share = usual / (usual + squares);
        double weight = WEIGHT * share * share;
        for (int i = 0; i < n && g != null; i++) {
            g[at + i] += weight * pull[i];
        }
        if (h != null) {
            for (int i = 0; i < n; i++) {
                int row = (at + i) * stride + at;
                for (int k = 0; k < n; k++) {
                    h[row + k] += weight * information[i * n + k];
                }
            }
        }
        return 0.5 * WEIGHT * share * squares;
    }
}
