package io.canter.training.scene;

/** Things that are not the animal: behind it to be told apart from it, and in front to be seen through. */
final class Clutter {
    private Clutter() {}

    /** A picture of nothing: gradients, noise, polygons, or leaves that cover each other as in natural images. */
    static void abstractBackground(Canvas canvas, Dice dice) {
        float u = dice.uniform(0, 1);
        if (u < 0.3f) {
            noise(canvas, dice);
        } else if (u < 0.45f) {
            gradient(canvas, dice);
        } else {
            gradient(canvas, dice);
            leaves(canvas, dice, 30 + dice.below(120), u < 0.8f);
        }
    }

    private static void gradient(Canvas canvas, Dice dice) {
        float[] from = dice.anyColour();
        float[] to = dice.anyColour();
        float angle = dice.uniform(0, 6.2832f);
        float ax = (float) Math.cos(angle) / canvas.width;
        float ay = (float) Math.sin(angle) / canvas.height;
        int plane = canvas.width * canvas.height;
        for (int p = 0; p < plane; p++) {
            float t = 0.5f
                    + ax * (p % canvas.width - 0.5f * canvas.width)
                    + ay * (p / canvas.width - 0.5f * canvas.height);
            t = Math.max(0, Math.min(1, t));
            for (int k = 0; k < 3; k++) {
                canvas.rgb[p + k * plane] = Noise.lerp(from[k], to[k], t);
            }
        }
    }

    private static void noise(Canvas canvas, Dice dice) {
        float[] from = dice.anyColour();
        float[] to = dice.anyColour();
        int seed = dice.noiseSeed();
        float fx = dice.logNormal(6, 0.8f) / canvas.width;
        float fy = dice.logNormal(6, 0.8f) / canvas.width;
        int octaves = 2 + dice.below(4);
        float sharp = dice.uniform(0.05f, 0.5f);
        int plane = canvas.width * canvas.height;
        for (int p = 0; p < plane; p++) {
            float n = Noise.octaves(seed, p % canvas.width * fx, p / canvas.width * fy, octaves);
            float t = Noise.step(0.5f - sharp, 0.5f + sharp, n);
            for (int k = 0; k < 3; k++) {
                canvas.rgb[p + k * plane] = Noise.lerp(from[k], to[k], t);
            }
        }
    }

    private static void leaves(Canvas canvas, Dice dice, int count, boolean round) {
        for (int n = 0; n < count; n++) {
            // Sizes by a power law with exponent 3: the picture looks alike at all scales.
            float size = 0.02f * canvas.width / (float) Math.sqrt(dice.uniform(0.004f, 1));
            blob(canvas, dice, dice.uniform(0, canvas.width), dice.uniform(0, canvas.height), size, round);
        }
    }

    private static void blob(Canvas canvas, Dice dice, float x, float y, float size, boolean round) {
        Canvas.Paint paint = Canvas.Paint.random(dice);
        float angle = dice.uniform(0, 6.2832f);
        if (round) {
            canvas.ellipse(x, y, size, size * dice.uniform(0.3f, 1), angle, paint);
            return;
        }
        int corners = 3 + dice.below(4);
        float[] xs = new float[corners];
        float[] ys = new float[corners];
        float stretch = dice.uniform(0.3f, 1);
        for (int k = 0; k < corners; k++) {
            float a = 6.2832f * k / corners;
            float cx = (float) Math.cos(a) * size;
            float cy = (float) Math.sin(a) * size * stretch;
            xs[k] = x + cx * (float) Math.cos(angle) - cy * (float) Math.sin(angle);
            ys[k] = y + cx * (float) Math.sin(angle) + cy * (float) Math.cos(angle);
        }
        canvas.polygon(xs, ys, paint);
    }

    /** Things that stand around behind the animal: blobs, trunks, a fence, beasts made of an ellipse and bars. */
    static void behind(Canvas canvas, Dice dice) {
        int blobs = dice.below(5);
        for (int n = 0; n < blobs; n++) {
            blob(
                    canvas,
                    dice,
                    dice.uniform(0, canvas.width),
                    dice.uniform(0, canvas.height),
                    canvas.width * dice.logNormal(0.05f, 0.7f),
                    dice.chance(0.6));
        }
        if (dice.chance(0.25)) {
            trunks(canvas, dice);
        }
        if (dice.chance(0.15)) {
            fence(canvas, dice);
        }
    }

    /** A crude beast, for pictures without an animal of ours: to learn that not all that has legs counts. */
    static void decoy(Canvas canvas, Dice dice) {
        Canvas.Paint paint = Canvas.Paint.random(dice);
        float size = canvas.width * dice.uniform(0.1f, 0.35f);
        float x = dice.uniform(0.2f, 0.8f) * canvas.width;
        float y = dice.uniform(0.3f, 0.7f) * canvas.height;
        switch (dice.below(3)) {
            case 0 -> { // a person
                canvas.capsule(x, y - 0.5f * size, x, y + 0.2f * size, 0.2f * size, 0.16f * size, paint);
                canvas.ellipse(x, y - 0.9f * size, 0.13f * size, 0.17f * size, 0, Canvas.Paint.random(dice));
                for (int side = -1; side <= 1; side += 2) {
                    float spread = dice.uniform(0, 0.3f) * side;
                    canvas.capsule(
                            x + 0.08f * side * size,
                            y + 0.2f * size,
                            x + (0.1f * side + spread) * size,
                            y + size,
                            0.1f * size,
                            0.07f * size,
                            paint);
                }
            }
            case 1 -> { // a car
                canvas.capsule(x - 0.6f * size, y, x + 0.6f * size, y, 0.25f * size, 0.25f * size, paint);
                canvas.capsule(
                        x - 0.3f * size,
                        y - 0.3f * size,
                        x + 0.2f * size,
                        y - 0.3f * size,
                        0.2f * size,
                        0.2f * size,
                        paint);
                for (int side = -1; side <= 1; side += 2) {
                    canvas.ellipse(
                            x + 0.5f * side * size,
                            y + 0.25f * size,
                            0.17f * size,
                            0.17f * size,
                            0,
                            new Canvas.Paint(new float[] {0.02f, 0.02f, 0.02f}, 0, 1, 0, 0));
                }
            }
            default -> { // a bird, a balloon, a bush
                canvas.ellipse(x, y, size, size * dice.uniform(0.4f, 1), dice.uniform(0, 3), paint);
                blob(canvas, dice, x + size, y - 0.4f * size, 0.3f * size, true);
            }
        }
    }

    private static void trunks(Canvas canvas, Dice dice) {
        Canvas.Paint paint = Canvas.Paint.random(dice);
        int count = 1 + dice.below(5);
        for (int n = 0; n < count; n++) {
            float x = dice.uniform(0, canvas.width);
            float r = canvas.width * dice.logNormal(0.015f, 0.6f);
            canvas.capsule(
                    x,
                    -5,
                    x + dice.uniform(-0.1f, 0.1f) * canvas.width,
                    canvas.height * dice.uniform(0.4f, 1),
                    r,
                    r * 1.3f,
                    paint);
        }
    }

    private static void fence(Canvas canvas, Dice dice) {
        Canvas.Paint paint = Canvas.Paint.random(dice);
        float y = canvas.height * dice.uniform(0.3f, 0.7f);
        float gap = canvas.height * dice.uniform(0.06f, 0.2f);
        float tilt = dice.uniform(-0.1f, 0.1f) * canvas.height;
        float r = canvas.width * dice.uniform(0.004f, 0.02f);
        int rails = 1 + dice.below(4);
        for (int n = 0; n < rails; n++) {
            canvas.capsule(-5, y + n * gap, canvas.width + 5, y + n * gap + tilt, r, r, paint);
        }
        float step = canvas.width * dice.uniform(0.15f, 0.6f);
        for (float x = dice.uniform(0, step); x < canvas.width; x += step) {
            float top = y + tilt * x / canvas.width;
            canvas.capsule(x, top - 0.5f * gap, x, top + rails * gap, r, r, paint);
        }
    }

    /** Posts, blades of grass, a fence, a box: something between the camera and the animal. */
    static void inFront(Canvas canvas, Dice dice) {
        float u = dice.uniform(0, 1);
        if (u < 0.3f) {
            Canvas.Paint paint = Canvas.Paint.random(dice);
            int posts = 1 + dice.below(4);
            for (int n = 0; n < posts; n++) {
                float x = dice.uniform(0, canvas.width);
                float r = canvas.width * dice.logNormal(0.014f, 0.5f);
                float lean = dice.heavyTailed(0.03f) * canvas.width;
                canvas.capsule(x, -10, x + lean, canvas.height + 10, r, r, paint);
            }
        } else if (u < 0.5f) {
            fence(canvas, dice);
        } else if (u < 0.85f) {
            blades(canvas, dice);
        } else {
            blob(
                    canvas,
                    dice,
                    dice.uniform(0, canvas.width),
                    dice.uniform(0, canvas.height),
                    canvas.width * dice.uniform(0.05f, 0.2f),
                    dice.chance(0.4));
        }
    }

    private static void blades(Canvas canvas, Dice dice) {
        float[] colour = dice.chance(0.8)
                ? new float[] {dice.uniform(0.05f, 0.35f), dice.uniform(0.1f, 0.35f), dice.uniform(0.02f, 0.12f)}
                : dice.anyColour();
        int count = 30 + dice.below(120);
        float floor = canvas.height * dice.uniform(0.75f, 1.05f);
        float length = canvas.height * dice.uniform(0.04f, 0.2f);
        for (int n = 0; n < count; n++) {
            float level = dice.uniform(0.6f, 1.4f);
            Canvas.Paint paint =
                    new Canvas.Paint(new float[] {colour[0] * level, colour[1] * level, colour[2] * level}, 0, 1, 0, 0);
            float x = dice.uniform(0, canvas.width);
            float tip = length * dice.uniform(0.4f, 1.2f);
            canvas.capsule(x, floor + 0.3f * length, x + 0.4f * tip * dice.gaussian(), floor - tip, 0.9f, 0.3f, paint);
        }
        if (floor < canvas.height) {
            canvas.polygon(
                    new float[] {-2, canvas.width + 2, canvas.width + 2, -2},
                    new float[] {floor, floor, canvas.height + 2, canvas.height + 2},
                    new Canvas.Paint(colour, 0.6f, 0.3f, 0, dice.noiseSeed()));
        }
    }

    /**
     * Somebody on its back.
     *
     * @param seat where the rider sits, pixels; {@code up} is a metre upwards there, pixels
     */
    static void rider(Canvas canvas, Dice dice, float[] seat, float[] up) {
        Canvas.Paint clothes = Canvas.Paint.random(dice);
        Canvas.Paint trousers = Canvas.Paint.random(dice);
        Canvas.Paint skin = new Canvas.Paint(
                new float[] {dice.uniform(0.1f, 0.6f), dice.uniform(0.08f, 0.4f), dice.uniform(0.05f, 0.3f)},
                0,
                1,
                0.3f,
                0);
        float length = (float) Math.hypot(up[0], up[1]);
        float lean = dice.uniform(-0.25f, 0.25f);
        float sx = seat[0];
        float sy = seat[1];
        float topX = sx + 0.6f * up[0] - lean * up[1];
        float topY = sy + 0.6f * up[1] + lean * up[0];
        if (dice.chance(0.6)) { // saddle cloth
            canvas.ellipse(
                    sx - 0.12f * up[0],
                    sy - 0.12f * up[1],
                    0.3f * length,
                    0.2f * length,
                    (float) Math.atan2(up[0], -up[1]),
                    Canvas.Paint.random(dice));
        }
        canvas.capsule(sx + 0.05f * up[0], sy + 0.05f * up[1], topX, topY, 0.15f * length, 0.2f * length, clothes);
        canvas.ellipse(topX + 0.33f * up[0], topY + 0.33f * up[1], 0.11f * length, 0.13f * length, 0, skin);
        if (dice.chance(0.6)) {
            canvas.ellipse(topX + 0.4f * up[0], topY + 0.4f * up[1], 0.13f * length, 0.08f * length, 0, clothes);
        }
        float knee = dice.uniform(-0.3f, 0.3f);
        float kx = sx - 0.3f * up[0] - knee * up[1];
        float ky = sy - 0.3f * up[1] + knee * up[0];
        canvas.capsule(sx, sy, kx, ky, 0.11f * length, 0.08f * length, trousers);
        canvas.capsule(kx, ky, kx - 0.42f * up[0], ky - 0.42f * up[1], 0.07f * length, 0.05f * length, trousers);
        float hand = dice.uniform(-0.5f, 0.5f);
        canvas.capsule(
                topX,
                topY,
                sx + 0.2f * up[0] - hand * up[1],
                sy + 0.2f * up[1] + hand * up[0],
                0.06f * length,
                0.05f * length,
                clothes);
    }
}
