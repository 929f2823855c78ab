package io.canter.tracking;

/** Vertex normals. */
public final class Normals {
    private Normals() {}

    /** Unit normals, 3 per vertex, each the area-weighted mean over the vertex's triangles. */
    public static float[] of(Mesh mesh) {
        float[] out = new float[mesh.vertices().length];
        of(mesh.vertices(), mesh.triangles(), out);
        return out;
    }

    /** The same for moved vertices, into a caller's array. A vertex without area gets (0, 1, 0). */
    public static void of(float[] vertices, int[] triangles, float[] out) {
        java.util.Arrays.fill(out, 0);
        for (int t = 0; t < triangles.length; t += 3) {
            int a = 3 * triangles[t];
            int b = 3 * triangles[t + 1];
            int c = 3 * triangles[t + 2];
            float ux = vertices[b] - vertices[a];
            float uy = vertices[b + 1] - vertices[a + 1];
            float uz = vertices[b + 2] - vertices[a + 2];
            float vx = vertices[c] - vertices[a];
            float vy = vertices[c + 1] - vertices[a + 1];
            float vz = vertices[c + 2] - vertices[a + 2];
            float nx = uy * vz - uz * vy;
            float ny = uz * vx - ux * vz;
            float nz = ux * vy - uy * vx;
            add(out, a, nx, ny, nz);
            add(out, b, nx, ny, nz);
            add(out, c, nx, ny, nz);
        }
        for (int v = 0; v < out.length; v += 3) {
            float length = (float) Math.sqrt(out[v] * out[v] + out[v + 1] * out[v + 1] + out[v + 2] * out[v + 2]);
            if (length < 1e-20f) {
                out[v] = 0;
                out[v + 1] = 1;
                out[v + 2] = 0;
            } else {
                out[v] /= length;
                out[v + 1] /= length;
                out[v + 2] /= length;
            }
        }
    }

    private static void add(float[] out, int i, float x, float y, float z) {
        out[i] += x;
        out[i + 1] += y;
        out[i + 2] += z;
    }
}
