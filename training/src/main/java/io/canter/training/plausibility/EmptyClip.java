package io.canter.training.plausibility;

import io.canter.training.scene.EmptyPicture;
import io.canter.training.scene.EmptyScene;
import java.util.SplittableRandom;

/**
 * A clip without an animal: a hand-held, drifting look at a still picture, before which things may move on their own. The
 * same arguments give the same bytes.
 */
final class EmptyClip {
    /** The still is so much larger than a frame, so that there is room to look about. */
    private static final double ROOM = 1.6;
    /** Colours that differ by more than this show a thing rather than rounding. */
    private static final int THING_DIFFERENCE = 12;

    private final int width;
    private final int height;
    private final int frames;
    private final int stillWidth;
    private final int stillHeight;
    private final byte[] still;
    private final byte[] things; // the same with things before it, or null
    private final double[] from = new double[3]; // left and top as a share of the room, part of the still that is seen
    private final double[] to = new double[3];
    private final double shakePixels;
    private final double[] thingsPerFrame = new double[2];
    private final SplittableRandom shake;

    EmptyClip(long seed, int frames, int width, int height) {
        SplittableRandom random = new SplittableRandom(seed);
        this.width = width;
        this.height = height;
        this.frames = frames;
        stillWidth = (int) (ROOM * width);
        stillHeight = (int) (ROOM * height);
        int kind = random.nextInt(3);
        boolean scene = kind == 0;
        long pictureSeed = random.nextLong();
        still = switch (kind) {
            case 0 -> EmptyScene.draw(pictureSeed, stillWidth, stillHeight, false);
            case 1 -> EmptyPicture.draw(pictureSeed, stillWidth, stillHeight);
            default -> Shards.draw(pictureSeed, stillWidth, stillHeight);
        };
        things = scene && random.nextInt(4) > 0 ? EmptyScene.draw(pictureSeed, stillWidth, stillHeight, true) : null;
        boolean tripod = random.nextInt(3) == 0;
        for (int i = 0; i < 3; i++) {
            from[i] = i < 2 ? random.nextDouble() : 1 / ROOM + random.nextDouble() * (1 - 1 / ROOM);
            double drift = tripod ? 0 : 0.25 * (random.nextDouble() - 0.5);
            to[i] = Math.max(i < 2 ? 0 : 1 / ROOM, Math.min(1, from[i] + drift));
        }
        shakePixels = tripod ? 0 : 2 * random.nextDouble();
        if (random.nextInt(3) > 0) {
            thingsPerFrame[0] = 0.01 * width * random.nextGaussian();
            thingsPerFrame[1] = 0.002 * height * random.nextGaussian();
        }
        shake = random.split();
    }

    /** Draws the next frame, height x width x 3 bytes; call it for 0, 1, 2 ... in order. */
    void frame(int index, byte[] rgb) {
        double t = (double) index / frames;
        double part = from[2] + t * (to[2] - from[2]);
        double left = (stillWidth - part * stillWidth) * (from[0] + t * (to[0] - from[0]));
        double top = (stillHeight - part * stillHeight) * (from[1] + t * (to[1] - from[1]));
        left += shakePixels * (shake.nextDouble() - 0.5);
        top += shakePixels * (shake.nextDouble() - 0.5);
        double stepX = part * stillWidth / width;
        double stepY = part * stillHeight / height;
        int aside = (int) Math.round(index * thingsPerFrame[0]);
        int down = (int) Math.round(index * thingsPerFrame[1]);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sample(
                        left + (x + 0.5) * stepX - 0.5,
                        top + (y + 0.5) * stepY - 0.5,
                        aside,
                        down,
                        rgb,
                        3 * (y * width + x));
            }
        }
    }

    private void sample(double x, double y, int aside, int down, byte[] out, int at) {
        int x0 = Math.max(0, Math.min(stillWidth - 2, (int) Math.floor(x)));
        int y0 = Math.max(0, Math.min(stillHeight - 2, (int) Math.floor(y)));
        double u = Math.max(0, Math.min(1, x - x0));
        double v = Math.max(0, Math.min(1, y - y0));
        for (int k = 0; k < 3; k++) {
            double upper = (1 - u) * colour(x0, y0, k, aside, down) + u * colour(x0 + 1, y0, k, aside, down);
            double lower = (1 - u) * colour(x0, y0 + 1, k, aside, down) + u * colour(x0 + 1, y0 + 1, k, aside, down);
            out[at + k] = (byte) Math.round((1 - v) * upper + v * lower);
        }
    }

    private int colour(int x, int y, int channel, int aside, int down) {
        int tx = x - aside;
        int ty = y - down;
        if (things != null && tx >= 0 && ty >= 0 && tx < stillWidth && ty < stillHeight) {
            int at = 3 * (ty * stillWidth + tx);
            int difference = 0;
            for (int k = 0; k < 3; k++) {
                difference += Math.abs((things[at + k] & 0xff) - (still[at + k] & 0xff));
            }
            if (difference > THING_DIFFERENCE) {
                return things[at + channel] & 0xff;
            }
        }
        return still[3 * (y * stillWidth + x) + channel] & 0xff;
    }
}
