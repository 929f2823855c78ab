package io.canter.tracking;

import org.joml.Matrix3d;
import org.joml.Quaterniond;

/** Rotation vectors (axis times angle, radians), their matrices and derivatives; all matrices 3 x 3 row-major. */
final class Rotations {
    /** Below this angle the series is exact to double precision, and the closed forms would divide by about zero. */
    private static final double SERIES_BELOW_RADIANS = 1e-4;

    private Rotations() {}

    /** Writes the matrix of the rotation vector at {@code v[at]} to {@code out[outAt]} (Rodrigues). */
    static void toMatrix(double[] v, int at, double[] out, int outAt) {
        double angleSquared = v[at] * v[at] + v[at + 1] * v[at + 1] + v[at + 2] * v[at + 2];
        double angle = Math.sqrt(angleSquared);
        boolean small = angle < SERIES_BELOW_RADIANS;
        double a = small ? 1 - angleSquared / 6 : Math.sin(angle) / angle;
        double b = small ? 0.5 - angleSquared / 24 : (1 - Math.cos(angle)) / angleSquared;
        polynomial(v, at, a, b, angleSquared, out, outAt);
    }

    /**
     * Writes the left Jacobian of the rotation vector at {@code v[at]}: a change d of the vector turns the rotation by
     * Jl d in the outer frame.
     */
    static void leftJacobian(double[] v, int at, double[] out, int outAt) {
        double angleSquared = v[at] * v[at] + v[at + 1] * v[at + 1] + v[at + 2] * v[at + 2];
        double angle = Math.sqrt(angleSquared);
        boolean small = angle < SERIES_BELOW_RADIANS;
        double a = small ? 0.5 - angleSquared / 24 : (1 - Math.cos(angle)) / angleSquared;
        double b = small ? 1 / 6.0 - angleSquared / 120 : (angle - Math.sin(angle)) / (angleSquared * angle);
        polynomial(v, at, a, b, angleSquared, out, outAt);
    }

    /** I + a [v]x + b [v]x^2. */
    private static void polynomial(double[] v, int at, double a, double b, double squared, double[] out, int o) {
        double x = v[at];
        double y = v[at + 1];
        double z = v[at + 2];
        double diagonal = 1 - b * squared;
        out[o] = diagonal + b * x * x;
        out[o + 1] = b * x * y - a * z;
        out[o + 2] = b * x * z + a * y;
        out[o + 3] = b * x * y + a * z;
        out[o + 4] = diagonal + b * y * y;
        out[o + 5] = b * y * z - a * x;
        out[o + 6] = b * x * z - a * y;
        out[o + 7] = b * y * z + a * x;
        out[o + 8] = diagonal + b * z * z;
    }

    /** Writes a * b to {@code out[outAt]}; out must be neither a nor b's place. */
    static void multiply(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt) {
        for (int r = 0; r < 3; r++) {
            double x = a[aAt + 3 * r];
            double y = a[aAt + 3 * r + 1];
            double z = a[aAt + 3 * r + 2];
            for (int c = 0; c < 3; c++) {
                out[outAt + 3 * r + c] = x * b[bAt + c] + y * b[bAt + 3 + c] + z * b[bAt + 6 + c];
            }
        }
    }

    /** Writes the quaternion x, y, z, w of the rotation vector at {@code v[at]}. */
    static void toQuaternion(double[] v, int at, double[] out, int outAt) {
        double angle = Math.sqrt(v[at] * v[at] + v[at + 1] * v[at + 1] + v[at + 2] * v[at + 2]);
        double s = angle < SERIES_BELOW_RADIANS ? 0.5 - angle * angle / 48 : Math.sin(0.5 * angle) / angle;
        out[outAt] = s * v[at];
        out[outAt + 1] = s * v[at + 1];
        out[outAt + 2] = s * v[at + 2];
        out[outAt + 3] = Math.cos(0.5 * angle);
    }

    /** Writes the shortest rotation vector of the quaternion at {@code q[at]}. */
    static void fromQuaternion(double[] q, int at, double[] out, int outAt) {
        double sign = q[at + 3] < 0 ? -1 : 1;
        double s = Math.sqrt(q[at] * q[at] + q[at + 1] * q[at + 1] + q[at + 2] * q[at + 2]);
        double angle = 2 * Math.atan2(s, sign * q[at + 3]);
        double f = s < SERIES_BELOW_RADIANS ? 2 * sign : sign * angle / s;
        out[outAt] = f * q[at];
        out[outAt + 1] = f * q[at + 1];
        out[outAt + 2] = f * q[at + 2];
    }

    /** Writes the quaternion product a * b, normalised; out may be a or b. */
    static void multiplyQuaternions(double[] a, double[] b, double[] out) {
        double x = a[3] * b[0] + a[0] * b[3] + a[1] * b[2] - a[2] * b[1];
        double y = a[3] * b[1] - a[0] * b[2] + a[1] * b[3] + a[2] * b[0];
        double z = a[3] * b[2] + a[0] * b[1] - a[1] * b[0] + a[2] * b[3];
        double w = a[3] * b[3] - a[0] * b[0] - a[1] * b[1] - a[2] * b[2];
        double n = 1 / Math.sqrt(x * x + y * y + z * z + w * w);
        out[0] = n * x;
        out[1] = n * y;
        out[2] = n * z;
        out[3] = n * w;
    }

    /** Writes the rotation vector d with {@code to = exp(d) * from}. */
    static void difference(double[] to, double[] from, double[] out) {
        double[] inverse = {-from[0], -from[1], -from[2], from[3]};
        multiplyQuaternions(to, inverse, inverse);
        fromQuaternion(inverse, 0, out, 0);
    }

    /** Writes the quaternion x, y, z, w of a rotation matrix, row-major. */
    static void fromMatrix(double[] m, double[] out) {
        // As joml has it, whose matrices are column-major.
        Quaterniond q =
                new Quaterniond().setFromNormalized(new Matrix3d(m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]));
        out[0] = q.x;
        out[1] = q.y;
        out[2] = q.z;
        out[3] = q.w;
    }

    /** Writes the matrix of the quaternion x, y, z, w. */
    static void quaternionToMatrix(double[] q, double[] out, int outAt) {
        double x = q[0];
        double y = q[1];
        double z = q[2];
        double w = q[3];
        out[outAt] = 1 - 2 * (y * y + z * z);
        out[outAt + 1] = 2 * (x * y - z * w);
        out[outAt + 2] = 2 * (x * z + y * w);
        out[outAt + 3] = 2 * (x * y + z * w);
        out[outAt + 4] = 1 - 2 * (x * x + z * z);
        out[outAt + 5] = 2 * (y * z - x * w);
        out[outAt + 6] = 2 * (x * z - y * w);
        out[outAt + 7] = 2 * (y * z + x * w);
        out[outAt + 8] = 1 - 2 * (x * x + y * y);
    }
}
