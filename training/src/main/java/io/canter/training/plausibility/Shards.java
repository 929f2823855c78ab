package io.canter.training.plausibility;

import io.canter.training.demo.GeneratedClip;
import io.canter.training.family.AnimalFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pictures of animals, cut up and put together anew: hide, legs and grass without an animal. They mislead the network as
 * the world does, with parts that look right in places that do not.
 */
final class Shards {
    private static final int COLUMNS_MIN = 4;
    private static final int COLUMNS_MAX = 8;

    private Shards() {}

    /** @return height x width x 3 bytes; the same seed gives the same bytes */
    static byte[] draw(long seed, int width, int height) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> species = AnimalFamily.species();
        long animal = GeneratedClip.FIRST_HELD_OUT_SEED + Math.floorMod(seed, GeneratedClip.FIRST_HELD_OUT_SEED);
        byte[] whole = new byte[3 * width * height];
        try {
            GeneratedClip.random(species.get(random.nextInt(species.size())), null, animal, 1, width, height)
                    .render(moment -> System.arraycopy(moment.rgb(), 0, whole, 0, whole.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int columns = COLUMNS_MIN + random.nextInt(COLUMNS_MAX - COLUMNS_MIN + 1);
        int edge = (width + columns - 1) / columns;
        int rows = (height + edge - 1) / edge;
        byte[] out = new byte[whole.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int left = random.nextInt(Math.max(1, width - edge));
                int top = random.nextInt(Math.max(1, height - edge));
                int turn = random.nextInt(4);
                place(whole, left, top, turn, out, column * edge, row * edge, edge, width, height);
            }
        }
        return out;
    }

    /** Copies a square, turned by so many right angles. */
    private static void place(
            byte[] from, int left, int top, int turn, byte[] to, int x0, int y0, int edge, int width, int height) {
        for (int y = y0; y < Math.min(height, y0 + edge); y++) {
            for (int x = x0; x < Math.min(width, x0 + edge); x++) {
                int u = x - x0;
                int v = y - y0;
                int su = turn == 0 ? u : turn == 1 ? v : turn == 2 ? edge - 1 - u : edge - 1 - v;
                int sv = turn == 0 ? v : turn == 1 ? edge - 1 - u : turn == 2 ? edge - 1 - v : u;
                int source = 3 * (Math.min(height - 1, top + sv) * width + Math.min(width - 1, left + su));
                System.arraycopy(from, source, to, 3 * (y * width + x), 3);
            }
        }
    }
}
