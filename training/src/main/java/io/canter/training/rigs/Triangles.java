package io.canter.training.rigs;

/** Measures triangles. */
final class Triangles {
    private Triangles() {}

    /** @param t first of the triangle's three entries in {@code indices} */
    static double area(float[] vertices, int[] indices, int t) {
        int a = 3 * indices[t];
        int b = 3 * indices[t + 1];
        int c = 3 * indices[t + 2];
        double ux = (double) vertices[b] - vertices[a];
        double uy = (double) vertices[b + 1] - vertices[a + 1];
        double uz = (double) vertices[b + 2] - vertices[a + 2];
        double vx = (double) vertices[c] - vertices[a];
        double vy = (double) vertices[c + 1] - vertices[a + 1];
        double vz = (double) vertices[c + 2] - vertices[a + 2];
        double x = uy * vz - uz * vy;
        double y = uz * vx - ux * vz;
        double z = ux * vy - uy * vx;
        return 0.5 * Math.sqrt(x * x + y * y + z * z);
    }
}
