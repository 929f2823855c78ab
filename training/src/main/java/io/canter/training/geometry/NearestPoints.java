package io.canter.training.geometry;

/** Finds the nearest of a fixed set of points: a balanced k-d tree laid out in one array. Queries allocate nothing. */
public final class NearestPoints {
    private final float[] points;
    private final int[] order; // the tree: the middle of a range splits it, by axis depth % 3

    private double best;
    private int bestPoint;

    /** @param points 3 numbers each; kept by reference */
    public NearestPoints(float[] points) {
        this.points = points;
        order = new int[points.length / 3];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        build(0, order.length, 0);
    }

    public int count() {
        return order.length;
    }

    /** The index of the nearest point; -1 of none. Its distance is {@link #distance} then. */
    public int nearest(double x, double y, double z) {
        best = Double.POSITIVE_INFINITY;
        bestPoint = -1;
        search(0, order.length, 0, x, y, z);
        return bestPoint;
    }

    /** Of the latest query. */
    public double distance() {
        return Math.sqrt(best);
    }

    private void build(int from, int to, int axis) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        select(from, to - 1, middle, axis);
        build(from, middle, (axis + 1) % 3);
        build(middle + 1, to, (axis + 1) % 3);
    }

    /** Quickselect (Hoare): puts the element of rank {@code k} in its place, smaller before, larger after. */
    private void select(int low, int high, int k, int axis) {
        int left = low;
        int right = high;
        while (left < right) {
            float pivot = points[3 * order[(left + right) >>> 1] + axis];
            int i = left;
            int j = right;
            while (i <= j) {
                while (points[3 * order[i] + axis] < pivot) {
                    i++;
                }
                while (points[3 * order[j] + axis] > pivot) {
                    j--;
                }
                if (i <= j) {
                    int keep = order[i];
                    order[i++] = order[j];
                    order[j--] = keep;
                }
            }
            if (k <= j) {
                right = j;
            } else if (k >= i) {
                left = i;
            } else {
                return;
            }
        }
    }

    private void search(int from, int to, int axis, double x, double y, double z) {
        if (from >= to) {
            return;
        }
        int middle = (from + to) >>> 1;
        int p = 3 * order[middle];
        double dx = x - points[p];
        double dy = y - points[p + 1];
        double dz = z - points[p + 2];
        double d = dx * dx + dy * dy + dz * dz;
        if (d < best) {
            best = d;
            bestPoint = order[middle];
        }
        double off = axis == 0 ? dx : axis == 1 ? dy : dz;
        int next = axis == 2 ? 0 : axis + 1;
        if (off < 0) {
            search(from, middle, next, x, y, z);
            if (off * off < best) {
                search(middle + 1, to, next, x, y, z);
            }
        } else {
            search(middle + 1, to, next, x, y, z);
            if (off * off < best) {
                search(from, middle, next, x, y, z);
            }
        }
    }
}
