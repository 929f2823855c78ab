package io.canter.tracking;

import io.canter.inference.CropCamera;
import io.canter.inference.Prior;
import java.nio.FloatBuffer;
import java.util.function.Supplier;

/**
 * An animal's mesh where it is expected, as {@link Prior}: drawn, each pixel with its point of the template. It is posed as
 * often as it is drawn, so that it costs nothing where the network takes no priors.
 */
final class ExpectedMesh implements Prior {
    private final Mesh mesh;
    private final Supplier<float[]> inFrame;

    /** @param inFrame poses it: 3 per vertex, the frame camera's axes, template metres; read before it is asked again */
    ExpectedMesh(Mesh mesh, Supplier<float[]> inFrame) {
        this.mesh = mesh;
        this.inFrame = inFrame;
    }

    @Override
    public void draw(CropCamera camera, int size, FloatBuffer into, int at) {
        LayeredRasterizer drawn = new LayeredRasterizer(size, size, 1);
        double focal = 0.5 * size / camera.tanHalf();
        drawn.rasterize(
                inCrop(inFrame.get(), camera.frameFromCrop()),
                mesh.triangles(),
                focal,
                focal,
                0.5 * size,
                0.5 * size,
                true);
        int plane = size * size;
        float[] canonical = new float[3 * plane];
        drawn.interpolate(mesh.vertices(), 0, canonical, 0);
        into.put(at, canonical);
        for (int p = 0; p < plane; p++) {
            into.put(at + 3 * plane + p, drawn.hit(0, p) ? 1 : 0);
        }
    }

    private static float[] inCrop(float[] vertices, float[] frameFromCrop) {
        float[] out = new float[vertices.length];
        for (int v = 0; v < out.length; v += 3) {
            for (int r = 0; r < 3; r++) {
                out[v + r] = frameFromCrop[r] * vertices[v]
                        + frameFromCrop[3 + r] * vertices[v + 1]
                        + frameFromCrop[6 + r] * vertices[v + 2];
            }
        }
        return out;
    }
}
