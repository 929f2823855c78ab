package io.canter.tracking;

/** Finds the nearest of a set of vertices exactly, through a uniform grid. A query allocates nothing; immutable. */
final class VertexGrid {
    /** A dozen vertices a cell on a mesh of 10,000 over an animal of 2.5 m. */
    private static final float CELL_METRES = 0.06f;

    private final float[] vertices;
    private final float[] least = new float[3];
    private final float[] greatest = new float[3];
    private final int[] cells = new int[3];
    private final int[] cellStart;
    private final int[] cellVertices;
    private final float[] cellPlaces; // 3 per entry of cellVertices, side by side so that a search reads on
    private final int[] seeds; // by cell: a vertex in it, or in some cell near by
    private final int[] gaps; // by cell: rings around it, itself the first, that hold no vertex

    /** @param vertices 3 each; kept by reference */
    VertexGrid(float[] vertices) {
        this.vertices = vertices;
        int n = vertices.length / 3;
        for (int a = 0; a < 3; a++) {
            float lo = Float.MAX_VALUE;
            float hi = -Float.MAX_VALUE;
            for (int i = a; i < vertices.length; i += 3) {
                lo = Math.min(lo, vertices[i]);
                hi = Math.max(hi, vertices[i]);
            }
            least[a] = lo;
            greatest[a] = hi;
            cells[a] = (int) ((hi - lo) / CELL_METRES) + 1;
        }
        cellStart = new int[cells[0] * cells[1] * cells[2] + 1];
        cellVertices = new int[n];
        int[] cellOf = new int[n];
        for (int i = 0; i < n; i++) {
            cellOf[i] = (cell(i, 2) * cells[1] + cell(i, 1)) * cells[0] + cell(i, 0);
        }
        SurfaceIndex.group(cellOf, 1, cellStart, cellVertices);
        cellPlaces = new float[3 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(vertices, 3 * cellVertices[i], cellPlaces, 3 * i, 3);
        }
        seeds = new int[cellStart.length - 1];
        gaps = new int[seeds.length];
        spread();
    }

    /** The vertices' least number along an axis. */
    float least(int axis) {
        return least[axis];
    }

    /** Their greatest. */
    float greatest(int axis) {
        return greatest[axis];
    }

    private int cell(int vertex, int axis) {
        return (int) ((vertices[3 * vertex + axis] - least[axis]) / CELL_METRES);
    }

    /** Spreads the vertices of the occupied cells over the empty ones, ring after ring. */
    private void spread() {
        int[] queue = new int[seeds.length];
        int end = 0;
        for (int cell = 0; cell < seeds.length; cell++) {
            seeds[cell] = -1;
            if (cellStart[cell + 1] > cellStart[cell]) {
                seeds[cell] = cellVertices[(cellStart[cell] + cellStart[cell + 1]) / 2];
                queue[end++] = cell;
            }
        }
        for (int begin = 0; begin < end; begin++) {
            int cell = queue[begin];
            int x = cell % cells[0];
            int y = cell / cells[0] % cells[1];
            int z = cell / cells[0] / cells[1];
            for (int k = Math.max(0, z - 1); k <= Math.min(cells[2] - 1, z + 1); k++) {
                for (int j = Math.max(0, y - 1); j <= Math.min(cells[1] - 1, y + 1); j++) {
                    for (int i = Math.max(0, x - 1); i <= Math.min(cells[0] - 1, x + 1); i++) {
                        int next = (k * cells[1] + j) * cells[0] + i;
                        if (seeds[next] < 0) {
                            seeds[next] = seeds[cell];
                            gaps[next] = gaps[cell] + 1;
                            queue[end++] = next;
                        }
                    }
                }
            }
        }
    }

    /**
     * The nearest vertex, the first of equally near ones; -1 where none lies within {@code reach}. Rings of cells from
     * the inside out, cells left out that lie farther off than what is known already. The start is a vertex of about
     * there, so that little is left to look at.
     */
    int nearest(double x, double y, double z, double reach) {
        int cx = (int) Math.floor((x - least[0]) / CELL_METRES);
        int cy = (int) Math.floor((y - least[1]) / CELL_METRES);
        int cz = (int) Math.floor((z - least[2]) / CELL_METRES);
        int rings = (int) Math.ceil(reach / CELL_METRES) + 1;
        int home = (clamped(cz, 2) * cells[1] + clamped(cy, 1)) * cells[0] + clamped(cx, 0);
        // Outside of the grid, the border's cell nearest by is no farther from any vertex than the point's own would
        // be.
        int first = gaps[home];
        int vertex = seeds[home];
        double best = distanceSquared(vertices, vertex, x, y, z);
        if (!(best < reach * reach)) {
            best = reach * reach;
            vertex = -1;
        }
        for (int r = first; r <= rings; r++) {
            double searched = (r - 1.0) * CELL_METRES;
            if (r > 0 && searched > 0 && best < searched * searched) {
                break;
            }
            for (int k = Math.max(cz - r, 0); k <= Math.min(cz + r, cells[2] - 1); k++) {
                double offZ = off(z, k, 2);
                if (offZ > best) {
                    continue;
                }
                boolean faceZ = k == cz - r || k == cz + r;
                for (int j = Math.max(cy - r, 0); j <= Math.min(cy + r, cells[1] - 1); j++) {
                    double offYz = offZ + off(y, j, 1);
                    if (offYz > best) {
                        continue;
                    }
                    boolean face = faceZ || j == cy - r || j == cy + r;
                    int step = face || r == 0 ? 1 : 2 * r;
                    for (int i = cx - r; i <= cx + r; i += step) {
                        if (i < 0 || i >= cells[0]) {
                            continue;
                        }
                        int cell = (k * cells[1] + j) * cells[0] + i;
                        if (cellStart[cell] == cellStart[cell + 1] || offYz + off(x, i, 0) > best) {
                            continue;
                        }
                        for (int c = cellStart[cell]; c < cellStart[cell + 1]; c++) {
                            double d = distanceSquared(cellPlaces, c, x, y, z);
                            if (d < best || (d == best && vertex >= 0 && cellVertices[c] < vertex)) {
                                best = d;
                                vertex = cellVertices[c];
                            }
                        }
                    }
                }
            }
        }
        return vertex;
    }

    /**
     * The vertices within a distance of a point, in no order.
     *
     * @param out receives for each its number, below its squared distance as the bits of a float
     * @return how many there are
     */
    int within(double x, double y, double z, double radius, long[] out) {
        int n = 0;
        double bound = radius * radius;
        for (int k = range(z - radius, 2); k <= range(z + radius, 2); k++) {
            for (int j = range(y - radius, 1); j <= range(y + radius, 1); j++) {
                int row = (k * cells[1] + j) * cells[0];
                int end = cellStart[row + range(x + radius, 0) + 1];
                for (int c = cellStart[row + range(x - radius, 0)]; c < end; c++) {
                    double d = distanceSquared(cellPlaces, c, x, y, z);
                    if (d <= bound) {
                        out[n++] = (long) Float.floatToIntBits((float) d) << 32 | cellVertices[c];
                    }
                }
            }
        }
        return n;
    }

    /** The cell of an axis that holds a value, or the nearest to it. */
    private int range(double value, int axis) {
        return clamped((int) Math.floor((value - least[axis]) / CELL_METRES), axis);
    }

    private int clamped(int cell, int axis) {
        return Math.max(0, Math.min(cells[axis] - 1, cell));
    }

    private static double distanceSquared(float[] places, int i, double x, double y, double z) {
        double dx = places[3 * i] - x;
        double dy = places[3 * i + 1] - y;
        double dz = places[3 * i + 2] - z;
        return dx * dx + dy * dy + dz * dz;
    }

    /** Square of how far a layer of cells is away along an axis; a little less, as cells are found by rounding. */
    private double off(double value, int cell, int axis) {
        double low = least[axis] + cell * (double) CELL_METRES;
        double d = Math.max(low - value, value - low - CELL_METRES) - 1e-5;
        return d > 0 ? d * d : 0;
    }
}
