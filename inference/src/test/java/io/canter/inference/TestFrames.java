package io.canter.inference;

import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.ingest.Intrinsics;
import java.nio.ByteBuffer;

/** Frames whose content is a function of the pixel. */
final class TestFrames {
    static final FramePool POOL = new FramePool();
    static final float FOV = (float) Math.toRadians(40);

    interface Colour {
        /** @return 0xRRGGBB of the pixel whose centre is (x, y) */
        int at(float x, float y);
    }

    private TestFrames() {}

    static Frame frame(int width, int height, Colour colour) {
        return frame(0, width, height, colour);
    }

    static Frame frame(long index, int width, int height, Colour colour) {
        Frame frame = POOL.frame(index, 40_000 * index, width, height, Intrinsics.centred(width, height, FOV));
        ByteBuffer pixels = frame.pixels();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = colour.at(x + 0.5f, y + 0.5f);
                pixels.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
            }
        }
        return frame;
    }

    /** A red disc on grey. */
    static Colour disc(float centreX, float centreY, float radius) {
        return (x, y) -> Math.hypot(x - centreX, y - centreY) <= radius ? 0xff0000 : 0x808080;
    }
}
