package io.canter.tracking;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Records as bytes, component after component: numbers and booleans as they are, arrays with their length before them,
 * an Optional as a byte and what it holds, a List as its length and its items, records inside each other. Nothing else is
 * written, so that whoever adds something else to the tracker's state is told at once.
 */
final class RecordBytes {
    private RecordBytes() {}

    /** Names and types of all components, for telling one structure from another. */
    static String structure(Type type) {
        Class<?> raw = raw(type);
        if (raw == Optional.class || raw == List.class) {
            return (raw == List.class ? "list " : "optional ") + structure(content(type));
        }
        if (!raw.isRecord()) {
            return raw.getSimpleName();
        }
        StringBuilder out = new StringBuilder(raw.getSimpleName()).append('(');
        for (RecordComponent c : raw.getRecordComponents()) {
            out.append(c.getName())
                    .append(' ')
                    .append(structure(c.getGenericType()))
                    .append(',');
        }
        return out.append(')').toString();
    }

    static byte[] write(Record value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(value, out);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(Object value, DataOutputStream out) throws IOException {
        if (value instanceof Integer i) {
            out.writeInt(i);
        } else if (value instanceof Long l) {
            out.writeLong(l);
        } else if (value instanceof Float f) {
            out.writeFloat(f);
        } else if (value instanceof Double d) {
            out.writeDouble(d);
        } else if (value instanceof Boolean b) {
            out.writeBoolean(b);
        } else if (value instanceof byte[] array) {
            out.writeInt(array.length);
            out.write(array);
        } else if (value instanceof float[] array) {
            out.writeInt(array.length);
            for (float f : array) {
                out.writeFloat(f);
            }
        } else if (value instanceof double[] array) {
            out.writeInt(array.length);
            for (double d : array) {
                out.writeDouble(d);
            }
        } else if (value instanceof Optional<?> optional) {
            out.writeBoolean(optional.isPresent());
            if (optional.isPresent()) {
                write(optional.get(), out);
            }
        } else if (value instanceof List<?> list) {
            out.writeInt(list.size());
            for (Object item : list) {
                write(item, out);
            }
        } else if (value instanceof Record record) {
            for (RecordComponent c : record.getClass().getRecordComponents()) {
                write(get(c, record), out);
            }
        } else {
            throw new IllegalStateException(
                    "a tracker state holds a " + value.getClass() + ", which cannot be written");
        }
    }

    private static Object get(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true); // public ones of records that are not
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record component " + component + " cannot be read", e);
        }
    }

    /** @throws IllegalArgumentException where the bytes do not make such a record */
    static <T extends Record> T read(Class<T> type, ByteBuffer in) {
        T value = type.cast(read((Type) type, in));
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes are left over");
        }
        return value;
    }

    private static Object read(Type type, ByteBuffer in) {
        Class<?> raw = raw(type);
        if (raw == int.class) {
            return in.getInt();
        } else if (raw == long.class) {
            return in.getLong();
        } else if (raw == float.class) {
            return in.getFloat();
        } else if (raw == double.class) {
            return in.getDouble();
        } else if (raw == boolean.class) {
            return in.get() != 0;
        } else if (raw == byte[].class) {
            byte[] array = new byte[length(in, Byte.BYTES)];
            in.get(array);
            return array;
        } else if (raw == float[].class) {
            float[] array = new float[length(in, Float.BYTES)];
            in.asFloatBuffer().get(array);
            in.position(in.position() + Float.BYTES * array.length);
            return array;
        } else if (raw == double[].class) {
            double[] array = new double[length(in, Double.BYTES)];
            in.asDoubleBuffer().get(array);
            in.position(in.position() + Double.BYTES * array.length);
            return array;
        } else if (raw == Optional.class) {
            return in.get() != 0 ? Optional.of(read(content(type), in)) : Optional.empty();
        } else if (raw == List.class) {
            List<Object> list = new ArrayList<>();
            for (int n = length(in, 1); n > 0; n--) {
                list.add(read(content(type), in));
            }
            return List.copyOf(list);
        } else if (raw.isRecord()) {
            return record(raw, in);
        }
        throw new IllegalStateException("a tracker state holds a " + raw + ", which cannot be read");
    }

    private static Object record(Class<?> raw, ByteBuffer in) {
        RecordComponent[] components = raw.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(components[i].getGenericType(), in);
        }
        try {
            Constructor<?> make = raw.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return make.newInstance(values);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw new IllegalArgumentException(
                    raw.getSimpleName() + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record " + raw + " cannot be made", e);
        }
    }

    /** Believed only if that many numbers are left to be read. */
    private static int length(ByteBuffer in, int bytes) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining() / bytes) {
            throw new IllegalArgumentException("an array of " + length + " numbers");
        }
        return length;
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
    }

    private static Type content(Type container) {
        return ((ParameterizedType) container).getActualTypeArguments()[0];
    }
}
