package io.canter.training.scene;

import io.canter.ingest.Intrinsics;

/**
 * Where a camera stands in the world (y up, ground at y = 0) and how it looks.
 *
 * @param cameraFromWorld rotation, 3 x 3 row-major: rows are the camera's right, down and forward in the world
 * @param eye position in the world, metres
 */
public record View(float[] cameraFromWorld, float[] eye, Intrinsics intrinsics) {
    public View {
        if (cameraFromWorld.length != 9 || eye.length != 3) {
            throw new IllegalArgumentException(
                    "view needs 9 and 3 numbers, got " + cameraFromWorld.length + " and " + eye.length);
        }
    }

    /**
     * A camera at {@code eye} that looks at {@code target}, not straight up or down.
     *
     * @param rollRadians turns the camera clockwise about its axis
     */
    public static View lookAt(float[] eye, float[] target, float rollRadians, Intrinsics intrinsics) {
        double fx = target[0] - eye[0];
        double fy = target[1] - eye[1];
        double fz = target[2] - eye[2];
        double length = Math.sqrt(fx * fx + fy * fy + fz * fz);
        fx /= length;
        fy /= length;
        fz /= length;
        // right = forward x up
        double flat = Math.sqrt(fx * fx + fz * fz);
        if (!(flat > 1e-6)) {
            throw new IllegalArgumentException("camera must not look straight up or down");
        }
        double rx = -fz / flat;
        double rz = fx / flat;
        // down = forward x right
        double dx = fy * rz;
        double dy = fz * rx - fx * rz;
        double dz = -fy * rx;
        double c = Math.cos(rollRadians);
        double s = Math.sin(rollRadians);
        float[] rotation = {
            (float) (c * rx + s * dx), (float) (s * dy), (float) (c * rz + s * dz),
            (float) (c * dx - s * rx), (float) (c * dy), (float) (c * dz - s * rz),
            (float) fx, (float) fy, (float) fz
        };
        return new View(rotation, eye.clone(), intrinsics);
    }

    /** Carries points of the world into the camera frame, 3 numbers each. */
    public void toCamera(float[] world, float[] camera) {
        float[] m = cameraFromWorld;
        for (int i = 0; i < world.length; i += 3) {
            float x = world[i] - eye[0];
            float y = world[i + 1] - eye[1];
            float z = world[i + 2] - eye[2];
            camera[i] = m[0] * x + m[1] * y + m[2] * z;
            camera[i + 1] = m[3] * x + m[4] * y + m[5] * z;
            camera[i + 2] = m[6] * x + m[7] * y + m[8] * z;
        }
    }
}
