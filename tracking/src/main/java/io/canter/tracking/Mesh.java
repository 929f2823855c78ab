package io.canter.tracking;

/**
 * Triangles over a fixed set of vertices, counter-clockwise seen from outside.
 *
 * @param vertices 3 per vertex, canonical frame (y up, the animal faces +z, its left is +x), template metres
 * @param triangles 3 vertex indices per triangle
 */
public record Mesh(float[] vertices, int[] triangles) {
    public Mesh {
        if (vertices.length % 3 != 0 || triangles.length % 3 != 0) {
            throw new IllegalArgumentException(
                    "mesh arrays come in threes, got " + vertices.length + " and " + triangles.length);
        }
        for (int i : triangles) {
            if (i < 0 || i * 3 >= vertices.length) {
                throw new IllegalArgumentException("triangle names vertex " + i + " of " + vertices.length / 3);
            }
        }
    }

    public int vertexCount() {
        return vertices.length / 3;
    }

    public int triangleCount() {
        return triangles.length / 3;
    }
}
