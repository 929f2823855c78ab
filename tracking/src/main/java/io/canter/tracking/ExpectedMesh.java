package io.canter.tracking;

import io.canter.inference.CropCamera;
import io.canter.inference.Prior;
import java.nio.FloatBuffer;

/** An animal's mesh where it is expected, as {@link Prior}: drawn, each pixel with its point of the template. */
final class ExpectedMesh implements Prior {
    private final Mesh mesh;
    private final float[] inFrame; // 3 per vertex, the frame camera's axes, template metres; never changed

    /** @param inFrame kept by reference */
    ExpectedMesh(Mesh mesh, float[] inFrame) {
        this.mesh = mesh;
        this.inFrame = inFrame;
    }

    @Override
    public void draw(CropCamera camera, int size, FloatBuffer into, int at) {
        LayeredRasterizer drawn = new LayeredRasterizer(size, size, 1);
        double focal = 0.5 * size / camera.tanHalf();
        drawn.rasterize(inCrop(camera.frameFromCrop()), mesh.triangles(), focal, focal, 0.5 * size, 0.5 * size, true);
        int plane = size * size;
        float[] canonical = new float[3 * plane];
        drawn.interpolate(mesh.vertices(), 0, canonical, 0);
        into.put(at, canonical);
        for (int p = 0; p < plane; p++) {
            into.put(at + 3 * plane + p, drawn.hit(0, p) ? 1 : 0);
        }
    }

    private float[] inCrop(float[] frameFromCrop) {
        float[] out = new float[inFrame.length];
        for (int v = 0; v < out.length; v += 3) {
            for (int r = 0; r < 3; r++) {
                out[v + r] = frameFromCrop[r] * inFrame[v]
                        + frameFromCrop[3 + r] * inFrame[v + 1]
                        + frameFromCrop[6 + r] * inFrame[v + 2];
            }
        }
        return out;
    }
}
