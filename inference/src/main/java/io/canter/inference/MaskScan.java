package io.canter.inference;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits an occupancy map into connected parts (4 neighbours) and joins what belongs to one animal: a leg behind a post
 * is its own part, but near. Buffers are reused; the labels hold until the next scan.
 */
final class MaskScan {
    /** A pixel is occupied from here on: where the cross entropy's two sides balance. */
    static final float OCCUPIED = 0.5f;

    /** Parts smaller than this are specks. */
    private static final int SPECK_AREA = 3;

    /** Parts kept of one map; more than that many animals or fragments in one crop help nobody. */
    private static final int REGIONS_MAX = 32;

    private final int size;
    private final int touchGap;
    private final int nearGap;
    private final int[] labels;
    private final int[] queue;
    private final int[] distance;
    private final float[] values;
    private boolean notFinite;

    MaskScan(int size) {
        this.size = size;
        // A post is a pixel or two wide in the map: parts so near are one, whatever their size. A small part may be
        // farther off (a hoof below a bleached pastern), up to a twelfth of the map.
        touchGap = Math.max(1, size / 32);
        nearGap = Math.max(2, size / 12);
        labels = new int[size * size];
        queue = new int[size * size];
        distance = new int[size * size];
        values = new float[size * size];
    }

    /**
     * Finds the parts of the map that starts at {@code offset}.
     *
     * @param ignored pixels to take as empty, or null
     */
    List<MaskRegion> scan(FloatBuffer occupancy, int offset, boolean[] ignored) {
        occupancy.get(offset, values);
        int plane = size * size;
        float zero = 0;
        for (int i = 0; i < plane; i++) {
            boolean occupied = values[i] > OCCUPIED && (ignored == null || !ignored[i]);
            labels[i] = occupied ? -1 : 0; // -1: occupied, not yet visited
            zero += 0 * values[i]; // 0 for finite values, else NaN
        }
        notFinite = zero != 0;
        List<MaskRegion> regions = new ArrayList<>();
        int label = 0;
        for (int i = 0; i < plane; i++) {
            if (labels[i] == -1) {
                MaskRegion region = flood(i, ++label);
                if (region.area() >= SPECK_AREA) {
                    regions.add(region);
                }
            }
        }
        regions.sort((a, b) -> Integer.compare(b.area(), a.area()));
        return regions.size() > REGIONS_MAX ? new ArrayList<>(regions.subList(0, REGIONS_MAX)) : regions;
    }

    /** True if the last map held a number that is not finite. */
    boolean sawNotFinite() {
        return notFinite;
    }

    private MaskRegion flood(int start, int label) {
        int left = size;
        int top = size;
        int right = 0;
        int bottom = 0;
        double sum = 0;
        int head = 0;
        int tail = 0;
        queue[tail++] = start;
        labels[start] = label;
        while (head < tail) {
            int i = queue[head++];
            int x = i % size;
            int y = i / size;
            left = Math.min(left, x);
            right = Math.max(right, x + 1);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y + 1);
            sum += 2 * values[i] - 1;
            tail = visit(x > 0, i - 1, label, tail);
            tail = visit(x + 1 < size, i + 1, label, tail);
            tail = visit(y > 0, i - size, label, tail);
            tail = visit(y + 1 < size, i + size, label, tail);
        }
        return new MaskRegion(label, tail, left, top, right, bottom, (float) Math.min(1, sum / tail));
    }

    private int visit(boolean inside, int i, int label, int tail) {
        if (inside && labels[i] == -1) {
            labels[i] = label;
            queue[tail] = i;
            return tail + 1;
        }
        return tail;
    }

    /**
     * Joins to {@code main} the regions that are near enough to be its own parts, relabels them, and takes them out of
     * {@code regions}.
     *
     * @return the whole; {@code main} itself is taken out of {@code regions} too
     */
    MaskRegion join(MaskRegion main, List<MaskRegion> regions) {
        regions.remove(main);
        MaskRegion whole = main;
        spread(main.label());
        for (int k = regions.size() - 1; k >= 0; k--) {
            MaskRegion part = regions.get(k);
            // In one leap only: chains of parts would lead from one animal to the next.
            int gap = gapTo(part);
            boolean small = 3 * part.area() < main.area();
            if (gap <= (small ? nearGap : touchGap)) {
                regions.remove(k);
                relabel(part, main.label());
                whole = union(whole, part);
            }
        }
        return whole;
    }

    /** Fills {@link #distance}: empty pixels between each pixel and the region, up to the greatest gap of interest. */
    private void spread(int label) {
        int head = 0;
        int tail = 0;
        for (int i = 0; i < labels.length; i++) {
            boolean own = labels[i] == label;
            distance[i] = own ? 0 : Integer.MAX_VALUE;
            if (own) {
                queue[tail++] = i;
            }
        }
        while (head < tail) {
            int i = queue[head++];
            int next = distance[i] + 1;
            if (next > nearGap + 1) {
                return;
            }
            int x = i % size;
            int y = i / size;
            tail = reach(x > 0, i - 1, next, tail);
            tail = reach(x + 1 < size, i + 1, next, tail);
            tail = reach(y > 0, i - size, next, tail);
            tail = reach(y + 1 < size, i + size, next, tail);
        }
    }

    private int reach(boolean inside, int i, int next, int tail) {
        if (inside && distance[i] == Integer.MAX_VALUE) {
            distance[i] = next;
            queue[tail] = i;
            return tail + 1;
        }
        return tail;
    }

    private int gapTo(MaskRegion part) {
        int least = Integer.MAX_VALUE;
        for (int y = part.top(); y < part.bottom(); y++) {
            for (int x = part.left(); x < part.right(); x++) {
                if (labels[y * size + x] == part.label()) {
                    least = Math.min(least, distance[y * size + x]);
                }
            }
        }
        return least == Integer.MAX_VALUE ? least : least - 1;
    }

    private void relabel(MaskRegion part, int label) {
        for (int y = part.top(); y < part.bottom(); y++) {
            for (int x = part.left(); x < part.right(); x++) {
                if (labels[y * size + x] == part.label()) {
                    labels[y * size + x] = label;
                }
            }
        }
    }

    private static MaskRegion union(MaskRegion a, MaskRegion b) {
        int area = a.area() + b.area();
        return new MaskRegion(
                a.label(),
                area,
                Math.min(a.left(), b.left()),
                Math.min(a.top(), b.top()),
                Math.max(a.right(), b.right()),
                Math.max(a.bottom(), b.bottom()),
                (a.certainty() * a.area() + b.certainty() * b.area()) / area);
    }

    /** True where the last scan saw the region of that label. */
    boolean isIn(int pixel, int label) {
        return labels[pixel] == label;
    }

    /** Occupied, but by something else than the region of that label. */
    boolean isOther(int pixel, int label) {
        return labels[pixel] > 0 && labels[pixel] != label;
    }
}
