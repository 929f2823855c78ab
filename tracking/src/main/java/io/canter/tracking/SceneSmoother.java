package io.canter.tracking;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Steadies the poses of a scene by those shortly before and after it: root and joints are taken from the parabola that
 * fits them best (weighted least squares, a local polynomial as Savitzky and Golay have it, but for uneven times), joint
 * by joint, rotations as turns from the pose in hand. Where a joint leaps, as legs do that were taken for each other, what
 * lies beyond the leap says nothing. A pure function; the instance owns working memory and serves one thread.
 */
final class SceneSmoother {
    /** Scenes before that are of use at most: a quarter of a second at 25 a second. */
    static final int BEFORE_MAX = 6;
    /** A parabola goes through any three points: with fewer than four nothing is gained. */
    private static final int POINTS_MIN = 4;
    /** Seconds between two scenes beyond which a leg may have done anything. */
    private static final double APART_MAX = 0.1;
    /** A joint that turns by more between two scenes (radians) has been taken for another. */
    private static final double LEAP = 0.9;

    private static final int POWERS = 3;

    private final float[] limits;
    private final double[] now = new double[4];
    private final double[] other = new double[4];
    private final double[] turn = new double[3];
    private final double[] before = new double[3];

    SceneSmoother(Rig rig) {
        limits = rig.limits();
    }

    /**
     * @param scenes in the order of time
     * @param at which of them
     * @return the scene at {@code at}, its animals steadied
     */
    Scene smooth(List<Scene> scenes, int at) {
        Scene scene = scenes.get(at);
        List<Subject> steady = new ArrayList<>();
        for (Subject subject : scene.subjects()) {
            Window window = window(scenes, at, subject.id());
            steady.add(window.count() < POINTS_MIN ? subject : steadied(subject, window));
        }
        return scene.withSubjects(steady);
    }

    /**
     * One animal in consecutive scenes.
     *
     * @param poses as shown
     * @param seconds of each, from the one in hand
     * @param middle which one that is
     */
    private record Window(List<Pose> poses, double[] seconds, int middle) {
        int count() {
            return seconds.length;
        }
    }

    private static Window window(List<Scene> scenes, int at, int id) {
        int from = at;
        while (from > Math.max(0, at - BEFORE_MAX) && follows(scenes.get(from - 1), scenes.get(from), id)) {
            from--;
        }
        int to = at;
        while (to + 1 < scenes.size() && follows(scenes.get(to), scenes.get(to + 1), id)) {
            to++;
        }
        List<Pose> poses = new ArrayList<>();
        double[] seconds = new double[to + 1 - from];
        for (int i = from; i <= to; i++) {
            poses.add(scenes.get(i).subject(id).orElseThrow().pose());
            seconds[i - from] =
                    1e-6 * (scenes.get(i).ptsMicros() - scenes.get(at).ptsMicros());
        }
        return new Window(poses, seconds, at - from);
    }

    /** Whether the animal is in both, in the order of time and not too far apart. */
    private static boolean follows(Scene first, Scene second, int id) {
        double apart = 1e-6 * (second.ptsMicros() - first.ptsMicros());
        return apart > 0
                && apart <= APART_MAX
                && first.subject(id).isPresent()
                && second.subject(id).isPresent();
    }

    private Subject steadied(Subject subject, Window window) {
        int n = window.count();
        double[] whole = shares(window, 0, n - 1);
        float[] translation = new float[3];
        for (int a = 0; a < 3; a++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += whole[i] * window.poses.get(i).rootTranslation()[a];
            }
            translation[a] = (float) sum;
        }
        float[] rotations = subject.pose().rotations().clone();
        for (int j = 0; j < rotations.length / 4; j++) {
            int from = window.middle;
            while (from > 0 && !leaps(window, from - 1, j)) {
                from--;
            }
            int to = window.middle;
            while (to + 1 < n && !leaps(window, to, j)) {
                to++;
            }
            if (to + 1 - from >= POINTS_MIN) {
                turn(window, j, from, to, to + 1 - from == n ? whole : shares(window, from, to), rotations);
            }
        }
        return subject.withPose(new Pose(translation, rotations));
    }

    private boolean leaps(Window window, int i, int joint) {
        read(window.poses.get(i), joint, other);
        read(window.poses.get(i + 1), joint, now);
        double dot = other[0] * now[0] + other[1] * now[1] + other[2] * now[2] + other[3] * now[3];
        return Math.abs(dot) < Math.cos(0.5 * LEAP);
    }

    private void turn(Window window, int joint, int from, int to, double[] shares, float[] rotations) {
        read(window.poses.get(window.middle), joint, now);
        double[] sum = new double[3];
        for (int i = from; i <= to; i++) {
            read(window.poses.get(i), joint, other);
            Rotations.difference(other, now, turn);
            for (int a = 0; a < 3; a++) {
                sum[a] += shares[i - from] * turn[a];
            }
        }
        Rotations.toQuaternion(sum, 0, other, 0);
        Rotations.multiplyQuaternions(other, now, other);
        if (joint > 0) {
            Rotations.fromQuaternion(now, 0, before, 0);
            Rotations.fromQuaternion(other, 0, turn, 0);
            for (int a = 0; a < 3; a++) {
                turn[a] = Forecast.within(limits, 3 * joint + a, before[a], turn[a]);
            }
            Rotations.toQuaternion(turn, 0, other, 0);
        }
        for (int k = 0; k < 4; k++) {
            rotations[4 * joint + k] = (float) other[k];
        }
    }

    private static void read(Pose pose, int joint, double[] into) {
        for (int k = 0; k < 4; k++) {
            into[k] = pose.rotations()[4 * joint + k];
        }
    }

    /** What each of the poses from one to another counts: the fitted parabola's value at the one in hand is their sum. */
    private static double[] shares(Window window, int from, int to) {
        double first = window.seconds[from];
        double last = window.seconds[to];
        double step = (last - first) / (to - from);
        double[] weights = new double[to + 1 - from];
        DMatrixRMaj powers = new DMatrixRMaj(POWERS, POWERS);
        for (int i = 0; i < weights.length; i++) {
            // In steps, which are about 1, so that the equations are well scaled.
            double t = window.seconds[from + i] / step;
            double far = t < 0 ? t * step / (first - step) : t * step / (last + step);
            double w = (1 - far * far) * (1 - far * far);
            weights[i] = w;
            for (int r = 0; r < POWERS; r++) {
                for (int c = 0; c < POWERS; c++) {
                    powers.add(r, c, w * Math.pow(t, r + c));
                }
            }
        }
        // The row of the inverse that gives the value at 0.
        DMatrixRMaj unit = new DMatrixRMaj(POWERS, 1);
        DMatrixRMaj row = new DMatrixRMaj(POWERS, 1);
        unit.set(0, 0, 1);
        CommonOps_DDRM.solve(powers, unit, row);
        for (int i = 0; i < weights.length; i++) {
            double t = window.seconds[from + i] / step;
            weights[i] *= row.get(0) + t * (row.get(1) + t * row.get(2));
        }
        return weights;
    }
}
