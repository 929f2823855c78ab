package io.canter.training.scene;

/**
 * A picture in linear RGB with simple anti-aliased shapes. Coordinates are pixels, pixel centres at +0.5.
 *
 * <p>The array is planar, 3 x height x width.
 */
final class Canvas {
    final int width;
    final int height;
    final float[] rgb;
    private final float[] scratch;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        rgb = new float[3 * width * height];
        scratch = new float[Math.max(width, height)];
    }

    /** How a shape is filled: a colour with noise, and darker towards its rim by {@code roundness}. */
    record Paint(float[] colour, float noise, float frequency, float roundness, int seed) {
        static Paint random(Dice dice) {
            return new Paint(
                    dice.anyColour(),
                    dice.chance(0.5) ? dice.uniform(0, 0.8f) : 0.05f,
                    dice.logNormal(0.15f, 0.8f),
                    dice.chance(0.5) ? dice.uniform(0, 0.7f) : 0,
                    dice.noiseSeed());
        }
    }

    /** A bar with round ends and different radii. */
    void capsule(float x0, float y0, float x1, float y1, float r0, float r1, Paint paint) {
        float dx = x1 - x0;
        float dy = y1 - y0;
        float length2 = Math.max(1e-6f, dx * dx + dy * dy);
        float r = Math.max(r0, r1) + 1;
        int fromX = clamp((int) Math.floor(Math.min(x0, x1) - r), width);
        int toX = clamp((int) Math.ceil(Math.max(x0, x1) + r), width);
        int fromY = clamp((int) Math.floor(Math.min(y0, y1) - r), height);
        int toY = clamp((int) Math.ceil(Math.max(y0, y1) + r), height);
        for (int j = fromY; j < toY; j++) {
            for (int i = fromX; i < toX; i++) {
                float px = i + 0.5f - x0;
                float py = j + 0.5f - y0;
                float t = Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
                float ex = px - t * dx;
                float ey = py - t * dy;
                float radius = r0 + t * (r1 - r0);
                float distance = (float) Math.sqrt(ex * ex + ey * ey);
                blend(i, j, radius + 0.5f - distance, distance / Math.max(radius, 0.5f), paint);
            }
        }
    }

    /** An ellipse turned by {@code angle} radians. */
    void ellipse(float x, float y, float rx, float ry, float angle, Paint paint) {
        float cos = (float) Math.cos(angle);
        float sin = (float) Math.sin(angle);
        float r = Math.max(rx, ry) + 1;
        float small = Math.min(rx, ry);
        for (int j = clamp((int) (y - r), height); j < clamp((int) (y + r) + 1, height); j++) {
            for (int i = clamp((int) (x - r), width); i < clamp((int) (x + r) + 1, width); i++) {
                float px = i + 0.5f - x;
                float py = j + 0.5f - y;
                float u = (px * cos + py * sin) / rx;
                float v = (py * cos - px * sin) / ry;
                float q = (float) Math.sqrt(u * u + v * v);
                blend(i, j, (1 - q) * small + 0.5f, q, paint);
            }
        }
    }

    /** A convex polygon, corners clockwise in the picture. */
    void polygon(float[] xs, float[] ys, Paint paint) {
        float minX = width;
        float maxX = 0;
        float minY = height;
        float maxY = 0;
        for (int k = 0; k < xs.length; k++) {
            minX = Math.min(minX, xs[k]);
            maxX = Math.max(maxX, xs[k]);
            minY = Math.min(minY, ys[k]);
            maxY = Math.max(maxY, ys[k]);
        }
        for (int j = clamp((int) minY - 1, height); j < clamp((int) maxY + 2, height); j++) {
            for (int i = clamp((int) minX - 1, width); i < clamp((int) maxX + 2, width); i++) {
                float inside = Float.MAX_VALUE;
                for (int k = 0; k < xs.length; k++) {
                    int n = (k + 1) % xs.length;
                    float ex = xs[n] - xs[k];
                    float ey = ys[n] - ys[k];
                    float length = (float) Math.sqrt(ex * ex + ey * ey) + 1e-6f;
                    float d = (ex * (j + 0.5f - ys[k]) - ey * (i + 0.5f - xs[k])) / length;
                    inside = Math.min(inside, d);
                }
                blend(i, j, inside + 0.5f, 0, paint);
            }
        }
    }

    private void blend(int i, int j, float coverage, float rim, Paint paint) {
        if (coverage <= 0) {
            return;
        }
        float a = Math.min(1, coverage);
        float light = 1 - paint.roundness() * rim * rim;
        if (paint.noise() > 0.06f) {
            light *= 1
                    + paint.noise()
                            * (2 * Noise.octaves(paint.seed(), i * paint.frequency(), j * paint.frequency(), 2) - 1);
        }
        int plane = width * height;
        int p = j * width + i;
        for (int k = 0; k < 3; k++) {
            rgb[p + k * plane] += a * (paint.colour()[k] * light - rgb[p + k * plane]);
        }
    }

    private static int clamp(int value, int to) {
        return Math.max(0, Math.min(to, value));
    }

    /** Blurs by two box passes each way: about a Gaussian with sigma = 0.8 radius. */
    void blur(float radius) {
        for (int k = 0; k < 3; k++) {
            int plane = k * width * height;
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < height; j++) {
                    boxBlur(plane + j * width, 1, width, radius);
                }
                for (int i = 0; i < width; i++) {
                    boxBlur(plane + i, width, height, radius);
                }
            }
        }
    }

    /** Motion blur along a direction: {@code length} pixels. */
    void smear(float dx, float dy, float[] copy) {
        int steps = Math.max(2, (int) Math.ceil(Math.max(Math.abs(dx), Math.abs(dy))) + 1);
        System.arraycopy(rgb, 0, copy, 0, rgb.length);
        int plane = width * height;
        for (int j = 0; j < height; j++) {
            for (int i = 0; i < width; i++) {
                float r = 0;
                float g = 0;
                float b = 0;
                for (int k = 0; k < steps; k++) {
                    float t = k / (steps - 1f) - 0.5f;
                    int x = Math.max(0, Math.min(width - 1, Math.round(i + t * dx)));
                    int y = Math.max(0, Math.min(height - 1, Math.round(j + t * dy)));
                    int p = y * width + x;
                    r += copy[p];
                    g += copy[p + plane];
                    b += copy[p + 2 * plane];
                }
                int p = j * width + i;
                rgb[p] = r / steps;
                rgb[p + plane] = g / steps;
                rgb[p + 2 * plane] = b / steps;
            }
        }
    }

    // A sliding window of 2 r + 1 pixels with fractional ends.
    private void boxBlur(int start, int stride, int count, float radius) {
        int whole = (int) radius;
        float part = radius - whole;
        float norm = 1 / (2 * radius + 1);
        for (int k = 0; k < count; k++) {
            scratch[k] = rgb[start + k * stride];
        }
        float sum = 0;
        for (int k = -whole; k <= whole; k++) {
            sum += scratch[edge(k, count)];
        }
        for (int k = 0; k < count; k++) {
            float ends = part * (scratch[edge(k - whole - 1, count)] + scratch[edge(k + whole + 1, count)]);
            rgb[start + k * stride] = (sum + ends) * norm;
            sum += scratch[edge(k + whole + 1, count)] - scratch[edge(k - whole, count)];
        }
    }

    private static int edge(int k, int count) {
        return k < 0 ? 0 : k >= count ? count - 1 : k;
    }
}
