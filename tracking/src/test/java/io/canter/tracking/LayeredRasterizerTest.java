package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canter.ingest.Intrinsics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayeredRasterizerTest {
    private record Crossing(double depth, int triangle, double weight1, double weight2) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTheCrossingsThatBruteForceRayCastingFinds(long seed) {
        Random random = new Random(seed);
        int triangleCount = 60;
        float[] vertices = soup(random, triangleCount, seed % 2 == 0);
        int[] triangles = IntStream.range(0, 3 * triangleCount).toArray();
        LayeredRasterizer rasterizer = new LayeredRasterizer(31, 23, 3);
        Intrinsics camera = new Intrinsics(20 + 10 * random.nextFloat(), 25, 14.3f, 12.1f);

        // Twice, so that leftovers of an earlier picture would show.
        rasterizer.rasterize(soup(random, triangleCount, false), triangles, camera);
        rasterizer.rasterize(vertices, triangles, camera);

        int hits = 0;
        for (int p = 0; p < 31 * 23; p++) {
            double dx = (p % 31 + 0.5 - camera.cx()) / camera.fx();
            double dy = (p / 31 + 0.5 - camera.cy()) / camera.fy();
            List<Crossing> expected = castRay(vertices, triangles, dx, dy);
            for (int layer = 0; layer < 3; layer++) {
                assertThat(rasterizer.hit(layer, p)).isEqualTo(layer < expected.size());
                if (layer < expected.size()) {
                    Crossing crossing = expected.get(layer);
                    hits++;
                    assertThat(rasterizer.triangle(layer, p)).isEqualTo(crossing.triangle());
                    assertThat((double) rasterizer.depth(layer, p)).isCloseTo(crossing.depth(), within(1e-5));
                    assertThat((double) rasterizer.weight1(layer, p)).isCloseTo(crossing.weight1(), within(1e-4));
                    assertThat((double) rasterizer.weight2(layer, p)).isCloseTo(crossing.weight2(), within(1e-4));
                }
            }
        }
        assertThat(hits).isGreaterThan(100);
    }

    @Test
    void hitsEachSharedEdgeAndVertexExactlyOnce() {
        // A grid in the plane z = 4 whose lines run exactly through pixel centres (powers of two: no rounding).
        int n = 8;
        float[] vertices = new float[3 * (n + 1) * (n + 1)];
        List<Integer> triangles = new ArrayList<>();
        for (int j = 0; j <= n; j++) {
            for (int i = 0; i <= n; i++) {
                int v = j * (n + 1) + i;
                vertices[3 * v] = 4 * (i + 4 + 0.5f - 8) / 8;
                vertices[3 * v + 1] = 4 * (j + 4 + 0.5f - 8) / 8;
                vertices[3 * v + 2] = 4;
                if (i < n && j < n) {
                    int right = v + 1;
                    int down = v + n + 1;
                    if ((i + j) % 2 == 0) {
                        triangles.addAll(List.of(v, down, right, right, down, down + 1));
                    } else {
                        triangles.addAll(List.of(v, down, down + 1, v, down + 1, right));
                    }
                }
            }
        }
        LayeredRasterizer rasterizer = new LayeredRasterizer(16, 16, 2);

        rasterizer.rasterize(
                vertices, triangles.stream().mapToInt(Integer::intValue).toArray(), 1f);

        int hits = 0;
        for (int p = 0; p < 256; p++) {
            hits += rasterizer.hit(0, p) ? 1 : 0;
            assertThat(rasterizer.hit(1, p)).isFalse();
        }
        assertThat(hits).isEqualTo(n * n);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void everyRayLeavesAClosedMeshAsOftenAsItEnters(long seed) {
        Random random = new Random(seed);
        Mesh ball = bumpyBall(random, 24, 32);
        LayeredRasterizer rasterizer = new LayeredRasterizer(64, 64, 8);

        rasterizer.rasterize(ball.vertices(), ball.triangles(), 0.5f);

        int hits = 0;
        for (int p = 0; p < 64 * 64; p++) {
            int entered = 0;
            for (int layer = 0; layer < 8 && rasterizer.hit(layer, p); layer++) {
                entered += facesCamera(ball, rasterizer.triangle(layer, p)) ? 1 : -1;
                hits++;
            }
            assertThat(entered).as("pixel %d", p).isZero();
        }
        assertThat(hits).isGreaterThan(500);
    }

    @Test
    void frontOnlyKeepsTheFirstLayerOfAClosedMesh() {
        Mesh ball = bumpyBall(new Random(21), 24, 32);
        LayeredRasterizer all = new LayeredRasterizer(48, 48, 1);
        LayeredRasterizer front = new LayeredRasterizer(48, 48, 1);

        all.rasterize(ball.vertices(), ball.triangles(), 0.5f);
        front.rasterize(ball.vertices(), ball.triangles(), 48, 48, 24, 24, true);

        for (int p = 0; p < 48 * 48; p++) {
            assertThat(front.depth(0, p)).isEqualTo(all.depth(0, p));
        }
    }

    @Test
    void interpolatingTheVerticesGivesThePointOnTheRay() {
        Mesh ball = bumpyBall(new Random(5), 24, 32);
        LayeredRasterizer rasterizer = new LayeredRasterizer(32, 32, 4);
        float tanHalf = 0.45f;

        rasterizer.rasterize(ball.vertices(), ball.triangles(), tanHalf);

        int plane = 32 * 32;
        float[] points = new float[7 + 3 * plane];
        int seen = 0;
        for (int layer = 0; layer < 4; layer++) {
            rasterizer.interpolate(ball.vertices(), layer, points, 7);
            for (int p = 0; p < plane; p++) {
                float z = points[7 + 2 * plane + p];
                if (!rasterizer.hit(layer, p)) {
                    assertThat(z).isZero();
                    continue;
                }
                seen++;
                assertThat(z).isCloseTo(rasterizer.depth(layer, p), within(1e-4f));
                float u = (2 * (p % 32 + 0.5f) / 32 - 1) * tanHalf;
                float v = (2 * (p / 32 + 0.5f) / 32 - 1) * tanHalf;
                assertThat(points[7 + p] / z).isCloseTo(u, within(1e-4f));
                assertThat(points[7 + plane + p] / z).isCloseTo(v, within(1e-4f));
            }
        }
        assertThat(seen).isGreaterThan(200);
    }

    @Test
    void refusesAnEmptyPicture() {
        assertThatThrownBy(() -> new LayeredRasterizer(0, 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 x 4");
    }

    private static float[] soup(Random random, int triangleCount, boolean acrossNearPlane) {
        float[] vertices = new float[9 * triangleCount];
        for (int t = 0; t < triangleCount; t++) {
            float x = 3 * (random.nextFloat() - 0.5f);
            float y = 3 * (random.nextFloat() - 0.5f);
            float z = acrossNearPlane ? 2 * random.nextFloat() : 2 + 3 * random.nextFloat();
            for (int k = 0; k < 3; k++) {
                vertices[9 * t + 3 * k] = x + random.nextFloat() - 0.5f;
                vertices[9 * t + 3 * k + 1] = y + random.nextFloat() - 0.5f;
                vertices[9 * t + 3 * k + 2] = z + 2 * (random.nextFloat() - 0.5f);
            }
        }
        return vertices;
    }

    /** Moeller and Trumbore's test of every triangle. */
    private static List<Crossing> castRay(float[] vertices, int[] triangles, double dx, double dy) {
        List<Crossing> found = new ArrayList<>();
        double[] d = {dx, dy, 1};
        for (int t = 0; t < triangles.length / 3; t++) {
            double[] a = point(vertices, triangles[3 * t]);
            double[] e1 = minus(point(vertices, triangles[3 * t + 1]), a);
            double[] e2 = minus(point(vertices, triangles[3 * t + 2]), a);
            double[] p = cross(d, e2);
            double determinant = dot(e1, p);
            double[] s = {-a[0], -a[1], -a[2]};
            double u = dot(s, p) / determinant;
            double[] q = cross(s, e1);
            double v = dot(d, q) / determinant;
            double depth = dot(e2, q) / determinant;
            if (u >= 0 && v >= 0 && u + v <= 1 && depth > LayeredRasterizer.NEAR) {
                found.add(new Crossing(depth, t, u, v));
            }
        }
        found.sort((l, r) -> Double.compare(l.depth(), r.depth()));
        return found;
    }

    private static Mesh bumpyBall(Random random, int rings, int segments) {
        List<float[]> points = new ArrayList<>();
        points.add(new float[] {0, -1, 0});
        for (int r = 1; r < rings; r++) {
            for (int s = 0; s < segments; s++) {
                double polar = Math.PI * r / rings;
                double azimuth = 2 * Math.PI * s / segments;
                double radius = 0.6 + 0.7 * random.nextDouble();
                points.add(new float[] {
                    (float) (radius * Math.sin(polar) * Math.cos(azimuth)),
                    (float) (-radius * Math.cos(polar)),
                    (float) (radius * Math.sin(polar) * Math.sin(azimuth))
                });
            }
        }
        points.add(new float[] {0, 1, 0});
        List<Integer> triangles = new ArrayList<>();
        int last = points.size() - 1;
        for (int s = 0; s < segments; s++) {
            int next = (s + 1) % segments;
            triangles.addAll(List.of(0, 1 + s, 1 + next));
            for (int r = 0; r < rings - 2; r++) {
                int a = 1 + r * segments + s;
                int b = 1 + r * segments + next;
                triangles.addAll(List.of(a, a + segments, b, b, a + segments, b + segments));
            }
            triangles.addAll(List.of(last, last - segments + next, last - segments + s));
        }
        float[] vertices = new float[3 * points.size()];
        for (int v = 0; v < points.size(); v++) {
            vertices[3 * v] = points.get(v)[0];
            vertices[3 * v + 1] = points.get(v)[1];
            vertices[3 * v + 2] = points.get(v)[2] + 3;
        }
        return new Mesh(vertices, triangles.stream().mapToInt(Integer::intValue).toArray());
    }

    private static boolean facesCamera(Mesh mesh, int t) {
        double[] a = point(mesh.vertices(), mesh.triangles()[3 * t]);
        double[] b = point(mesh.vertices(), mesh.triangles()[3 * t + 1]);
        double[] c = point(mesh.vertices(), mesh.triangles()[3 * t + 2]);
        return dot(a, cross(minus(b, a), minus(c, a))) < 0;
    }

    private static double[] point(float[] vertices, int v) {
        return new double[] {vertices[3 * v], vertices[3 * v + 1], vertices[3 * v + 2]};
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
