package io.canter.training.scene;

import io.canter.tracking.Rig;

/**
 * What scenes to learn from have and those that are measured have not: photographs on coats, animals before their own
 * colours, hair that hangs, wet coats, tack, lamps. It takes dice of its own, so that all else stays as it was. Needs
 * photographs.
 */
final class Disguise {
    private static final double PHOTO_COATS = 0.35;
    private static final double CAMOUFLAGE = 0.25;
    private static final double LONG_HAIR = 0.12;
    private static final double WET = 0.08;
    private static final double TACK = 0.2;
    private static final double LAMPS = 0.2;

    private final Photos photos;
    private final Tack.Places tack;

    Disguise(Photos photos, Rig rig, Regions regions) {
        this.photos = photos;
        tack = new Tack.Places(rig, regions);
    }

    /** Its draws for one scene. */
    Worn by(Dice dice) {
        return new Worn(this, dice);
    }

    /** A disguise with the dice that draw it. */
    record Worn(Disguise disguise, Dice dice) {
        /** Lamps beside the sun. */
        Light light(Light light) {
            return disguise.light(light, dice);
        }

        /** @param canvas holds what the animal will stand before */
        SceneRenderer.Look look(SceneRenderer.Look look, Canvas canvas) {
            return disguise.look(look, canvas, dice);
        }
    }

    private Light light(Light light, Dice dice) {
        return dice.chance(LAMPS) ? light.withLamps(dice.split()) : light;
    }

    private SceneRenderer.Look look(SceneRenderer.Look look, Canvas canvas, Dice dice) {
        Coat coat = look.coat();
        if (dice.chance(PHOTO_COATS)) {
            coat = coat.under(photos.texture(dice.split()));
        }
        if (dice.chance(CAMOUFLAGE)) {
            coat = coat.tinted(colourOf(canvas, look.light()), dice.uniform(0.5f, 1));
        }
        if (dice.chance(WET)) {
            coat = coat.wet(dice.split());
        }
        if (dice.chance(TACK)) {
            coat = coat.wearing(new Tack(tack, dice.split()));
        }
        boolean hairy = dice.chance(LONG_HAIR);
        return new SceneRenderer.Look(
                coat,
                look.light(),
                look.shadow(),
                hairy ? dice.uniform(0.5f, 1.6f) : look.frayPixels(),
                hairy ? dice.uniform(0.04f, 0.1f) : look.shagMetres(),
                look.seed());
    }

    /** The colour that, in this light, looks as the canvas does on average. */
    private static float[] colourOf(Canvas canvas, Light light) {
        int plane = canvas.width * canvas.height;
        float[] colour = new float[3];
        for (int k = 0; k < 3; k++) {
            double sum = 0;
            for (int p = 0; p < plane; p++) {
                sum += canvas.rgb[p + k * plane];
            }
            colour[k] = (float) (sum / plane) / (0.5f * light.sun()[k] + light.sky()[k] + 0.05f);
        }
        return colour;
    }
}
