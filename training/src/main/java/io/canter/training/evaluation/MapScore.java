package io.canter.training.evaluation;

import io.canter.training.scene.SceneGenerator;

/** Errors of the maps over some samples of one kind. */
final class MapScore {
    // A leg of which fewer pixels are seen cannot be told swapped or not.
    private static final int LEG_PIXELS_MIN = 8;

    final ErrorList canonicalVisible = new ErrorList();
    final ErrorList canonicalHidden = new ErrorList();
    final ErrorList posedVisible = new ErrorList();
    final ErrorList posedHidden = new ErrorList();
    final ErrorList chamfer = new ErrorList();
    private final long[] both = new long[SceneGenerator.LAYERS];
    private final long[] either = new long[SceneGenerator.LAYERS];
    private int samples;
    private int unseen;
    private int turned;
    private int legs;
    private int swapped;

    /** Takes a sample with an animal. */
    void add(MapPair pair, LimbLabels limbs) {
        samples++;
        int plane = pair.plane();
        for (int slot = 0; slot < pair.found().layers() * plane; slot++) {
            boolean there = pair.isThere(slot);
            boolean found = pair.isFound(slot);
            both[slot / plane] += there && found ? 1 : 0;
            either[slot / plane] += there || found ? 1 : 0;
            if (there) {
                (slot < plane ? canonicalVisible : canonicalHidden).add(pair.canonicalError(slot));
                (slot < plane ? posedVisible : posedHidden).add(pair.posedError(slot));
            }
        }
        double distance = Chamfer.distance(pair.cloud(false), pair.cloud(true));
        if (Double.isNaN(distance)) {
            unseen++;
        } else {
            chamfer.add(distance);
        }
        compareSides(pair, limbs);
    }

    /** Counts legs taken for the other side's, and animals taken the wrong way round, on the visible layer. */
    private void compareSides(MapPair pair, LimbLabels limbs) {
        double straight = 0;
        double around = 0;
        int[] own = new int[LimbLabels.LEGS];
        int[] other = new int[LimbLabels.LEGS];
        float[] q = pair.truth().canonical();
        int plane = pair.plane();
        for (int i = 0; i < plane; i++) {
            if (!pair.isThere(i)) {
                continue;
            }
            double error = pair.canonicalError(i);
            straight += error;
            around += pair.turnedError(i);
            int leg = limbs.at(q[i], q[i + plane], q[i + 2 * plane]);
            if (leg != LimbLabels.NONE) {
                if (pair.mirroredError(i) < error) {
                    other[leg]++;
                } else {
                    own[leg]++;
                }
            }
        }
        turned += around < straight ? 1 : 0;
        for (int leg = 0; leg < LimbLabels.LEGS; leg++) {
            if (own[leg] + other[leg] >= LEG_PIXELS_MIN) {
                legs++;
                swapped += other[leg] > own[leg] ? 1 : 0;
            }
        }
    }

    void addAll(MapScore other) {
        canonicalVisible.addAll(other.canonicalVisible);
        canonicalHidden.addAll(other.canonicalHidden);
        posedVisible.addAll(other.posedVisible);
        posedHidden.addAll(other.posedHidden);
        chamfer.addAll(other.chamfer);
        for (int layer = 0; layer < both.length; layer++) {
            both[layer] += other.both[layer];
            either[layer] += other.either[layer];
        }
        samples += other.samples;
        unseen += other.unseen;
        turned += other.turned;
        legs += other.legs;
        swapped += other.swapped;
    }

    int samples() {
        return samples;
    }

    /** Samples for which the network finds no pixel of an animal at all; they have no chamfer distance. */
    int unseen() {
        return unseen;
    }

    /** Of all pixels of all samples together; NaN where the layer is empty in truth and result. */
    double occupancyIou(int layer) {
        return either[layer] == 0 ? Double.NaN : (double) both[layer] / either[layer];
    }

    /** Of the legs that are seen, the share whose pixels mostly show the other side's leg. */
    double swappedLegs() {
        return legs == 0 ? Double.NaN : (double) swapped / legs;
    }

    /** Share of samples whose visible Q fits the truth better when turned half around. */
    double turned() {
        return samples == 0 ? Double.NaN : (double) turned / samples;
    }
}
