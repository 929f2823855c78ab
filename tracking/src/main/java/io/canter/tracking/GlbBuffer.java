package io.canter.tracking;

import de.javagl.jgltf.impl.v2.Accessor;
import de.javagl.jgltf.impl.v2.Buffer;
import de.javagl.jgltf.impl.v2.BufferView;
import de.javagl.jgltf.impl.v2.GlTF;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Collects typed arrays into the one binary buffer of a GLB and describes each by an accessor. */
public final class GlbBuffer {
    static final int UNSIGNED_BYTE = 5121;
    static final int UNSIGNED_SHORT = 5123;
    static final int UNSIGNED_INT = 5125;
    static final int FLOAT = 5126;
    private static final int ARRAY_BUFFER = 34962;
    private static final int ELEMENT_ARRAY_BUFFER = 34963;

    private final GlTF gltf;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public GlbBuffer(GlTF gltf) {
        this.gltf = gltf;
    }

    /** Floats as a vertex attribute of {@code type} (VEC3, VEC4); returns the accessor's index. */
    public int attribute(float[] values, String type, boolean bounded) {
        return floats(values, type, ARRAY_BUFFER, bounded);
    }

    /** Matrices for a skin, column-major; not a vertex attribute, so without a target. */
    public int matrices(float[] values) {
        return floats(values, "MAT4", null, false);
    }

    /** Numbers of an animation: times (SCALAR) or values (VEC3, VEC4). */
    public int samples(float[] values, String type) {
        return floats(values, type, null, type.equals("SCALAR"));
    }

    /** Four joint numbers a vertex, each below 256. */
    public int jointIndices(int[] joints) {
        byte[] raw = new byte[joints.length];
        for (int i = 0; i < joints.length; i++) {
            raw[i] = (byte) joints[i];
        }
        return add(raw, joints.length / 4, UNSIGNED_BYTE, "VEC4", ARRAY_BUFFER);
    }

    /**
     * Colours as a vertex attribute, 16 bits a channel: glTF wants them linear, and dark coats need the room.
     *
     * @param srgb 3 per vertex, sRGB
     */
    public int colours(byte[] srgb) {
        int count = srgb.length / 3;
        // Every vertex has to begin at a multiple of four bytes: a fourth channel, opaque, sees to that.
        ByteBuffer raw = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int v = 0; v < count; v++) {
            for (int k = 0; k < 3; k++) {
                raw.putShort((short) Math.round(0xffff * linear((srgb[3 * v + k] & 0xff) / 255.0)));
            }
            raw.putShort((short) 0xffff);
        }
        int accessor = add(raw.array(), count, UNSIGNED_SHORT, "VEC4", ARRAY_BUFFER);
        gltf.getAccessors().get(accessor).setNormalized(true);
        return accessor;
    }

    /** IEC 61966-2-1. */
    private static double linear(double srgb) {
        return srgb <= 0.04045 ? srgb / 12.92 : Math.pow((srgb + 0.055) / 1.055, 2.4);
    }

    /** Three vertex indices a triangle. */
    public int triangles(int[] indices) {
        ByteBuffer raw = ByteBuffer.allocate(4 * indices.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asIntBuffer().put(indices);
        return add(raw.array(), indices.length, UNSIGNED_INT, "SCALAR", ELEMENT_ARRAY_BUFFER);
    }

    /** Closes the buffer: to be called once, after the last array. */
    public ByteBuffer finish() {
        if (bytes.size() > 0) { // glTF knows no empty buffer
            Buffer buffer = new Buffer();
            buffer.setByteLength(bytes.size());
            gltf.addBuffers(buffer);
        }
        return ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int floats(float[] values, String type, Integer target, boolean bounded) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        int width = width(type);
        int accessor = add(raw.array(), values.length / width, FLOAT, type, target);
        if (bounded) {
            bound(gltf.getAccessors().get(accessor), values, width);
        }
        return accessor;
    }

    private int add(byte[] raw, int count, int componentType, String type, Integer target) {
        while (bytes.size() % 4 != 0) {
            bytes.write(0); // glTF wants accessors aligned to their component size
        }
        BufferView view = new BufferView();
        view.setBuffer(0);
        view.setByteOffset(bytes.size());
        view.setByteLength(raw.length);
        if (target != null) {
            view.setTarget(target);
        }
        gltf.addBufferViews(view);
        bytes.writeBytes(raw);
        Accessor accessor = new Accessor();
        accessor.setBufferView(gltf.getBufferViews().size() - 1);
        accessor.setComponentType(componentType);
        accessor.setCount(count);
        accessor.setType(type);
        gltf.addAccessors(accessor);
        return gltf.getAccessors().size() - 1;
    }

    private static void bound(Accessor accessor, float[] values, int width) {
        Number[] min = new Number[width];
        Number[] max = new Number[width];
        for (int k = 0; k < width; k++) {
            float lo = Float.POSITIVE_INFINITY;
            float hi = Float.NEGATIVE_INFINITY;
            for (int i = k; i < values.length; i += width) {
                lo = Math.min(lo, values[i]);
                hi = Math.max(hi, values[i]);
            }
            min[k] = lo;
            max[k] = hi;
        }
        accessor.setMin(min);
        accessor.setMax(max);
    }

    static int width(String type) {
        return switch (type) {
            case "SCALAR" -> 1;
            case "VEC3" -> 3;
            case "VEC4" -> 4;
            case "MAT4" -> 16;
            default -> throw new IllegalArgumentException("accessor type " + type + " is not used by rig files");
        };
    }
}
