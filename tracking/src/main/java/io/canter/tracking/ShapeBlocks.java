package io.canter.tracking;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Normal equations of the shape coefficients for one frame. The pose is eliminated (Schur complement), so that what is
 * left says how the shape should change whatever the pose then does.
 */
final class ShapeBlocks implements PointSink {
    private static final int TWIST = BoneBlocks.TWIST;

    private final Rig rig;
    private final int shapes;
    private final int joints;
    private final double[] jointShift; // 3 per joint per shape: (place's change) - R (rest place's change)
    private final double[] placeShift; // 3 per joint: scratch of the chain
    private final double[] boneCoupling; // TWIST per joint per shape
    private final double[] translationCoupling; // 3 per shape
    private final double[] originCoupling; // 3 per shape
    private final double[] motion; // 3 per shape: how the point moves
    private final double[] blend = new double[9];
    private final DMatrixRMaj coupling;
    private final DMatrixRMaj solved;
    private Kinematics kinematics;

    /** After {@link #eliminate}: second derivative by the coefficients, and gradient. */
    final DMatrixRMaj matrix;

    final double[] gradient;

    ShapeBlocks(Rig rig) {
        this.rig = rig;
        shapes = rig.shapes().size();
        joints = rig.skeleton().jointCount();
        int unknowns = BoneBlocks.unknowns(joints);
        jointShift = new double[3 * joints * shapes];
        placeShift = new double[3 * joints];
        boneCoupling = new double[TWIST * joints * shapes];
        translationCoupling = new double[3 * shapes];
        originCoupling = new double[3 * shapes];
        motion = new double[3 * shapes];
        coupling = new DMatrixRMaj(unknowns, Math.max(1, shapes));
        solved = new DMatrixRMaj(unknowns, Math.max(1, shapes));
        matrix = new DMatrixRMaj(Math.max(1, shapes), Math.max(1, shapes));
        gradient = new double[shapes];
    }

    /** Starts a frame: how each joint moves when the shape changes and the bends stay. */
    void begin(Kinematics pose) {
        kinematics = pose;
        Arrays.fill(boneCoupling, 0);
        Arrays.fill(translationCoupling, 0);
        Arrays.fill(originCoupling, 0);
        Arrays.fill(gradient, 0);
        matrix.zero();
        double[] m = pose.rotations;
        for (int k = 0; k < shapes; k++) {
            float[] rest = rig.shapes().get(k).joints();
            Arrays.fill(placeShift, 0);
            for (int j = 0; j < joints; j++) {
                int p = pose.parent(j);
                for (int r = 0; r < 3; r++) {
                    double place = 0;
                    double own = 0;
                    for (int a = 0; a < 3; a++) {
                        if (p >= 0) {
                            place += m[9 * p + 3 * r + a] * (rest[3 * j + a] - rest[3 * p + a]);
                        }
                        own += m[9 * j + 3 * r + a] * rest[3 * j + a];
                    }
                    placeShift[3 * j + r] = p < 0 ? 0 : placeShift[3 * p + r] + place;
                    jointShift[3 * (k * joints + j) + r] = placeShift[3 * j + r] - own;
                }
            }
        }
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
        move(points, point);
        int first = Skin.INFLUENCES * point;
        for (int k = 0; k < shapes; k++) {
            double x = motion[3 * k];
            double y = motion[3 * k + 1];
            double z = motion[3 * k + 2];
            double rx = row(rayMatrix, 0, x, y, z);
            double ry = row(rayMatrix, 3, x, y, z);
            double rz = row(rayMatrix, 6, x, y, z);
            double px = row(posedMatrix, 0, x, y, z);
            double py = row(posedMatrix, 3, x, y, z);
            double pz = row(posedMatrix, 6, x, y, z);
            translationCoupling[3 * k] += rx;
            translationCoupling[3 * k + 1] += ry;
            translationCoupling[3 * k + 2] += rz;
            originCoupling[3 * k] -= px;
            originCoupling[3 * k + 1] -= py;
            originCoupling[3 * k + 2] -= pz;
            gradient[k] += x * (rayForce[0] + posedForce[0])
                    + y * (rayForce[1] + posedForce[1])
                    + z * (rayForce[2] + posedForce[2]);
            rx += px;
            ry += py;
            rz += pz;
            for (int i = 0; i < Skin.INFLUENCES; i++) {
                double w = points.skinWeights[first + i];
                if (w > 0) {
                    int at = TWIST * (k * joints + points.joints[first + i]);
                    double a = w * place[0]; // as BoneBlocks has it: parts of one system
                    double b = w * place[1];
                    double c = w * place[2];
                    boneCoupling[at] += b * rz - c * ry;
                    boneCoupling[at + 1] += c * rx - a * rz;
                    boneCoupling[at + 2] += a * ry - b * rx;
                    boneCoupling[at + 3] += w * rx;
                    boneCoupling[at + 4] += w * ry;
                    boneCoupling[at + 5] += w * rz;
                }
            }
            for (int l = 0; l <= k; l++) {
                matrix.data[k * shapes + l] += rx * motion[3 * l] + ry * motion[3 * l + 1] + rz * motion[3 * l + 2];
            }
        }
    }

    private static double row(double[] matrix, int at, double x, double y, double z) {
        return matrix[at] * x + matrix[at + 1] * y + matrix[at + 2] * z;
    }

    /** How the skinned point moves with each coefficient. */
    private void move(Correspondences points, int point) {
        int first = Skin.INFLUENCES * point;
        Arrays.fill(blend, 0);
        Arrays.fill(motion, 0);
        for (int i = 0; i < Skin.INFLUENCES; i++) {
            double w = points.skinWeights[first + i];
            int j = points.joints[first + i];
            if (w > 0) {
                for (int a = 0; a < 9; a++) {
                    blend[a] += w * kinematics.rotations[9 * j + a];
                }
                for (int k = 0; k < shapes; k++) {
                    for (int r = 0; r < 3; r++) {
                        motion[3 * k + r] += w * jointShift[3 * (k * joints + j) + r];
                    }
                }
            }
        }
        int[] corners = rig.mesh().triangles();
        int t = 3 * points.triangles[point];
        double u = points.barycentrics[3 * point];
        double v = points.barycentrics[3 * point + 1];
        double w = points.barycentrics[3 * point + 2];
        for (int k = 0; k < shapes; k++) {
            float[] rest = rig.shapes().get(k).vertices();
            int a = 3 * corners[t];
            int b = 3 * corners[t + 1];
            int c = 3 * corners[t + 2];
            double x = u * rest[a] + v * rest[b] + w * rest[c];
            double y = u * rest[a + 1] + v * rest[b + 1] + w * rest[c + 1];
            double z = u * rest[a + 2] + v * rest[b + 2] + w * rest[c + 2];
            for (int r = 0; r < 3; r++) {
                motion[3 * k + r] += blend[3 * r] * x + blend[3 * r + 1] * y + blend[3 * r + 2] * z;
            }
        }
    }

    /**
     * Takes the pose out.
     *
     * @param blocks those that wrote the pose's system, for the columns of the joints
     * @param pose solver of the pose's system, already decomposed
     * @param poseGradient what is left of the pose's gradient
     */
    boolean eliminate(BoneBlocks blocks, Kinematics chain, LinearSolverDense<DMatrixRMaj> pose, double[] poseGradient) {
        if (shapes == 0) {
            return false;
        }
        blocks.align(chain);
        for (int k = 0; k < shapes; k++) {
            for (int l = 0; l < k; l++) {
                matrix.data[l * shapes + k] = matrix.data[k * shapes + l];
            }
            int base = TWIST * k * joints;
            for (int j = joints - 1; j > 0; j--) {
                for (int a = 0; a < TWIST; a++) {
                    boneCoupling[base + TWIST * chain.parent(j) + a] += boneCoupling[base + TWIST * j + a];
                }
            }
            for (int r = 0; r < 3; r++) {
                coupling.data[r * shapes + k] = translationCoupling[3 * k + r];
                coupling.data[(3 + 3 * joints + r) * shapes + k] = originCoupling[3 * k + r];
                for (int j = 0; j < joints; j++) {
                    coupling.data[(3 + 3 * j + r) * shapes + k] = blocks.dot(boneCoupling, base + TWIST * j, j, r);
                }
            }
        }
        pose.solve(coupling, solved);
        CommonOps_DDRM.multAddTransA(-1, coupling, solved, matrix);
        for (int k = 0; k < shapes; k++) {
            for (int i = 0; i < poseGradient.length; i++) {
                gradient[k] -= solved.data[i * shapes + k] * poseGradient[i];
            }
        }
        return true;
    }
}
