package io.canter.output.web;

import io.canter.output.web.Protocol.Field;
import io.canter.output.web.Protocol.Kind;
import io.canter.output.web.Protocol.WireType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Writes one message field by field, in the schema's order and with the schema's types and counts; anything else throws
 * IllegalStateException, so that a message which the page could not read never leaves the server.
 */
final class WireWriter {
    private final Kind kind;
    private final Map<String, Long> counts = new HashMap<>();
    private List<Field> fields;
    private int next;
    private ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

    WireWriter(Kind kind) {
        this.kind = kind;
        this.fields = kind.fields;
        out.put((byte) kind.code);
    }

    WireWriter put(String name, long value) {
        Field field = expect(name, 1);
        integer(field, value);
        counts.put(name, value);
        return this;
    }

    WireWriter put(String name, float value) {
        Field field = expect(name, 1);
        require(field, field.type() == WireType.F32);
        room(4).putFloat(value);
        return this;
    }

    WireWriter put(String name, float... values) {
        Field field = expect(name, values.length);
        require(field, field.type() == WireType.F32);
        room(4 * values.length);
        for (float value : values) {
            out.putFloat(value);
        }
        return this;
    }

    /** Integers of the field's own width. */
    WireWriter put(String name, int[] values) {
        Field field = expect(name, values.length);
        room(field.type().bytes * values.length);
        for (int value : values) {
            integer(field, field.type() == WireType.U32 ? value & 0xffffffffL : value);
        }
        return this;
    }

    WireWriter put(String name, byte[] values) {
        Field field = expect(name, values.length);
        require(field, field.type() == WireType.U8);
        room(values.length).put(values);
        return this;
    }

    WireWriter put(String name, String text) {
        Field field = expect(name, 1);
        require(field, field.type() == WireType.TEXT);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, 0xffff);
        room(2 + length).putShort((short) length).put(utf8, 0, length);
        return this;
    }

    /** Writes the group's fields {@code count} times. */
    WireWriter group(String name, int count, IntConsumer each) {
        Field field = expect(name, count);
        require(field, field.type() == WireType.GROUP);
        List<Field> outer = fields;
        int after = next;
        for (int i = 0; i < count; i++) {
            fields = field.fields();
            next = 0;
            each.accept(i);
            complete();
        }
        fields = outer;
        next = after;
        return this;
    }

    byte[] finish() {
        complete();
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private void complete() {
        if (next != fields.size()) {
            throw new IllegalStateException(kind + " lacks " + fields.get(next).name());
        }
    }

    private Field expect(String name, int count) {
        if (next >= fields.size() || !fields.get(next).name().equals(name)) {
            throw new IllegalStateException(kind + " has no field " + name + " at this place");
        }
        Field field = fields.get(next++);
        long wanted = field.countOf().isEmpty() ? field.factor() : field.factor() * counts.get(field.countOf());
        if (field.factor() != 0 && wanted != count) {
            throw new IllegalStateException(kind + "." + name + " needs " + wanted + " values, got " + count);
        }
        return field;
    }

    private void integer(Field field, long value) {
        WireType type = field.type();
        require(field, type == WireType.U8 || type == WireType.U16 || type == WireType.U32 || type == WireType.I64);
        if (type != WireType.I64 && (value < 0 || (value >> (8 * type.bytes)) != 0)) {
            throw new IllegalStateException(kind + "." + field.name() + " does not fit " + type + ": " + value);
        }
        room(type.bytes);
        switch (type) {
            case U8 -> out.put((byte) value);
            case U16 -> out.putShort((short) value);
            case U32 -> out.putInt((int) value);
            default -> out.putLong(value);
        }
    }

    private void require(Field field, boolean fits) {
        if (!fits) {
            throw new IllegalStateException(kind + "." + field.name() + " is " + field.type());
        }
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int capacity = Math.max(2 * out.capacity(), out.position() + bytes);
            out = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(out.flip());
        }
        return out;
    }
}
