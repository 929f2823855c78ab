package io.canter.training.scene;

/**
 * What is behind and below the animal: a ground plane, rings of things on the horizon (hills, trees, walls) and a sky.
 * It lives in the world, so it stays in place while the camera moves.
 */
final class Backdrop {
    private static final float[][] GROUNDS = {
        {0.10f, 0.14f, 0.035f}, {0.16f, 0.19f, 0.06f}, {0.06f, 0.09f, 0.025f}, {0.3f, 0.27f, 0.13f}, // grass
        {0.45f, 0.36f, 0.24f}, {0.3f, 0.22f, 0.14f}, {0.17f, 0.11f, 0.07f}, {0.5f, 0.46f, 0.38f}, // sand, dirt
        {0.75f, 0.78f, 0.82f}, {0.2f, 0.2f, 0.2f}, {0.4f, 0.39f, 0.37f}, // snow, asphalt, concrete
    };
    private static final float[][] SKIES = {
        {0.25f, 0.42f, 0.75f}, {0.45f, 0.6f, 0.8f}, {0.7f, 0.72f, 0.75f}, {0.55f, 0.56f, 0.58f}, {0.8f, 0.6f, 0.42f},
    };
    private static final float[][] THINGS = {
        {0.03f, 0.05f, 0.015f},
        {0.06f, 0.09f, 0.03f},
        {0.1f, 0.1f, 0.05f},
        {0.13f, 0.16f, 0.12f},
        {0.2f, 0.24f, 0.3f},
        {0.35f, 0.28f, 0.22f},
        {0.5f, 0.47f, 0.42f},
        {0.25f, 0.12f, 0.08f},
        {0.2f, 0.15f, 0.1f},
    };

    /** Things around the scene up to a height that varies with the direction. */
    private record Ring(
            float slope, // height over distance
            float variation,
            float ragged, // of the variation, fine: crowns of trees
            float frequency,
            boolean blocky,
            float distance,
            float[] colour,
            float[] second,
            float textureX,
            float textureY,
            float contrast,
            int seed) {}

    private final int seed;
    private final float[] ground;
    private final float[] groundSecond;
    private final float groundScale;
    private final float groundContrast;
    private final float blades; // strength of fine upright streaks
    private final float[] zenith;
    private final float[] horizon;
    private final float clouds;
    private final float cloudScale;
    private final float haze; // distance at which things fade by 1/e, metres
    private final Ring[] rings;
    private final boolean studio;

    static Backdrop random(Dice dice) {
        float u = dice.uniform(0, 1);
        if (u < 0.22f) {
            return studio(dice);
        }
        return new Backdrop(dice, false);
    }

    /** A green meadow with trees far away. */
    static Backdrop meadow(Dice dice) {
        return new Backdrop(dice, true);
    }

    private Backdrop(Dice dice, boolean meadow) {
        seed = dice.noiseSeed();
        studio = false;
        ground = meadow
                ? new float[] {0.115f, 0.165f, 0.04f}
                : dice.chance(0.85) ? dice.near(GROUNDS, 0.35f) : dice.anyColour();
        groundSecond = meadow
                ? new float[] {0.2f, 0.22f, 0.08f}
                : dice.chance(0.5) ? scaled(ground, dice.uniform(0.4f, 1.6f)) : dice.near(GROUNDS, 0.4f);
        groundScale = meadow ? 1.1f : dice.logNormal(1.5f, 1);
        groundContrast = meadow ? 0.8f : dice.uniform(0.1f, 1);
        blades = meadow ? 0.45f : dice.chance(0.5) ? dice.uniform(0.1f, 0.8f) : 0;
        zenith = meadow
                ? new float[] {0.2f, 0.38f, 0.72f}
                : dice.chance(0.9) ? dice.near(SKIES, 0.3f) : dice.anyColour();
        horizon = meadow ? new float[] {0.62f, 0.73f, 0.85f} : scaled(zenith, dice.uniform(0.9f, 1.7f));
        clouds = meadow ? 0.8f : dice.chance(0.6) ? dice.uniform(0.2f, 1) : 0;
        cloudScale = dice.logNormal(1, 0.5f);
        haze = meadow ? 350 : dice.logNormal(120, 1);
        int count = meadow ? 2 : dice.below(4);
        rings = new Ring[count];
        for (int k = 0; k < count; k++) {
            boolean far = meadow ? k == 0 : k < count - 1;
            float distance = meadow ? (far ? 300 : 70) : far ? dice.uniform(60, 300) : dice.logNormal(10, 0.7f);
            rings[k] = new Ring(
                    meadow ? (far ? 0.05f : 0.04f) : far ? dice.uniform(0, 0.15f) : dice.logNormal(0.18f, 0.9f),
                    meadow ? (far ? 0.07f : 0.03f) : dice.uniform(0, far ? 0.2f : 0.35f),
                    meadow ? (far ? 0.05f : 0.9f) : dice.chance(0.5) ? dice.uniform(0, 0.6f) : 0,
                    meadow ? (far ? 2 : 9) : dice.logNormal(4, 0.8f),
                    !meadow && dice.chance(0.25),
                    Math.max(5, distance),
                    meadow
                            ? (far ? new float[] {0.16f, 0.22f, 0.2f} : new float[] {0.05f, 0.085f, 0.025f})
                            : dice.chance(0.85) ? dice.near(THINGS, 0.4f) : dice.anyColour(),
                    meadow ? new float[] {0.11f, 0.15f, 0.05f} : dice.near(THINGS, 0.5f),
                    meadow ? (far ? 20 : 70) : dice.logNormal(25, 1),
                    meadow ? 110 : dice.logNormal(25, 1),
                    meadow ? (far ? 0.15f : 0.8f) : dice.uniform(0, 1),
                    dice.noiseSeed());
        }
    }

    private static Backdrop studio(Dice dice) {
        float u = dice.uniform(0, 1);
        float[] wall;
        if (u < 0.25f) {
            wall = new float[] {0.05f, dice.uniform(0.3f, 0.7f), 0.05f};
        } else if (u < 0.3f) {
            wall = new float[] {0.05f, 0.1f, dice.uniform(0.3f, 0.8f)};
        } else if (u < 0.65f) {
            float grey = dice.uniform(0, 1);
            wall = new float[] {grey, grey, grey};
        } else {
            wall = dice.anyColour();
        }
        return new Backdrop(dice, wall, dice.chance(0.6) ? wall : scaled(wall, dice.uniform(0.4f, 1.3f)));
    }

    private Backdrop(Dice dice, float[] wall, float[] floor) {
        seed = dice.noiseSeed();
        studio = true;
        ground = floor;
        groundSecond = scaled(floor, dice.uniform(0.7f, 1.2f));
        groundScale = dice.logNormal(1, 0.7f);
        groundContrast = dice.chance(0.6) ? 0 : dice.uniform(0, 0.6f);
        blades = 0;
        zenith = scaled(wall, dice.uniform(0.6f, 1.1f));
        horizon = wall;
        clouds = 0;
        cloudScale = 1;
        haze = dice.uniform(5, 30);
        rings = new Ring[0];
    }

    /**
     * Paints the whole picture as the view sees it, with the animal's shadow.
     *
     * @param feet 3 per foot, world; where they near the ground it darkens
     */
    void paint(Canvas canvas, View view, Light light, ShadowMap shadow, float[] feet) {
        float[] m = view.cameraFromWorld();
        float[] colour = new float[3];
        float[] lightOnGround = new float[3];
        int plane = canvas.width * canvas.height;
        float pixelAngle = 1 / view.intrinsics().fx();
        for (int j = 0; j < canvas.height; j++) {
            float v = (j + 0.5f - view.intrinsics().cy()) / view.intrinsics().fy();
            for (int i = 0; i < canvas.width; i++) {
                float u = (i + 0.5f - view.intrinsics().cx()) * pixelAngle;
                float x = m[0] * u + m[3] * v + m[6];
                float y = m[1] * u + m[4] * v + m[7];
                float z = m[2] * u + m[5] * v + m[8];
                float inverse = 1 / (float) Math.sqrt(x * x + y * y + z * z);
                x *= inverse;
                y *= inverse;
                z *= inverse;
                if (!paintRing(view, x, y, z, pixelAngle, light, colour)) {
                    if (y < -1e-3f && view.eye()[1] > 0.02f) {
                        paintGround(view, x, y, z, pixelAngle, light, shadow, feet, lightOnGround, colour);
                    } else {
                        paintSky(x, Math.max(0, y), z, colour);
                    }
                }
                int p = j * canvas.width + i;
                canvas.rgb[p] = colour[0];
                canvas.rgb[p + plane] = colour[1];
                canvas.rgb[p + 2 * plane] = colour[2];
            }
        }
    }

    private void paintSky(float x, float y, float z, float[] out) {
        float t = Math.min(1, 2.2f * y);
        for (int k = 0; k < 3; k++) {
            out[k] = horizon[k] + (zenith[k] - horizon[k]) * t;
        }
        if (clouds > 0 && y > 0.01f) {
            float scale = cloudScale / (y + 0.15f);
            float n = Noise.octaves(seed + 3, x * scale, z * scale, 4);
            // Near the horizon they drown in haze.
            float a = clouds * Noise.step(0.48f, 0.72f, n) * Noise.step(0.01f, 0.12f, y);
            for (int k = 0; k < 3; k++) {
                out[k] += a * (0.88f - out[k]);
            }
        }
    }

    private boolean paintRing(View view, float x, float y, float z, float pixelAngle, Light light, float[] out) {
        if (rings.length == 0 || y > 0.8f) {
            return false;
        }
        float flat = (float) Math.sqrt(x * x + z * z);
        float slope = y / flat;
        for (int k = rings.length - 1; k >= 0; k--) {
            Ring ring = rings[k];
            if (slope < -view.eye()[1] / ring.distance || slope > ring.slope + ring.variation) {
                continue;
            }
            // A direction's place on a circle, cheap and continuous: the noise is taken on the unit circle.
            float a = x / flat;
            float b = z / flat;
            float n = ring.blocky
                    ? Noise.white(ring.seed, (int) Math.floor(a * ring.frequency), (int) Math.floor(b * ring.frequency))
                    : Noise.octaves(ring.seed, a * ring.frequency, b * ring.frequency, 3);
            float top = ring.slope + ring.variation * (n - 0.4f);
            if (ring.ragged > 0) {
                float r = Noise.octaves(ring.seed + 9, (a + 2 * b) * ring.frequency * 6, slope * 90, 3);
                top += ring.variation * ring.ragged * (r - 0.5f);
            }
            float inside = (top - slope) / pixelAngle + 0.5f;
            if (inside <= 0) {
                continue;
            }
            float texture = Noise.octaves(ring.seed + 5, (a + 2 * b) * ring.textureX, slope * ring.textureY, 4);
            texture = ring.contrast * Noise.step(0.3f, 0.7f, texture);
            float fade = 1 - (float) Math.exp(-ring.distance / haze);
            for (int c = 0; c < 3; c++) {
                float lit = (ring.colour[c] + (ring.second[c] - ring.colour[c]) * texture)
                        * (light.sky()[c] + 0.6f * light.sun()[c]);
                out[c] = lit + (horizon[c] - lit) * fade;
            }
            return true;
        }
        return false;
    }

    private void paintGround(
            View view,
            float x,
            float y,
            float z,
            float pixelAngle,
            Light light,
            ShadowMap shadow,
            float[] feet,
            float[] lightOnGround,
            float[] out) {
        float t = -view.eye()[1] / y;
        float gx = view.eye()[0] + t * x;
        float gz = view.eye()[2] + t * z;
        float footprint = t * pixelAngle / (float) Math.sqrt(Math.max(0.02f, -y));
        float n = Noise.octaves(seed, gx * groundScale * 0.3f, gz * groundScale * 0.3f, 2);
        float detail = visible(1 / (4 * groundScale), footprint);
        if (detail > 0) {
            n += detail * (Noise.octaves(seed + 1, gx * groundScale * 4, gz * groundScale * 4, 2) - 0.5f);
        }
        n = Math.max(0, Math.min(1, n));
        float streak = 1;
        if (blades > 0) {
            float near = visible(0.05f, footprint);
            if (near > 0) {
                streak += near * blades * (2 * Noise.octaves(seed + 2, gx * 17, gz * 17, 2) - 1);
                float blade = visible(0.014f, footprint);
                if (blade > 0) {
                    streak += blade * blades * (2 * Noise.octaves(seed + 4, gx * 70, gz * 70, 2) - 1);
                }
            }
        }
        float lit = shadow == null ? 1 : shadow.lit(gx, 0.002f, gz);
        light.onto(0, 1, 0, lit, lightOnGround);
        float contact = 1;
        for (int f = 0; f < feet.length; f += 3) {
            float dx = gx - feet[f];
            float dz = gz - feet[f + 2];
            float lift = Math.max(0, feet[f + 1] - 0.05f);
            float near = 1 - (dx * dx + dz * dz) / 0.04f;
            if (near > 0) {
                contact -= 0.45f * near * near / (1 + 40 * lift);
            }
        }
        float fade = 1 - (float) Math.exp(-t / haze);
        for (int k = 0; k < 3; k++) {
            float albedo = (ground[k] + (groundSecond[k] - ground[k]) * groundContrast * n) * streak;
            float value = albedo * lightOnGround[k] * Math.max(0.2f, contact);
            out[k] = value + (horizon[k] - value) * fade;
        }
        if (studio) {
            return;
        }
        float grazing = visible(0.15f, footprint);
        for (int k = 0; k < 3; k++) {
            out[k] *= 0.92f + 0.08f * grazing;
        }
    }

    /** How much of a texture of this wavelength survives where a pixel is {@code footprint} metres wide. */
    private static float visible(float wavelength, float footprint) {
        return Noise.step(0.7f * wavelength, 0.2f * wavelength, footprint);
    }

    private static float[] scaled(float[] colour, float factor) {
        return new float[] {
            Math.min(1, colour[0] * factor), Math.min(1, colour[1] * factor), Math.min(1, colour[2] * factor)
        };
    }
}
