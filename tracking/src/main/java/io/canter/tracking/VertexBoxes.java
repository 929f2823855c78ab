package io.canter.tracking;

import java.util.Arrays;

/**
 * Remembers, for each small box of space around a set of vertices, which of them can be the nearest to some point of the
 * box: a handful, so that all of them can be looked at. A box is worked out when it is asked for first; from then on it
 * costs nothing more. One instance serves one thread.
 */
final class VertexBoxes {
    /** About two edges of a mesh of 10,000 vertices over an animal of 2.5 m. */
    private static final double EDGE_METRES = 0.04;
    /** Boxes reach so far beyond the vertices: most points that are asked for are not farther off. */
    private static final double MARGIN_METRES = 0.12;
    /** No box is farther from the vertices. */
    private static final double FAR_METRES = 1e4;
    /** What a box is taken to be larger, and a vertex to be nearer: rounding must not lose any. */
    private static final double SLACK = 1e-6;

    private final float[] vertices;
    private final VertexGrid grid;
    private final double[] least = new double[3];
    private final int[] counts = new int[3];
    private final int[][] lists; // null until asked for
    private final long[] keys; // vertices about the box in hand: distance from its middle and number, sorted

    /**
     * @param vertices 3 each; kept by reference
     * @param grid of the same
     */
    VertexBoxes(float[] vertices, VertexGrid grid) {
        this.vertices = vertices;
        this.grid = grid;
        keys = new long[vertices.length / 3];
        for (int a = 0; a < 3; a++) {
            least[a] = grid.least(a) - MARGIN_METRES;
            counts[a] = (int) Math.ceil((grid.greatest(a) - grid.least(a) + 2 * MARGIN_METRES) / EDGE_METRES);
        }
        lists = new int[counts[0] * counts[1] * counts[2]][];
    }

    /** The nearest vertex, the first of equally near ones; -1 where none lies within {@code reach}. */
    int nearest(double x, double y, double z, double reach) {
        int box = box(x, y, z);
        if (box < 0) {
            return grid.nearest(x, y, z, reach);
        }
        if (lists[box] == null) {
            learn(box);
        }
        double best = reach * reach;
        int vertex = -1;
        for (int v : lists[box]) {
            double dx = vertices[3 * v] - x;
            double dy = vertices[3 * v + 1] - y;
            double dz = vertices[3 * v + 2] - z;
            double d = dx * dx + dy * dy + dz * dz;
            if (d < best) {
                best = d;
                vertex = v;
            }
        }
        return vertex;
    }

    /** The box that holds a point; -1 where it lies outside of all. */
    private int box(double x, double y, double z) {
        double i = (x - least[0]) / EDGE_METRES;
        double j = (y - least[1]) / EDGE_METRES;
        double k = (z - least[2]) / EDGE_METRES;
        return i >= 0 && j >= 0 && k >= 0 && i < counts[0] && j < counts[1] && k < counts[2]
                ? (((int) k) * counts[1] + (int) j) * counts[0] + (int) i
                : -1;
    }

    /** Lists the vertices that can be the nearest to a point of a box, in ascending order. */
    private void learn(int box) {
        double x = least[0] + (box % counts[0] + 0.5) * EDGE_METRES;
        double y = least[1] + (box / counts[0] % counts[1] + 0.5) * EDGE_METRES;
        double z = least[2] + (box / counts[0] / counts[1] + 0.5) * EDGE_METRES;
        int middle = grid.nearest(x, y, z, FAR_METRES);
        double dx = vertices[3 * middle] - x;
        double dy = vertices[3 * middle + 1] - y;
        double dz = vertices[3 * middle + 2] - z;
        double distance = Math.sqrt(dx * dx + dy * dy + dz * dz);
        // From the middle, nothing of the box is farther than half its diagonal.
        int n = grid.within(x, y, z, distance + Math.sqrt(3) * EDGE_METRES + SLACK, keys);
        Arrays.sort(keys, 0, n);
        int kept = 0;
        for (int i = 0; i < n; i++) {
            boolean needed = true;
            for (int k = 0; k < kept && needed; k++) {
                needed = !isNearerThroughout((int) keys[k], (int) keys[i], x, y, z);
            }
            if (needed) {
                keys[kept++] = keys[i];
            }
        }
        int[] list = new int[kept];
        for (int k = 0; k < kept; k++) {
            list[k] = (int) keys[k];
        }
        Arrays.sort(list);
        lists[box] = list;
    }

    /** Whether vertex u is nearer than vertex v to each point of the box about a middle. */
    private boolean isNearerThroughout(int u, int v, double x, double y, double z) {
        double half = (0.5 + SLACK) * EDGE_METRES;
        double dx = vertices[3 * u] - (double) vertices[3 * v];
        double dy = vertices[3 * u + 1] - (double) vertices[3 * v + 1];
        double dz = vertices[3 * u + 2] - (double) vertices[3 * v + 2];
        // |p - u|^2 - |p - v|^2 is linear in p: its greatest value over the box is that in the middle and what the
        // half edges add.
        double middle = dx * (vertices[3 * u] + (double) vertices[3 * v] - 2 * x)
                + dy * (vertices[3 * u + 1] + (double) vertices[3 * v + 1] - 2 * y)
                + dz * (vertices[3 * u + 2] + (double) vertices[3 * v + 2] - 2 * z);
        return middle + 2 * half * (Math.abs(dx) + Math.abs(dy) + Math.abs(dz)) < -SLACK * SLACK;
    }
}
