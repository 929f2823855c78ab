package io.canter.inference;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpPerspective;

import io.canter.ingest.Frame;
import io.canter.ingest.Intrinsics;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Draws what a {@link CropCamera} sees of a frame, as planar RGB floats in 0..1.
 *
 * <p>Three steps keep it free of aliasing, as the generator's super-sampled images are: shrink the part of the frame
 * that the crop sees by a whole number (each pixel an exact mean), warp that to twice the crop's size, and take the mean
 * of 2 x 2. Native buffers are reused; one instance serves one thread and is closed by its owner.
 */
final class CropWarp implements AutoCloseable {
    private static final float BYTE_SCALE = 1f / 255;

    private final int size;
    private final int border;
    private final Scalar grey = new Scalar(114, 114, 114, 0);
    private final Size doubleSize;
    private final Size cropSize;
    private final Size shrunkSize = new Size();
    private final Mat matrix = new Mat(3, 3, CV_64FC1);
    private final DoubleBuffer matrixValues = matrix.createBuffer();
    private final Mat shrunk = new Mat();
    private final Mat twice;
    private final Mat crop;
    private final ByteBuffer cropBytes;
    private final byte[] bytes;
    private final float[] planar;
    private final double[] homography = new double[9];
    private final float[] point = new float[2];

    /** @param size edge of the crops in pixels */
    CropWarp(int size, CropBorder border) {
        this.size = size;
        this.border = border == CropBorder.GREY ? BORDER_CONSTANT : BORDER_REPLICATE;
        doubleSize = new Size(2 * size, 2 * size);
        cropSize = new Size(size, size);
        twice = new Mat(2 * size, 2 * size, CV_8UC3);
        crop = new Mat(size, size, CV_8UC3);
        cropBytes = crop.createBuffer();
        bytes = new byte[3 * size * size];
        planar = new float[3 * size * size];
    }

    /** Writes 3 x size x size numbers into {@code out}, from {@code offset} on. */
    void draw(Frame frame, CropCamera camera, FloatBuffer out, int offset) {
        try (BytePointer address = new BytePointer(frame.pixels());
                Mat pixels = new Mat(frame.height(), frame.width(), CV_8UC3, address, 3L * frame.width())) {
            warp(pixels, frame.camera(), camera);
        }
        cropBytes.get(0, bytes);
        int plane = size * size;
        for (int i = 0, b = 0; i < plane; i++, b += 3) {
            planar[i] = (bytes[b] & 0xff) * BYTE_SCALE;
            planar[plane + i] = (bytes[b + 1] & 0xff) * BYTE_SCALE;
            planar[2 * plane + i] = (bytes[b + 2] & 0xff) * BYTE_SCALE;
        }
        out.put(offset, planar);
    }

    private void warp(Mat frame, Intrinsics intrinsics, CropCamera camera) {
        float minX = frame.cols();
        float minY = frame.rows();
        float maxX = 0;
        float maxY = 0;
        for (int corner = 0; corner < 4; corner++) {
            camera.projectToFrame(corner & 1, corner >> 1, intrinsics, point);
            // A corner beyond the half space sees nothing of the frame but may border it: take the whole frame.
            boolean behind = Float.isNaN(point[0]);
            minX = behind ? 0 : Math.min(minX, point[0]);
            minY = behind ? 0 : Math.min(minY, point[1]);
            maxX = behind ? frame.cols() : Math.max(maxX, point[0]);
            maxY = behind ? frame.rows() : Math.max(maxY, point[1]);
        }
        float shrink = Math.max(maxX - minX, maxY - minY) / size;
        // The homography itself shrinks to 2 x size; what is more than that is averaged before.
        int factor = Math.max(1, Math.round(shrink / 2));
        int pad = 2 * factor + 2; // bilinear reads one (shrunk) pixel beyond the crop's border
        int left = clamp((int) Math.floor(minX) - pad, frame.cols() - 1);
        int top = clamp((int) Math.floor(minY) - pad, frame.rows() - 1);
        int right = Math.max(left + 1, clamp((int) Math.ceil(maxX) + pad, frame.cols()));
        int bottom = Math.max(top + 1, clamp((int) Math.ceil(maxY) + pad, frame.rows()));
        try (Rect part = new Rect(left, top, right - left, bottom - top);
                Mat seen = new Mat(frame, part)) {
            double scaleX = 1;
            double scaleY = 1;
            if (factor > 1) {
                int columns = Math.max(1, Math.round((right - left) / (float) factor));
                int rows = Math.max(1, Math.round((bottom - top) / (float) factor));
                resize(seen, shrunk, shrunkSize.width(columns).height(rows), 0, 0, INTER_AREA);
                scaleX = columns / (double) (right - left);
                scaleY = rows / (double) (bottom - top);
            }
            camera.frameFromCropPixels(intrinsics, 2 * size, homography);
            toSource(left, top, scaleX, scaleY);
            warpPerspective(
                    factor > 1 ? shrunk : seen,
                    twice,
                    matrix,
                    doubleSize,
                    INTER_LINEAR | WARP_INVERSE_MAP,
                    border,
                    grey);
        }
        resize(twice, crop, cropSize, 0, 0, INTER_AREA);
    }

    /** Completes the homography: frame to shrunk pixels, and from centres at +0.5 to OpenCV's whole numbers. */
    private void toSource(int left, int top, double scaleX, double scaleY) {
        double[] h = homography;
        for (int k = 0; k < 3; k++) {
            h[k] = scaleX * (h[k] - left * h[6 + k]) - 0.5 * h[6 + k];
            h[3 + k] = scaleY * (h[3 + k] - top * h[6 + k]) - 0.5 * h[6 + k];
        }
        for (int row = 0; row < 3; row++) {
            h[3 * row + 2] += 0.5 * (h[3 * row] + h[3 * row + 1]);
        }
        matrixValues.put(0, h);
    }

    private static int clamp(int value, int max) {
        return Math.max(0, Math.min(max, value));
    }

    @Override
    public void close() {
        crop.close();
        twice.close();
        shrunk.close();
        matrix.close();
        shrunkSize.close();
        cropSize.close();
        doubleSize.close();
        grey.close();
    }
}
