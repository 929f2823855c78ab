package io.canter.tracking;

import io.canter.ingest.Intrinsics;
import java.util.Arrays;

/**
 * An A-buffer: for the ray through each pixel's centre, the first L crossings of a triangle mesh, sorted from the
 * front, each with its depth, triangle and perspective-correct barycentrics. With one layer it is a z-buffer.
 *
 * <p>Rays and triangles meet by the homogeneous edge functions {@code d . (B x C)} in double precision, which need no
 * clipping: what crosses the near plane is cut exactly. Two triangles that share an edge compute the same number with
 * opposite signs, and a ray exactly on it is decided as if it were moved by an infinitesimal step to the right and
 * down, so a closed mesh is watertight: every ray enters as often as it leaves.
 *
 * <p>One instance serves one thread; buffers are reused and nothing is allocated while rasterising.
 */
public final class LayeredRasterizer {
    /** What stands nearer than this to the camera, metres, is not seen. */
    public static final float NEAR = 0.01f;

    // The box of pixels a triangle may touch is widened by this to be safe from rounding; the edge functions decide.
    private static final double BOX_MARGIN = 1e-6;

    // Of the products whose difference is twice the area: far beyond what rounding does to them.
    private static final double BACK_MARGIN = 1e-6;

    private final int width;
    private final int height;
    private final int layers;
    private final double[] rayX; // per column: x of the ray with z = 1
    private final double[] rayY; // per row
    private final float[] depths; // pixel-major: layer l of pixel p is at p * layers + l; infinite where empty
    private final int[] triangleIds;
    private final float[] weights1;
    private final float[] weights2;
    private double fx;
    private double fy;
    private double cx;
    private double cy;
    private double[] projected = new double[0]; // 2 per vertex, pixels
    private long[] cells = new long[0]; // per vertex: between which centres it lies, row in the upper half; -1: unsure
    private int[] triangles = new int[0];
    // Everything outside of this box is empty: x from, y from, x to, y to (exclusive).
    private int dirtyX0;
    private int dirtyY0;
    private int dirtyX1;
    private int dirtyY1;

    public LayeredRasterizer(int width, int height, int layers) {
        if (width < 1 || height < 1 || layers < 1) {
            throw new IllegalArgumentException("rasteriser needs at least 1 x 1 pixels and 1 layer, got " + width
                    + " x " + height + ", " + layers);
        }
        this.width = width;
        this.height = height;
        this.layers = layers;
        rayX = new double[width];
        rayY = new double[height];
        int slots = Math.multiplyExact(Math.multiplyExact(width, height), layers);
        depths = new float[slots];
        triangleIds = new int[slots];
        weights1 = new float[slots];
        weights2 = new float[slots];
        Arrays.fill(depths, Float.POSITIVE_INFINITY);
    }

    /**
     * Rasterises through the pinhole of a square crop whose half field of view has the tangent {@code tanHalf}.
     *
     * @param vertices 3 per vertex, camera frame (x right, y down, z forward)
     * @param triangles 3 vertex indices per triangle, counter-clockwise from outside; kept by reference
     */
    public void rasterize(float[] vertices, int[] triangles, float tanHalf) {
        double fx = 0.5 * width / tanHalf;
        double fy = 0.5 * height / tanHalf;
        rasterize(vertices, triangles, fx, fy, 0.5 * width, 0.5 * height, false);
    }

    /** Rasterises through a pinhole given in pixels of this buffer; see {@link #rasterize(float[], int[], float)}. */
    public void rasterize(float[] vertices, int[] triangles, Intrinsics camera) {
        rasterize(vertices, triangles, camera.fx(), camera.fy(), camera.cx(), camera.cy(), false);
    }

    /**
     * Rasterises through a pinhole given in pixels of this buffer.
     *
     * @param frontOnly leaves out what is seen from its back; halves the work where only layer 0 of a closed mesh is
     *     wanted and the camera is outside
     */
    public void rasterize(
            float[] vertices, int[] triangles, double fx, double fy, double cx, double cy, boolean frontOnly) {
        this.triangles = triangles;
        this.fx = fx;
        this.fy = fy;
        this.cx = cx;
        this.cy = cy;
        clear();
        for (int i = 0; i < width; i++) {
            rayX[i] = (i + 0.5 - cx) / fx;
        }
        for (int j = 0; j < height; j++) {
            rayY[j] = (j + 0.5 - cy) / fy;
        }
        project(vertices);
        for (int t = 0; t < triangles.length; t += 3) {
            if (mayHoldCentre(cells[triangles[t]], cells[triangles[t + 1]], cells[triangles[t + 2]])) {
                addTriangle(vertices, t, frontOnly);
            }
        }
    }

    /**
     * Whether a pixel's centre may lie in the box around three vertices, told by their cells. In a small picture of a fine
     * mesh most triangles slip between the centres, and this is all that they cost.
     */
    private static boolean mayHoldCentre(long a, long b, long c) {
        long differs = (a ^ b) | (a ^ c);
        return (a | b | c) < 0 || ((int) differs != 0 && (differs >>> 32) != 0);
    }

    private void clear() {
        if (dirtyX1 > dirtyX0) {
            for (int j = dirtyY0; j < dirtyY1; j++) {
                int row = j * width;
                Arrays.fill(depths, (row + dirtyX0) * layers, (row + dirtyX1) * layers, Float.POSITIVE_INFINITY);
            }
        }
        dirtyX0 = width;
        dirtyY0 = height;
        dirtyX1 = 0;
        dirtyY1 = 0;
    }

    private void project(float[] vertices) {
        int count = vertices.length / 3;
        if (projected.length < 2 * count) {
            projected = new double[2 * count];
            cells = new long[count];
        }
        for (int v = 0; v < count; v++) {
            double inverse = 1.0 / vertices[3 * v + 2];
            double x = vertices[3 * v] * inverse * fx + cx;
            double y = vertices[3 * v + 1] * inverse * fy + cy;
            projected[2 * v] = x;
            projected[2 * v + 1] = y;
            long column = cell(x, width);
            long row = cell(y, height);
            cells[v] = vertices[3 * v + 2] > NEAR && column >= 0 && row >= 0 ? row << 32 | column : -1;
        }
    }

    /** How many of an axis' pixel centres lie before a place; -1 where it is too near to one to tell. */
    private static int cell(double place, int centres) {
        double before = Math.floor(place + 0.5);
        double off = place + 0.5 - before;
        if (!(off > 2 * BOX_MARGIN && off < 1 - 2 * BOX_MARGIN)) {
            return -1;
        }
        return Math.max(0, Math.min(centres, (int) before));
    }

    private void addTriangle(float[] vertices, int t, boolean frontOnly) {
        int a = triangles[t];
        int b = triangles[t + 1];
        int c = triangles[t + 2];
        double az = vertices[3 * a + 2];
        double bz = vertices[3 * b + 2];
        double cz = vertices[3 * c + 2];
        double minX;
        double maxX;
        double minY;
        double maxY;
        if (az > NEAR && bz > NEAR && cz > NEAR) {
            if (frontOnly && isPlainlyBack(a, b, c)) {
                return;
            }
            minX = Math.min(projected[2 * a], Math.min(projected[2 * b], projected[2 * c]));
            maxX = Math.max(projected[2 * a], Math.max(projected[2 * b], projected[2 * c]));
            minY = Math.min(projected[2 * a + 1], Math.min(projected[2 * b + 1], projected[2 * c + 1]));
            maxY = Math.max(projected[2 * a + 1], Math.max(projected[2 * b + 1], projected[2 * c + 1]));
        } else if (az > NEAR || bz > NEAR || cz > NEAR) {
            // Rare: it crosses the near plane. Its picture may reach anywhere, and the test per pixel is exact.
            minX = 0;
            maxX = width;
            minY = 0;
            maxY = height;
        } else {
            return;
        }
        int x0 = Math.max(0, (int) Math.ceil(minX - 0.5 - BOX_MARGIN));
        int x1 = Math.min(width - 1, (int) Math.floor(maxX - 0.5 + BOX_MARGIN));
        int y0 = Math.max(0, (int) Math.ceil(minY - 0.5 - BOX_MARGIN));
        int y1 = Math.min(height - 1, (int) Math.floor(maxY - 0.5 + BOX_MARGIN));
        if (x0 > x1 || y0 > y1) {
            return;
        }
        fill(vertices, t / 3, a, b, c, x0, x1, y0, y1, frontOnly);
    }

    /** Whether a triangle is seen from its back, beyond the doubt of rounding: {@link #fill} decides the others. */
    private boolean isPlainlyBack(int a, int b, int c) {
        double x = projected[2 * a];
        double y = projected[2 * a + 1];
        double one = (projected[2 * b] - x) * (projected[2 * c + 1] - y);
        double other = (projected[2 * b + 1] - y) * (projected[2 * c] - x);
        return one - other > BACK_MARGIN * (Math.abs(one) + Math.abs(other));
    }

    private void fill(
            float[] vertices, int id, int a, int b, int c, int x0, int x1, int y0, int y1, boolean frontOnly) {
        double ax = vertices[3 * a];
        double ay = vertices[3 * a + 1];
        double az = vertices[3 * a + 2];
        double bx = vertices[3 * b];
        double by = vertices[3 * b + 1];
        double bz = vertices[3 * b + 2];
        double cx = vertices[3 * c];
        double cy = vertices[3 * c + 1];
        double cz = vertices[3 * c + 2];
        double n0x = by * cz - bz * cy;
        double n0y = bz * cx - bx * cz;
        double n0z = bx * cy - by * cx;
        double det = ax * n0x + ay * n0y + az * n0z;
        // The normal points away from the camera where det > 0: seen from its back.
        if (det == 0 || (frontOnly && det > 0)) {
            return;
        }
        double n1x = cy * az - cz * ay;
        double n1y = cz * ax - cx * az;
        double n1z = cx * ay - cy * ax;
        double n2x = ay * bz - az * by;
        double n2y = az * bx - ax * bz;
        double n2z = ax * by - ay * bx;
        if (det < 0) {
            det = -det;
            n0x = -n0x;
            n0y = -n0y;
            n0z = -n0z;
            n1x = -n1x;
            n1y = -n1y;
            n1z = -n1z;
            n2x = -n2x;
            n2y = -n2y;
            n2z = -n2z;
        }
        boolean owns0 = ownsEdge(n0x, n0y, n0z);
        boolean owns1 = ownsEdge(n1x, n1y, n1z);
        boolean owns2 = ownsEdge(n2x, n2y, n2z);
        double minZ = Math.max(NEAR, Math.min(az, Math.min(bz, cz)));
        double maxZ = Math.max(az, Math.max(bz, cz));
        boolean crossesNear = Math.min(az, Math.min(bz, cz)) <= NEAR;
        for (int j = y0; j <= y1; j++) {
            double row0 = n0y * rayY[j] + n0z;
            double row1 = n1y * rayY[j] + n1z;
            double row2 = n2y * rayY[j] + n2z;
            for (int i = x0; i <= x1; i++) {
                double e0 = n0x * rayX[i] + row0;
                double e1 = n1x * rayX[i] + row1;
                double e2 = n2x * rayX[i] + row2;
                if (e0 < 0 || e1 < 0 || e2 < 0) {
                    continue;
                }
                if ((e0 == 0 && !owns0) || (e1 == 0 && !owns1) || (e2 == 0 && !owns2)) {
                    continue;
                }
                double sum = e0 + e1 + e2;
                double depth = det / sum;
                if (crossesNear && !(depth > NEAR)) {
                    continue;
                }
                depth = Math.min(maxZ, Math.max(minZ, depth));
                insert(i, j, (float) depth, id, (float) (e1 / sum), (float) (e2 / sum));
            }
        }
    }

    /** Whether a ray exactly on the edge belongs inside: it does if a tiny step right (then down) leads inside. */
    private static boolean ownsEdge(double nx, double ny, double nz) {
        if (nx != 0) {
            return nx > 0;
        }
        return ny != 0 ? ny > 0 : nz > 0;
    }

    private void insert(int i, int j, float depth, int id, float weight1, float weight2) {
        int first = (j * width + i) * layers;
        int slot = first + layers - 1;
        if (!(depth < depths[slot])) {
            return;
        }
        while (slot > first && depth < depths[slot - 1]) {
            depths[slot] = depths[slot - 1];
            triangleIds[slot] = triangleIds[slot - 1];
            weights1[slot] = weights1[slot - 1];
            weights2[slot] = weights2[slot - 1];
            slot--;
        }
        depths[slot] = depth;
        triangleIds[slot] = id;
        weights1[slot] = weight1;
        weights2[slot] = weight2;
        dirtyX0 = Math.min(dirtyX0, i);
        dirtyY0 = Math.min(dirtyY0, j);
        dirtyX1 = Math.max(dirtyX1, i + 1);
        dirtyY1 = Math.max(dirtyY1, j + 1);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int layers() {
        return layers;
    }

    /** Whether the ray of pixel {@code row * width + column} has a crossing number {@code layer}. */
    public boolean hit(int layer, int pixel) {
        return depths[pixel * layers + layer] != Float.POSITIVE_INFINITY;
    }

    /** Depth z of the crossing in metres; infinite where there is none. */
    public float depth(int layer, int pixel) {
        return depths[pixel * layers + layer];
    }

    /** The triangle of the crossing; meaningless where {@link #hit} is false. */
    public int triangle(int layer, int pixel) {
        return triangleIds[pixel * layers + layer];
    }

    /** Barycentric weight of the triangle's second corner; the first corner has the rest. */
    public float weight1(int layer, int pixel) {
        return weights1[pixel * layers + layer];
    }

    /** Barycentric weight of the triangle's third corner. */
    public float weight2(int layer, int pixel) {
        return weights2[pixel * layers + layer];
    }

    /** First column that may hold a hit; all of x from .. to (exclusive) and y likewise enclose every hit. */
    public int hitX0() {
        return dirtyX0;
    }

    public int hitY0() {
        return dirtyY0;
    }

    public int hitX1() {
        return dirtyX1;
    }

    public int hitY1() {
        return dirtyY1;
    }

    /**
     * Carries an attribute of the vertices to one layer's pixels.
     *
     * @param attribute 3 numbers per vertex
     * @param out planar, 3 x height x width, written from {@code offset} on; zero where the crossing does not exist
     */
    public void interpolate(float[] attribute, int layer, float[] out, int offset) {
        int plane = width * height;
        Arrays.fill(out, offset, offset + 3 * plane, 0f);
        for (int j = dirtyY0; j < dirtyY1; j++) {
            for (int i = dirtyX0; i < dirtyX1; i++) {
                int p = j * width + i;
                int slot = p * layers + layer;
                if (depths[slot] == Float.POSITIVE_INFINITY) {
                    continue;
                }
                int t = 3 * triangleIds[slot];
                int a = 3 * triangles[t];
                int b = 3 * triangles[t + 1];
                int c = 3 * triangles[t + 2];
                float w1 = weights1[slot];
                float w2 = weights2[slot];
                float w0 = 1 - w1 - w2;
                int o = offset + p;
                out[o] = w0 * attribute[a] + w1 * attribute[b] + w2 * attribute[c];
                out[o + plane] = w0 * attribute[a + 1] + w1 * attribute[b + 1] + w2 * attribute[c + 1];
                out[o + 2 * plane] = w0 * attribute[a + 2] + w1 * attribute[b + 2] + w2 * attribute[c + 2];
            }
        }
    }
}
