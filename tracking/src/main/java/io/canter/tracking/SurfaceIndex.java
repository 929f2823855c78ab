package io.canter.tracking;

import java.util.Arrays;

/**
 * Finds the surface point of the template under a canonical point: the nearest vertex exactly, then the nearest point of
 * the triangles around it. Queries go through a {@link Hit} of the caller's. One instance serves one thread.
 */
final class SurfaceIndex {
    private static final double MIRROR_REACH_METRES = 0.01;

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
    private final VertexBoxes boxes;
    private final int[] fanStart;
    private final int[] fan; // the triangles around each vertex
    private final int[] mirrored; // by vertex: the one at (-x, y, z); empty where some vertex has none
    private final int[] mirroredTriangles; // by triangle: the one of the mirrored corners; -1 where there is none
    private final boolean[] mirroredFan; // by vertex: whether all triangles around it have one

    SurfaceIndex(Mesh mesh) {
        vertices = mesh.vertices();
        triangles = mesh.triangles();
        VertexGrid grid = new VertexGrid(vertices);
        boxes = new VertexBoxes(vertices, grid);
        int n = mesh.vertexCount();
        fanStart = new int[n + 1];
        fan = new int[triangles.length];
        group(triangles, 3, fanStart, fan);
        mirrored = mirrored(grid);
        mirroredTriangles = new int[triangles.length / 3];
        mirroredFan = new boolean[n];
        if (mirrored.length > 0) {
            mirrorTriangles();
        }
    }

    private int[] mirrored(VertexGrid grid) {
        int[] out = new int[vertices.length / 3];
        for (int i = 0; i < out.length; i++) {
            out[i] = grid.nearest(-vertices[3 * i], vertices[3 * i + 1], vertices[3 * i + 2], MIRROR_REACH_METRES);
            if (out[i] < 0
                    || vertices[3 * out[i]] != -vertices[3 * i]
                    || vertices[3 * out[i] + 1] != vertices[3 * i + 1]
                    || vertices[3 * out[i] + 2] != vertices[3 * i + 2]) {
                return new int[0];
            }
        }
        return out;
    }

    private void mirrorTriangles() {
        Arrays.fill(mirroredFan, true);
        for (int t = 0; t < mirroredTriangles.length; t++) {
            mirroredTriangles[t] = -1;
            int first = mirrored[triangles[3 * t]];
            for (int f = fanStart[first]; f < fanStart[first + 1]; f++) {
                boolean all = true;
                for (int c = 1; c < 3; c++) {
                    all &= corner(fan[f], mirrored[triangles[3 * t + c]]) >= 0;
                }
                mirroredTriangles[t] = all ? fan[f] : mirroredTriangles[t];
            }
            for (int c = 0; c < 3; c++) {
                mirroredFan[triangles[3 * t + c]] &= mirroredTriangles[t] >= 0;
            }
        }
    }

    /** Which corner of a triangle a vertex is; -1 where it is none. */
    private int corner(int triangle, int vertex) {
        int t = 3 * triangle;
        return triangles[t] == vertex ? 0 : triangles[t + 1] == vertex ? 1 : triangles[t + 2] == vertex ? 2 : -1;
    }

    /** Counting sort: item i goes to group keys[i]; it is named i / divisor. */
    static void group(int[] keys, int divisor, int[] start, int[] items) {
        for (int key : keys) {
            start[key + 1]++;
        }
        for (int g = 1; g < start.length; g++) {
            start[g] += start[g - 1];
        }
        int[] next = start.clone();
        for (int i = 0; i < keys.length; i++) {
            items[next[keys[i]]++] = i / divisor;
        }
    }

    /** False, and no hit, where no vertex lies within {@code reach} metres. */
    boolean nearest(double x, double y, double z, double reach, Hit hit) {
        int vertex = boxes.nearest(x, y, z, reach);
        return vertex >= 0 && around(vertex, x, y, z, hit);
    }

    /**
     * The same for the mirror image (-x, y, z) of a point that {@code hit} was found for; replaces it. Where the mesh is
     * symmetric the answer is known without a search.
     */
    boolean nearestMirrored(double x, double y, double z, double reach, Hit hit) {
        if (mirrored.length == 0) {
            return nearest(-x, y, z, reach, hit);
        }
        if (!mirroredFan[hit.vertex]) {
            return around(mirrored[hit.vertex], -x, y, z, hit);
        }
        int t = 3 * hit.triangle;
        int other = mirroredTriangles[hit.triangle];
        int first = corner(other, mirrored[triangles[t]]);
        int second = corner(other, mirrored[triangles[t + 1]]);
        double u = hit.u;
        double v = hit.v;
        double w = hit.w;
        hit.vertex = mirrored[hit.vertex];
        hit.triangle = other;
        hit.u = first == 0 ? u : second == 0 ? v : w;
        hit.v = first == 1 ? u : second == 1 ? v : w;
        hit.w = first == 2 ? u : second == 2 ? v : w;
        return true;
    }

    private boolean around(int vertex, double x, double y, double z, Hit hit) {
        hit.vertex = vertex;
        hit.distanceSquared = Double.MAX_VALUE;
        for (int f = fanStart[vertex]; f < fanStart[vertex + 1]; f++) {
            tryTriangle(fan[f], x, y, z, hit);
        }
        return hit.distanceSquared < Double.MAX_VALUE;
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
