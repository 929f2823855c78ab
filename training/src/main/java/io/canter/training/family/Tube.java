package io.canter.training.family;

import java.util.ArrayList;
import java.util.List;

/**
 * A generalised cylinder: elliptic cross-sections along a smooth centre line. The body is a blend of such tubes.
 * Arrays hold one entry (or three coordinates) per dense station; canonical frame, template metres.
 */
final class Tube {
    /** Dense stations per control interval: fine enough that the union of sections reads as a smooth surface. */
    static final int STEPS = 6;

    /** Roundness of the ends: 0 flat, 1 a half ball. */
    private static final double CAP = 0.45;

    /** Beyond this distance, metres, from a tube's box no fillet reaches and the field need not be exact. */
    private static final double FAR = 0.12;

    final String name;
    final double blend;
    final int size;
    final double[] centre;
    final double[] along; // unit tangent
    final double[] across; // unit lateral axis, half-width direction
    final double[] up; // unit in-plane axis, half-depth direction
    final double[] width;
    final double[] depth;
    final double[] egg; // share by which the width grows towards +up
    final double[] spacing; // metres per station
    final int[] jointA;
    final int[] jointB;
    final double[] mix; // share of jointB
    private final double[] box = new double[6];

    private Tube(String name, double blend, int size) {
        this.name = name;
        this.blend = blend;
        this.size = size;
        centre = new double[3 * size];
        along = new double[3 * size];
        across = new double[3 * size];
        up = new double[3 * size];
        width = new double[size];
        depth = new double[size];
        egg = new double[size];
        spacing = new double[size];
        jointA = new int[size];
        jointB = new int[size];
        mix = new double[size];
    }

    /** Control stations, from which a smooth tube is made. */
    static final class Builder {
        private final String name;
        private final double blend;
        private final int[] bones;
        private final List<double[]> stations = new ArrayList<>();
        private double[] lateral = {1, 0, 0};
        private double[] normal;

        /**
         * @param blend radius of the fillet to the rest of the body, metres
         * @param bones joints along the tube; stations name positions in this list, x.5 being a joint
         */
        Builder(String name, double blend, String... bones) {
            this.name = name;
            this.blend = blend;
            this.bones = new int[bones.length];
            for (int i = 0; i < bones.length; i++) {
                this.bones[i] = QuadrupedSkeleton.index(bones[i]);
            }
        }

        Builder lateral(double x, double y, double z) {
            lateral = new double[] {x, y, z};
            return this;
        }

        /** Cuts all sections square to one direction, whatever way the centre line goes. */
        Builder sections(double x, double y, double z) {
            normal = new double[] {x, y, z};
            return this;
        }

        Builder at(double x, double y, double z, double depth, double width, double egg, double bone) {
            stations.add(new double[] {x, y, z, depth, width, egg, bone});
            return this;
        }

        Tube build() {
            int n = stations.size();
            Tube tube = new Tube(name, blend, (n - 1) * STEPS + 1);
            double[] s = new double[7];
            double[] ds = new double[7];
            for (int i = 0; i < tube.size; i++) {
                int k = Math.min(i / STEPS, n - 2);
                double t = (i - k * STEPS) / (double) STEPS;
                spline(k, t, s, ds);
                fill(tube, i, s, ds);
            }
            tube.close();
            return tube;
        }

        /** Catmull-Rom through the control stations; the ends are extrapolated straight. */
        private void spline(int k, double t, double[] s, double[] ds) {
            double[] b = stations.get(k);
            double[] c = stations.get(k + 1);
            for (int j = 0; j < 7; j++) {
                double a = k > 0 ? stations.get(k - 1)[j] : 2 * b[j] - c[j];
                double d = k + 2 < stations.size() ? stations.get(k + 2)[j] : 2 * c[j] - b[j];
                double m0 = (c[j] - a) / 2;
                double m1 = (d - b[j]) / 2;
                if (j >= 3) { // sizes must not overshoot: no slope through an extremum
                    m0 = (c[j] - b[j]) * (b[j] - a) <= 0 ? 0 : m0;
                    m1 = (d - c[j]) * (c[j] - b[j]) <= 0 ? 0 : m1;
                }
                double t2 = t * t;
                double t3 = t2 * t;
                s[j] = (2 * t3 - 3 * t2 + 1) * b[j]
                        + (t3 - 2 * t2 + t) * m0
                        + (3 * t2 - 2 * t3) * c[j]
                        + (t3 - t2) * m1;
                ds[j] = 6 * (t2 - t) * (b[j] - c[j]) + (3 * t2 - 4 * t + 1) * m0 + (3 * t2 - 2 * t) * m1;
            }
        }

        private void fill(Tube tube, int i, double[] s, double[] ds) {
            double speed = Math.sqrt(ds[0] * ds[0] + ds[1] * ds[1] + ds[2] * ds[2]);
            double tx = normal == null ? ds[0] / speed : normal[0];
            double ty = normal == null ? ds[1] / speed : normal[1];
            double tz = normal == null ? ds[2] / speed : normal[2];
            speed = ds[0] * tx + ds[1] * ty + ds[2] * tz;
            double dot = lateral[0] * tx + lateral[1] * ty + lateral[2] * tz;
            double lx = lateral[0] - dot * tx;
            double ly = lateral[1] - dot * ty;
            double lz = lateral[2] - dot * tz;
            double l = Math.sqrt(lx * lx + ly * ly + lz * lz);
            set(tube.centre, i, s[0], s[1], s[2]);
            set(tube.along, i, tx, ty, tz);
            set(tube.across, i, lx / l, ly / l, lz / l);
            lx /= l;
            ly /= l;
            lz /= l;
            set(tube.up, i, ty * lz - tz * ly, tz * lx - tx * lz, tx * ly - ty * lx);
            tube.depth[i] = s[3];
            tube.width[i] = s[4];
            tube.egg[i] = s[5];
            tube.spacing[i] = speed / STEPS;
            double bone = Math.max(0, Math.min(bones.length - 1.0, s[6]));
            int a = Math.min((int) bone, Math.max(0, bones.length - 2));
            double f = Math.max(0, Math.min(1, (bone - a - 0.15) / 0.7));
            tube.jointA[i] = bones[a];
            tube.jointB[i] = bones[Math.min(a + 1, bones.length - 1)];
            tube.mix[i] = bones.length == 1 ? 0 : f * f * (3 - 2 * f);
        }
    }

    /** The same tube on the animal's other side. */
    Tube mirrored() {
        Tube out = new Tube(name.replace("_l", "_r"), blend, size);
        for (int i = 0; i < size; i++) {
            flip(centre, out.centre, i, -1);
            flip(along, out.along, i, -1);
            flip(across, out.across, i, -1);
            flip(up, out.up, i, -1);
            out.width[i] = width[i];
            out.depth[i] = depth[i];
            out.egg[i] = egg[i];
            out.spacing[i] = spacing[i];
            out.jointA[i] = QuadrupedSkeleton.mirrored(jointA[i]);
            out.jointB[i] = QuadrupedSkeleton.mirrored(jointB[i]);
            out.mix[i] = mix[i];
        }
        out.close();
        return out;
    }

    private static void flip(double[] from, double[] to, int i, int sign) {
        to[3 * i] = sign * from[3 * i];
        to[3 * i + 1] = from[3 * i + 1];
        to[3 * i + 2] = from[3 * i + 2];
    }

    private static void set(double[] a, int i, double x, double y, double z) {
        a[3 * i] = x;
        a[3 * i + 1] = y;
        a[3 * i + 2] = z;
    }

    /**
     * How deep (negative) or far outside (positive) a point lies; near the surface about metres. The point is compared
     * with the section through it, interpolated between the two stations whose planes enclose it.
     */
    double field(double x, double y, double z) {
        double far = outsideBox(x, y, z);
        return far > FAR ? far : field(0, size - 1, x, y, z);
    }

    /** The field of the part of the tube between two stations, for points known to lie beside it. */
    double field(int from, int to, double x, double y, double z) {
        double first = along(from, x, y, z);
        double best = first < 0 ? section(from, from, 0, first, x, y, z) : Double.MAX_VALUE;
        double before = first;
        for (int i = from + 1; i <= to; i++) {
            double s = along(i, x, y, z);
            if (before >= 0 && s < 0) {
                best = Math.min(best, section(i - 1, i, before / (before - s), 0, x, y, z));
            }
            before = s;
        }
        return before >= 0 ? Math.min(best, section(to, to, 0, before, x, y, z)) : best;
    }

    private double section(int i, int j, double f, double beyond, double x, double y, double z) {
        double w = mix(width, i, j, f);
        double h = mix(depth, i, j, f);
        double dx = x - mix(centre, 3 * i, 3 * j, f);
        double dy = y - mix(centre, 3 * i + 1, 3 * j + 1, f);
        double dz = z - mix(centre, 3 * i + 2, 3 * j + 2, f);
        double u = dx * mix(across, 3 * i, 3 * j, f)
                + dy * mix(across, 3 * i + 1, 3 * j + 1, f)
                + dz * mix(across, 3 * i + 2, 3 * j + 2, f);
        double v = (dx * mix(up, 3 * i, 3 * j, f)
                        + dy * mix(up, 3 * i + 1, 3 * j + 1, f)
                        + dz * mix(up, 3 * i + 2, 3 * j + 2, f))
                / h;
        double e = beyond / (CAP * Math.min(w, h));
        double wide = w * (1 + mix(egg, i, j, f) * Math.max(-1, Math.min(1, v)));
        return (Math.sqrt(u * u / (wide * wide) + v * v + e * e) - 1) * Math.sqrt(w * h);
    }

    private double outsideBox(double x, double y, double z) {
        double dx = Math.max(0, Math.max(box[0] - x, x - box[3]));
        double dy = Math.max(0, Math.max(box[1] - y, y - box[4]));
        double dz = Math.max(0, Math.max(box[2] - z, z - box[5]));
        return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }

    double[] box() {
        return box.clone();
    }

    private void close() {
        for (int c = 0; c < 3; c++) {
            box[c] = Double.MAX_VALUE;
            box[c + 3] = -Double.MAX_VALUE;
            for (int i = 0; i < size; i++) {
                double r = Math.max(depth[i], width[i] * (1 + Math.abs(egg[i])));
                box[c] = Math.min(box[c], centre[3 * i + c] - r);
                box[c + 3] = Math.max(box[c + 3], centre[3 * i + c] + r);
            }
        }
    }

    private static double mix(double[] a, int i, int j, double f) {
        return a[i] + f * (a[j] - a[i]);
    }

    private double along(int i, double x, double y, double z) {
        return (x - centre[3 * i]) * along[3 * i]
                + (y - centre[3 * i + 1]) * along[3 * i + 1]
                + (z - centre[3 * i + 2]) * along[3 * i + 2];
    }

    /** Squared distance from a station, in half-axes of its section; the way along the tube counts as depth. */
    double rhoSquared(int i, double x, double y, double z) {
        double dx = x - centre[3 * i];
        double dy = y - centre[3 * i + 1];
        double dz = z - centre[3 * i + 2];
        double s = dx * along[3 * i] + dy * along[3 * i + 1] + dz * along[3 * i + 2];
        double u = dx * across[3 * i] + dy * across[3 * i + 1] + dz * across[3 * i + 2];
        double v = (dx * up[3 * i] + dy * up[3 * i + 1] + dz * up[3 * i + 2]) / depth[i];
        double w = width[i] * (1 + egg[i] * Math.max(-1, Math.min(1, v)));
        double e = s / Math.min(width[i], depth[i]);
        return u * u / (w * w) + v * v + e * e;
    }
}
