package io.canter.tracking;

import io.canter.inference.CropPicture;
import io.canter.inference.DualPointMaps;
import java.util.Arrays;

/**
 * Tells an animal's colours from those of what stands around it. Masks are coarse, and a lens, a codec and a network
 * each smear colours over the outline, so near it a pixel's colour is weighed by how much of it is animal: its distance
 * from the colour of the surroundings, as a share of the greatest such distance nearby. Everywhere it is weighed by how
 * common it is on the animal against how common it is around it. Buffers are reused.
 */
final class CoatBorder {
    private static final float OCCUPIED = 0.5f;
    /** How far the surroundings of a pixel reach, map pixels: past the smear of the outline and over a thin gap. */
    private static final int AROUND = 4;
    /** How far the purest colour of the animal is sought, map pixels. */
    private static final int NEAR = 2;
    /** Below this distance (0..255, over all channels) from the surroundings a colour can be noise of theirs. */
    private static final float DISTANCE_MIN = 45;
    /** Share of the nine pixels around that are animal on the inner side of a straight outline. */
    private static final float STRAIGHT = 6f / 9;

    /** Less trust than this is none. */
    private static final double TRUST_MIN = 0.25;
    /** What a pixel at the outline counts of one inside. */
    private static final double BORDER_SHARE = 0.5;

    /** Colours nearer than this (0..255, over all channels) to the surroundings' cannot be told from a mixture. */
    private static final float CONTRAST_MIN = 120;
    /** A colour this far off the line between two others is none of their mixtures. */
    private static final double MIXTURE_ERROR = 22;

    private int size;
    private boolean[] animal = new boolean[0];
    private float[] inside = new float[0]; // share of animal in the nine pixels around
    private float[] colours = new float[0]; // 3 per pixel, 0..255
    private float[] around = new float[0]; // 3 per animal pixel: colour of its surroundings
    private int[] purestPixel = new int[0]; // which that is
    private float[] purest = new float[0]; // greatest distance from that nearby; 0 where no surroundings are near
    private final ColourShares shares = new ColourShares();
    private final float[][] samples = new float[3][(2 * AROUND + 1) * (2 * AROUND + 1)];

    /** Takes layer 0 of the maps and the picture that belongs to them. */
    void read(DualPointMaps maps, CropPicture picture) {
        size = maps.size();
        if (animal.length != size * size) {
            animal = new boolean[size * size];
            inside = new float[size * size];
            purest = new float[size * size];
            colours = new float[3 * size * size];
            around = new float[3 * size * size];
            purestPixel = new int[size * size];
        }
        for (int p = 0; p < animal.length; p++) {
            animal[p] = maps.occupancy()[p] > OCCUPIED;
            sample(picture, (p % size + 0.5) / size, (p / size + 0.5) / size, colours, 3 * p);
        }
        for (int p = 0; p < animal.length; p++) {
            inside[p] = share(p);
        }
        shares.clear();
        for (int p = 0; p < animal.length; p++) {
            shares.count(colours, 3 * p, animal[p] ? inside[p] * inside[p] : 0, animal[p] ? 0 : 1 - inside[p]);
        }
        shares.finish();
        for (int p = 0; p < animal.length; p++) {
            if (animal[p]) {
                purest[p] = findSurroundings(p) ? greatestDistance(p) : 0;
            }
        }
    }

    boolean isAnimal(int pixel) {
        return animal[pixel];
    }

    /**
     * How much a colour seen at an animal pixel is to be believed, 0..1.
     *
     * @param rgb 0..255; what is taken for the surroundings' share in it is taken out
     */
    double trust(int pixel, float[] rgb) {
        double depth = Math.min(1, inside[pixel] / STRAIGHT);
        double own = shares.own(rgb);
        double trust = depth * depth * (inside[pixel] < 1 ? own * own : own);
        if (purest[pixel] > 0) {
            double distance = Math.sqrt(distanceSquared(rgb, 0, around, 3 * pixel));
            double share = Math.min(1, distance / Math.max(DISTANCE_MIN, purest[pixel]));
            trust *= share * share * share;
            unmix(pixel, rgb);
        }
        // In the long run much of little would be much: what is doubtful in each frame stays unseen.
        return trust < TRUST_MIN ? 0 : trust * (inside[pixel] < 1 ? BORDER_SHARE : 1);
    }

    /**
     * Where a colour is one that a mixture of the surroundings and the purest colour nearby gives, it is taken for that
     * mixture and drawn all the way to the animal's end.
     */
    private void unmix(int pixel, float[] rgb) {
        if (purest[pixel] < CONTRAST_MIN) {
            return;
        }
        double along = 0;
        for (int k = 0; k < 3; k++) {
            float b = around[3 * pixel + k];
            along += (rgb[k] - b) * (colours[3 * purestPixel[pixel] + k] - b);
        }
        double share = along / (purest[pixel] * purest[pixel]);
        double off = 0;
        for (int k = 0; k < 3; k++) {
            float b = around[3 * pixel + k];
            double d = rgb[k] - b - share * (colours[3 * purestPixel[pixel] + k] - b);
            off += d * d;
        }
        if (off < MIXTURE_ERROR * MIXTURE_ERROR && share < 1) {
            for (int k = 0; k < 3; k++) {
                rgb[k] += (float) (1 - share) * (colours[3 * purestPixel[pixel] + k] - around[3 * pixel + k]);
            }
        }
    }

    private float share(int pixel) {
        int count = 0;
        int total = 0;
        for (int j = Math.max(0, pixel / size - 1); j <= Math.min(size - 1, pixel / size + 1); j++) {
            for (int i = Math.max(0, pixel % size - 1); i <= Math.min(size - 1, pixel % size + 1); i++) {
                count += animal[j * size + i] ? 1 : 0;
                total++;
            }
        }
        return (float) count / total;
    }

    /** The median colour of what is not animal near a pixel, if possible of what does not even touch it. */
    private boolean findSurroundings(int pixel) {
        int count = collect(pixel, 0);
        if (count < 3) {
            count = collect(pixel, 1);
        }
        if (count < 3) {
            return false;
        }
        for (int k = 0; k < 3; k++) {
            Arrays.sort(samples[k], 0, count);
            around[3 * pixel + k] = samples[k][count / 2];
        }
        return true;
    }

    private int collect(int pixel, float insideMax) {
        int count = 0;
        for (int j = Math.max(0, pixel / size - AROUND); j <= Math.min(size - 1, pixel / size + AROUND); j++) {
            for (int i = Math.max(0, pixel % size - AROUND); i <= Math.min(size - 1, pixel % size + AROUND); i++) {
                int p = j * size + i;
                if (!animal[p] && inside[p] <= insideMax) {
                    for (int k = 0; k < 3; k++) {
                        samples[k][count] = colours[3 * p + k];
                    }
                    count++;
                }
            }
        }
        return count;
    }

    /** Of the animal's colours nearby from the surroundings'; notes whose it is. */
    private float greatestDistance(int pixel) {
        float greatest = 0;
        for (int j = Math.max(0, pixel / size - NEAR); j <= Math.min(size - 1, pixel / size + NEAR); j++) {
            for (int i = Math.max(0, pixel % size - NEAR); i <= Math.min(size - 1, pixel % size + NEAR); i++) {
                int p = j * size + i;
                float d = animal[p] ? distanceSquared(colours, 3 * p, around, 3 * pixel) : 0;
                if (d > greatest) {
                    greatest = d;
                    purestPixel[pixel] = p;
                }
            }
        }
        return (float) Math.sqrt(greatest);
    }

    private static float distanceSquared(float[] a, int i, float[] b, int j) {
        float x = a[i] - b[j];
        float y = a[i + 1] - b[j + 1];
        float z = a[i + 2] - b[j + 2];
        return x * x + y * y + z * z;
    }

    /** Bilinear, at fractions 0..1 of the crop's edge. */
    static void sample(CropPicture picture, double u, double v, float[] out, int offset) {
        int edge = picture.size();
        byte[] bytes = picture.rgb();
        double x = Math.max(0, Math.min(edge - 1.0, u * edge - 0.5));
        double y = Math.max(0, Math.min(edge - 1.0, v * edge - 0.5));
        int i = Math.min(edge - 2, (int) x);
        int j = Math.min(edge - 2, (int) y);
        if (i < 0 || j < 0) {
            i = 0;
            j = 0;
        }
        double a = x - i;
        double b = y - j;
        int right = Math.min(edge - 1, i + 1) - i;
        int down = Math.min(edge - 1, j + 1) - j;
        for (int k = 0; k < 3; k++) {
            int at = 3 * (j * edge + i) + k;
            double top = (1 - a) * (bytes[at] & 0xff) + a * (bytes[at + 3 * right] & 0xff);
            int under = at + 3 * edge * down;
            double bottom = (1 - a) * (bytes[under] & 0xff) + a * (bytes[under + 3 * right] & 0xff);
            out[offset + k] = (float) ((1 - b) * top + b * bottom);
        }
    }
}
