package io.canter.tracking;

import java.util.Arrays;

/** How common each colour is on an animal against around it: two coarse histograms, softened by one cell each way. */
final class ColourShares {
    private static final int BITS = 4; // 16 steps a channel: finer cells of one crop would stand empty
    private static final int SIDE = 1 << BITS;
    /** A share below this (of all pixels) is chance: colours met on neither side are let pass. */
    private static final float CHANCE = 0.002f;

    private final float[] animal = new float[SIDE * SIDE * SIDE];
    private final float[] around = new float[SIDE * SIDE * SIDE];
    private final float[] scratch = new float[SIDE * SIDE * SIDE];
    private double animalTotal;
    private double aroundTotal;

    void clear() {
        Arrays.fill(animal, 0);
        Arrays.fill(around, 0);
        animalTotal = 0;
        aroundTotal = 0;
    }

    /**
     * Counts one pixel.
     *
     * @param colours its three channels from {@code at} on, 0..255
     * @param asAnimal 0..1
     */
    void count(float[] colours, int at, float asAnimal, float asAround) {
        int cell = cell(colours, at);
        animal[cell] += asAnimal;
        around[cell] += asAround;
        animalTotal += asAnimal;
        aroundTotal += asAround;
    }

    /** To be called after the last pixel. */
    void finish() {
        soften(animal);
        soften(around);
    }

    /** 0..1: near 0 for colours that are seen around the animal only, 1 for those that are not. */
    double own(float[] rgb) {
        if (animalTotal == 0 || aroundTotal == 0) {
            return 1;
        }
        int cell = cell(rgb, 0);
        double here = animal[cell] / animalTotal + CHANCE;
        return here / (here + around[cell] / aroundTotal);
    }

    private static int cell(float[] rgb, int at) {
        return (step(rgb[at]) * SIDE + step(rgb[at + 1])) * SIDE + step(rgb[at + 2]);
    }

    private static int step(float channel) {
        return Math.max(0, Math.min(SIDE - 1, (int) channel >> (8 - BITS)));
    }

    /** A quarter of each cell goes to each of its neighbours, along one axis after the other. */
    private void soften(float[] cells) {
        for (int stride = 1; stride < cells.length; stride *= SIDE) {
            System.arraycopy(cells, 0, scratch, 0, cells.length);
            for (int i = 0; i < cells.length; i++) {
                int place = i / stride % SIDE;
                float below = place > 0 ? scratch[i - stride] : scratch[i];
                float above = place < SIDE - 1 ? scratch[i + stride] : scratch[i];
                cells[i] = 0.5f * scratch[i] + 0.25f * (below + above);
            }
        }
    }
}
