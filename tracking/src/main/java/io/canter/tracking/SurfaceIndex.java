package io.canter.tracking;

/**
 * Finds the surface point of the template under a canonical point: the nearest vertex exactly, through a uniform grid,
 * then the nearest point of the triangles around it. A query allocates nothing; an instance is immutable after
 * construction, queries go through a {@link Hit} of the caller's.
 */
final class SurfaceIndex {
    /** A dozen vertices a cell on a mesh of 10,000 over an animal of 2.5 m; a search from a seed looks at one or two. */
    private static final float CELL_METRES = 0.06f;

    /** Where a query ended: a point of the surface. */
    static final class Hit {
        int vertex; // the nearest
        int triangle;
        double u; // barycentric weights of the triangle's corners
        double v;
        double w;
        double distanceSquared;
    }

    private final float[] vertices;
    private final int[] triangles;
    private final float[] least = new float[3];
    private final int[] cells = new int[3];
    private final int[] cellStart;
    private final int[] cellVertices;
    private final float[] cellPlaces; // 3 per entry of cellVertices, side by side so that a search reads on
    private final int[] seeds; // by cell: a vertex in it, or in some cell near by
    private final int[] gaps; // by cell: rings around it, itself the first, that hold no vertex
    private final int[] fanStart;
    private final int[] fan; // the triangles around each vertex
    private final int[] mirrored; // by vertex: the one at (-x, y, z); empty where some vertex has none

    SurfaceIndex(Mesh mesh) {
        vertices = mesh.vertices();
        triangles = mesh.triangles();
        int n = mesh.vertexCount();
        for (int a = 0; a < 3; a++) {
            float lo = Float.MAX_VALUE;
            float hi = -Float.MAX_VALUE;
            for (int i = a; i < vertices.length; i += 3) {
                lo = Math.min(lo, vertices[i]);
                hi = Math.max(hi, vertices[i]);
            }
            least[a] = lo;
            cells[a] = (int) ((hi - lo) / CELL_METRES) + 1;
        }
        cellStart = new int[cells[0] * cells[1] * cells[2] + 1];
        cellVertices = new int[n];
        int[] cellOf = new int[n];
        for (int i = 0; i < n; i++) {
            cellOf[i] = (cell(i, 2) * cells[1] + cell(i, 1)) * cells[0] + cell(i, 0);
        }
        group(cellOf, null, cellStart, cellVertices);
        cellPlaces = new float[3 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(vertices, 3 * cellVertices[i], cellPlaces, 3 * i, 3);
        }
        seeds = new int[cellStart.length - 1];
        gaps = new int[seeds.length];
        spread();
        fanStart = new int[n + 1];
        fan = new int[triangles.length];
        group(triangles, 3, fanStart, fan);
        mirrored = mirrored();
    }

    private int[] mirrored() {
        int[] out = new int[vertices.length / 3];
        for (int i = 0; i < out.length; i++) {
            out[i] = nearestVertex(-vertices[3 * i], vertices[3 * i + 1], vertices[3 * i + 2], CELL_METRES, -1);
            if (out[i] < 0
                    || vertices[3 * out[i]] != -vertices[3 * i]
                    || vertices[3 * out[i] + 1] != vertices[3 * i + 1]
                    || vertices[3 * out[i] + 2] != vertices[3 * i + 2]) {
                return new int[0];
            }
        }
        return out;
    }

    private int cell(int vertex, int axis) {
        return (int) ((vertices[3 * vertex + axis] - least[axis]) / CELL_METRES);
    }

    /** Counting sort: item i goes to group keys[i]; items are named i, or i / divisor where one is given. */
    private static void group(int[] keys, Integer divisor, int[] start, int[] items) {
        for (int key : keys) {
            start[key + 1]++;
        }
        for (int g = 1; g < start.length; g++) {
            start[g] += start[g - 1];
        }
        int[] next = start.clone();
        for (int i = 0; i < keys.length; i++) {
            items[next[keys[i]]++] = divisor == null ? i : i / divisor;
        }
    }

    /** False, and no hit, where no vertex lies within {@code reach} metres. */
    boolean nearest(double x, double y, double z, double reach, Hit hit) {
        return nearest(x, y, z, reach, -1, hit);
    }

    /**
     * The same.
     *
     * @param guess a vertex that may be about there, which makes it quicker; negative for none
     */
    boolean nearest(double x, double y, double z, double reach, int guess, Hit hit) {
        int vertex = nearestVertex(x, y, z, reach, guess);
        return vertex >= 0 && around(vertex, x, y, z, hit);
    }

    /**
     * The same for the mirror image (-x, y, z) of a point that {@code hit} was found for; replaces it. On a symmetric mesh
     * the nearest vertex is known without a search.
     */
    boolean nearestMirrored(double x, double y, double z, double reach, Hit hit) {
        return mirrored.length > 0 ? around(mirrored[hit.vertex], -x, y, z, hit) : nearest(-x, y, z, reach, hit);
    }

    private boolean around(int vertex, double x, double y, double z, Hit hit) {
        hit.vertex = vertex;
        hit.distanceSquared = Double.MAX_VALUE;
        for (int f = fanStart[vertex]; f < fanStart[vertex + 1]; f++) {
            tryTriangle(fan[f], x, y, z, hit);
        }
        return hit.distanceSquared < Double.MAX_VALUE;
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
     * Rings of cells from the inside out, cells left out that lie farther off than what is known already. The start is
     * a vertex of about there, so that little is left to look at. Of equally near vertices the first wins, wherever the
     * search began.
     */
    private int nearestVertex(double x, double y, double z, double reach, int guess) {
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
        if (guess >= 0) {
            double d = distanceSquared(vertices, guess, x, y, z);
            if (d < best || (d == best && guess < vertex)) {
                best = d;
                vertex = guess;
            }
        }
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

    /** Closest point on a triangle by Voronoi regions (Ericson, Real-Time Collision Detection, 5.1.5). */
    private void tryTriangle(int t, double px, double py, double pz, Hit hit) {
        int a = 3 * triangles[3 * t];
        int b = 3 * triangles[3 * t + 1];
        int c = 3 * triangles[3 * t + 2];
        double abx = vertices[b] - vertices[a];
        double aby = vertices[b + 1] - vertices[a + 1];
        double abz = vertices[b + 2] - vertices[a + 2];
        double acx = vertices[c] - vertices[a];
        double acy = vertices[c + 1] - vertices[a + 1];
        double acz = vertices[c + 2] - vertices[a + 2];
        double apx = px - vertices[a];
        double apy = py - vertices[a + 1];
        double apz = pz - vertices[a + 2];
        double ab2 = abx * abx + aby * aby + abz * abz;
        double ac2 = acx * acx + acy * acy + acz * acz;
        double abac = abx * acx + aby * acy + abz * acz;
        double d1 = abx * apx + aby * apy + abz * apz;
        double d2 = acx * apx + acy * apy + acz * apz;
        double d3 = d1 - ab2;
        double d4 = d2 - abac;
        double d5 = d1 - abac;
        double d6 = d2 - ac2;
        double va = d3 * d6 - d5 * d4;
        double vb = d5 * d2 - d1 * d6;
        double vc = d1 * d4 - d3 * d2;
        double v;
        double w;
        if (d1 <= 0 && d2 <= 0) {
            v = 0;
            w = 0;
        } else if (d3 >= 0 && d4 <= d3) {
            v = 1;
            w = 0;
        } else if (d6 >= 0 && d5 <= d6) {
            v = 0;
            w = 1;
        } else if (vc <= 0 && d1 >= 0 && d3 <= 0) {
            v = d1 / (d1 - d3);
            w = 0;
        } else if (vb <= 0 && d2 >= 0 && d6 <= 0) {
            v = 0;
            w = d2 / (d2 - d6);
        } else if (va <= 0 && d4 >= d3 && d5 >= d6) {
            w = (d4 - d3) / ((d4 - d3) + (d5 - d6));
            v = 1 - w;
        } else {
            double inverse = 1 / (va + vb + vc);
            v = vb * inverse;
            w = vc * inverse;
        }
        double dx = apx - v * abx - w * acx;
        double dy = apy - v * aby - w * acy;
        double dz = apz - v * abz - w * acz;
        double d = dx * dx + dy * dy + dz * dz;
        if (d < hit.distanceSquared) {
            hit.distanceSquared = d;
            hit.triangle = t;
            hit.u = 1 - v - w;
            hit.v = v;
            hit.w = w;
        }
    }
}
