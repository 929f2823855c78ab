package io.canter.training.scene;

import io.canter.ingest.Intrinsics;

/**
 * Cameras that look at an animal as people film animals: from the side and from eye height more often than not, with
 * heavy tails towards everything else.
 */
final class ViewSampler {
    private static final float MIN_EYE_HEIGHT = 0.08f;
    // Nothing of the animal comes nearer to the camera than this, metres.
    private static final float MIN_CLEARANCE = 0.35f;

    private final int size;

    /** @param size edge of the square crop in pixels */
    ViewSampler(int size) {
        this.size = size;
    }

    /** @param world posed vertices, 3 each, world */
    View sample(Dice dice, float[] world) {
        float tanHalf = tanHalf(dice);
        float fill = dice.chance(0.8) ? dice.uniform(0.6f, 0.97f) : dice.uniform(0.15f, 0.75f);
        boolean truncated = dice.chance(0.14);
        if (truncated) {
            fill = dice.uniform(0.8f, 1.7f);
        }
        float[] centre = centre(world);
        float distance = 1.3f / (fill * tanHalf);
        float azimuth = azimuth(dice);
        float elevation = elevation(dice, centre[1], distance);
        float roll = dice.chance(0.7) ? dice.gaussian() * 0.03f : dice.heavyTailed(0.12f);
        Intrinsics pinhole = new Intrinsics(0.5f * size / tanHalf, 0.5f * size / tanHalf, 0.5f * size, 0.5f * size);

        // First from very far, to measure the picture; then at the distance that fills the crop as wished.
        View far = at(centre, azimuth, elevation, 100, roll, pinhole);
        float[] extent = extent(far, world);
        float half = 0.5f * Math.max(extent[1] - extent[0], extent[3] - extent[2]);
        distance = Math.max(half / (fill * tanHalf), 100 - extent[4] + MIN_CLEARANCE);
        View near = at(centre, azimuth, elevation, distance, roll, pinhole);

        float[] aim = aim(near, world);
        float free = Math.max(0, 1 - fill);
        float freedom = truncated ? 0.5f : dice.chance(0.25) ? free : 0.35f * free;
        float x = dice.uniform(-freedom, freedom) - aim[0];
        float y = dice.uniform(-freedom, freedom) - aim[1];
        return shifted(near, -x * tanHalf * distance, -y * tanHalf * distance);
    }

    private static float tanHalf(Dice dice) {
        float fovDegrees = Math.max(7, Math.min(62, dice.logNormal(26, 0.55f)));
        return (float) Math.tan(Math.toRadians(0.5 * fovDegrees));
    }

    private static float azimuth(Dice dice) {
        if (dice.chance(0.45)) {
            return dice.uniform(-3.1416f, 3.1416f);
        }
        float side = dice.chance(0.5) ? 1.5708f : -1.5708f;
        return side + dice.gaussian() * 0.5f;
    }

    private static float elevation(Dice dice, float centreHeight, float distance) {
        float u = dice.uniform(0, 1);
        float angle;
        if (u < 0.45f) {
            angle = (float) Math.atan((dice.uniform(0.4f, 2.6f) - centreHeight) / distance);
        } else if (u < 0.7f) {
            // A standing person's eyes over a dog or a sheep: all bodies here are as long as a horse's.
            angle = (float) Math.atan((dice.uniform(2, 6) - centreHeight) / distance);
        } else if (u < 0.94f) {
            angle = 0.1f + dice.heavyTailed(0.18f);
        } else {
            angle = dice.uniform(0.3f, 1.2f);
        }
        float lowest = (float) Math.asin(Math.max(-1, Math.min(1, (MIN_EYE_HEIGHT - centreHeight) / distance)));
        // Close to a lying animal the least height may lie above the steepest view: the view wins.
        return Math.min(1.35f, Math.max(lowest, angle));
    }

    private static View at(float[] centre, float azimuth, float elevation, float distance, float roll, Intrinsics i) {
        float flat = distance * (float) Math.cos(elevation);
        float[] eye = {
            centre[0] + flat * (float) Math.sin(azimuth),
            centre[1] + distance * (float) Math.sin(elevation),
            centre[2] + flat * (float) Math.cos(azimuth)
        };
        return View.lookAt(eye, centre, roll, i);
    }

    /** The middle of the box around some points. */
    static float[] centre(float[] points) {
        float[] centre = new float[3];
        for (int k = 0; k < 3; k++) {
            float min = Float.MAX_VALUE;
            float max = -Float.MAX_VALUE;
            for (int i = k; i < points.length; i += 3) {
                min = Math.min(min, points[i]);
                max = Math.max(max, points[i]);
            }
            centre[k] = 0.5f * (min + max);
        }
        return centre;
    }

    // In the camera's axes: x from, x to, y from, y to, least depth.
    private static float[] extent(View view, float[] world) {
        float[] m = view.cameraFromWorld();
        float[] eye = view.eye();
        float[] e = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE};
        for (int i = 0; i < world.length; i += 3) {
            float dx = world[i] - eye[0];
            float dy = world[i + 1] - eye[1];
            float dz = world[i + 2] - eye[2];
            float x = m[0] * dx + m[1] * dy + m[2] * dz;
            float y = m[3] * dx + m[4] * dy + m[5] * dz;
            e[0] = Math.min(e[0], x);
            e[1] = Math.max(e[1], x);
            e[2] = Math.min(e[2], y);
            e[3] = Math.max(e[3], y);
            e[4] = Math.min(e[4], m[6] * dx + m[7] * dy + m[8] * dz);
        }
        return e;
    }

    // Middle of the animal's box in the picture, -1..1.
    private float[] aim(View view, float[] world) {
        float[] m = view.cameraFromWorld();
        float[] eye = view.eye();
        float minX = Float.MAX_VALUE;
        float maxX = -Float.MAX_VALUE;
        float minY = Float.MAX_VALUE;
        float maxY = -Float.MAX_VALUE;
        for (int i = 0; i < world.length; i += 3) {
            float dx = world[i] - eye[0];
            float dy = world[i + 1] - eye[1];
            float dz = world[i + 2] - eye[2];
            float inverse = 1 / (m[6] * dx + m[7] * dy + m[8] * dz);
            float u = (m[0] * dx + m[1] * dy + m[2] * dz) * inverse;
            float v = (m[3] * dx + m[4] * dy + m[5] * dz) * inverse;
            minX = Math.min(minX, u);
            maxX = Math.max(maxX, u);
            minY = Math.min(minY, v);
            maxY = Math.max(maxY, v);
        }
        float focal = 2 * view.intrinsics().fx() / size;
        return new float[] {0.5f * (minX + maxX) * focal, 0.5f * (minY + maxY) * focal};
    }

    // The camera moved along its own right and down.
    private static View shifted(View view, float right, float down) {
        float[] m = view.cameraFromWorld();
        float[] eye = view.eye().clone();
        for (int k = 0; k < 3; k++) {
            eye[k] += right * m[k] + down * m[3 + k];
        }
        return new View(m, eye, view.intrinsics());
    }
}
