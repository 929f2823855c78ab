package io.canter.training.family;

import java.util.Arrays;

/**
 * Surface nets (Gibson 1998) over a grid that is symmetric about x = 0, so that the mesh is too. Vertices are first
 * placed at the mean of their cell's edge crossings, then spread and drawn onto the surface.
 */
final class SurfaceNets {
    private static final int RELAX_ROUNDS = 6;
    private static final int UNTANGLE_PASSES = 50;

    /** Empty cells around the body: fillets reach a little beyond the tubes. */
    private static final int MARGIN = 3;

    private final ImplicitBody body;
    private final double h;
    private final int nx; // cells on one side of the mirror plane
    private final int ny;
    private final int nz;
    private final double y0;
    private final double z0;

    double[] vertices = new double[0];
    int[] triangles = new int[0];
    /** Index of each vertex's mirror image. */
    int[] mirror = new int[0];

    private int count;
    private int triangleCount;

    /** @param box least x, y, z and greatest x, y, z of the body, metres */
    SurfaceNets(ImplicitBody body, double cell, double[] box) {
        this.body = body;
        h = cell;
        nx = (int) Math.ceil(box[3] / h) + MARGIN;
        y0 = -MARGIN * h;
        z0 = h * (Math.floor(box[2] / h) - MARGIN);
        ny = (int) Math.ceil((box[4] - y0) / h) + MARGIN;
        nz = (int) Math.ceil((box[5] - z0) / h) + MARGIN;
        extract();
        for (int round = 0; round < RELAX_ROUNDS; round++) {
            relax(0.5);
            for (int v = 0; v < count; v += 2) {
                project(v);
                reflect(v);
            }
        }
    }

    private int node(int i, int j, int k) {
        return (i * (ny + 1) + j) * (nz + 1) + k;
    }

    private void extract() {
        double[] field = new double[(nx + 1) * (ny + 1) * (nz + 1)];
        for (int i = 0; i <= nx; i++) {
            for (int j = 0; j <= ny; j++) {
                for (int k = 0; k <= nz; k++) {
                    field[node(i, j, k)] = body.field(i * h, y0 + j * h, z0 + k * h);
                }
            }
        }
        untangle(field);
        int[] cellVertex = new int[2 * nx * ny * nz]; // cell columns i = -nx .. nx-1, stored from 0
        Arrays.fill(cellVertex, -1);
        for (int i = 0; i < nx; i++) {
            for (int j = 0; j < ny; j++) {
                for (int k = 0; k < nz; k++) {
                    place(field, cellVertex, i, j, k);
                }
            }
        }
        vertices = Arrays.copyOf(vertices, 3 * count);
        mirror = new int[count];
        for (int v = 0; v < count; v++) {
            mirror[v] = v ^ 1; // made in pairs
        }
        for (int i = -nx + 1; i < nx; i++) {
            for (int j = 1; j < ny; j++) {
                for (int k = 1; k < nz; k++) {
                    faces(field, cellVertex, i, j, k);
                }
            }
        }
        triangles = Arrays.copyOf(triangles, 3 * triangleCount);
    }

    /**
     * A cell whose inside or outside corners fall apart would pinch two sheets into one vertex: the corner nearest to
     * the surface changes sides until there is none.
     */
    private void untangle(double[] field) {
        boolean again = true;
        for (int pass = 0; again && pass < UNTANGLE_PASSES; pass++) {
            again = false;
            for (int i = 0; i < nx; i++) {
                for (int j = 0; j < ny; j++) {
                    for (int k = 0; k < nz; k++) {
                        again |= untangle(field, i, j, k, 0.1 * h * (2 + pass));
                    }
                }
            }
        }
    }

    private boolean untangle(double[] field, int i, int j, int k, double depth) {
        int inside = 0;
        int nearest = 0;
        double least = Double.MAX_VALUE;
        for (int corner = 0; corner < 8; corner++) {
            int n = node(i + (corner & 1), j + (corner >> 1 & 1), k + (corner >> 2));
            if (field[n] < 0) {
                inside |= 1 << corner;
            }
            if (Math.abs(field[n]) < least) {
                least = Math.abs(field[n]);
                nearest = n;
            }
        }
        if (connected(inside) && connected(~inside & 0xff)) {
            return false;
        }
        // Deeper with every pass, or two cells could turn the same corner for ever.
        field[nearest] = field[nearest] < 0 ? depth : -depth;
        return true;
    }

    /** Whether a set of a cube's corners hangs together along the cube's edges. */
    private static boolean connected(int corners) {
        int reached = Integer.lowestOneBit(corners);
        for (int round = 0; round < 4; round++) {
            int x = (reached & 0x55) << 1 | (reached & 0xaa) >> 1;
            int y = (reached & 0x33) << 2 | (reached & 0xcc) >> 2;
            int z = (reached & 0x0f) << 4 | (reached & 0xf0) >> 4;
            reached |= (x | y | z) & corners;
        }
        return reached == corners;
    }

    private void place(double[] field, int[] cellVertex, int i, int j, int k) {
        double x = 0;
        double y = 0;
        double z = 0;
        int crossings = 0;
        for (int corner = 0; corner < 8; corner++) {
            int ci = corner & 1;
            int cj = corner >> 1 & 1;
            int ck = corner >> 2;
            double a = field[node(i + ci, j + cj, k + ck)];
            for (int axis = 0; axis < 3; axis++) {
                if ((corner >> axis & 1) != 0) {
                    continue;
                }
                int di = axis == 0 ? 1 : 0;
                int dj = axis == 1 ? 1 : 0;
                int dk = axis == 2 ? 1 : 0;
                double b = field[node(i + ci + di, j + cj + dj, k + ck + dk)];
                if (a < 0 == b < 0) {
                    continue;
                }
                double t = a / (a - b);
                x += i + ci + di * t;
                y += j + cj + dj * t;
                z += k + ck + dk * t;
                crossings++;
            }
        }
        if (crossings == 0) {
            return;
        }
        cellVertex[cell(i, j, k)] = count;
        cellVertex[cell(-i - 1, j, k)] = count + 1;
        if (vertices.length < 3 * (count + 2)) {
            vertices = Arrays.copyOf(vertices, Math.max(4096, 2 * vertices.length));
        }
        vertices[3 * count] = x / crossings * h;
        vertices[3 * count + 1] = y0 + y / crossings * h;
        vertices[3 * count + 2] = z0 + z / crossings * h;
        vertices[3 * count + 3] = -vertices[3 * count];
        vertices[3 * count + 4] = vertices[3 * count + 1];
        vertices[3 * count + 5] = vertices[3 * count + 2];
        count += 2;
    }

    private int cell(int i, int j, int k) {
        return ((i + nx) * ny + j) * nz + k;
    }

    /** The quads dual to the three grid edges that leave node (i, j, k) in positive directions. */
    private void faces(double[] field, int[] cv, int i, int j, int k) {
        boolean inside = field[node(Math.abs(i), j, k)] < 0;
        if (i + 1 <= nx && inside != field[node(Math.abs(i + 1), j, k)] < 0) {
            quad(cv[cell(i, j - 1, k - 1)], cv[cell(i, j, k - 1)], cv[cell(i, j, k)], cv[cell(i, j - 1, k)], inside);
        }
        if (j + 1 <= ny && inside != field[node(Math.abs(i), j + 1, k)] < 0) {
            quad(cv[cell(i - 1, j, k - 1)], cv[cell(i - 1, j, k)], cv[cell(i, j, k)], cv[cell(i, j, k - 1)], inside);
        }
        if (k + 1 <= nz && inside != field[node(Math.abs(i), j, k + 1)] < 0) {
            quad(cv[cell(i - 1, j - 1, k)], cv[cell(i, j - 1, k)], cv[cell(i, j, k)], cv[cell(i - 1, j, k)], inside);
        }
    }

    private void quad(int a, int b, int c, int d, boolean forward) {
        if (triangles.length < 3 * (triangleCount + 2)) {
            triangles = Arrays.copyOf(triangles, Math.max(4096, 2 * triangles.length));
        }
        if (!forward) {
            int t = b;
            b = d;
            d = t;
        }
        // The shorter diagonal; mirror images decide alike.
        if (squared(a, c) <= squared(b, d)) {
            triangle(a, b, c);
            triangle(a, c, d);
        } else {
            triangle(b, c, d);
            triangle(b, d, a);
        }
    }

    private void triangle(int a, int b, int c) {
        triangles[3 * triangleCount] = a;
        triangles[3 * triangleCount + 1] = b;
        triangles[3 * triangleCount + 2] = c;
        triangleCount++;
    }

    private double squared(int a, int b) {
        double dx = vertices[3 * a] - vertices[3 * b];
        double dy = vertices[3 * a + 1] - vertices[3 * b + 1];
        double dz = vertices[3 * a + 2] - vertices[3 * b + 2];
        return dx * dx + dy * dy + dz * dz;
    }

    private void relax(double share) {
        double[] mean = new double[vertices.length];
        int[] degree = new int[count];
        for (int t = 0; t < triangles.length; t++) {
            int a = triangles[t];
            int b = triangles[t % 3 == 2 ? t - 2 : t + 1];
            for (int c = 0; c < 3; c++) {
                mean[3 * a + c] += vertices[3 * b + c];
            }
            degree[a]++; // closed and oriented: every neighbour comes up once as a successor
        }
        for (int v = 0; v < count; v++) {
            for (int c = 0; c < 3; c++) {
                vertices[3 * v + c] += share * (mean[3 * v + c] / degree[v] - vertices[3 * v + c]);
            }
        }
    }

    private void project(int v) {
        double e = 0.002;
        double x = vertices[3 * v];
        double y = vertices[3 * v + 1];
        double z = vertices[3 * v + 2];
        for (int step = 0; step < 3; step++) {
            double f = body.field(x, y, z);
            double gx = (body.field(x + e, y, z) - body.field(x - e, y, z)) / (2 * e);
            double gy = (body.field(x, y + e, z) - body.field(x, y - e, z)) / (2 * e);
            double gz = (body.field(x, y, z + e) - body.field(x, y, z - e)) / (2 * e);
            double g2 = Math.max(0.05, gx * gx + gy * gy + gz * gz);
            double move = Math.max(-h / 2, Math.min(h / 2, f / g2)); // far steps would leave the cell
            x -= move * gx;
            y -= move * gy;
            z -= move * gz;
        }
        vertices[3 * v] = x;
        vertices[3 * v + 1] = y;
        vertices[3 * v + 2] = z;
    }

    /** Vertices come in pairs: the odd one is the mirror image of the even one before it. */
    private void reflect(int v) {
        vertices[3 * v + 3] = -vertices[3 * v];
        vertices[3 * v + 4] = vertices[3 * v + 1];
        vertices[3 * v + 5] = vertices[3 * v + 2];
    }

    /** Moves every vertex part of the way to the mean of its neighbours. */
    static void relax(float[] vertices, int[] triangles, float share) {
        float[] mean = new float[vertices.length];
        int[] degree = new int[vertices.length / 3];
        for (int t = 0; t < triangles.length; t++) {
            int a = triangles[t];
            int b = triangles[t % 3 == 2 ? t - 2 : t + 1];
            mean[3 * a] += vertices[3 * b];
            mean[3 * a + 1] += vertices[3 * b + 1];
            mean[3 * a + 2] += vertices[3 * b + 2];
            degree[a]++;
        }
        for (int i = 0; i < vertices.length; i++) {
            vertices[i] += share * (mean[i] / degree[i / 3] - vertices[i]);
        }
    }
}
