package io.canter.output.web;

import io.canter.output.web.Protocol.Field;
import io.canter.output.web.Protocol.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads messages by the schema, as the page does: numbers as double[], text as String, groups as lists of maps. */
final class WireReader {
    private final ByteBuffer in;

    private WireReader(byte[] message) {
        in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Kind kind(byte[] message) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.code == message[0])
                .findFirst()
                .orElseThrow();
    }

    static Map<String, Object> read(byte[] message) {
        WireReader reader = new WireReader(message);
        reader.in.get();
        Map<String, Object> out = reader.fields(kind(message).fields);
        if (reader.in.hasRemaining()) {
            throw new AssertionError(reader.in.remaining() + " bytes are left over");
        }
        return out;
    }

    static double number(Map<String, Object> message, String name) {
        return ((double[]) message.get(name))[0];
    }

    private Map<String, Object> fields(List<Field> fields) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (Field field : fields) {
            int count = field.factor() == 0
                    ? in.remaining()
                    : field.factor() * (field.countOf().isEmpty() ? 1 : (int) number(out, field.countOf()));
            out.put(
                    field.name(),
                    switch (field.type()) {
                        case TEXT -> text();
                        case GROUP -> group(field, count);
                        default -> numbers(field, count);
                    });
        }
        return out;
    }

    private String text() {
        byte[] utf8 = new byte[in.getShort() & 0xffff];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private List<Map<String, Object>> group(Field field, int count) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(fields(field.fields()));
        }
        return out;
    }

    private double[] numbers(Field field, int count) {
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = switch (field.type()) {
                case U8 -> in.get() & 0xff;
                case U16 -> in.getShort() & 0xffff;
                case U32 -> in.getInt() & 0xffffffffL;
                case I64 -> in.getLong();
                case F32 -> in.getFloat();
                default -> throw new AssertionError(field.type());
            };
        }
        return out;
    }
}
