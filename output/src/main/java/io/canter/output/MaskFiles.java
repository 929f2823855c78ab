package io.canter.output;

import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.tracking.LayeredRasterizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** {@code masks/NNNNNN.png}: the silhouette of all subjects, 0 or 255, at the frame's size. */
final class MaskFiles extends FolderSink {
    // Masks are flat: more effort saves little and costs milliseconds a frame.
    private final IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 1);
    private ByteBuffer mask = ByteBuffer.allocateDirect(0);

    MaskFiles(Path folder) throws IOException {
        super(folder, "\\d{6,}\\.png");
    }

    @Override
    public void accept(Frame frame, Observation observation, PosedScene scene) throws IOException {
        LayeredRasterizer raster = scene.raster();
        int pixels = raster.width() * raster.height();
        if (mask.capacity() != pixels) {
            mask = ByteBuffer.allocateDirect(pixels);
        }
        for (int p = 0; p < pixels; p++) {
            mask.put(p, (byte) (raster.hit(0, p) ? 255 : 0));
        }
        Path file = file(frame.index(), "png");
        try (BytePointer address = new BytePointer(mask);
                Mat image = new Mat(raster.height(), raster.width(), opencv_core.CV_8UC1, address)) {
            if (!opencv_imgcodecs.imwrite(file.toString(), image, options)) {
                throw new IOException(file + " cannot be written; is there room on the disk?");
            }
        }
    }

    @Override
    public void close() throws IOException {
        options.close();
        super.close();
    }
}
