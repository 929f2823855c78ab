package io.canter.tracking;

import java.util.Arrays;

/**
 * Normal equations of an articulated body, gathered bone by bone. A point skinned to bones k moves by the sum of
 * w_k (omega_k x x_k + v_k), where (omega_k, v_k) is the twist of bone k about the root joint. So each point only adds
 * 6 x 6 blocks for the few pairs of its bones, whatever the depth of the chain; the chain is applied once at the end,
 * because the twist of a bone is the sum of its ancestors' turns. This is what makes the fit cheap: cost per point does
 * not grow with the skeleton.
 *
 * <p>Forces act on each bone where that bone has the point, so the gradient is exact. For the second derivatives all bones
 * of a point have it where skinning puts it, some millimetres to centimetres off: then one symmetric 6 x 6 block, times the
 * product of two weights, serves all pairs of a point's bones. A step of the fit is as good for it, and much cheaper.
 */
final class BoneBlocks implements PointSink {
    static final int TWIST = 6;
    /** Numbers of a symmetric TWIST x TWIST block: its lower triangle, row by row. */
    private static final int BLOCK = TWIST * (TWIST + 1) / 2;

    private static final int COUPLING = 3 * TWIST;

    private final int joints;
    private final double[] hessian; // BLOCK per pair of bones; first >= second until summed
    private final boolean[] coupled; // by pair of bones: whether its block may hold anything but zero
    private final double[] gradient; // TWIST per bone
    private final double[] rayCoupling; // 3 x TWIST per bone: translation of the root against twist
    private final double[] posedCoupling; // the same for the origin of the posed map
    private final double[] translation = new double[9];
    private final double[] translationGradient = new double[3];
    private final double[] originGradient = new double[3];
    private final double[] origin = new double[9];
    private final double[] half = new double[3 * TWIST];
    private final double[] full = new double[TWIST * TWIST];
    private final double[] columns; // 6 x 3 per joint: twist caused by a change of its numbers
    private final double[] whole = new double[BLOCK]; // of the point in hand, as if one bone had all of it
    private final double[] wholeRay = new double[COUPLING];
    private final double[] wholePosed = new double[COUPLING];

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
        clearGradient();
        for (int pair = 0; pair < coupled.length; pair++) {
            if (coupled[pair]) {
                Arrays.fill(hessian, pair * BLOCK, (pair + 1) * BLOCK, 0);
                coupled[pair] = false;
            }
        }
        Arrays.fill(rayCoupling, 0);
        Arrays.fill(posedCoupling, 0);
        Arrays.fill(translation, 0);
        Arrays.fill(origin, 0);
    }

    void clearGradient() {
        Arrays.fill(gradient, 0);
        Arrays.fill(translationGradient, 0);
        Arrays.fill(originGradient, 0);
    }

    @Override
    public void add(
            Correspondences points,
            int point,
            double[] carried,
            double[] place,
            double[] rayMatrix,
            double[] rayForce,
            double[] posedMatrix,
            double[] posedForce) {
        for (int i = 0; i < 9; i++) {
            translation[i] += rayMatrix[i];
            origin[i] += posedMatrix[i];
        }
        addForces(points, point, carried, rayForce, posedForce);
        couple(rayMatrix, place, 1, wholeRay);
        couple(posedMatrix, place, -1, wholePosed);
        square(place);
        int[] bones = points.joints;
        double[] skin = points.skinWeights;
        int first = Skin.INFLUENCES * point;
        for (int k = 0; k < Skin.INFLUENCES; k++) {
            double w = skin[first + k];
            if (w == 0) {
                continue;
            }
            int bone = bones[first + k];
            addCoupling(rayCoupling, COUPLING * bone, w, wholeRay);
            addCoupling(posedCoupling, COUPLING * bone, w, wholePosed);
            for (int l = 0; l <= k; l++) {
                int other = bones[first + l];
                int pair = bone > other ? bone * joints + other : other * joints + bone;
                double both = w * skin[first + l];
                coupled[pair] = true;
                addBlock(BLOCK * pair, both);
            }
        }
    }

    /** The part of {@link #add} that makes the gradient: all that a step needs which keeps its matrix. */
    void addForces(Correspondences points, int point, double[] carried, double[] rayForce, double[] posedForce) {
        for (int r = 0; r < 3; r++) {
            translationGradient[r] += rayForce[r];
            originGradient[r] -= posedForce[r];
        }
        double fx = rayForce[0] + posedForce[0];
        double fy = rayForce[1] + posedForce[1];
        double fz = rayForce[2] + posedForce[2];
        int first = Skin.INFLUENCES * point;
        for (int k = 0; k < Skin.INFLUENCES; k++) {
            double w = points.skinWeights[first + k];
            if (w == 0) {
                continue;
            }
            double a = carried[3 * k];
            double b = carried[3 * k + 1];
            double c = carried[3 * k + 2];
            int g = TWIST * points.joints[first + k];
            gradient[g] += w * (b * fz - c * fy);
            gradient[g + 1] += w * (c * fx - a * fz);
            gradient[g + 2] += w * (a * fy - b * fx);
            gradient[g + 3] += w * fx;
            gradient[g + 4] += w * fy;
            gradient[g + 5] += w * fz;
        }
    }

    // Loops of a length that the compiler knows: it unrolls them.
    private void addBlock(int at, double w) {
        for (int i = 0; i < BLOCK; i++) {
            hessian[at + i] += w * whole[i];
        }
    }

    private static void addCoupling(double[] into, int at, double w, double[] from) {
        for (int i = 0; i < COUPLING; i++) {
            into[at + i] += w * from[i];
        }
    }

    /** sign W [-[x] | I], row by row. */
    private static void couple(double[] matrix, double[] x, double sign, double[] into) {
        for (int r = 0; r < 3; r++) {
            double p = sign * matrix[3 * r];
            double q = sign * matrix[3 * r + 1];
            double s = sign * matrix[3 * r + 2];
            int row = TWIST * r;
            into[row] = s * x[1] - q * x[2];
            into[row + 1] = p * x[2] - s * x[0];
            into[row + 2] = q * x[0] - p * x[1];
            into[row + 3] = p;
            into[row + 4] = q;
            into[row + 5] = s;
        }
    }

    /** A^T W A with A = [-[x] | I] and W of ray and posed point together: its lower triangle [x] M over M | W, M = -W [x]. */
    private void square(double[] x) {
        double a = x[0];
        double b = x[1];
        double c = x[2];
        for (int col = 0; col < 3; col++) {
            double p = wholeRay[col] - wholePosed[col];
            double q = wholeRay[TWIST + col] - wholePosed[TWIST + col];
            double s = wholeRay[2 * TWIST + col] - wholePosed[2 * TWIST + col];
            for (int row = col; row < 3; row++) {
                whole[entry(row, col)] = row == 0 ? b * s - c * q : row == 1 ? c * p - a * s : a * q - b * p;
            }
            whole[entry(3, col)] = p;
            whole[entry(4, col)] = q;
            whole[entry(5, col)] = s;
            for (int row = col; row < 3; row++) {
                int at = TWIST * row + 3 + col;
                whole[entry(3 + row, 3 + col)] = wholeRay[at] - wholePosed[at];
            }
        }
    }

    /** Where a lower triangle has row {@code row}, column {@code column <= row}. */
    private static int entry(int row, int column) {
        return row * (row + 1) / 2 + column;
    }

    /**
     * Applies the chain and writes the symmetric system. Spoils the blocks: {@link #clear} before the next use.
     *
     * @param h row-major, {@code stride} numbers a row; the leading {@link #unknowns} square is overwritten
     * @param g gradient of half the squared sum
     */
    void write(Kinematics kinematics, double[] h, int stride, double[] g) {
        writeGradient(kinematics, g);
        mirror();
        sumSubtrees(kinematics);
        int o = 3 + 3 * joints;
        for (int row = 0; row < o + 3; row++) {
            Arrays.fill(h, row * stride, row * stride + o + 3, 0);
        }
        for (int r = 0; r < 3; r++) {
            System.arraycopy(translation, 3 * r, h, r * stride, 3);
            System.arraycopy(origin, 3 * r, h, (o + r) * stride + o, 3);
        }
        for (int j = 0; j < joints; j++) {
            int at = 3 + 3 * j;
            for (int c = 0; c < 3; c++) {
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

    /** Writes the gradient alone, after {@link #addForces}; spoils as {@link #write} does. */
    void writeGradient(Kinematics kinematics, double[] g) {
        align(kinematics);
        for (int j = joints - 1; j > 0; j--) {
            addTo(gradient, TWIST * kinematics.parent(j), TWIST * j, TWIST);
        }
        int o = 3 + 3 * joints;
        for (int r = 0; r < 3; r++) {
            g[r] = translationGradient[r];
            g[o + r] = originGradient[r];
        }
        for (int i = 0; i < 3 * joints; i++) {
            g[3 + i] = dot(gradient, TWIST * (i / 3), i / 3, i % 3);
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
                if (coupled[j * joints + i]) {
                    coupled[i * joints + j] = true;
                    System.arraycopy(hessian, BLOCK * (j * joints + i), hessian, BLOCK * (i * joints + j), BLOCK);
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
            addTo(rayCoupling, COUPLING * p, COUPLING * j, COUPLING);
            addTo(posedCoupling, COUPLING * p, COUPLING * j, COUPLING);
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
        for (int row = 0; row < TWIST; row++) {
            for (int column = 0; column <= row; column++) {
                full[TWIST * row + column] = hessian[block + entry(row, column)];
                full[TWIST * column + row] = full[TWIST * row + column];
            }
        }
        for (int k = 0; k < TWIST; k++) {
            for (int c = 0; c < 3; c++) {
                half[3 * k + c] = dot(full, TWIST * k, i, c);
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
