package io.canter.inference;

import java.util.ArrayList;
import java.util.List;

/** Decides which squares of a frame the network looks at. */
final class CropPlan {
    /** A crop is drawn anew if its animal sits off by more than this part of the crop's edge ... */
    private static final float SHIFT_MAX = 0.12f;

    /** ... or is larger or smaller than planned by more than this factor. */
    private static final float SCALE_MAX = 1.3f;

    /** Tiles overlap by half, so that an animal cut by one tile's border lies within the next. */
    private static final int TILES_MAX = 24;

    private CropPlan() {}

    /**
     * The square around a tight box, moved into the frame as far as that goes: the network knows animals that the
     * crop's border cuts, but not frames that end in the middle of a crop.
     */
    static Box square(Box tight, float margin, int frameWidth, int frameHeight) {
        float side = margin * Math.max(tight.width(), tight.height());
        return new Box(
                moveInto(tight.centreX() - 0.5f * side, side, frameWidth),
                moveInto(tight.centreY() - 0.5f * side, side, frameHeight),
                side,
                side);
    }

    private static float moveInto(float start, float side, float frame) {
        float spare = frame - side;
        return Math.max(Math.min(0, spare), Math.min(Math.max(0, spare), start));
    }

    /** True if an animal whose crop should have been {@code planned} is badly placed in {@code used}. */
    static boolean isOff(Box planned, Box used) {
        float shift =
                Math.max(Math.abs(planned.centreX() - used.centreX()), Math.abs(planned.centreY() - used.centreY()));
        float scale = planned.width() / used.width();
        return shift > SHIFT_MAX * used.width() || scale > SCALE_MAX || scale < 1 / SCALE_MAX;
    }

    /** The whole frame in one square; the shorter side is padded. */
    static Box whole(int frameWidth, int frameHeight) {
        return square(new Box(0, 0, frameWidth, frameHeight), 1, frameWidth, frameHeight);
    }

    /** Squares of half the frame's longer side that cover the frame and overlap by half along it. */
    static List<Box> tiles(int frameWidth, int frameHeight) {
        float side = 0.5f * Math.max(frameWidth, frameHeight);
        int columns = count(frameWidth, side);
        int rows = count(frameHeight, side);
        List<Box> tiles = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns && tiles.size() < TILES_MAX; column++) {
                tiles.add(new Box(
                        start(column, columns, frameWidth, side), start(row, rows, frameHeight, side), side, side));
            }
        }
        return tiles;
    }

    private static int count(float frame, float side) {
        // One tile where it covers the frame; else steps of at most half a tile, but at least two.
        return frame <= side ? 1 : Math.max(2, 1 + (int) Math.ceil((frame - side) / (0.5f * side) - 1e-3f));
    }

    private static float start(int index, int count, float frame, float side) {
        return count == 1 ? 0.5f * (frame - side) : index * (frame - side) / (count - 1);
    }
}
