package io.canter.training.rigs;

import io.canter.training.geometry.Alignment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.joml.Matrix3d;
import org.joml.Quaterniond;
import org.joml.Vector3d;

/**
 * How a motion file's axes lie to ours: from its rest space to the canonical frame, and from its scene to the world, in
 * which the animal looks along +z on the whole.
 */
record ForeignAxes(Quaterniond canonicalFromRest, Quaterniond worldFromScene) {
    /** Skeletons are built along axes: an alignment this near to one of the 24 means it. Bent legs turn it by less. */
    private static final double SNAP_RADIANS = Math.toRadians(35);
    /** Moments that a heading is taken from. */
    private static final int LOOKS = 32;

    /**
     * Finds the axes.
     *
     * @param representatives for every template joint the source's joint that stands for it, or -1
     * @param rest 3 per template joint, canonical frame
     * @param trunk the source's joint that tells where the animal looks
     */
    static ForeignAxes of(MotionSource source, int[] representatives, float[] rest, int trunk) {
        Quaterniond canonicalFromRest = snapped(alignment(source, representatives, rest));
        Vector3d up = new Vector3d(0, 1, 0);
        Quaterniond upright = new Quaterniond();
        if (!source.isUpright()) {
            Vector3d own = new Quaterniond(canonicalFromRest).conjugate().transform(new Vector3d(up));
            if (own.dot(up) < 0.7) {
                upright.set(canonicalFromRest);
            }
        }
        int n = source.joints().size();
        Quaterniond[] turns = new Quaterniond[n];
        Arrays.setAll(turns, j -> new Quaterniond());
        double[] places = new double[3 * n];
        Vector3d heading = new Vector3d();
        for (int k = 0; k < LOOKS; k++) {
            source.at(source.seconds() * k / LOOKS, turns, places);
            Quaterniond turn =
                    new Quaterniond(upright).mul(turns[trunk]).mul(new Quaterniond(canonicalFromRest).conjugate());
            heading.add(turn.transform(new Vector3d(0, 0, 1)));
        }
        double yaw = Math.hypot(heading.x, heading.z) < 1e-6 ? 0 : Math.atan2(heading.x, heading.z);
        return new ForeignAxes(
                canonicalFromRest, new Quaterniond().rotateY(-yaw).mul(upright));
    }

    private static Optional<Alignment> alignment(MotionSource source, int[] representatives, float[] rest) {
        int[] used = java.util.stream.IntStream.range(0, representatives.length)
                .filter(t -> representatives[t] >= 0)
                .toArray();
        float[] from = new float[3 * used.length];
        float[] to = new float[from.length];
        float[] weights = new float[used.length];
        Arrays.fill(weights, 1);
        for (int i = 0; i < used.length; i++) {
            System.arraycopy(source.rest(), 3 * representatives[used[i]], from, 3 * i, 3);
            System.arraycopy(rest, 3 * used[i], to, 3 * i, 3);
        }
        return used.length < 3 ? Optional.empty() : Alignment.fit(from, to, weights, true);
    }

    private static Quaterniond snapped(Optional<Alignment> alignment) {
        if (alignment.isEmpty()) {
            return new Quaterniond();
        }
        double[] m = alignment.get().rotation();
        Quaterniond free =
                new Quaterniond().setFromNormalized(new Matrix3d(m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]));
        Quaterniond best = free;
        double least = SNAP_RADIANS;
        for (Quaterniond axes : ALL_AXES) {
            double angle = 2 * Math.acos(Math.min(1, Math.abs(axes.dot(free))));
            if (angle < least) {
                least = angle;
                best = axes;
            }
        }
        return best;
    }

    private static final List<Quaterniond> ALL_AXES = allAxes();

    private static List<Quaterniond> allAxes() {
        List<Quaterniond> out = new java.util.ArrayList<>();
        double quarter = Math.PI / 2;
        for (int spin = 0; spin < 4; spin++) {
            for (int tip = 0; tip < 4; tip++) {
                out.add(new Quaterniond().rotateX(tip * quarter).rotateZ(spin * quarter));
            }
            out.add(new Quaterniond().rotateY(quarter).rotateZ(spin * quarter));
            out.add(new Quaterniond().rotateY(-quarter).rotateZ(spin * quarter));
        }
        return out;
    }
}
