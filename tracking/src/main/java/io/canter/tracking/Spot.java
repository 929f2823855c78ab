package io.canter.tracking;

/**
 * A spot of the template's surface: the same on every individual and in every frame.
 *
 * @param triangle of the template's mesh
 * @param second barycentric weight of the triangle's second corner
 * @param third of its third; the first has the rest
 */
public record Spot(int triangle, float second, float third) {
    /** Rounding may leave a weight this much outside of 0..1. */
    private static final float ROUNDING = 1e-4f;

    public Spot {
        boolean inside = second >= -ROUNDING && third >= -ROUNDING && second + third <= 1 + ROUNDING;
        if (triangle < 0 || !inside) {
            throw new IllegalArgumentException("a spot needs a triangle and weights within 0..1, got triangle "
                    + triangle + " with " + second + " and " + third);
        }
    }

    /** The place of a vertex, as a corner of the first triangle that has it. */
    public static Spot ofVertex(Mesh mesh, int vertex) {
        int[] corners = mesh.triangles();
        for (int i = 0; i < corners.length; i++) {
            if (corners[i] == vertex) {
                return new Spot(i / 3, i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0);
            }
        }
        throw new IllegalArgumentException("no triangle of the mesh has vertex " + vertex);
    }

    /**
     * The spot on a mesh of the template's topology.
     *
     * @param vertices 3 per vertex, any frame
     * @param out receives 3 numbers
     */
    public void on(Mesh mesh, float[] vertices, float[] out) {
        on(mesh, vertices, 0, out);
    }

    /** @param firstVertex where the mesh begins in the array */
    void on(Mesh mesh, float[] vertices, int firstVertex, float[] out) {
        int[] corners = mesh.triangles();
        int a = 3 * (firstVertex + corners[3 * triangle]);
        int b = 3 * (firstVertex + corners[3 * triangle + 1]);
        int c = 3 * (firstVertex + corners[3 * triangle + 2]);
        for (int k = 0; k < 3; k++) {
            out[k] = (1 - second - third) * vertices[a + k] + second * vertices[b + k] + third * vertices[c + k];
        }
    }
}
