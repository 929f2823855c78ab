package io.canter.inference;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.canter.ingest.Frame;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A whole frame at another size, each pixel the mean of what it covers. The native buffer is reused; one instance serves
 * one thread and is closed by its owner.
 */
public final class SmallPicture implements AutoCloseable {
    private final int width;
    private final int height;
    private final Size size;
    private final Mat small;
    private final ByteBuffer smallBytes;
    private final byte[] rgb;

    /** @param width of the small picture, pixels; likewise height */
    public SmallPicture(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a small picture needs 1 pixel a side, was " + width + " x " + height);
        }
        this.width = width;
        this.height = height;
        size = new Size(width, height);
        small = new Mat(height, width, CV_8UC3);
        smallBytes = small.createBuffer();
        rgb = new byte[3 * width * height];
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The frame's pixels: packed RGB, rows from the top; overwritten by the next call. */
    public byte[] draw(Frame frame) {
        try (BytePointer pixels = new BytePointer(frame.pixels());
                Mat whole = new Mat(frame.height(), frame.width(), CV_8UC3, pixels)) {
            resize(whole, small, size, 0, 0, INTER_AREA);
        }
        smallBytes.get(0, rgb);
        return rgb;
    }

    @Override
    public void close() {
        small.close();
        size.close();
    }
}
