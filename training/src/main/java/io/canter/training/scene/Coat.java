package io.canter.training.scene;

/**
 * The colours of one individual, painted in the template's rest frame so that they stick to the body. All knobs are
 * drawn at random; {@link #bay} is a horse for pictures that should please.
 */
final class Coat {
    private static final float TINT_MAX = 8;

    private enum Pattern {
        PLAIN,
        PATCHES,
        SPOTS,
        STRIPES,
        DAPPLES,
        BELT
    }

    /** Coat colours of horses, cattle, dogs, goats, deer and sheep, linear RGB. */
    private static final float[][] NATURAL = {
        {0.22f, 0.085f, 0.03f}, // bay
        {0.33f, 0.13f, 0.045f}, // chestnut
        {0.02f, 0.018f, 0.017f}, // black
        {0.07f, 0.045f, 0.03f}, // dark brown
        {0.75f, 0.72f, 0.66f}, // white
        {0.38f, 0.36f, 0.34f}, // grey
        {0.14f, 0.14f, 0.14f}, // dark grey
        {0.56f, 0.36f, 0.15f}, // palomino
        {0.45f, 0.3f, 0.15f}, // buckskin
        {0.33f, 0.22f, 0.13f}, // dun
        {0.62f, 0.48f, 0.3f}, // cream
        {0.42f, 0.25f, 0.12f}, // tan
        {0.5f, 0.2f, 0.06f}, // red
        {0.24f, 0.16f, 0.1f}, // deer brown
    };

    private static final float[][] SECOND = {
        {0.8f, 0.78f, 0.73f}, {0.8f, 0.78f, 0.73f}, {0.02f, 0.018f, 0.017f}, {0.4f, 0.3f, 0.2f}, {0.15f, 0.08f, 0.04f},
    };

    private final Regions regions;
    private final int seed;
    private final float[] base;
    private final float[] second;
    private final float[] belly;
    private final float[] hair;
    private final float[] points;
    private final float[] hoof;
    private final float[] muzzle;
    private final Pattern pattern;
    private final float patternScale;
    private final float patternLevel;
    private final float patternSharpness;
    private final float countershade;
    private final float bellyLine;
    private final float pointsHeight; // legs are dark below this rest height, 0 for none
    private final float pointsStrength;
    private final float[] socks; // white below this rest height: hind left, hind right, fore left, fore right
    private final float blaze; // half width of the white on the face, 0 for none
    private final float headStrength; // how much the head takes the points' colour
    private final float mottle;
    private final float mottleScale;
    private final float grain;
    private final float grainScale;
    private final float muzzleRadius;
    private float gloss;
    private float glossPower;
    private PhotoTexture texture; // null for none
    private Tack tack; // null for none
    private final float[] tint = {1, 1, 1};

    static Coat random(Dice dice, Regions regions) {
        return new Coat(dice, regions, false);
    }

    /** A bay horse with a blaze and one white sock; the seed varies its shade. */
    static Coat bay(Dice dice, Regions regions) {
        return new Coat(dice, regions, true);
    }

    /** The same coat with part of a photograph laid over it. */
    Coat under(PhotoTexture photo) {
        texture = photo;
        return this;
    }

    /** The same coat, darker and glossy with water. */
    Coat wet(Dice dice) {
        float dark = dice.uniform(0.4f, 0.8f);
        for (int k = 0; k < 3; k++) {
            tint[k] *= dark;
        }
        gloss = dice.uniform(0.15f, 0.6f);
        glossPower = dice.logNormal(40, 0.4f);
        return this;
    }

    /** The same coat with tack on it. */
    Coat wearing(Tack pieces) {
        tack = pieces;
        return this;
    }

    /** How much of the sun's light the coat throws back like a mirror, 0..1. */
    float gloss() {
        return gloss;
    }

    /** Exponent of the highlight: the greater, the smaller. */
    float glossPower() {
        return glossPower;
    }

    /**
     * The same coat, its main colour that far on the way to another; all its colours go with it.
     *
     * @param colour linear RGB
     * @param share 0 leaves it as it is, 1 makes it that colour
     */
    Coat tinted(float[] colour, float share) {
        for (int k = 0; k < 3; k++) {
            float gain = Math.max(1 / TINT_MAX, Math.min(TINT_MAX, colour[k] / base[k]));
            tint[k] *= 1 + share * (gain - 1);
        }
        return this;
    }

    private Coat(Dice dice, Regions regions, boolean bay) {
        this.regions = regions;
        seed = dice.noiseSeed();
        base = bay
                ? new float[] {0.24f, 0.095f, 0.036f}
                : dice.chance(0.9) ? dice.near(NATURAL, 0.25f) : dice.anyColour();
        second = dice.chance(0.85) ? dice.near(SECOND, 0.2f) : dice.near(NATURAL, 0.3f);
        countershade = bay ? 0.35f : dice.chance(0.5) ? dice.uniform(0.1f, 1) : 0;
        belly = dice.chance(0.8) ? mixed(base, new float[] {0.7f, 0.62f, 0.5f}, dice.uniform(0.2f, 0.9f)) : second;
        bellyLine = dice.uniform(0.95f, 1.15f);
        pattern = bay ? Pattern.PLAIN : pattern(dice);
        patternScale = pattern == Pattern.STRIPES ? dice.logNormal(38, 0.35f) : dice.logNormal(2.4f, 0.5f);
        patternLevel = dice.uniform(0.4f, 0.62f);
        patternSharpness = dice.chance(0.75) ? 0.02f : dice.uniform(0.03f, 0.2f);
        boolean dark = bay || dice.chance(0.35);
        float[] darkTone = mixed(base, new float[] {0.012f, 0.01f, 0.01f}, bay ? 0.97f : dice.uniform(0.5f, 1));
        points = dark ? darkTone : dice.chance(0.5) ? base : second;
        pointsHeight = dark ? dice.uniform(0.35f, 0.75f) : 0;
        pointsStrength = bay ? 0.95f : dice.uniform(0.4f, 1);
        headStrength = dark && !bay && dice.chance(0.25) ? dice.uniform(0.2f, 1) : 0;
        hair = bay || dice.chance(0.4)
                ? darkTone
                : dice.chance(0.5) ? base : dice.chance(0.5) ? second : dice.near(NATURAL, 0.3f);
        hoof = bay ? HOOF : dice.chance(0.6) ? dice.near(NATURAL, 0.4f) : base;
        socks = new float[4];
        boolean socked = bay || dice.chance(0.5);
        for (int k = 0; k < 4; k++) {
            socks[k] = bay ? (k == 0 ? 0.3f : 0) : socked && dice.chance(0.7) ? dice.uniform(0.12f, 0.6f) : 0;
        }
        blaze = bay ? 0.022f : dice.chance(0.3) ? dice.uniform(0.01f, 0.08f) : 0;
        mottle = bay ? 0.12f : dice.uniform(0, 0.35f);
        mottleScale = dice.logNormal(4, 0.6f);
        grain = bay ? 0.12f : dice.uniform(0, dice.chance(0.3) ? 0.6f : 0.25f);
        grainScale = dice.logNormal(30, 0.5f);
        muzzle = bay || dice.chance(0.4)
                ? mixed(base, new float[] {0.03f, 0.025f, 0.025f}, 0.85f)
                : dice.chance(0.5) ? mixed(base, new float[] {0.6f, 0.42f, 0.36f}, 0.7f) : base;
        muzzleRadius = dice.uniform(0.05f, 0.2f);
        gloss = bay ? 0.10f : dice.chance(0.6) ? dice.uniform(0, 0.15f) : dice.uniform(0, 0.02f);
        glossPower = dice.logNormal(18, 0.5f);
    }

    private static Pattern pattern(Dice dice) {
        float u = dice.uniform(0, 1);
        if (u < 0.5f) {
            return Pattern.PLAIN;
        }
        if (u < 0.7f) {
            return Pattern.PATCHES;
        }
        if (u < 0.79f) {
            return Pattern.SPOTS;
        }
        if (u < 0.87f) {
            return Pattern.STRIPES;
        }
        return u < 0.95f ? Pattern.DAPPLES : Pattern.BELT;
    }

    /**
     * The colour at a point of the template.
     *
     * @param x template rest frame, as y and z
     * @param areas how much the point belongs to each area of {@link Regions}
     */
    void albedo(float x, float y, float z, float[] areas, float[] out) {
        float longHair = areas[0];
        float head = areas[1];
        float light = 1 + mottle * (2 * Noise.octaves(seed, x * mottleScale, y * mottleScale, z * mottleScale, 2) - 1);
        if (grain > 0.03f) {
            light *= 1 + grain * (2 * Noise.at(seed + 7, x * grainScale, y * grainScale * 0.6f, z * grainScale) - 1);
        }
        copy(base, out);
        boolean leg = y < 0.75f && head < 0.3f && longHair < 0.3f;
        if (countershade > 0) {
            float under = Math.max(areas[3], Noise.step(bellyLine, bellyLine - 0.35f, y) * Noise.step(0.6f, 0.95f, y));
            mix(out, belly, countershade * under * (1 - head));
        }
        mix(out, second, patternWeight(x, y, z));
        if (pointsHeight > 0 && leg) {
            mix(out, points, pointsStrength * Noise.step(pointsHeight + 0.12f, pointsHeight - 0.1f, y));
        }
        mix(out, points, headStrength * head);
        mix(out, hair, longHair);
        if (leg) {
            float sock = socks[(z > 0 ? 2 : 0) + (x > 0 ? 0 : 1)];
            if (sock > 0) {
                mix(out, WHITE, Noise.step(sock + 0.02f, sock - 0.01f, y));
            }
        }
        if (texture != null) {
            texture.over(x, y, z, out);
        }
        if (areas[2] > 0.5f) {
            mix(out, hoof, Noise.step(0.09f, 0.07f, y));
        }
        if (head > 0.3f) {
            paintFace(x, y, z, out);
        }
        for (int k = 0; k < 3; k++) {
            out[k] = Math.max(0.008f, Math.min(0.92f, out[k] * light * tint[k]));
        }
        if (tack != null) {
            tack.over(x, y, z, out);
        }
    }

    private static final float[] HOOF = {0.05f, 0.04f, 0.035f};
    private static final float[] WHITE = {0.8f, 0.78f, 0.74f};
    private static final float[] EYE = {0.01f, 0.008f, 0.007f};

    private void paintFace(float x, float y, float z, float[] out) {
        float[] nose = regions.nose();
        if (nose.length == 3) {
            float d = distance(x, y, z, nose, 0);
            mix(out, muzzle, Noise.step(muzzleRadius, muzzleRadius * 0.6f, d));
        }
        float[] eyes = regions.eyes();
        if (eyes.length == 6) {
            if (blaze > 0
                    && Math.abs(x) < 2 * blaze
                    && z > eyes[2] - 0.06f
                    && y + 0.8f * z > eyes[1] + 0.8f * eyes[2] - 0.1f) {
                mix(out, WHITE, Noise.step(blaze * 1.15f, blaze * 0.9f, Math.abs(x)));
            }
            float d = Math.min(distance(x, y, z, eyes, 0), distance(x, y, z, eyes, 3));
            mix(out, EYE, Noise.step(0.028f, 0.018f, d));
        }
    }

    private float patternWeight(float x, float y, float z) {
        return switch (pattern) {
            case PLAIN -> 0;
            case PATCHES -> {
                float n = Noise.octaves(seed + 11, x * patternScale, y * patternScale, z * patternScale, 3);
                yield Noise.step(patternLevel - patternSharpness, patternLevel + patternSharpness, n);
            }
            case SPOTS -> {
                float f = 4 * patternScale;
                float n = Noise.at(seed + 11, x * f, y * f, z * f);
                yield Noise.step(patternLevel + 0.18f - patternSharpness, patternLevel + 0.18f + patternSharpness, n);
            }
            case STRIPES -> {
                float warp = 3 * Noise.octaves(seed + 11, x * 2.5f, y * 2.5f, z * 2.5f, 2);
                // Across the trunk and round the legs, as a zebra's.
                float along = y < 0.85f ? y : z + 0.35f * (y - 0.85f);
                float wave = (float) Math.sin(along * patternScale + 2.2f * warp);
                yield Noise.step(-0.25f, 0.25f, wave + 1.6f * (patternLevel - 0.5f));
            }
            case DAPPLES -> {
                float f = 5 * patternScale;
                yield 0.45f * Noise.step(0.45f, 0.75f, Noise.at(seed + 11, x * f, y * f, z * f));
            }
            case BELT -> {
                float edge = 0.12f * Noise.octaves(seed + 11, x * 4, y * 4, z * 4, 2);
                float from = patternLevel - 0.75f + edge;
                yield Noise.step(from, from + 0.03f, z) * Noise.step(from + 0.5f, from + 0.47f, z);
            }
        };
    }

    private static float distance(float x, float y, float z, float[] p, int o) {
        float dx = x - p[o];
        float dy = y - p[o + 1];
        float dz = z - p[o + 2];
        return (float) Math.sqrt(dx * dx + dy * dy + dz * dz);
    }

    private static float[] mixed(float[] a, float[] b, float t) {
        float[] out = a.clone();
        mix(out, b, t);
        return out;
    }

    private static void mix(float[] out, float[] to, float t) {
        if (t > 0) {
            for (int k = 0; k < 3; k++) {
                out[k] += (to[k] - out[k]) * t;
            }
        }
    }

    private static void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, 3);
    }
}
