package io.canter.training.rigs;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Rig;
import java.awt.image.BufferedImage;

/** An imported rig beside the template, both in the colours of Q: where the colours agree, the bodies do. */
public final class RigPicture {
    private static final int EDGE = 480;
    private static final float DISTANCE_METRES = 12;
    private static final float SPAN_METRES = 3.2f;
    private static final int BACKGROUND = 0x202020;
    private static final double[] YAWS = {Math.PI / 2, -Math.PI / 2, Math.PI / 6};

    private final float[] low = {Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE};
    private final float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
    private final LayeredRasterizer raster = new LayeredRasterizer(EDGE, EDGE, 1);
    private final BufferedImage image = new BufferedImage(YAWS.length * EDGE, 2 * EDGE, BufferedImage.TYPE_INT_RGB);

    private RigPicture(float[] template) {
        for (int i = 0; i < template.length; i++) {
            low[i % 3] = Math.min(low[i % 3], template[i]);
            high[i % 3] = Math.max(high[i % 3], template[i]);
        }
    }

    /** The imported rig above, the template below: from its left, from its right, from before. */
    public static BufferedImage draw(ImportedRig imported, Rig template) {
        RigPicture picture = new RigPicture(template.mesh().vertices());
        for (int i = 0; i < YAWS.length; i++) {
            picture.view(imported.rest().vertices(), imported.rest().triangles(), imported.canonical(), i, 0);
            picture.view(
                    template.mesh().vertices(),
                    template.mesh().triangles(),
                    template.mesh().vertices(),
                    i,
                    1);
        }
        return picture.image;
    }

    private void view(float[] vertices, int[] triangles, float[] q, int column, int row) {
        float cos = (float) Math.cos(YAWS[column]);
        float sin = (float) Math.sin(YAWS[column]);
        float[] camera = new float[vertices.length];
        for (int i = 0; i < vertices.length; i += 3) {
            // Seen from +z at yaw 0: right is the animal's left turned about the vertical, down is -y.
            camera[i] = cos * vertices[i] - sin * vertices[i + 2];
            camera[i + 1] = 0.9f - vertices[i + 1];
            camera[i + 2] = DISTANCE_METRES - sin * vertices[i] - cos * vertices[i + 2];
        }
        float focal = EDGE * DISTANCE_METRES / SPAN_METRES;
        raster.rasterize(camera, triangles, new Intrinsics(focal, focal, 0.5f * EDGE, 0.5f * EDGE));
        float[] colours = new float[3 * EDGE * EDGE];
        raster.interpolate(q, 0, colours, 0);
        for (int p = 0; p < EDGE * EDGE; p++) {
            int rgb = BACKGROUND;
            if (raster.hit(0, p)) {
                rgb = 0;
                for (int a = 0; a < 3; a++) {
                    float share = (colours[a * EDGE * EDGE + p] - low[a]) / (high[a] - low[a]);
                    rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, share)));
                }
            }
            image.setRGB(column * EDGE + p % EDGE, row * EDGE + p / EDGE, rgb);
        }
    }
}
