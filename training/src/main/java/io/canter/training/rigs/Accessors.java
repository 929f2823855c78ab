package io.canter.training.rigs;

import de.javagl.jgltf.model.AccessorByteData;
import de.javagl.jgltf.model.AccessorData;
import de.javagl.jgltf.model.AccessorFloatData;
import de.javagl.jgltf.model.AccessorIntData;
import de.javagl.jgltf.model.AccessorModel;
import de.javagl.jgltf.model.AccessorShortData;

/** Reads the numbers of glTF accessors, whatever type they are stored in. */
final class Accessors {
    private Accessors() {}

    /** Whole numbers as they are. */
    static int[] ints(AccessorModel accessor) {
        AccessorData data = accessor.getAccessorData();
        int[] out = new int[data.getTotalNumComponents()];
        for (int i = 0; i < out.length; i++) {
            out[i] = whole(data, i);
        }
        return out;
    }

    /** Floats, or whole numbers that stand for fractions where the accessor is normalised. */
    static float[] floats(AccessorModel accessor) {
        AccessorData data = accessor.getAccessorData();
        float[] out = new float[data.getTotalNumComponents()];
        if (data instanceof AccessorFloatData floats) {
            for (int i = 0; i < out.length; i++) {
                out[i] = floats.get(i);
            }
            return out;
        }
        float scale = accessor.isNormalized() ? 1 / greatest(data) : 1;
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(accessor.isNormalized() ? -1 : Float.NEGATIVE_INFINITY, whole(data, i) * scale);
        }
        return out;
    }

    private static int whole(AccessorData data, int index) {
        if (data instanceof AccessorByteData bytes) {
            return bytes.getInt(index);
        }
        if (data instanceof AccessorShortData shorts) {
            return shorts.getInt(index);
        }
        if (data instanceof AccessorIntData ints) {
            return ints.get(index);
        }
        throw new IllegalArgumentException("accessor holds fractions where whole numbers are wanted");
    }

    private static float greatest(AccessorData data) {
        if (data instanceof AccessorByteData bytes) {
            return bytes.isUnsigned() ? 255 : 127;
        }
        if (data instanceof AccessorShortData shorts) {
            return shorts.isUnsigned() ? 65535 : 32767;
        }
        return Integer.MAX_VALUE;
    }
}
