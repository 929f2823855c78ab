package io.canter.ingest;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * From whatever a decoder yields to upright packed RGB: colour matrix and range as the stream states them, transparency
 * laid over black. One thread; owns its native context.
 */
final class PixelConverter implements AutoCloseable {
    // Some of swscale's vector code writes whole blocks of pixels: rows that end within a block need room behind them.
    private static final int BLOCK_PIXELS = 32;
    private static final int FIXED_ONE = 1 << 16;
    private static final int HD_HEIGHT = 720;

    private final PointerPointer<BytePointer> target = new PointerPointer<>(4);
    private final IntPointer targetStride = new IntPointer(4);
    private SwsContext context;
    private long contextKey = -1;
    private long contextSize = -1;
    private ByteBuffer scratch = ByteBuffer.allocateDirect(0);

    /** Which of the eight ways a picture lies: first transpose, then mirror. */
    record Orientation(boolean transpose, boolean mirrorX, boolean mirrorY) {
        static final Orientation UPRIGHT = new Orientation(false, false, false);

        /** From FFmpeg's 3 x 3 display matrix in 16.16 fixed point. Angles between are rounded to a right one. */
        static Orientation of(int[] m) {
            long straight = Math.abs((long) m[0]) + Math.abs((long) m[4]);
            long turned = Math.abs((long) m[1]) + Math.abs((long) m[3]);
            return turned > straight
                    ? new Orientation(true, m[3] < 0, m[1] < 0)
                    : new Orientation(false, m[0] < 0, m[4] < 0);
        }

        boolean upright() {
            return !transpose && !mirrorX && !mirrorY;
        }
    }

    /** Fills {@code out} (sized for the upright picture) from {@code picture}. */
    void convert(AVFrame picture, PointerPointer<?> planes, Orientation orientation, ByteBuffer out) {
        int width = picture.width();
        int height = picture.height();
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(picture.format());
        boolean alpha = format != null && !format.isNull() && (format.flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
        configure(picture, alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24);
        if (!alpha && orientation.upright() && width % BLOCK_PIXELS == 0) {
            scale(picture, planes, out, 3 * width);
            return;
        }
        int channels = alpha ? 4 : 3;
        int stride = channels * ((width + BLOCK_PIXELS - 1) / BLOCK_PIXELS * BLOCK_PIXELS);
        int bytes = Math.addExact(Math.multiplyExact(stride, height), channels * BLOCK_PIXELS);
        if (scratch.capacity() < bytes) {
            scratch = ByteBuffer.allocateDirect(bytes);
        }
        scale(picture, planes, scratch, stride);
        if (alpha) {
            layOverBlack(width, height, stride);
        }
        place(width, height, stride, orientation, out);
    }

    private void configure(AVFrame picture, int targetFormat) {
        boolean full = picture.color_range() == AVCOL_RANGE_JPEG || isFullRangeFormat(picture.format());
        int matrix = picture.colorspace();
        if (matrix == AVCOL_SPC_UNSPECIFIED) {
            // Streams that do not say follow the habit of their size: BT.709 for HD, BT.601 below.
            matrix = picture.height() >= HD_HEIGHT ? swscale.SWS_CS_ITU709 : swscale.SWS_CS_ITU601;
        }
        long key = ((long) picture.format() << 32) | (targetFormat << 16) | (matrix << 1) | (full ? 1 : 0);
        long size = ((long) picture.width() << 32) | picture.height();
        if (key == contextKey && size == contextSize) {
            return;
        }
        swscale.sws_freeContext(context);
        context = swscale.sws_getContext(
                picture.width(),
                picture.height(),
                picture.format(),
                picture.width(),
                picture.height(),
                targetFormat,
                swscale.SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        if (context == null || context.isNull()) {
            context = null;
            contextKey = -1;
            throw new IngestException("pixels of format " + picture.format() + " cannot be converted to RGB");
        }
        contextKey = key;
        contextSize = size;
        IntPointer coefficients = swscale.sws_getCoefficients(matrix);
        // Fails for RGB sources, which need no matrix: nothing to report.
        int ignored = swscale.sws_setColorspaceDetails(
                context, coefficients, full ? 1 : 0, coefficients, 1, 0, FIXED_ONE, FIXED_ONE);
    }

    private static boolean isFullRangeFormat(int format) {
        return format == avutil.AV_PIX_FMT_YUVJ420P
                || format == avutil.AV_PIX_FMT_YUVJ422P
                || format == avutil.AV_PIX_FMT_YUVJ444P
                || format == avutil.AV_PIX_FMT_YUVJ440P
                || format == avutil.AV_PIX_FMT_YUVJ411P;
    }

    private void scale(AVFrame picture, PointerPointer<?> planes, ByteBuffer to, int stride) {
        target.put(0, new BytePointer(to));
        targetStride.put(0, stride);
        int rows = swscale.sws_scale(context, planes, picture.linesize(), 0, picture.height(), target, targetStride);
        if (rows < 0) {
            throw new IngestException("conversion to RGB failed: " + Ffmpeg.message(rows));
        }
    }

    // In place: RGB never reaches the RGBA it is made of.
    private void layOverBlack(int width, int height, int stride) {
        for (int y = 0; y < height; y++) {
            int row = y * stride;
            for (int x = 0; x < width; x++) {
                int from = row + 4 * x;
                int to = row + 3 * x;
                int a = scratch.get(from + 3) & 0xff;
                scratch.put(to, over(scratch.get(from), a));
                scratch.put(to + 1, over(scratch.get(from + 1), a));
                scratch.put(to + 2, over(scratch.get(from + 2), a));
            }
        }
    }

    private static byte over(byte channel, int alpha) {
        return (byte) (((channel & 0xff) * alpha + 127) / 255);
    }

    private void place(int width, int height, int stride, Orientation orientation, ByteBuffer out) {
        int rows = orientation.transpose() ? width : height;
        int columns = orientation.transpose() ? height : width;
        try (BytePointer from = new BytePointer(scratch);
                BytePointer to = new BytePointer(out);
                Mat source = new Mat(height, width, opencv_core.CV_8UC3, from, stride);
                Mat upright = new Mat(rows, columns, opencv_core.CV_8UC3, to)) {
            boolean mirrored = orientation.mirrorX() || orientation.mirrorY();
            int axes = orientation.mirrorX() ? (orientation.mirrorY() ? -1 : 1) : 0;
            if (orientation.transpose()) {
                opencv_core.transpose(source, upright);
                if (mirrored) {
                    opencv_core.flip(upright, upright, axes);
                }
            } else if (mirrored) {
                opencv_core.flip(source, upright, axes);
            } else {
                source.copyTo(upright);
            }
        }
    }

    @Override
    public void close() {
        swscale.sws_freeContext(context);
        context = null;
        target.close();
        targetStride.close();
    }
}
