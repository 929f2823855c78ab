package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.joml.Intersectiond;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;

class SurfaceIndexTest {
    private final Rig rig = TestRigs.quadruped();
    private final SurfaceIndex index = new SurfaceIndex(rig.mesh());
    private final SurfaceIndex.Hit hit = new SurfaceIndex.Hit();
    private final Random random = new Random(3);

    private Vector3d vertex(int v) {
        float[] p = rig.mesh().vertices();
        return new Vector3d(p[3 * v], p[3 * v + 1], p[3 * v + 2]);
    }

    private Vector3d corner(int triangle, int c) {
        return vertex(rig.mesh().triangles()[3 * triangle + c]);
    }

    @Test
    void findsClosestPointOfTrianglesAroundTrueNearestVertex() {
        for (int trial = 0; trial < 500; trial++) {
            Vector3d q = vertex(random.nextInt(rig.mesh().vertexCount()));
            q.add(0.04 * random.nextGaussian(), 0.04 * random.nextGaussian(), 0.04 * random.nextGaussian());
            int nearest = 0;
            for (int v = 0; v < rig.mesh().vertexCount(); v++) {
                nearest = q.distanceSquared(vertex(v)) < q.distanceSquared(vertex(nearest)) ? v : nearest;
            }
            if (q.distance(vertex(nearest)) > 0.15) {
                assertThat(index.nearest(q.x, q.y, q.z, 0.15, hit)).isFalse();
                continue;
            }
            double expected = Double.MAX_VALUE;
            Vector3d foot = new Vector3d();
            for (int t = 0; t < rig.mesh().triangleCount(); t++) {
                boolean around = false;
                for (int c = 0; c < 3; c++) {
                    around |= rig.mesh().triangles()[3 * t + c] == nearest;
                }
                if (around) {
                    Intersectiond.findClosestPointOnTriangle(corner(t, 0), corner(t, 1), corner(t, 2), q, foot);
                    expected = Math.min(expected, foot.distanceSquared(q));
                }
            }
            assertThat(index.nearest(q.x, q.y, q.z, 0.15, hit)).isTrue();
            assertThat(hit.distanceSquared).isCloseTo(expected, within(1e-9));
            Vector3d found = corner(hit.triangle, 0)
                    .mul(hit.u)
                    .add(corner(hit.triangle, 1).mul(hit.v))
                    .add(corner(hit.triangle, 2).mul(hit.w));
            assertThat(found.distanceSquared(q)).isCloseTo(expected, within(1e-9));
            assertThat(Math.min(hit.u, Math.min(hit.v, hit.w))).isGreaterThanOrEqualTo(-1e-9);
        }
    }

    @Test
    void aMirrorImageNeedsNoSearch() {
        for (Rig some : new Rig[] {rig, Rigs.quadruped()}) { // the shipped one is symmetric
            SurfaceIndex places = new SurfaceIndex(some.mesh());
            SurfaceIndex.Hit other = new SurfaceIndex.Hit();
            float[] p = some.mesh().vertices();
            for (int trial = 0; trial < 2000; trial++) {
                int at = 3 * random.nextInt(some.mesh().vertexCount());
                double x = p[at] + 0.04 * random.nextGaussian();
                double y = p[at + 1] + 0.04 * random.nextGaussian();
                double z = p[at + 2] + 0.04 * random.nextGaussian();
                if (!places.nearest(x, y, z, 0.3, other)) {
                    continue;
                }
                assertThat(places.nearestMirrored(x, y, z, 0.3, other)).isEqualTo(places.nearest(-x, y, z, 0.3, hit));
                assertThat(other.vertex).isEqualTo(hit.vertex);
                assertThat(other.distanceSquared).isCloseTo(hit.distanceSquared, within(1e-10));
                assertThat(foot(some.mesh(), other).distance(foot(some.mesh(), hit)))
                        .isLessThan(1e-6);
            }
        }
    }

    private static Vector3d foot(Mesh mesh, SurfaceIndex.Hit hit) {
        double[] weights = {hit.u, hit.v, hit.w};
        Vector3d foot = new Vector3d();
        for (int c = 0; c < 3; c++) {
            int v = 3 * mesh.triangles()[3 * hit.triangle + c];
            foot.add(
                    weights[c] * mesh.vertices()[v],
                    weights[c] * mesh.vertices()[v + 1],
                    weights[c] * mesh.vertices()[v + 2]);
        }
        return foot;
    }

    @Test
    void findsNothingFarAwayOrWithoutNumbers() {
        assertThat(index.nearest(5, 0, 0, 0.15, hit)).isFalse();
        assertThat(index.nearest(1e9, -1e9, 0, 0.15, hit)).isFalse();
        assertThat(index.nearest(Double.NaN, 1, 0, 0.15, hit)).isFalse();
    }
}
