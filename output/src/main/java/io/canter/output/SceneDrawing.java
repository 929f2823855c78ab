package io.canter.output;

import io.canter.ingest.Frame;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Subject;
import java.nio.ByteBuffer;

/** The overlay picture: the frame with all subjects half transparent over it. One instance serves one thread. */
final class SceneDrawing implements AutoCloseable {
    private static final float OPACITY = 0.8f;
    private static final float MARK_SHARE = 0.22f;
    private static final float[][] MARKS = {
        {0.98f, 0.72f, 0.40f}, {0.45f, 0.75f, 0.98f}, {0.62f, 0.90f, 0.50f}, {0.95f, 0.55f, 0.75f}
    };

    private final MeshPainter painter = new MeshPainter();
    private final SkeletonPainter skeleton = new SkeletonPainter();
    private ByteBuffer pixels = ByteBuffer.allocateDirect(0);

    /** Packed RGB at the frame's size, in a direct buffer that the next call overwrites. */
    ByteBuffer draw(Frame frame, PosedScene scene) {
        ByteBuffer source = frame.pixels();
        if (pixels.capacity() != source.remaining()) {
            pixels = ByteBuffer.allocateDirect(source.remaining());
        }
        pixels.clear().put(source).flip();
        if (!scene.subjects().isEmpty()) {
            painter.paint(
                    pixels,
                    scene.raster(),
                    scene.scene().camera(),
                    scene.triangles(),
                    scene.normals(),
                    (raster, pixel, rgb) -> coat(scene, raster, pixel, rgb),
                    OPACITY);
            skeleton.paint(pixels, frame.width(), frame.height(), scene);
        }
        return pixels;
    }

    /** The animal's own coat, with a breath of the subject's colour, or it could not be told from the video. */
    private static void coat(PosedScene scene, LayeredRasterizer raster, int pixel, float[] rgb) {
        int index = scene.subjectOfTriangle(raster.triangle(0, pixel));
        Subject subject = scene.subjects().get(index);
        float[] mark = MARKS[Math.floorMod(subject.id() - 1, MARKS.length)];
        if (!subject.coat().known()) {
            System.arraycopy(mark, 0, rgb, 0, 3);
            return;
        }
        CoatColours.of(subject.coat(), raster, pixel, scene.triangles(), scene.firstVertex(index), rgb);
        for (int k = 0; k < 3; k++) {
            rgb[k] += MARK_SHARE * (mark[k] - rgb[k]);
        }
    }

    @Override
    public void close() {
        skeleton.close();
    }
}
