package io.canter.ingest;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** JPEG of frames, as viewers get them. One instance serves one thread; its native buffers are reused until closed. */
public final class Jpeg implements AutoCloseable {
    private final int maxWidth;
    private final IntPointer options;
    private final BytePointer encoded = new BytePointer();
    private final Mat small = new Mat();
    private final Mat bgr = new Mat();

    /**
     * @param quality 1..100
     * @param maxWidth wider frames are shrunk to this many pixels, keeping their shape
     */
    public Jpeg(int quality, int maxWidth) {
        if (quality < 1 || quality > 100 || maxWidth < 1) {
            throw new IllegalArgumentException(
                    "JPEG needs a quality of 1..100 and a width > 0, got " + quality + ", " + maxWidth);
        }
        this.maxWidth = maxWidth;
        options = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    }

    public byte[] encode(Frame frame) {
        return encode(frame.pixels(), frame.width(), frame.height());
    }

    /** Of packed RGB pixels in a direct buffer. */
    public byte[] encode(ByteBuffer rgb, int width, int height) {
        try (BytePointer address = new BytePointer(rgb);
                Mat source = new Mat(height, width, opencv_core.CV_8UC3, address);
                Size size = new Size(maxWidth, Math.max(1, Math.round((float) height * maxWidth / width)))) {
            Mat sized = source;
            if (width > maxWidth) {
                opencv_imgproc.resize(source, small, size, 0, 0, opencv_imgproc.INTER_AREA);
                sized = small;
            }
            opencv_imgproc.cvtColor(sized, bgr, opencv_imgproc.COLOR_RGB2BGR);
            if (!opencv_imgcodecs.imencode(".jpg", bgr, encoded, options)) {
                throw new IllegalStateException("a picture of " + width + " x " + height + " cannot become a JPEG");
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }

    @Override
    public void close() {
        options.close();
        encoded.close();
        small.close();
        bgr.close();
    }
}
