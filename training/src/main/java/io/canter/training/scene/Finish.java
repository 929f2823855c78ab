package io.canter.training.scene;

/** The camera's part: exposure, blur, noise, compression. Turns linear light into bytes. */
final class Finish {
    private static final int BLOCK = 8;
    // The discrete cosine transform's basis: frequency by position.
    private static final float[] COSINES = cosines();
    private static final int GAMMA_STEPS = 4096;
    private static final byte[] GAMMA = gamma();

    private final float[] copy;
    private final float[] plane;
    private final float[] block = new float[BLOCK * BLOCK];
    private final float[] half = new float[BLOCK * BLOCK];

    Finish(int width, int height) {
        copy = new float[3 * width * height];
        plane = new float[width * height];
    }

    /** Spoils the picture as cameras and codecs do, and writes it as planar bytes, R, G, B. */
    void develop(Canvas canvas, Dice dice, byte[] out) {
        expose(canvas, dice);
        if (dice.chance(0.12)) {
            float length = canvas.width * dice.logNormal(0.02f, 0.6f);
            float angle = dice.chance(0.7) ? dice.uniform(-0.3f, 0.3f) : dice.uniform(0, 3.1416f);
            canvas.smear(length * (float) Math.cos(angle), length * (float) Math.sin(angle), copy);
        }
        if (dice.chance(0.45)) {
            canvas.blur(Math.min(3, dice.logNormal(0.5f, 0.6f) * canvas.width / 128));
        }
        if (dice.chance(0.15)) {
            coarsen(canvas, 1.3f + Math.min(2.2f, Math.abs(dice.heavyTailed(0.6f))));
        }
        toDisplay(canvas, dice);
        if (dice.chance(0.4)) {
            compress(canvas, dice.logNormal(0.05f, 0.7f));
        }
        for (int p = 0; p < out.length; p++) {
            out[p] = (byte) Math.max(0, Math.min(255, Math.round(255 * canvas.rgb[p])));
        }
    }

    /** Writes the picture as it is, planar bytes, R, G, B. */
    static void developPlainly(Canvas canvas, float exposure, byte[] out) {
        for (int p = 0; p < out.length; p++) {
            out[p] = (byte) (255 * encode(canvas.rgb[p] * exposure) + 0.5f);
        }
    }

    private static void expose(Canvas canvas, Dice dice) {
        // Cameras aim at a mid grey; people and sunsets make them miss.
        double mean = 0;
        for (float value : canvas.rgb) {
            mean += value;
        }
        mean /= canvas.rgb.length;
        float gain = (float) Math.pow(0.2 / Math.max(0.02, mean), dice.uniform(0.2f, 0.9f));
        gain *= dice.chance(0.1) ? dice.logNormal(0.35f, 0.4f) : dice.logNormal(1, 0.3f);
        boolean grey = dice.chance(0.08);
        float[] balance = new float[3];
        for (int k = 0; k < 3; k++) {
            balance[k] = gain * dice.logNormal(1, 0.12f);
        }
        float veil = dice.chance(0.2) ? dice.uniform(0, 0.15f) : 0; // haze and stray light
        float saturation = grey ? 0 : dice.chance(0.3) ? dice.uniform(0.3f, 1.4f) : 1;
        int n = canvas.width * canvas.height;
        for (int p = 0; p < n; p++) {
            float luma = 0.2126f * canvas.rgb[p] + 0.7152f * canvas.rgb[p + n] + 0.0722f * canvas.rgb[p + 2 * n];
            for (int k = 0; k < 3; k++) {
                float value = luma + saturation * (canvas.rgb[p + k * n] - luma);
                canvas.rgb[p + k * n] = Math.max(0, value) * balance[grey ? 0 : k] + veil;
            }
        }
    }

    /** As if the picture had been smaller by {@code factor} and enlarged again. */
    private void coarsen(Canvas canvas, float factor) {
        canvas.blur(0.5f * factor);
        int w = canvas.width;
        int h = canvas.height;
        System.arraycopy(canvas.rgb, 0, copy, 0, copy.length);
        int n = w * h;
        for (int j = 0; j < h; j++) {
            float v = Math.max(0, (j + 0.5f) / factor - 0.5f);
            for (int i = 0; i < w; i++) {
                float u = Math.max(0, (i + 0.5f) / factor - 0.5f);
                float fu = u - (int) u;
                float fv = v - (int) v;
                int i0 = Math.min(w - 1, Math.round(((int) u + 0.5f) * factor - 0.5f));
                int i1 = Math.min(w - 1, Math.round(((int) u + 1.5f) * factor - 0.5f));
                int j0 = Math.min(h - 1, Math.round(((int) v + 0.5f) * factor - 0.5f));
                int j1 = Math.min(h - 1, Math.round(((int) v + 1.5f) * factor - 0.5f));
                for (int k = 0; k < 3 * n; k += n) {
                    float top = Noise.lerp(copy[k + j0 * w + i0], copy[k + j0 * w + i1], fu);
                    float bottom = Noise.lerp(copy[k + j1 * w + i0], copy[k + j1 * w + i1], fu);
                    canvas.rgb[k + j * w + i] = Noise.lerp(top, bottom, fv);
                }
            }
        }
    }

    private static void toDisplay(Canvas canvas, Dice dice) {
        float contrast = dice.chance(0.5) ? dice.logNormal(1.08f, 0.25f) : 1;
        float shot = dice.chance(0.45) ? Math.min(0.15f, dice.logNormal(0.012f, 0.8f)) : 0;
        float read = dice.chance(0.45) ? Math.min(0.1f, dice.logNormal(0.006f, 0.9f)) : 0;
        int seed = dice.noiseSeed();
        int n = canvas.width * canvas.height;
        boolean mono = dice.chance(0.3);
        for (int q = 0; q < canvas.rgb.length; q++) {
            float value = encode(canvas.rgb[q]);
            value = 0.45f + (value - 0.45f) * contrast;
            if (shot > 0 || read > 0) {
                int key = mono ? q % n : q;
                float noise = Noise.white(seed, key, 1)
                        + Noise.white(seed, key, 2)
                        - Noise.white(seed, key, 3)
                        - Noise.white(seed, key, 4); // sigma 0.58
                value += noise * 1.7f * (read + shot * (float) Math.sqrt(Math.max(0, value)));
            }
            canvas.rgb[q] = Math.max(0, Math.min(1, value));
        }
    }

    private static float encode(float linear) {
        int i = (int) (linear * GAMMA_STEPS);
        return (GAMMA[Math.max(0, Math.min(GAMMA_STEPS, i))] & 0xff) / 255f;
    }

    /** Quantises 8 x 8 blocks of brightness and, at half size, of colour, as JPEG and MPEG do. */
    private void compress(Canvas canvas, float strength) {
        int n = canvas.width * canvas.height;
        float[] rgb = canvas.rgb;
        for (int p = 0; p < n; p++) {
            float r = rgb[p];
            float g = rgb[p + n];
            float b = rgb[p + 2 * n];
            float y = 0.299f * r + 0.587f * g + 0.114f * b;
            rgb[p] = y;
            rgb[p + n] = 0.564f * (b - y);
            rgb[p + 2 * n] = 0.713f * (r - y);
        }
        quantise(rgb, 0, canvas.width, canvas.height, strength);
        for (int k = 1; k < 3; k++) {
            int w = canvas.width / 2;
            int h = canvas.height / 2;
            for (int p = 0; p < w * h; p++) {
                int o = k * n + 2 * (p / w) * canvas.width + 2 * (p % w);
                plane[p] = 0.25f * (rgb[o] + rgb[o + 1] + rgb[o + canvas.width] + rgb[o + canvas.width + 1]);
            }
            quantise(plane, 0, w, h, 1.5f * strength);
            for (int p = 0; p < n; p++) {
                rgb[k * n + p] =
                        plane[Math.min(h - 1, p / canvas.width / 2) * w + Math.min(w - 1, p % canvas.width / 2)];
            }
        }
        for (int p = 0; p < n; p++) {
            float y = rgb[p];
            float r = y + rgb[p + 2 * n] / 0.713f;
            float b = y + rgb[p + n] / 0.564f;
            rgb[p] = r;
            rgb[p + n] = (y - 0.299f * r - 0.114f * b) / 0.587f;
            rgb[p + 2 * n] = b;
        }
    }

    private void quantise(float[] values, int offset, int width, int height, float strength) {
        for (int j = 0; j + BLOCK <= height; j += BLOCK) {
            for (int i = 0; i + BLOCK <= width; i += BLOCK) {
                int o = offset + j * width + i;
                for (int y = 0; y < BLOCK; y++) {
                    System.arraycopy(values, o + y * width, block, y * BLOCK, BLOCK);
                }
                transform(block, half, false);
                transform(half, block, false);
                for (int f = 1; f < block.length; f++) {
                    float step = strength * (1 + 0.35f * (f / BLOCK + f % BLOCK));
                    block[f] = step * Math.round(block[f] / step);
                }
                transform(block, half, true);
                transform(half, block, true);
                for (int y = 0; y < BLOCK; y++) {
                    System.arraycopy(block, y * BLOCK, values, o + y * width, BLOCK);
                }
            }
        }
    }

    // Transforms the rows and transposes, so that two calls transform both ways.
    private static void transform(float[] in, float[] out, boolean inverse) {
        for (int row = 0; row < BLOCK; row++) {
            for (int f = 0; f < BLOCK; f++) {
                float sum = 0;
                for (int k = 0; k < BLOCK; k++) {
                    sum += in[row * BLOCK + k] * (inverse ? COSINES[k * BLOCK + f] : COSINES[f * BLOCK + k]);
                }
                out[f * BLOCK + row] = sum;
            }
        }
    }

    private static float[] cosines() {
        float[] out = new float[BLOCK * BLOCK];
        for (int f = 0; f < BLOCK; f++) {
            for (int k = 0; k < BLOCK; k++) {
                double scale = Math.sqrt((f == 0 ? 1.0 : 2.0) / BLOCK);
                out[f * BLOCK + k] = (float) (scale * Math.cos((k + 0.5) * f * Math.PI / BLOCK));
            }
        }
        return out;
    }

    private static byte[] gamma() {
        byte[] out = new byte[GAMMA_STEPS + 1];
        for (int i = 0; i <= GAMMA_STEPS; i++) {
            double x = (double) i / GAMMA_STEPS;
            double y = x <= 0.0031308 ? 12.92 * x : 1.055 * Math.pow(x, 1 / 2.4) - 0.055;
            out[i] = (byte) Math.round(255 * y);
        }
        return out;
    }
}
