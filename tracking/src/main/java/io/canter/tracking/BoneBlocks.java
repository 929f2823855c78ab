package io.canter.tracking;

import java.util.Arrays;

/**
 * Normal equations of an articulated body, gathered bone by bone. A point skinned to bones k moves by the sum of
 * w_k (omega_k x x_k + v_k), where (omega_k, v_k) is the twist of bone k about the root joint. So each point only adds
 * 6 x 6 blocks for the few pairs of its bones, whatever the depth of the chain; the chain is applied once at the end,
 * because the twist of a bone is the sum of its ancestors' turns. This is what makes the fit cheap: cost per point does
 * not grow with the skeleton.
 */
final class BoneBlocks implements PointSink {
    static final int TWIST = 6;
    private static final int BLOCK = TWIST * TWIST;

    private final int joints;
    private final double[] hessian; // TWIST x TWIST per pair of bones, first >= second until summed
    private final boolean[] coupled; // by pair of bones: whether its block may hold anything but zero
    private final double[] gradient; // TWIST per bone
    private final double[] rayCoupling; // 3 x TWIST per bone: translation of the root against twist
    private final double[] posedCoupling; // the same for the origin of the posed map
    private final double[] translation = new double[9];
    private final double[] translationGradient = new double[3];
    private final double[] originGradient = new double[3];
    private final double[] origin = new double[9];
    private final double[] half = new double[3 * TWIST];
    private final double[] columns; // 6 x 3 per joint: twist caused by a change of its numbers
    private final double[] moments = new double[9 * Skin.INFLUENCES];
    private final double[] weight = new double[9];

    BoneBlocks(int joints) {
        this.joints = joints;
        hessian = new double[joints * joints * BLOCK];
        coupled = new boolean[joints * joints];
        gradient = new double[joints * TWIST];
        rayCoupling = new double[joints * 3 * TWIST];
        posedCoupling = new double[joints * 3 * TWIST];
        columns = new double[joints * 3 * TWIST];
    }

    /** Unknowns in order: root translation (3), root turn (3), bends of joints 1.. (3 each), origin of P (3). */
    static int unknowns(int joints) {
        return 3 + 3 * joints + 3;
    }

    void clear() {
        for (int pair = 0; pair < coupled.length; pair++) {
            if (coupled[pair]) {
                Arrays.fill(hessian, pair * BLOCK, (pair + 1) * BLOCK, 0);
                coupled[pair] = false;
            }
        }
        Arrays.fill(gradient, 0);
        Arrays.fill(rayCoupling, 0);
        Arrays.fill(posedCoupling, 0);
        Arrays.fill(translation, 0);
        Arrays.fill(translationGradient, 0);
        Arrays.fill(originGradient, 0);
        Arrays.fill(origin, 0);
    }

    @Override
    public void add(
            Correspondences points,
            int point,
            double[] x,
            double[] rayMatrix,
            double[] rayForce,
            double[] posedMatrix,
            double[] posedForce) {
        int[] bones = points.joints;
        double[] skin = points.skinWeights;
        int first = Skin.INFLUENCES * point;
        for (int i = 0; i < 9; i++) {
            translation[i] += rayMatrix[i];
            origin[i] += posedMatrix[i];
            weight[i] = rayMatrix[i] + posedMatrix[i];
        }
        for (int r = 0; r < 3; r++) {
            translationGradient[r] += rayForce[r];
            originGradient[r] -= posedForce[r];
        }
        double fx = rayForce[0] + posedForce[0];
        double fy = rayForce[1] + posedForce[1];
        double fz = rayForce[2] + posedForce[2];
        for (int k = 0; k < Skin.INFLUENCES; k++) {
            double w = skin[first + k];
            if (w > 0) {
                int bone = bones[first + k];
                double a = x[3 * k];
                double b = x[3 * k + 1];
                double c = x[3 * k + 2];
                int g = TWIST * bone;
                gradient[g] += w * (b * fz - c * fy);
                gradient[g + 1] += w * (c * fx - a * fz);
                gradient[g + 2] += w * (a * fy - b * fx);
                gradient[g + 3] += w * fx;
                gradient[g + 4] += w * fy;
                gradient[g + 5] += w * fz;
                addCoupling(rayCoupling, rayMatrix, 3 * TWIST * bone, w, a, b, c);
                addCoupling(posedCoupling, posedMatrix, 3 * TWIST * bone, -w, a, b, c);
            }
        }
        for (int k = 0; k < Skin.INFLUENCES; k++) {
            if (skin[first + k] > 0) {
                moment(9 * k, x[3 * k], x[3 * k + 1], x[3 * k + 2]);
            }
        }
        for (int k = 0; k < Skin.INFLUENCES; k++) {
            for (int l = 0; l < Skin.INFLUENCES; l++) {
                double w = skin[first + k] * skin[first + l];
                if (w > 0 && bones[first + k] >= bones[first + l]) {
                    int pair = bones[first + k] * joints + bones[first + l];
                    coupled[pair] = true;
                    addPair(pair * BLOCK, w, x, k, l);
                }
            }
        }
    }

    /** Adds w W [-[x] | I]. */
    private static void addCoupling(double[] into, double[] matrix, int at, double w, double a, double b, double c) {
        for (int r = 0; r < 3; r++) {
            double p = w * matrix[3 * r];
            double q = w * matrix[3 * r + 1];
            double s = w * matrix[3 * r + 2];
            int row = at + TWIST * r;
            into[row] += s * b - q * c;
            into[row + 1] += p * c - s * a;
            into[row + 2] += q * a - p * b;
            into[row + 3] += p;
            into[row + 4] += q;
            into[row + 5] += s;
        }
    }

    /** M = -W [x], row by row: w x -> (w_z y - w_y z, w_x z - w_z x, w_y x - w_x y). */
    private void moment(int at, double a, double b, double c) {
        for (int r = 0; r < 3; r++) {
            double p = weight[3 * r];
            double q = weight[3 * r + 1];
            double s = weight[3 * r + 2];
            moments[at + 3 * r] = s * b - q * c;
            moments[at + 3 * r + 1] = p * c - s * a;
            moments[at + 3 * r + 2] = q * a - p * b;
        }
    }

    /** Adds w A_k^T W A_l with A = [-[x] | I]: [ [x_k] M_l, M_k^T ; M_l, W ]. */
    private void addPair(int at, double w, double[] x, int k, int l) {
        double a = w * x[3 * k];
        double b = w * x[3 * k + 1];
        double c = w * x[3 * k + 2];
        for (int col = 0; col < 3; col++) {
            double p = moments[9 * l + col];
            double q = moments[9 * l + 3 + col];
            double s = moments[9 * l + 6 + col];
            hessian[at + col] += b * s - c * q;
            hessian[at + TWIST + col] += c * p - a * s;
            hessian[at + 2 * TWIST + col] += a * q - b * p;
            hessian[at + 3 * TWIST + col] += w * p;
            hessian[at + 4 * TWIST + col] += w * q;
            hessian[at + 5 * TWIST + col] += w * s;
            for (int row = 0; row < 3; row++) {
                hessian[at + TWIST * row + 3 + col] += w * moments[9 * k + 3 * col + row];
                hessian[at + TWIST * (3 + row) + 3 + col] += w * weight[3 * row + col];
            }
        }
    }

    /**
     * Applies the chain and writes the symmetric system. Spoils the blocks: {@link #clear} before the next use.
     *
     * @param h row-major, {@code stride} numbers a row; the leading {@link #unknowns} square is overwritten
     * @param g gradient of half the squared sum
     */
    void write(Kinematics kinematics, double[] h, int stride, double[] g) {
        mirror();
        sumSubtrees(kinematics);
        align(kinematics);
        int o = 3 + 3 * joints;
        for (int row = 0; row < o + 3; row++) {
            Arrays.fill(h, row * stride, row * stride + o + 3, 0);
        }
        for (int r = 0; r < 3; r++) {
            System.arraycopy(translation, 3 * r, h, r * stride, 3);
            System.arraycopy(origin, 3 * r, h, (o + r) * stride + o, 3);
            g[r] = translationGradient[r];
            g[o + r] = originGradient[r];
        }
        for (int j = 0; j < joints; j++) {
            int at = 3 + 3 * j;
            for (int c = 0; c < 3; c++) {
                g[at + c] = dot(gradient, TWIST * j, j, c);
                for (int r = 0; r < 3; r++) {
                    double ray = dot(rayCoupling, (3 * j + r) * TWIST, j, c);
                    h[r * stride + at + c] = ray;
                    h[(at + c) * stride + r] = ray;
                    double posed = dot(posedCoupling, (3 * j + r) * TWIST, j, c);
                    h[(o + r) * stride + at + c] = posed;
                    h[(at + c) * stride + o + r] = posed;
                }
            }
            for (int i = 0; i <= j; i++) {
                if (coupled[j * joints + i]) {
                    writePair(j, i, h, stride);
                }
            }
        }
    }

    /** Takes the joints' places and axes, for {@link #dot}. */
    void align(Kinematics kinematics) {
        for (int j = 0; j < joints; j++) {
            column(kinematics, j);
        }
    }

    private void mirror() {
        for (int j = 0; j < joints; j++) {
            for (int i = 0; i < j; i++) {
                if (!coupled[j * joints + i]) {
                    continue;
                }
                coupled[i * joints + j] = true;
                int from = (j * joints + i) * BLOCK;
                int to = (i * joints + j) * BLOCK;
                for (int r = 0; r < TWIST; r++) {
                    for (int c = 0; c < TWIST; c++) {
                        hessian[to + TWIST * c + r] = hessian[from + TWIST * r + c];
                    }
                }
            }
        }
    }

    /** After this, entry j stands for the whole subtree of joint j; children come after parents, so go backwards. */
    private void sumSubtrees(Kinematics kinematics) {
        for (int j = joints - 1; j > 0; j--) {
            int p = kinematics.parent(j);
            for (int i = 0; i < joints; i++) {
                addPairTo(p * joints + i, j * joints + i);
            }
            addTo(gradient, TWIST * p, TWIST * j, TWIST);
            addTo(rayCoupling, 3 * TWIST * p, 3 * TWIST * j, 3 * TWIST);
            addTo(posedCoupling, 3 * TWIST * p, 3 * TWIST * j, 3 * TWIST);
        }
        for (int j = joints - 1; j > 0; j--) {
            int p = kinematics.parent(j);
            for (int i = 0; i < joints; i++) {
                addPairTo(i * joints + p, i * joints + j);
            }
        }
    }

    /** Limbs do not share points, so most pairs are empty: an eighth of the work is left. */
    private void addPairTo(int to, int from) {
        if (coupled[from]) {
            coupled[to] = true;
            addTo(hessian, to * BLOCK, from * BLOCK, BLOCK);
        }
    }

    private static void addTo(double[] values, int to, int from, int n) {
        for (int i = 0; i < n; i++) {
            values[to + i] += values[from + i];
        }
    }

    /** Twist of a turn about the joint's place p: omega = turn, v = p x omega. */
    private void column(Kinematics kinematics, int j) {
        double x = kinematics.positions[3 * j];
        double y = kinematics.positions[3 * j + 1];
        double z = kinematics.positions[3 * j + 2];
        for (int c = 0; c < 3; c++) {
            double a = kinematics.turns[9 * j + c];
            double b = kinematics.turns[9 * j + 3 + c];
            double d = kinematics.turns[9 * j + 6 + c];
            int at = 3 * TWIST * j + c;
            columns[at] = a;
            columns[at + 3] = b;
            columns[at + 6] = d;
            columns[at + 9] = y * d - z * b;
            columns[at + 12] = z * a - x * d;
            columns[at + 15] = x * b - y * a;
        }
    }

    /** A twist-sized row of {@code values} against column c of joint j, as of the last {@link #align}. */
    double dot(double[] values, int at, int j, int c) {
        double sum = 0;
        for (int k = 0; k < TWIST; k++) {
            sum += values[at + k] * columns[3 * TWIST * j + 3 * k + c];
        }
        return sum;
    }

    private void writePair(int j, int i, double[] h, int stride) {
        int block = (j * joints + i) * BLOCK;
        for (int k = 0; k < TWIST; k++) {
            for (int c = 0; c < 3; c++) {
                half[3 * k + c] = dot(hessian, block + TWIST * k, i, c);
            }
        }
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                double sum = 0;
                for (int k = 0; k < TWIST; k++) {
                    sum += columns[3 * TWIST * j + 3 * k + r] * half[3 * k + c];
                }
                h[(3 + 3 * j + r) * stride + 3 + 3 * i + c] = sum;
                h[(3 + 3 * i + c) * stride + 3 + 3 * j + r] = sum;
            }
        }
    }
}
