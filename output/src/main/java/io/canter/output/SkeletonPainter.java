package io.canter.output;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Skeleton;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Thin lines along the bones: the animal's left in one colour, its right in another, so that swapped legs show. */
final class SkeletonPainter implements AutoCloseable {
    // OpenCV takes coordinates in fractions of a pixel.
    private static final int FRACTION_BITS = 4;
    // Far outside of any picture; keeps OpenCV's integers from overflowing for points beside the camera.
    private static final float FAR_PIXELS = 1e5f;

    private final Scalar left = new Scalar(255, 200, 60, 0);
    private final Scalar right = new Scalar(70, 210, 255, 0);
    private final Scalar middle = new Scalar(255, 255, 255, 0);
    private final Point from = new Point();
    private final Point to = new Point();

    void paint(ByteBuffer pixels, int width, int height, PosedScene scene) {
        for (int s = 0; s < scene.subjects().size(); s++) {
            paint(
                    pixels,
                    width,
                    height,
                    scene.rig().skeleton(),
                    scene.joints(),
                    scene.firstJoint(s),
                    scene.scene().camera(),
                    1);
        }
    }

    /**
     * Paints one skeleton.
     *
     * @param joints 3 each, camera frame
     * @param first where its root joint stands among them
     * @param thickness of the lines, pixels
     */
    void paint(
            ByteBuffer pixels,
            int width,
            int height,
            Skeleton skeleton,
            float[] joints,
            int first,
            Intrinsics camera,
            int thickness) {
        int[] parents = skeleton.parents();
        try (BytePointer address = new BytePointer(pixels);
                Mat image = new Mat(height, width, opencv_core.CV_8UC3, address)) {
            for (int j = 1; j < parents.length; j++) {
                if (place(joints, first + j, camera, to) && place(joints, first + parents[j], camera, from)) {
                    Scalar colour = colour(skeleton.names().get(j));
                    opencv_imgproc.line(image, from, to, colour, thickness, opencv_imgproc.LINE_AA, FRACTION_BITS);
                }
            }
        }
    }

    private Scalar colour(String joint) {
        return joint.endsWith("_l") ? left : joint.endsWith("_r") ? right : middle;
    }

    private static boolean place(float[] joints, int joint, Intrinsics camera, Point out) {
        float z = joints[3 * joint + 2];
        if (z <= LayeredRasterizer.NEAR) {
            return false;
        }
        float u = camera.fx() * joints[3 * joint] / z + camera.cx() - 0.5f;
        float v = camera.fy() * joints[3 * joint + 1] / z + camera.cy() - 0.5f;
        if (Math.abs(u) > FAR_PIXELS || Math.abs(v) > FAR_PIXELS) {
            return false;
        }
        out.x(Math.round(u * (1 << FRACTION_BITS))).y(Math.round(v * (1 << FRACTION_BITS)));
        return true;
    }

    @Override
    public void close() {
        left.close();
        right.close();
        middle.close();
        from.close();
        to.close();
    }
}
