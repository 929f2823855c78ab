package io.canter.training.demo;

import io.canter.ingest.Intrinsics;
import io.canter.training.scene.View;
import java.util.function.DoubleFunction;

/**
 * A camera that follows an animal and slowly circles it, or stands and lets it pass.
 *
 * @param azimuthFrom where the camera stands at the start, seen from the animal: 0 ahead of it, pi/2 to its left; radians
 * @param azimuthTo where it stands at the end
 * @param heightMetres of the camera over the ground, for an animal of the template's size
 * @param fill part of the picture's width that the animal takes when seen from the side
 * @param verticalFov field of view, radians
 * @param lagSeconds the camera follows the animal's mean place over this span, so it moves gently when the animal hurries
 * @param follows 1: it goes with the animal; 0: it stands where the animal is half way through the clip; between them it
 *     falls behind
 */
public record CameraPath(
        double azimuthFrom,
        double azimuthTo,
        double heightMetres,
        double fill,
        double verticalFov,
        double lagSeconds,
        double follows) {
    private static final int LAG_SAMPLES = 16;
    /** Part of the picture's height that an animal at rest may take: as a horse does; it leaps, and its head comes near. */
    private static final double HEIGHT_FILL_MAX = 0.6;

    public CameraPath {
        if (!(fill > 0 && fill <= 2) || !(verticalFov > 0.05 && verticalFov < 2) || !(lagSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "camera path has fill " + fill + ", field of view " + verticalFov + ", lag " + lagSeconds);
        }
        if (!(follows >= 0 && follows <= 1)) {
            throw new IllegalArgumentException("camera path follows by " + follows + ", must be within 0..1");
        }
    }

    /** A camera that goes with the animal. */
    public CameraPath(
            double azimuthFrom,
            double azimuthTo,
            double heightMetres,
            double fill,
            double verticalFov,
            double lagSeconds) {
        this(azimuthFrom, azimuthTo, heightMetres, fill, verticalFov, lagSeconds, 1);
    }

    /**
     * The same, from farther away where the picture would cut off an animal that is tall for its length.
     *
     * @param rest the animal at rest, 3 per vertex, metres
     */
    CameraPath fitting(float[] rest, int width, int height) {
        float[] box = box(rest);
        double most = HEIGHT_FILL_MAX * (box[5] - box[2]) / box[4] * height / width;
        return new CameraPath(
                azimuthFrom, azimuthTo, heightMetres, Math.min(fill, most), verticalFov, lagSeconds, follows);
    }

    /**
     * The camera at a moment of a clip of {@code durationSeconds}, for a picture of the given size.
     *
     * @param way where the animal has come to at a moment: x and z, metres
     * @param rest the animal at rest, 3 per vertex, metres
     */
    View at(double seconds, double durationSeconds, DoubleFunction<double[]> way, float[] rest, int width, int height) {
        Intrinsics intrinsics = Intrinsics.centred(width, height, (float) verticalFov);
        float[] box = box(rest);
        float length = box[5] - box[2];
        float top = box[4];
        double distance = intrinsics.fx() * length / (fill * width);
        double t = Math.max(0, Math.min(1, seconds / durationSeconds));
        double azimuth = azimuthFrom + (azimuthTo - azimuthFrom) * t;
        float x = (float) place(seconds, durationSeconds, way, 0);
        float z = (float) (place(seconds, durationSeconds, way, 1) + 0.5 * (box[2] + box[5]));
        float[] target = {x, 0.5f * top, z};
        // Trunk lengths are equal within the family, so the template's metres need no scaling.
        double up = heightMetres - target[1];
        double flat = Math.sqrt(Math.max(0.25 * distance * distance, distance * distance - up * up));
        float[] eye = {
            x + (float) (flat * Math.sin(azimuth)), (float) heightMetres, z + (float) (flat * Math.cos(azimuth))
        };
        return View.lookAt(eye, target, 0, intrinsics);
    }

    private double place(double seconds, double durationSeconds, DoubleFunction<double[]> way, int axis) {
        double stands = follows == 1 ? 0 : (1 - follows) * way.apply(0.5 * durationSeconds)[axis];
        return follows * followed(seconds, way, axis) + stands;
    }

    private double followed(double seconds, DoubleFunction<double[]> way, int axis) {
        double sum = 0;
        for (int i = 0; i < LAG_SAMPLES; i++) {
            sum += way.apply(seconds + lagSeconds * ((i + 0.5) / LAG_SAMPLES - 0.5))[axis];
        }
        return sum / LAG_SAMPLES;
    }

    /** Least x, y, z, then greatest. */
    private static float[] box(float[] v) {
        float[] box = {v[0], v[1], v[2], v[0], v[1], v[2]};
        for (int i = 0; i < v.length; i++) {
            box[i % 3] = Math.min(box[i % 3], v[i]);
            box[3 + i % 3] = Math.max(box[3 + i % 3], v[i]);
        }
        return box;
    }
}
