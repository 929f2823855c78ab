package io.canter.training.demo;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.Body;
import io.canter.training.motion.Motion;
import io.canter.training.scene.View;

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

    /** The camera at a moment of a clip of {@code durationSeconds}, for a picture of the given size. */
    View at(double seconds, double durationSeconds, Motion motion, Body body, int width, int height) {
        Intrinsics intrinsics = Intrinsics.centred(width, height, (float) verticalFov);
        float[] box = box(body);
        float length = box[5] - box[2];
        float top = box[4];
        double distance = intrinsics.fx() * length / (fill * width);
        double t = Math.max(0, Math.min(1, seconds / durationSeconds));
        double azimuth = azimuthFrom + (azimuthTo - azimuthFrom) * t;
        float z = (float) (place(seconds, durationSeconds, motion, body) + 0.5 * (box[2] + box[5]));
        float[] target = {0, 0.5f * top, z};
        // Trunk lengths are equal within the family, so the template's metres need no scaling.
        double up = heightMetres - target[1];
        double flat = Math.sqrt(Math.max(0.25 * distance * distance, distance * distance - up * up));
        float[] eye = {(float) (flat * Math.sin(azimuth)), (float) heightMetres, z + (float) (flat * Math.cos(azimuth))
        };
        return View.lookAt(eye, target, 0, intrinsics);
    }

    private double place(double seconds, double durationSeconds, Motion motion, Body body) {
        double stands = follows == 1 ? 0 : (1 - follows) * motion.travel(0.5 * durationSeconds, body);
        return follows * followed(seconds, motion, body) + stands;
    }

    private double followed(double seconds, Motion motion, Body body) {
        double sum = 0;
        for (int i = 0; i < LAG_SAMPLES; i++) {
            sum += motion.travel(seconds + lagSeconds * ((i + 0.5) / LAG_SAMPLES - 0.5), body);
        }
        return sum / LAG_SAMPLES;
    }

    /** Least x, y, z, then greatest, of the body at rest. */
    private static float[] box(Body body) {
        float[] v = body.vertices();
        float[] box = {v[0], v[1], v[2], v[0], v[1], v[2]};
        for (int i = 0; i < v.length; i++) {
            box[i % 3] = Math.min(box[i % 3], v[i]);
            box[3 + i % 3] = Math.max(box[3 + i % 3], v[i]);
        }
        return box;
    }
}
