package io.canter.training.scene;

/**
 * Part of a photograph laid over a coat, in the template's rest frame: light and dark, or the colours too, as no formula
 * makes them. Both sides of an animal differ, as the picture is laid on askew. For one thread.
 */
final class PhotoTexture {
    private static final float ASKEW = 0.35f;
    private static final int PROBES = 64;
    private static final float DARKEST = 0.02f; // linear; a mean below it would make all else glare
    private static final float RATIO_MAX = 3;

    private final Photos.Picture picture;
    private final float left;
    private final float top;
    private final float pixelsPerMetre;
    private final float strength;
    private final boolean colours;
    private final float[] mean = new float[3];
    private final float[] texel = new float[3];

    /**
     * @param strength 0 leaves the coat as it is, 1 has all of the picture's light and dark
     * @param colours whether the picture's colours are taken too, or its brightness alone
     */
    PhotoTexture(Photos.Picture picture, float left, float top, float pixelsPerMetre, float strength, boolean colours) {
        this.picture = picture;
        this.left = left;
        this.top = top;
        this.pixelsPerMetre = pixelsPerMetre;
        this.strength = strength;
        this.colours = colours;
        Dice probes = new Dice(Float.floatToIntBits(left) * 31L + Float.floatToIntBits(top));
        for (int n = 0; n < PROBES; n++) {
            look(0, probes.uniform(0, 1.5f), probes.uniform(-1, 1.5f));
            for (int k = 0; k < 3; k++) {
                mean[k] += texel[k] / PROBES;
            }
        }
        for (int k = 0; k < 3; k++) {
            mean[k] = Math.max(DARKEST, mean[k]);
        }
    }

    /** Lays it over a colour. */
    void over(float x, float y, float z, float[] rgb) {
        look(x, y, z);
        float grey = (texel[0] + texel[1] + texel[2]) / (mean[0] + mean[1] + mean[2]);
        for (int k = 0; k < 3; k++) {
            float ratio = Math.min(RATIO_MAX, colours ? texel[k] / mean[k] : grey);
            rgb[k] *= 1 + strength * (ratio - 1);
        }
    }

    /** What lies there, into {@code texel}. */
    private void look(float x, float y, float z) {
        picture.look(left + (z + ASKEW * x) * pixelsPerMetre, top - (y + ASKEW * x) * pixelsPerMetre, texel, 0, 1);
    }
}
