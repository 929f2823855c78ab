package io.canter.training.scene;

import io.canter.ingest.Intrinsics;

/**
 * Scenes without an animal as training draws them, of any size: grounds, skies and walls, with or without things that
 * stand about in them. {@link EmptyPicture} draws what is no scene at all.
 */
public final class EmptyScene {
    private static final double FIELD_OF_VIEW_RADIANS = 0.8;

    private EmptyScene() {}

    /**
     * Draws one picture.
     *
     * @param withThings whether crude figures of people, cars and bushes stand in front; all else is the same without
     * @return height x width x 3 bytes, R, G, B; the same seed gives the same bytes
     */
    public static byte[] draw(long seed, int width, int height, boolean withThings) {
        Dice dice = new Dice(seed);
        Canvas canvas = new Canvas(width, height);
        Light light = Light.random(dice.split());
        Dice back = dice.split();
        if (back.chance(0.6)) {
            float[] eye = {0, back.uniform(0.6f, 2.2f), 0};
            float[] target = {3, eye[1] - back.uniform(-0.5f, 1.2f), back.uniform(-1, 1)};
            Intrinsics camera = Intrinsics.centred(width, height, (float) FIELD_OF_VIEW_RADIANS);
            View view = View.lookAt(eye, target, 0, camera);
            Backdrop.random(back).paint(canvas, view, light, null, new float[0]);
        } else {
            Clutter.abstractBackground(canvas, back);
        }
        if (back.chance(0.8)) {
            Clutter.behind(canvas, back);
        }
        Dice things = dice.split();
        if (withThings) {
            do {
                Clutter.decoy(canvas, things);
            } while (things.chance(0.6));
        }
        byte[] planar = new byte[canvas.rgb.length];
        Finish.developPlainly(canvas, 1, planar);
        byte[] rgb = new byte[planar.length];
        int plane = width * height;
        for (int p = 0; p < plane; p++) {
            for (int k = 0; k < 3; k++) {
                rgb[3 * p + k] = planar[p + k * plane];
            }
        }
        return rgb;
    }
}
