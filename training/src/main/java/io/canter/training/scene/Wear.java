package io.canter.training.scene;

/** Spoils the pictures of a clip as one camera and its codec do, the same way in every frame. For one thread. */
public final class Wear {
    private static final double GAMMA = 2.2;

    private final long seed;
    private final Canvas canvas;
    private final Finish finish;
    private final byte[] planar;
    private final float[] linear = new float[256];

    /** @param seed fixes exposure, blur, noise and compression */
    public Wear(long seed, int width, int height) {
        this.seed = seed;
        canvas = new Canvas(width, height);
        finish = new Finish(width, height);
        planar = new byte[canvas.rgb.length];
        for (int i = 0; i < linear.length; i++) {
            linear[i] = (float) Math.pow(i / 255.0, GAMMA);
        }
    }

    /** @param rgb height x width x 3 bytes, changed in place */
    public void spoil(byte[] rgb) {
        int plane = canvas.width * canvas.height;
        if (rgb.length != 3 * plane) {
            throw new IllegalArgumentException("picture needs " + 3 * plane + " bytes, got " + rgb.length);
        }
        for (int p = 0; p < plane; p++) {
            for (int k = 0; k < 3; k++) {
                canvas.rgb[p + k * plane] = linear[rgb[3 * p + k] & 0xff];
            }
        }
        finish.develop(canvas, new Dice(seed), planar);
        for (int p = 0; p < plane; p++) {
            for (int k = 0; k < 3; k++) {
                rgb[3 * p + k] = planar[p + k * plane];
            }
        }
    }
}
