package io.canter.training.rigs;

import org.joml.Matrix3d;
import org.joml.Quaterniond;
import org.joml.Vector3d;

/** Carries points of a foreign body at rest to where the template has them: one affine map, canonical axes. */
final class BoneCarry {
    // Girths differ by less; a measure beyond comes from a handful of vertices.
    private static final double GIRTH_LEAST = 0.4;
    private static final double GIRTH_MOST = 2.5;

    private final Vector3d from;
    private final Vector3d to;
    private final Matrix3d linear;

    private BoneCarry(Vector3d from, Vector3d to, Matrix3d linear) {
        this.from = from;
        this.to = to;
        this.linear = linear;
    }

    /**
     * Carries one bone onto another: turned by the least rotation, as long as the other, and as thick.
     *
     * @param girth thickness of the template's bone over the foreign one's; not finite: as the length
     */
    static BoneCarry bone(double[] from, double[] fromTip, double[] to, double[] toTip, double girth) {
        Vector3d source = new Vector3d(fromTip[0] - from[0], fromTip[1] - from[1], fromTip[2] - from[2]);
        Vector3d target = new Vector3d(toTip[0] - to[0], toTip[1] - to[1], toTip[2] - to[2]);
        double length = target.length() / source.length();
        double thick = Double.isFinite(girth) ? girth : length;
        thick = Math.max(GIRTH_LEAST, Math.min(GIRTH_MOST, thick));
        Vector3d d = source.normalize(new Vector3d());
        // thick * I + (length - thick) * d d^T
        double k = length - thick;
        Matrix3d stretch = new Matrix3d(
                thick + k * d.x * d.x,
                k * d.x * d.y,
                k * d.x * d.z,
                k * d.y * d.x,
                thick + k * d.y * d.y,
                k * d.y * d.z,
                k * d.z * d.x,
                k * d.z * d.y,
                thick + k * d.z * d.z);
        Matrix3d turn = new Matrix3d().rotation(new Quaterniond().rotationTo(source, target));
        return new BoneCarry(
                new Vector3d(from[0], from[1], from[2]), new Vector3d(to[0], to[1], to[2]), turn.mul(stretch));
    }

    /** Carries a box onto another, axis by axis. */
    static BoneCarry box(double[] from, double[] to, double[] factors) {
        return new BoneCarry(
                new Vector3d(from[0], from[1], from[2]),
                new Vector3d(to[0], to[1], to[2]),
                new Matrix3d().scaling(factors[0], factors[1], factors[2]));
    }

    /** The same turn and stretch about other points. */
    BoneCarry at(double[] otherFrom, double[] otherTo) {
        return new BoneCarry(
                new Vector3d(otherFrom[0], otherFrom[1], otherFrom[2]),
                new Vector3d(otherTo[0], otherTo[1], otherTo[2]),
                linear);
    }

    void add(float[] points, int offset, double weight, double[] sum) {
        Vector3d v = new Vector3d(points[offset], points[offset + 1], points[offset + 2]).sub(from);
        linear.transform(v).add(to);
        sum[0] += weight * v.x;
        sum[1] += weight * v.y;
        sum[2] += weight * v.z;
    }
}
