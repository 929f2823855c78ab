package io.canter.inference;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes all that is red for an animal, as tall as one unless {@link #flat}. */
final class RednessNetwork implements PointMapNetwork {
    private static final int IMAGE = 128;
    private static final int MAP = 64;
    private static final int LAYERS = 2;

    private final int batchMax;
    private final FloatBuffer images;
    private final FloatBuffer priors;
    private final FloatBuffer occupancy;
    private final FloatBuffer confidence;
    int runs;
    int crops;
    boolean phantom;
    boolean flat;
    boolean spoilMaps;
    boolean spoilOccupancy;
    boolean closed;
    RuntimeException failure;
    /** Of every crop run: the first number of its prior. */
    final List<Float> priorsSeen = new ArrayList<>();

    RednessNetwork(int batchMax) {
        this.batchMax = batchMax;
        images = FloatBuffer.allocate(batchMax * 3 * IMAGE * IMAGE);
        priors = FloatBuffer.allocate(batchMax * Prior.CHANNELS * MAP * MAP);
        occupancy = FloatBuffer.allocate(batchMax * LAYERS * MAP * MAP);
        confidence = FloatBuffer.allocate(batchMax * LAYERS * MAP * MAP);
    }

    @Override
    public int imageSize() {
        return IMAGE;
    }

    @Override
    public int mapSize() {
        return MAP;
    }

    @Override
    public int layers() {
        return LAYERS;
    }

    @Override
    public int batchMax() {
        return batchMax;
    }

    @Override
    public FloatBuffer images() {
        return images;
    }

    @Override
    public FloatBuffer priors() {
        return priors;
    }

    @Override
    public void run(int count) {
        if (failure != null) {
            throw failure;
        }
        runs++;
        crops += count;
        int plane = IMAGE * IMAGE;
        for (int n = 0; n < count; n++) {
            priorsSeen.add(priors.get(n * Prior.CHANNELS * MAP * MAP));
            for (int j = 0; j < MAP; j++) {
                for (int i = 0; i < MAP; i++) {
                    float red = 0;
                    float green = 0;
                    for (int k = 0; k < 4; k++) {
                        int pixel = 3 * plane * n + (2 * j + (k >> 1)) * IMAGE + 2 * i + (k & 1);
                        red += images.get(pixel) / 4;
                        green += images.get(pixel + plane) / 4;
                    }
                    boolean dreamt = phantom && i > 6 && i < 30 && j > 30 && j < 46;
                    float value = dreamt ? 0.95f : Math.max(0.01f, Math.min(0.99f, red - green));
                    for (int layer = 0; layer < LAYERS; layer++) {
                        int at = ((n * LAYERS + layer) * MAP + j) * MAP + i;
                        occupancy.put(at, spoilOccupancy ? Float.NaN : value);
                        confidence.put(at, 12);
                    }
                }
            }
        }
    }

    @Override
    public FloatBuffer occupancy() {
        return occupancy;
    }

    @Override
    public FloatBuffer confidence() {
        return confidence;
    }

    @Override
    public Optional<DualPointMaps> maps(int image) {
        if (spoilMaps) {
            return Optional.empty();
        }
        int plane = LAYERS * MAP * MAP;
        float[] q = new float[3 * plane];
        for (int i = 0; i < MAP * MAP && !flat; i++) {
            q[MAP * MAP + i] = (i & 1) == 0 ? 0.35f : -0.35f; // any part of it spans a body's height
        }
        float[] p = new float[3 * plane];
        float[] o = new float[plane];
        float[] c = new float[plane];
        occupancy.get(image * plane, o);
        confidence.get(image * plane, c);
        return Optional.of(new DualPointMaps(LAYERS, MAP, q, p, o, c));
    }

    @Override
    public void close() {
        closed = true;
    }
}
