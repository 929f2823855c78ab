package io.canter.tracking;

import java.util.Arrays;
import java.util.Optional;

/**
 * Tells the ground from an animal's feet: the plane on which the lowest of the last second stand, followed slowly. In
 * doubt it lies across the trunk's mean direction up. Where fewer than three feet are seen, or the trunk is too near the
 * ground to stand on its legs, nothing is told. A pure step from belief to belief; the instance owns working memory and
 * serves one thread.
 */
final class GroundSense {
    /** What the feet of so many microseconds tell. */
    private static final long SPAN_MICROS = 1_000_000;
    /** The plane follows within this time, seconds; without feet it is forgotten as fast. */
    private static final double FOLLOW_SECONDS = 0.5;
    /** A foot this far from the ground (metres) speaks a quarter. */
    private static final double LOW = 0.06;
    /** How far a foot that stands is off the plane, metres, and how far the plane is off across the trunk, radians. */
    private static final double OFF = 0.05;

    private static final double TILT = 0.1;
    private static final int ROUNDS = 6;
    private static final int FEET_MIN = 3;
    /** A foot speaks of the ground if its frames weigh so much together. */
    private static final double FRAMES_MIN = 1;
    /** Of its height at rest an animal that stands keeps so much. */
    private static final double STANDING_SHARE = 0.6;
    /** Cosine: no camera is held so far askew; such an animal lies. The same for one that seems to hang. */
    private static final double ASKEW = 0.7;
    /** Less certain is unknown. */
    private static final double CERTAINTY_MIN = 0.3;

    private final LegReach legs;
    private final Kinematics pose;
    private final FootHolder holder;
    private final double sole; // of a foot's joint over the ground, template metres
    private final double[] axes = new double[9];
    private final double[] centre = new double[3]; // along the axes
    private final double[] speaks = new double[GroundBelief.FEET];
    private double[] feet = new double[0]; // 3 per foot and moment, along the axes, from the centre
    private final double[][] system = new double[3][4];
    private final double[] plane = new double[4];

    GroundSense(Rig rig) {
        legs = new LegReach(rig);
        pose = new Kinematics(rig.skeleton());
        holder = new FootHolder(legs, pose);
        sole = legs.legs() == 0 ? 0 : sole(rig);
    }

    private double sole(Rig rig) {
        float[] joints = rig.skeleton().restPositions();
        double sum = 0;
        for (int f = 0; f < GroundBelief.FEET; f++) {
            double lowest = joints[3 * legs.foot(f) + 1];
            for (int v = 0; v < rig.mesh().vertexCount(); v++) {
                if (rig.skin().joints()[Skin.INFLUENCES * v] == legs.foot(f)) {
                    lowest = Math.min(lowest, rig.mesh().vertices()[3 * v + 1]);
                }
            }
            sum += joints[3 * legs.foot(f) + 1] - lowest;
        }
        return sum / GroundBelief.FEET;
    }

    /** Which feet the points show: bit f for foot f. Half a foot in a small picture is four points. */
    int feetSeen(Correspondences points) {
        int seen = 0;
        for (int f = 0; f < legs.legs(); f++) {
            int[] ends = legs.ends(f);
            int count = 0;
            for (int i = 0; i < points.mapped && count < 4; i++) {
                int joint = points.joints[Skin.INFLUENCES * i];
                count += joint == ends[0] || joint == ends[1] ? 1 : 0;
            }
            seen |= count < 4 ? 0 : 1 << f;
        }
        return seen;
    }

    /**
     * After a frame more.
     *
     * @param translation of the root joint, template metres
     * @param rotation of the root
     * @param bends 3 per joint
     * @param restJoints of the individual, template metres
     * @param feetSeen bit f for foot f; 0 where the animal was not seen
     */
    GroundBelief next(
            GroundBelief before,
            long ptsMicros,
            double[] translation,
            double[] rotation,
            double[] bends,
            double[] restJoints,
            int feetSeen) {
        if (legs.legs() == 0) {
            return before;
        }
        boolean first = before.moments().length == 0 && before.plane().length == 0;
        double seconds = first ? 0 : 1e-6 * (ptsMicros - before.ptsMicros());
        if (!first && seconds <= 0) {
            return before;
        }
        System.arraycopy(rotation, 0, pose.rootRotation, 0, 4);
        System.arraycopy(bends, 0, pose.bends, 0, bends.length);
        pose.update(restJoints);
        double[] moments = recent(before.moments(), ptsMicros, moment(ptsMicros, translation, feetSeen));
        boolean tells = moments.length > 0 && moments[moments.length - GroundBelief.STRIDE] == ptsMicros;
        double evidence = tells ? read(moments, restJoints) : 0;
        double gain = 1 - Math.exp(-seconds / FOLLOW_SECONDS);
        double certainty = (1 - gain) * before.certainty() + gain * evidence;
        double[] now = before.plane();
        if (evidence > 0) {
            now = now.length == 0 ? plane.clone() : between(now, gain * evidence / certainty, moments);
        }
        FootHold hold =
                tells ? holder.next(before.hold(), moments, axes, seconds) : holder.freed(before.hold(), seconds);
        return new GroundBelief(moments, now, certainty, ptsMicros, feetSeen, hold);
    }

    /**
     * The ground as it is shown.
     *
     * @param translation of the root joint, template metres
     * @param scale metres per template metre
     */
    Optional<Ground> shown(GroundBelief belief, double[] translation, double scale) {
        double[] p = belief.plane();
        if (p.length == 0 || !(belief.certainty() >= CERTAINTY_MIN)) {
            return Optional.empty();
        }
        double up = dot(p, translation) - p[3] + sole;
        float[] point = new float[3];
        float[] normal = new float[3];
        for (int a = 0; a < 3; a++) {
            point[a] = (float) (scale * (translation[a] - up * p[a]));
            normal[a] = (float) p[a];
        }
        return Optional.of(new Ground(point, normal, (float) belief.certainty()));
    }

    /** The bends with which the animal is shown, its feet held; {@code bends} itself where none is. */
    double[] held(GroundBelief belief, double[] rotation, double[] bends, double[] restJoints) {
        return holder.shown(belief.hold(), rotation, bends, restJoints);
    }

    /** The frame in hand; empty where it tells nothing. */
    private double[] moment(long ptsMicros, double[] translation, int feetSeen) {
        double[] out = new double[GroundBelief.STRIDE];
        out[0] = ptsMicros;
        out[GroundBelief.SEEN] = feetSeen;
        double sum = 0;
        for (int a = 0; a < 3; a++) {
            out[GroundBelief.ROOT + a] = translation[a];
            out[GroundBelief.UP + a] = pose.rotations[3 * a + 1];
            out[GroundBelief.FORWARD + a] = pose.rotations[3 * a + 2];
            sum += translation[a] + pose.rotations[3 * a + 1];
            for (int f = 0; f < GroundBelief.FEET; f++) {
                double place = translation[a] + pose.positions[3 * legs.foot(f) + a];
                sum += place;
                out[GroundBelief.PLACES + 3 * f + a] = place;
            }
        }
        return feetSeen != 0 && Double.isFinite(sum) ? out : new double[0];
    }

    private static double[] recent(double[] before, long ptsMicros, double[] moment) {
        int from = Math.max(0, before.length + moment.length - GroundBelief.STRIDE * GroundBelief.MOMENTS_MAX);
        while (from < before.length && ptsMicros - before[from] > SPAN_MICROS) {
            from += GroundBelief.STRIDE;
        }
        double[] out = Arrays.copyOfRange(before, from, before.length + moment.length);
        System.arraycopy(moment, 0, out, before.length - from, moment.length);
        return out;
    }

    /** Fits the plane to the moments; returns how far they are to be believed, 0..1. */
    private double read(double[] moments, double[] restJoints) {
        int n = moments.length / GroundBelief.STRIDE;
        level(moments, n);
        double height = middle(n);
        double slopeX = 0;
        double slopeY = 0;
        double off = 0;
        for (int round = 0; round < ROUNDS; round++) {
            off = gather(n, height, slopeX, slopeY);
            solve();
            height = system[0][3];
            slopeX = system[1][3];
            slopeY = system[2][3];
        }
        double length = Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
        plane[3] = 0;
        for (int a = 0; a < 3; a++) {
            plane[a] = (axes[6 + a] - slopeX * axes[a] - slopeY * axes[3 + a]) / length;
            double place = centre[0] * axes[a] + centre[1] * axes[3 + a] + height * axes[6 + a];
            plane[3] += plane[a] * place;
        }
        if (!Double.isFinite(plane[0] + plane[3]) || !stands(moments, n, restJoints)) {
            return 0;
        }
        int told = 0;
        for (double weight : speaks) {
            told += weight >= FRAMES_MIN ? 1 : 0;
        }
        if (told < FEET_MIN) {
            return 0;
        }
        double span = (moments[GroundBelief.STRIDE * (n - 1)] - moments[0]) / SPAN_MICROS;
        return Math.min(1, 1.25 * span) * told / GroundBelief.FEET / (1 + off / (LOW * LOW));
    }

    private boolean stands(double[] moments, int n, double[] restJoints) {
        double rest = 0;
        for (int f = 0; f < GroundBelief.FEET; f++) {
            rest += (restJoints[1] - restJoints[3 * legs.foot(f) + 1]) / GroundBelief.FEET;
        }
        double mean = 0;
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < 3; a++) {
                mean += plane[a] * moments[GroundBelief.STRIDE * i + GroundBelief.ROOT + a] / n;
            }
        }
        return mean - plane[3] > STANDING_SHARE * rest && Math.abs(plane[0]) < ASKEW && plane[1] < ASKEW;
    }

    /** Axes along the ground and up as the trunk has it on average; all feet along them, from below its mean place. */
    private void level(double[] moments, int n) {
        double[] up = new double[3];
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < 3; a++) {
                up[a] += moments[GroundBelief.STRIDE * i + GroundBelief.UP + a];
            }
        }
        FootPaths.axes(up, axes, 0);
        Arrays.fill(centre, 0);
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < 3; a++) {
                centre[a] += along(a, moments, GroundBelief.STRIDE * i + GroundBelief.ROOT) / n;
            }
        }
        if (feet.length < 3 * GroundBelief.FEET * n) {
            feet = new double[3 * GroundBelief.FEET * n];
        }
        for (int i = 0; i < GroundBelief.FEET * n; i++) {
            int at = GroundBelief.STRIDE * (i / GroundBelief.FEET) + GroundBelief.PLACES + 3 * (i % GroundBelief.FEET);
            int foot = i % GroundBelief.FEET;
            boolean seen = ((int) moments[at - GroundBelief.PLACES - 3 * foot + GroundBelief.SEEN] >> foot & 1) == 1;
            for (int a = 0; a < 3; a++) {
                feet[3 * i + a] = seen ? along(a, moments, at) - (a < 2 ? centre[a] : 0) : Double.NaN;
            }
        }
    }

    private double along(int axis, double[] v, int at) {
        return axes[3 * axis] * v[at] + axes[3 * axis + 1] * v[at + 1] + axes[3 * axis + 2] * v[at + 2];
    }

    /** Median over the moments of the height of the lowest foot. */
    private double middle(int n) {
        double[] lowest = new double[n];
        for (int i = 0; i < n; i++) {
            lowest[i] = Double.POSITIVE_INFINITY;
            for (int f = 0; f < GroundBelief.FEET; f++) {
                double h = feet[3 * (GroundBelief.FEET * i + f) + 2];
                lowest[i] = h < lowest[i] ? h : lowest[i];
            }
        }
        Arrays.sort(lowest);
        return lowest[n / 2];
    }

    /** Writes the normal equations of height and slopes; returns the weighted mean squared distance from the plane. */
    private double gather(int n, double height, double slopeX, double slopeY) {
        for (double[] row : system) {
            Arrays.fill(row, 0);
        }
        system[1][1] = 1 / (TILT * TILT);
        system[2][2] = system[1][1];
        Arrays.fill(speaks, 0);
        double[] x = {1, 0, 0};
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < GroundBelief.FEET * n; i++) {
            x[1] = feet[3 * i];
            x[2] = feet[3 * i + 1];
            double h = feet[3 * i + 2];
            double off = (h - height - slopeX * x[1] - slopeY * x[2]) / LOW;
            if (Double.isNaN(off)) {
                continue; // not seen
            }
            double share = 1 / ((1 + off * off) * (1 + off * off));
            speaks[i % GroundBelief.FEET] += share;
            sum += share;
            squares += share * off * off * LOW * LOW;
            // The frames of a foot err alike: together they are one measurement.
            double weight = GroundBelief.FEET * share / (n * OFF * OFF);
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) {
                    system[r][c] += weight * x[r] * x[c];
                }
                system[r][3] += weight * x[r] * h;
            }
        }
        return sum > 0 ? squares / sum : 0;
    }

    /** Leaves the solution in the last column (Gauss-Jordan; the system is positive definite). */
    private void solve() {
        for (int i = 0; i < 3; i++) {
            double pivot = system[i][i];
            for (int k = 0; k < 4; k++) {
                system[i][k] /= pivot;
            }
            for (int r = 0; r < 3; r++) {
                double factor = r == i ? 0 : system[r][i];
                for (int k = 0; k < 4; k++) {
                    system[r][k] -= factor * system[i][k];
                }
            }
        }
    }

    /** From the old plane towards the one just read, compared below where the animal is now. */
    private double[] between(double[] old, double gain, double[] moments) {
        double[] root = Arrays.copyOfRange(
                moments,
                moments.length - GroundBelief.STRIDE + GroundBelief.ROOT,
                moments.length - GroundBelief.STRIDE + GroundBelief.ROOT + 3);
        double up = dot(plane, root) - plane[3];
        double[] out = new double[4];
        double length = 0;
        for (int a = 0; a < 3; a++) {
            root[a] -= up * plane[a];
            out[a] = old[a] + gain * (plane[a] - old[a]);
            length += out[a] * out[a];
        }
        length = Math.sqrt(length);
        if (!(length > 0.1)) {
            return plane.clone(); // the animal stands quite another way round
        }
        for (int a = 0; a < 3; a++) {
            out[a] /= length;
        }
        out[3] = dot(out, root) - (1 - gain) * (dot(old, root) - old[3]);
        return out;
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
