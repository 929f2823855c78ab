package io.canter.training.bench;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Mesh;

/**
 * Whether the camera sees a point of a mesh: whether no triangle crosses the line between them. Exact where a depth
 * buffer is as coarse as its pixels, which matters most at thin legs.
 */
final class SightLines {
    /** What crosses the line nearer to the point than this is the point's own surface, metres. */
    private static final double SLACK = 0.001;

    private final int[] corners;
    private final float[] boxes; // least x, least y, greatest x, greatest y per triangle, image plane at z = 1
    private float[] vertices;

    SightLines(Mesh mesh) {
        corners = mesh.triangles();
        boxes = new float[4 * mesh.triangleCount()];
    }

    /** Takes a mesh: 3 per vertex, camera frame; the array is read until the next call. */
    void read(float[] posedVertices) {
        vertices = posedVertices;
        for (int t = 0; t < boxes.length / 4; t++) {
            boolean before = true;
            float left = Float.POSITIVE_INFINITY;
            float top = Float.POSITIVE_INFINITY;
            float right = Float.NEGATIVE_INFINITY;
            float bottom = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < 3; c++) {
                int v = 3 * corners[3 * t + c];
                float z = vertices[v + 2];
                before &= z > LayeredRasterizer.NEAR;
                left = Math.min(left, vertices[v] / z);
                right = Math.max(right, vertices[v] / z);
                top = Math.min(top, vertices[v + 1] / z);
                bottom = Math.max(bottom, vertices[v + 1] / z);
            }
            // What reaches behind the camera hides nothing: the clips keep their distance.
            boxes[4 * t] = before ? left : Float.POSITIVE_INFINITY;
            boxes[4 * t + 1] = top;
            boxes[4 * t + 2] = right;
            boxes[4 * t + 3] = bottom;
        }
    }

    /**
     * Whether a point of the surface is seen in a frame.
     *
     * @param point camera frame
     * @param triangle that it lies on
     * @param place receives x and y, pixels; unchanged behind the camera
     */
    boolean sees(float[] point, int triangle, Intrinsics camera, int width, int height, float[] place) {
        if (!(point[2] > LayeredRasterizer.NEAR)) {
            return false;
        }
        float x = point[0] / point[2];
        float y = point[1] / point[2];
        place[0] = camera.fx() * x + camera.cx();
        place[1] = camera.fy() * y + camera.cy();
        if (!(place[0] >= 0 && place[1] >= 0 && place[0] < width && place[1] < height)) {
            return false;
        }
        if (volume(3 * triangle) >= 0) {
            return false; // seen from its back
        }
        for (int t = 0; t < boxes.length / 4; t++) {
            int b = 4 * t;
            if (x >= boxes[b] && y >= boxes[b + 1] && x <= boxes[b + 2] && y <= boxes[b + 3] && t != triangle) {
                if (depth(3 * t, x, y) < point[2] - SLACK) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Volume spanned by the camera and a triangle's corners: negative where its outside faces the camera. */
    private double volume(int t) {
        int i = 3 * corners[t];
        int j = 3 * corners[t + 1];
        int k = 3 * corners[t + 2];
        double nx = (double) vertices[j + 1] * vertices[k + 2] - (double) vertices[j + 2] * vertices[k + 1];
        double ny = (double) vertices[j + 2] * vertices[k] - (double) vertices[j] * vertices[k + 2];
        double nz = (double) vertices[j] * vertices[k + 1] - (double) vertices[j + 1] * vertices[k];
        return vertices[i] * nx + vertices[i + 1] * ny + vertices[i + 2] * nz;
    }

    /** Depth at which the ray (x, y, 1) meets the triangle that begins at corner {@code t}; infinite where it does not. */
    private double depth(int t, double x, double y) {
        double first = side(t + 1, t + 2, x, y);
        double second = side(t + 2, t, x, y);
        double third = side(t, t + 1, x, y);
        boolean inside = (first >= 0 && second >= 0 && third >= 0) || (first <= 0 && second <= 0 && third <= 0);
        double sum = first + second + third;
        return inside && sum != 0 ? volume(t) / sum : Double.POSITIVE_INFINITY;
    }

    /** The ray times the normal of the plane through the camera and an edge. */
    private double side(int from, int to, double x, double y) {
        int b = 3 * corners[from];
        int c = 3 * corners[to];
        double nx = (double) vertices[b + 1] * vertices[c + 2] - (double) vertices[b + 2] * vertices[c + 1];
        double ny = (double) vertices[b + 2] * vertices[c] - (double) vertices[b] * vertices[c + 2];
        double nz = (double) vertices[b] * vertices[c + 1] - (double) vertices[b + 1] * vertices[c];
        return nx * x + ny * y + nz;
    }
}
