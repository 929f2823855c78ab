package io.canter.tracking;

/**
 * Finds the surface point of the template under a canonical point: the nearest vertex exactly, through a uniform grid,
 * then the nearest point of the triangles around it. A query allocates nothing; an instance is immutable after
 * construction, queries go through a {@link Hit} of the caller's.
 */
final class SurfaceIndex {
    /** A few vertices a cell on a mesh of 10,000 over an animal of 2.5 m; finer cells only make more empty ones. */
    private static final float CELL_METRES = 0.04f;

    /** Where a query ended: a point of the surface. */
    static final class Hit {
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
    private final int[] fanStart;
    private final int[] fan; // the triangles around each vertex

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
        fanStart = new int[n + 1];
        fan = new int[triangles.length];
        group(triangles, 3, fanStart, fan);
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
        int vertex = nearestVertex(x, y, z, reach);
        if (vertex < 0) {
            return false;
        }
        hit.distanceSquared = Double.MAX_VALUE;
        for (int f = fanStart[vertex]; f < fanStart[vertex + 1]; f++) {
            tryTriangle(fan[f], x, y, z, hit);
        }
        return hit.distanceSquared < Double.MAX_VALUE;
    }

    /** Rings of cells from the inside out: once ring r is searched, everything closer than r cells is known. */
    private int nearestVertex(double x, double y, double z, double reach) {
        int cx = (int) Math.floor((x - least[0]) / CELL_METRES);
        int cy = (int) Math.floor((y - least[1]) / CELL_METRES);
        int cz = (int) Math.floor((z - least[2]) / CELL_METRES);
        int rings = (int) Math.ceil(reach / CELL_METRES) + 1;
        double best = reach * reach;
        int vertex = -1;
        for (int r = 0; r <= rings; r++) {
            double searched = (r - 1.0) * CELL_METRES;
            if (r > 0 && best <= searched * searched) {
                break;
            }
            for (int k = Math.max(cz - r, 0); k <= Math.min(cz + r, cells[2] - 1); k++) {
                boolean faceZ = k == cz - r || k == cz + r;
                for (int j = Math.max(cy - r, 0); j <= Math.min(cy + r, cells[1] - 1); j++) {
                    boolean face = faceZ || j == cy - r || j == cy + r;
                    int step = face || r == 0 ? 1 : 2 * r;
                    for (int i = cx - r; i <= cx + r; i += step) {
                        if (i < 0 || i >= cells[0]) {
                            continue;
                        }
                        int cell = (k * cells[1] + j) * cells[0] + i;
                        for (int c = cellStart[cell]; c < cellStart[cell + 1]; c++) {
                            int v = 3 * cellVertices[c];
                            double dx = vertices[v] - x;
                            double dy = vertices[v + 1] - y;
                            double dz = vertices[v + 2] - z;
                            double d = dx * dx + dy * dy + dz * dz;
                            if (d < best) {
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
