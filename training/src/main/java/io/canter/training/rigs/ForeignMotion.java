package io.canter.training.rigs;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;
import io.canter.training.motion.Motion;
import java.util.Arrays;
import java.util.List;
import org.joml.Quaterniond;
import org.joml.Quaternionf;
import org.joml.Vector3d;

/**
 * The motion of a file on one of our bodies: each joint turns as its counterpart has turned since rest, the trunk moves
 * as far as its legs are longer, and the whole is set onto the ground. It goes round: before its start comes its end.
 * Remembers the last body; one thread.
 */
final class ForeignMotion implements Motion {
    private static final int LOOKS = 48;
    /** Of those, the share in which something reaches below the ground before it is lifted: feet in the air, not in it. */
    private static final double LOW_SHARE = 0.15;
    /** What comes back to its start within this is a loop already, radians. */
    private static final double CLOSED_RADIANS = 0.05;

    private static final double BLEND_SECONDS = 0.3;
    /** Slower than this, leg lengths a second, is standing about. */
    private static final double SPEED_MIN = 0.12;

    private static final List<String> FEET = List.of("fore_foot_l", "fore_foot_r", "hind_foot_l", "hind_foot_r");
    private static final List<String> TRUNK = List.of("root", "thorax", "loin", "pelvis");

    private final MotionSource source;
    private final Rig rig;
    private final int[] representatives; // by template joint, -1 where none
    private final int trunk; // template joint that carries the body along; -1 where none is mapped
    private final ForeignAxes axes;
    private final Skinner skinner;
    private final Quaterniond[] turns;
    private final double[] places;
    private final Vector3d start = new Vector3d();
    private final Vector3d drift = new Vector3d(); // world axes, the source's unit a second
    private final boolean closed;
    private float[] known; // vertices of the last body
    private double scale;
    private double lift;
    private double speed; // metres a second
    private final double[] middle = new double[2];

    ForeignMotion(MotionSource source, int[] mapped, Rig rig) {
        this.source = source;
        this.rig = rig;
        skinner = new Skinner(rig);
        turns = new Quaterniond[source.joints().size()];
        Arrays.setAll(turns, j -> new Quaterniond());
        places = new double[3 * turns.length];
        int[] any = first(mapped);
        ForeignAxes rough = ForeignAxes.of(source, any, rig.skeleton().restPositions(), speaker(any));
        representatives = nearest(mapped, any, rough);
        trunk = TRUNK.stream()
                .mapToInt(rig.skeleton()::indexOf)
                .filter(j -> representatives[j] >= 0)
                .findFirst()
                .orElse(-1);
        axes = ForeignAxes.of(source, representatives, rig.skeleton().restPositions(), speaker(representatives));
        carried(0, start);
        Vector3d end = carried(source.seconds(), new Vector3d());
        if (source.seconds() > 0) {
            end.sub(start).div(source.seconds());
            drift.set(end.x, 0, end.z);
        }
        closed = gap(turned(0), turned(source.seconds())) < CLOSED_RADIANS;
    }

    private int[] first(int[] mapped) {
        int[] out = new int[rig.skeleton().jointCount()];
        Arrays.fill(out, -1);
        for (int j = mapped.length - 1; j >= 0; j--) {
            if (mapped[j] >= 0) {
                out[mapped[j]] = j;
            }
        }
        return out;
    }

    private int speaker(int[] by) {
        for (String name : TRUNK) {
            if (by[rig.skeleton().indexOf(name)] >= 0) {
                return by[rig.skeleton().indexOf(name)];
            }
        }
        return Arrays.stream(by).filter(j -> j >= 0).findFirst().orElseThrow();
    }

    /** Of several joints that stand for one, the one that lies nearest to it once the whole is laid over the template. */
    private int[] nearest(int[] mapped, int[] any, ForeignAxes rough) {
        float[] rest = rig.skeleton().restPositions();
        double ratio = legRatio(any, rest);
        Vector3d from = new Vector3d();
        Vector3d to = new Vector3d();
        int count = 0;
        for (int t = 0; t < any.length; t++) {
            if (any[t] >= 0) {
                from.add(source.rest()[3 * any[t]], source.rest()[3 * any[t] + 1], source.rest()[3 * any[t] + 2]);
                to.add(rest[3 * t], rest[3 * t + 1], rest[3 * t + 2]);
                count++;
            }
        }
        from.div(count);
        to.div(count);
        int[] out = any.clone();
        double[] least = new double[out.length];
        Arrays.fill(least, Double.MAX_VALUE);
        Vector3d p = new Vector3d();
        for (int j = 0; j < mapped.length; j++) {
            int t = mapped[j];
            if (t < 0) {
                continue;
            }
            p.set(source.rest()[3 * j], source.rest()[3 * j + 1], source.rest()[3 * j + 2])
                    .sub(from);
            rough.canonicalFromRest().transform(p).mul(ratio).add(to);
            double d = p.distance(rest[3 * t], rest[3 * t + 1], rest[3 * t + 2]);
            if (d < least[t]) {
                least[t] = d;
                out[t] = j;
            }
        }
        return out;
    }

    /** Our lengths over the source's at rest, by the legs; by the whole skeleton where no leg is mapped. */
    private double legRatio(int[] by, float[] joints) {
        double ours = 0;
        double theirs = 0;
        for (int part = TemplateParts.LEGS; part < TemplateParts.COUNT; part++) {
            List<Integer> leg = TemplateParts.CHAINS.get(part - 1).stream()
                    .map(rig.skeleton()::indexOf)
                    .filter(t -> by[t] >= 0)
                    .toList();
            for (int k = 1; k < leg.size(); k++) {
                ours += distance(joints, leg.get(k - 1), leg.get(k));
                theirs += distance(source.rest(), by[leg.get(k - 1)], by[leg.get(k)]);
            }
        }
        if (theirs > 0) {
            return ours / theirs;
        }
        int last = -1;
        for (int t = 0; t < by.length; t++) {
            if (by[t] >= 0 && last >= 0) {
                ours += distance(joints, last, t);
                theirs += distance(source.rest(), by[last], by[t]);
            }
            last = by[t] >= 0 ? t : last;
        }
        return theirs > 0 ? ours / theirs : 1;
    }

    private static double distance(float[] p, int a, int b) {
        return Math.hypot(Math.hypot(p[3 * a] - p[3 * b], p[3 * a + 1] - p[3 * b + 1]), p[3 * a + 2] - p[3 * b + 2]);
    }

    /** Where the trunk's joint is at a moment: world axes, the source's unit. */
    private Vector3d carried(double seconds, Vector3d out) {
        source.at(seconds, turns, places);
        return here(out);
    }

    private Vector3d here(Vector3d out) {
        if (trunk < 0) {
            return out.zero();
        }
        int j = 3 * representatives[trunk];
        return axes.worldFromScene().transform(out.set(places[j], places[j + 1], places[j + 2]));
    }

    /** Local rotations at a moment, 4 per template joint. */
    private float[] turned(double seconds) {
        source.at(seconds, turns, places);
        int[] parents = rig.skeleton().parents();
        Quaterniond restFromCanonical = new Quaterniond(axes.canonicalFromRest()).conjugate();
        Quaterniond[] world = new Quaterniond[parents.length];
        Quaterniond local = new Quaterniond();
        float[] out = new float[4 * parents.length];
        for (int t = 0; t < parents.length; t++) {
            // Without a counterpart the root goes with the trunk, other joints with their parent.
            int by = representatives[t] >= 0 || t > 0 || trunk < 0 ? representatives[t] : representatives[trunk];
            Quaterniond parent = t == 0 ? new Quaterniond() : world[parents[t]];
            world[t] = by < 0
                    ? new Quaterniond(parent)
                    : new Quaterniond(axes.worldFromScene()).mul(turns[by]).mul(restFromCanonical);
            local.set(parent).conjugate().mul(world[t]).normalize();
            double sign = local.w < 0 ? -1 : 1;
            out[4 * t] = (float) (sign * local.x);
            out[4 * t + 1] = (float) (sign * local.y);
            out[4 * t + 2] = (float) (sign * local.z);
            out[4 * t + 3] = (float) (sign * local.w);
        }
        return out;
    }

    private static double gap(float[] a, float[] b) {
        double most = 0;
        for (int j = 0; j < a.length; j += 4) {
            double dot = a[j] * b[j] + a[j + 1] * b[j + 1] + a[j + 2] * b[j + 2] + a[j + 3] * b[j + 3];
            most = Math.max(most, 2 * Math.acos(Math.min(1, Math.abs(dot))));
        }
        return most;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public double periodSeconds() {
        return source.seconds() > 0 ? source.seconds() : 1;
    }

    @Override
    public double travel(double seconds, Body body) {
        prepare(body);
        return speed * seconds;
    }

    @Override
    public Pose at(double seconds, Body body) {
        prepare(body);
        double period = periodSeconds();
        double t = seconds - period * Math.floor(seconds / period);
        Pose pose = placed(t, body);
        double blend = Math.min(BLEND_SECONDS, 0.2 * period);
        double late = (t - (period - blend)) / blend;
        if (!closed && late > 0) {
            pose = between(pose, placed(0, body), late * late * (3 - 2 * late));
        }
        return pose;
    }

    private void prepare(Body body) {
        if (body.vertices() == known) {
            return;
        }
        known = body.vertices();
        scale = legRatio(representatives, body.joints()) / source.sceneScale();
        lift = 0;
        Arrays.fill(middle, 0);
        double[] lowest = new double[LOOKS];
        double[] sum = new double[2];
        for (int k = 0; k < LOOKS; k++) {
            Pose pose = loose(periodSeconds() * k / LOOKS, body);
            lowest[k] = lowest(body, pose);
            sum[0] += pose.rootTranslation()[0] / LOOKS;
            sum[1] += (pose.rootTranslation()[2] - body.joints()[2]) / LOOKS;
        }
        speed = scale * drift.z;
        if (Math.abs(speed) < SPEED_MIN * legLength(body)) {
            speed = groundSpeed(body);
        }
        Arrays.sort(lowest);
        lift = -lowest[(int) (LOW_SHARE * LOOKS)];
        System.arraycopy(sum, 0, middle, 0, 2);
    }

    private double legLength(Body body) {
        int hip = rig.skeleton().indexOf("femur_l");
        return body.joints()[3 * hip + 1];
    }

    /** Of a motion on the spot: how fast the feet that stand go back. */
    private double groundSpeed(Body body) {
        double step = periodSeconds() / LOOKS;
        int feet = FEET.size();
        double[] before = new double[2 * feet];
        double[] speeds = new double[LOOKS];
        for (int k = 0; k <= LOOKS; k++) {
            Pose pose = loose(Math.min(k * step, source.seconds()), body);
            skinner.poseJoints(body, pose);
            double[] now = new double[2 * feet];
            int standing = 0;
            for (int f = 0; f < feet; f++) {
                int joint = rig.skeleton().indexOf(FEET.get(f));
                now[f] = skinner.jointPositions()[3 * joint + 1] - body.joints()[3 * joint + 1];
                now[feet + f] = skinner.jointPositions()[3 * joint + 2];
                standing = now[f] + before[f] < now[standing] + before[standing] ? f : standing;
            }
            if (k > 0) {
                speeds[k - 1] = (before[feet + standing] - now[feet + standing]) / step;
            }
            before = now;
        }
        Arrays.sort(speeds);
        double median = speeds[LOOKS / 2];
        return Math.abs(median) < SPEED_MIN * legLength(body) ? 0 : median;
    }

    /** Set onto the ground as the whole motion is, and lifted where it would still reach below. */
    private Pose placed(double seconds, Body body) {
        Pose pose = loose(seconds, body);
        pose.rootTranslation()[0] -= (float) middle[0];
        pose.rootTranslation()[1] += (float) lift;
        pose.rootTranslation()[2] -= (float) middle[1];
        pose.rootTranslation()[1] += (float) Math.max(0, -lowest(body, pose));
        return pose;
    }

    private double lowest(Body body, Pose pose) {
        float[] vertices = new float[body.vertices().length];
        skinner.skin(body, pose, vertices);
        double lowest = Double.MAX_VALUE;
        for (int i = 1; i < vertices.length; i += 3) {
            lowest = Math.min(lowest, vertices[i]);
        }
        return lowest;
    }

    private Pose loose(double seconds, Body body) {
        float[] rotations = turned(seconds);
        Vector3d moved = here(new Vector3d())
                .sub(start)
                .sub(new Vector3d(drift).mul(seconds))
                .mul(scale);
        float[] joints = body.joints();
        int carrier = Math.max(0, trunk);
        skinner.poseJoints(body, new Pose(new float[3], rotations));
        float[] root = new float[3];
        for (int a = 0; a < 3; a++) {
            root[a] = (float) (joints[3 * carrier + a] + moved.get(a) - skinner.jointPositions()[3 * carrier + a]);
        }
        return new Pose(root, rotations);
    }

    private static Pose between(Pose a, Pose b, double t) {
        float[] root = new float[3];
        for (int k = 0; k < 3; k++) {
            root[k] = (float) (a.rootTranslation()[k] + t * (b.rootTranslation()[k] - a.rootTranslation()[k]));
        }
        float[] out = new float[a.rotations().length];
        Quaternionf q = new Quaternionf();
        for (int j = 0; j < out.length; j += 4) {
            float[] p = a.rotations();
            float[] r = b.rotations();
            q.set(p[j], p[j + 1], p[j + 2], p[j + 3])
                    .slerp(new Quaternionf(r[j], r[j + 1], r[j + 2], r[j + 3]), (float) t);
            out[j] = q.x;
            out[j + 1] = q.y;
            out[j + 2] = q.z;
            out[j + 3] = q.w;
        }
        return new Pose(root, out);
    }
}
