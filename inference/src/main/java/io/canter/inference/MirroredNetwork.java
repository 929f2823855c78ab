package io.canter.inference;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A network that looks at each crop twice, as it is and mirrored, and answers with both together: for those who have the
 * time. Animals are symmetric, so the mirror image of an animal is one whose left is the other side; its maps are mirrored
 * back. Where both agree their mean errs less than either; where they do not, the surer one is believed and is sure no
 * longer.
 */
public final class MirroredNetwork implements PointMapNetwork {
    /** Canonical points farther apart than this (metres) are two places, whose middle is neither. */
    private static final float SAME_PLACE_METRES = 0.15f;

    private final PointMapNetwork network;
    private final int batch;
    private final int imageRow;
    // Read and written in Java alone: the network behind has the buffers that the runtime needs.
    private final FloatBuffer images;
    private final FloatBuffer priors;
    private final FloatBuffer occupancy;
    private final FloatBuffer confidence;
    private final float[] row;
    private final float[] priorRow;
    private final float[] notFinite;
    private final DualPointMaps[] maps;

    /** @param network closed with this; must take two crops at once */
    public MirroredNetwork(PointMapNetwork network) {
        if (network.batchMax() < 2) {
            throw new IllegalArgumentException(
                    "a mirrored network needs one of batches of at least 2, was " + network.batchMax());
        }
        this.network = network;
        batch = network.batchMax() / 2;
        imageRow = network.imageSize();
        row = new float[imageRow];
        images = FloatBuffer.allocate(batch * 3 * imageRow * imageRow);
        priorRow = new float[network.mapSize()];
        priors = FloatBuffer.allocate(network.priors().capacity() / network.batchMax() * batch);
        int plane = network.layers() * network.mapSize() * network.mapSize();
        occupancy = FloatBuffer.allocate(batch * plane);
        confidence = FloatBuffer.allocate(batch * plane);
        notFinite = new float[plane];
        Arrays.fill(notFinite, Float.NaN);
        maps = new DualPointMaps[batch];
    }

    @Override
    public int imageSize() {
        return network.imageSize();
    }

    @Override
    public int mapSize() {
        return network.mapSize();
    }

    @Override
    public int layers() {
        return network.layers();
    }

    @Override
    public int batchMax() {
        return batch;
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
    public FloatBuffer occupancy() {
        return occupancy;
    }

    @Override
    public FloatBuffer confidence() {
        return confidence;
    }

    @Override
    public void run(int count) {
        if (count < 1 || count > batch) {
            throw new IllegalArgumentException("a run takes 1 to " + batch + " crops, was " + count);
        }
        both(images, network.images(), row, count * 3 * imageRow);
        if (priors.capacity() > 0) {
            bothPriors(count);
        }
        network.run(2 * count);
        for (int image = 0; image < count; image++) {
            DualPointMaps seen = merged(network.maps(image), network.maps(count + image));
            maps[image] = seen;
            occupancy.put(image * notFinite.length, seen == null ? notFinite : seen.occupancy());
            confidence.put(image * notFinite.length, seen == null ? notFinite : seen.confidence());
        }
    }

    @Override
    public Optional<DualPointMaps> maps(int image) {
        return Optional.ofNullable(maps[image]).map(DualPointMaps::copy);
    }

    /** Copies rows as they are and, behind them all, mirrored. */
    private static void both(FloatBuffer from, FloatBuffer to, float[] row, int rows) {
        for (int r = 0; r < rows; r++) {
            from.get(r * row.length, row);
            to.put(r * row.length, row);
            for (int left = 0, right = row.length - 1; left < right; left++, right--) {
                float pixel = row[left];
                row[left] = row[right];
                row[right] = pixel;
            }
            to.put((rows + r) * row.length, row);
        }
    }

    private void bothPriors(int count) {
        FloatBuffer to = network.priors();
        int size = priorRow.length;
        both(priors, to, priorRow, count * Prior.CHANNELS * size);
        for (int image = count; image < 2 * count; image++) {
            int x = image * Prior.CHANNELS * size * size; // its first channel
            for (int p = x; p < x + size * size; p++) {
                to.put(p, -to.get(p));
            }
        }
    }

    /** Null where neither is finite; one where the other is not. */
    private static DualPointMaps merged(Optional<DualPointMaps> straight, Optional<DualPointMaps> mirrored) {
        if (mirrored.isEmpty()) {
            return straight.orElse(null);
        }
        DualPointMaps back = mirroredBack(mirrored.get());
        return straight.isEmpty() ? back : merged(straight.get(), back);
    }

    private static DualPointMaps mirroredBack(DualPointMaps maps) {
        int size = maps.size();
        int plane = size * size;
        DualPointMaps out = new DualPointMaps(
                maps.layers(),
                size,
                new float[maps.canonical().length],
                new float[maps.posed().length],
                new float[maps.occupancy().length],
                new float[maps.confidence().length]);
        for (int layer = 0; layer < maps.layers(); layer++) {
            for (int p = 0; p < plane; p++) {
                int from = p - p % size + size - 1 - p % size;
                out.occupancy()[layer * plane + p] = maps.occupancy()[layer * plane + from];
                out.confidence()[layer * plane + p] = maps.confidence()[layer * plane + from];
                for (int a = 0; a < 3; a++) {
                    int to = (3 * layer + a) * plane;
                    float sign = a == 0 ? -1 : 1;
                    out.canonical()[to + p] = sign * maps.canonical()[to + from];
                    out.posed()[to + p] = sign * maps.posed()[to + from];
                }
            }
        }
        return out;
    }

    private static DualPointMaps merged(DualPointMaps one, DualPointMaps other) {
        int plane = one.size() * one.size();
        for (int layer = 0; layer < one.layers(); layer++) {
            for (int p = 0; p < plane; p++) {
                merge(one, other, layer * plane + p, 3 * layer * plane + p, plane);
            }
        }
        return one;
    }

    /** Merges a pixel of a layer into the first of two maps. */
    private static void merge(DualPointMaps into, DualPointMaps from, int pixel, int x, int plane) {
        float own = into.confidence()[pixel] * into.occupancy()[pixel];
        float others = from.confidence()[pixel] * from.occupancy()[pixel];
        float share = own + others > 0 ? own / (own + others) : 0.5f;
        float apart = squareApart(into.canonical(), from.canonical(), x, plane);
        if (apart > SAME_PLACE_METRES * SAME_PLACE_METRES) {
            share = share >= 0.5f ? 1 : 0;
        }
        float spread = apart + squareApart(into.posed(), from.posed(), x, plane);
        for (int a = 0; a < 3; a++) {
            int at = x + a * plane;
            into.canonical()[at] = share * into.canonical()[at] + (1 - share) * from.canonical()[at];
            into.posed()[at] = share * into.posed()[at] + (1 - share) * from.posed()[at];
        }
        into.occupancy()[pixel] = 0.5f * (into.occupancy()[pixel] + from.occupancy()[pixel]);
        // Confidence c promises a squared error of 2 / c; two that are so far apart err by half their squared distance
        // each.
        float mean = 0.5f * (into.confidence()[pixel] + from.confidence()[pixel]);
        into.confidence()[pixel] = Math.max(1, Math.min(mean, 4 / Math.max(1e-6f, spread)));
    }

    private static float squareApart(float[] one, float[] other, int x, int plane) {
        float sum = 0;
        for (int at = x; at <= x + 2 * plane; at += plane) {
            sum += (one[at] - other[at]) * (one[at] - other[at]);
        }
        return sum;
    }

    @Override
    public void close() {
        network.close();
    }
}
