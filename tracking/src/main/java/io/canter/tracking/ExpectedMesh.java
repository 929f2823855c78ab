package io.canter.tracking;

import io.canter.inference.CropCamera;
import io.canter.inference.Prior;
import java.nio.FloatBuffer;
import java.util.function.Function;

/**
 * An animal's mesh where it is expected, as {@link Prior}: drawn, each pixel with its point of the template. It is posed as
 * often as it is drawn, so that it costs nothing where the network takes no priors.
 */
final class ExpectedMesh implements Prior {
    private final Mesh mesh;
    private final Function<CropCamera, float[]> inCrop;

    /** @param inCrop poses it: 3 per vertex, the crop camera's axes, template metres; read before it is asked again */
    ExpectedMesh(Mesh mesh, Function<CropCamera, float[]> inCrop) {
        this.mesh = mesh;
        this.inCrop = inCrop;
    }

    @Override
    public void draw(CropCamera camera, int size, FloatBuffer into, int at) {
        LayeredRasterizer drawn = new LayeredRasterizer(size, size, 1);
        double focal = 0.5 * size / camera.tanHalf();
        drawn.rasterize(inCrop.apply(camera), mesh.triangles(), focal, focal, 0.5 * size, 0.5 * size, true);
        int plane = size * size;
        float[] canonical = new float[3 * plane];
        drawn.interpolate(mesh.vertices(), 0, canonical, 0);
        into.put(at, canonical);
        for (int p = 0; p < plane; p++) {
            into.put(at + 3 * plane + p, drawn.hit(0, p) ? 1 : 0);
        }
    }
}
