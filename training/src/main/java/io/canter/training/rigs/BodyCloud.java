package io.canter.training.rigs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A body at rest as seen through the template's joints: its vertices, each with the template joint that moves it most,
 * and where its joints are. Template and foreign rig look alike this way. Canonical axes.
 *
 * @param labels template joint of every vertex
 * @param joints 3 per template joint; NaN for joints that the body has not
 */
record BodyCloud(float[] vertices, int[] labels, float[] joints) {
    boolean has(int joint) {
        return !Float.isNaN(joints[3 * joint]);
    }

    double[] joint(int joint) {
        return new double[] {joints[3 * joint], joints[3 * joint + 1], joints[3 * joint + 2]};
    }

    List<Integer> of(List<Integer> wanted) {
        List<Integer> out = new ArrayList<>();
        for (int v = 0; v < labels.length; v++) {
            if (wanted.contains(labels[v])) {
                out.add(v);
            }
        }
        return out;
    }

    double at(int vertex, int axis) {
        return vertices[3 * vertex + axis];
    }

    /**
     * The mean of the vertices that lie farthest in a direction.
     *
     * @param share of the vertices, 0..1
     * @return empty array where there is no vertex
     */
    double[] farthest(List<Integer> among, double[] direction, double share) {
        List<Integer> sorted = new ArrayList<>(among);
        sorted.sort(Comparator.comparingDouble(
                v -> -(direction[0] * at(v, 0) + direction[1] * at(v, 1) + direction[2] * at(v, 2))));
        int count = sorted.isEmpty() ? 0 : Math.max(1, (int) (share * sorted.size()));
        double[] mean = new double[count == 0 ? 0 : 3];
        for (int i = 0; i < count; i++) {
            for (int a = 0; a < 3; a++) {
                mean[a] += at(sorted.get(i), a) / count;
            }
        }
        return mean;
    }

    /** The value that the given share of the vertices does not exceed along an axis. */
    double quantile(List<Integer> among, int axis, double share) {
        double[] values = among.stream().mapToDouble(v -> at(v, axis)).sorted().toArray();
        return values[(int) Math.min(values.length - 1, share * values.length)];
    }

    /** Mean distance of vertices from the line through {@code from} along the unit vector {@code axis}; NaN of none. */
    double radius(List<Integer> among, double[] from, double[] axis) {
        double sum = 0;
        for (int v : among) {
            double x = at(v, 0) - from[0];
            double y = at(v, 1) - from[1];
            double z = at(v, 2) - from[2];
            double along = x * axis[0] + y * axis[1] + z * axis[2];
            sum += Math.sqrt(Math.max(0, x * x + y * y + z * z - along * along));
        }
        return among.isEmpty() ? Double.NaN : sum / among.size();
    }
}
