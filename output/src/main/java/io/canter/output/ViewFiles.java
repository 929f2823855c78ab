package io.canter.output;

import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;
import io.canter.tracking.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.joml.Quaternionf;
import org.joml.Vector3f;

/**
 * Pictures of one animal from all around, as it stands in a frame: {@code 00.png} from where the frame's camera stood,
 * then each further round to its right, evenly spaced. How the ground lies under a real animal is not known, so it is
 * drawn with its trunk level.
 */
public final class ViewFiles {
    /** A picture every two degrees. */
    public static final int VIEWS_MAX = 180;

    static final Pattern NAMES = Pattern.compile("\\d{2,3}\\.png");
    private static final double ELEVATION_RADIANS = Math.toRadians(9);

    private ViewFiles() {}

    /**
     * Writes them into a folder, which appears whole or not at all and replaces an earlier one.
     *
     * @param subject placed in a frame's camera
     * @throws IOException if the folder holds other files, or cannot be written
     */
    public static void write(Rig rig, Subject subject, int views, int width, int height, Path folder)
            throws IOException {
        try (StagedFolder staged = new StagedFolder(folder.toAbsolutePath(), NAMES)) {
            draw(rig, subject, views, width, height, staged);
            staged.commit();
        }
    }

    static void draw(Rig rig, Subject subject, int views, int width, int height, StagedFolder into) throws IOException {
        if (views < 1 || views > VIEWS_MAX) {
            throw new IllegalArgumentException("views must be 1 to " + VIEWS_MAX + ", was " + views);
        }
        Body body = subject.body();
        Coat coat = subject.coat();
        Pose pose = level(rig, subject);
        float[] vertices = new float[body.vertices().length];
        new Skinner(rig).skin(body, pose, vertices);
        Studio studio = new Studio(rig, width, height);
        double first = azimuth(subject.pose());
        StudioCamera camera = StudioCamera.around(vertices, first, ELEVATION_RADIANS, width, height);
        for (int k = 0; k < views; k++) {
            ByteBuffer picture = studio.draw(body, coat, pose, 0, camera.turnedTo(first + 2 * Math.PI * k / views));
            png(
                    picture,
                    width,
                    height,
                    into.file(String.format(Locale.ROOT, views > 100 ? "%03d.png" : "%02d.png", k)));
        }
    }

    /** Where the frame's camera stands, seen from the animal: 0 ahead of it, pi/2 to its left. */
    static double azimuth(Pose cameraFromCanonical) {
        float[] t = cameraFromCanonical.rootTranslation();
        float[] q = cameraFromCanonical.rotations();
        Vector3f towards = new Vector3f(-t[0], -t[1], -t[2]);
        new Quaternionf(q[0], q[1], q[2], q[3]).conjugate().transform(towards);
        return Math.atan2(towards.x, towards.z);
    }

    /** The pose with a level trunk, its lowest point on y = 0. */
    private static Pose level(Rig rig, Subject subject) {
        float[] rotations = subject.pose().rotations().clone();
        rotations[0] = 0;
        rotations[1] = 0;
        rotations[2] = 0;
        rotations[3] = 1;
        float[] vertices = new float[subject.body().vertices().length];
        new Skinner(rig).skin(subject.body(), new Pose(new float[3], rotations), vertices);
        float lowest = Float.MAX_VALUE;
        for (int i = 1; i < vertices.length; i += 3) {
            lowest = Math.min(lowest, vertices[i]);
        }
        return new Pose(new float[] {0, -lowest, 0}, rotations);
    }

    private static void png(ByteBuffer rgb, int width, int height, Path file) throws IOException {
        try (BytePointer address = new BytePointer(rgb);
                Mat image = new Mat(height, width, opencv_core.CV_8UC3, address);
                Mat bgr = new Mat()) {
            opencv_imgproc.cvtColor(image, bgr, opencv_imgproc.COLOR_RGB2BGR);
            if (!opencv_imgcodecs.imwrite(file.toString(), bgr)) {
                throw new IOException(file + " cannot be written; is there room on the disk?");
            }
        }
    }
}
