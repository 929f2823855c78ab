package io.canter.output.web;

import static io.canter.output.web.Protocol.WireType.F32;
import static io.canter.output.web.Protocol.WireType.GROUP;
import static io.canter.output.web.Protocol.WireType.I64;
import static io.canter.output.web.Protocol.WireType.TEXT;
import static io.canter.output.web.Protocol.WireType.U16;
import static io.canter.output.web.Protocol.WireType.U32;
import static io.canter.output.web.Protocol.WireType.U8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The schema of {@code canter.1}: little endian, no padding; every message begins with the byte of its {@link Kind}.
 *
 * <p>Frames on the wire: rest shapes are in the canonical frame (y up, the animal faces +z, its left is +x). Placed
 * things are in the <em>wire camera frame</em>, the y-up form of the camera frame as glTF and three.js have it: x right,
 * y up, the camera looks along -z. See {@link Messages#pose} for the conversion, the only place that makes it.
 */
final class Protocol {
    /** Grows with every change that an older page cannot read. */
    static final int VERSION = 1;

    static final String SUBPROTOCOL = "canter.1";

    /** Animals per frame that are sent; a herd beyond it would not fit a phone's budget. The most confident stay. */
    static final int MAX_SUBJECTS = 16;

    /** A JPEG above this is refused: at 8 MiB a frame even a fast link shows less than a frame a second. */
    static final int MAX_VIDEO_BYTES = 8 << 20;

    enum WireType {
        U8(1),
        U16(2),
        U32(4),
        I64(8),
        F32(4),
        /** U16 length in bytes, then UTF-8. */
        TEXT(0),
        /** Nested fields, repeated. */
        GROUP(0);

        final int bytes;

        WireType(int bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * One field of a message.
     *
     * @param countOf the earlier field whose value, times {@code factor}, says how many values there are; if empty, there
     *     are {@code factor}
     * @param factor 0 means all bytes up to the end of the message
     * @param scalar the one value stands alone, not as a list of one
     * @param fields what a GROUP repeats
     */
    record Field(String name, WireType type, String countOf, int factor, boolean scalar, List<Field> fields) {}

    /** The messages. A viewer ignores kinds that it does not know. */
    enum Kind {
        /** A stream begins (or began, for a late joiner): forget the one before. */
        HELLO(
                1,
                one("version", U16),
                one("name", TEXT),
                one("width", U16),
                one("height", U16),
                one("framesPerSecond", F32)),
        /** The family: topology, skeleton, skin and the template's shape. Positions are {@code low + step * q}. */
        RIG(
                2,
                one("id", TEXT),
                one("jointCount", U8),
                group("joints", "jointCount", one("name", TEXT), one("parentPlusOne", U8), many("rest", F32, 3)),
                one("vertexCount", U32),
                one("triangleCount", U32),
                many("low", F32, 3),
                many("step", F32, 3),
                many("vertices", U16, "vertexCount", 3),
                many("triangles", U32, "triangleCount", 3),
                many("skinJoints", U8, "vertexCount", 4),
                many("skinWeights", U8, "vertexCount", 4)),
        /** The rest shape of one subject, metres, quantised as the template's. */
        BODY(
                3,
                one("subject", U32),
                one("bodyVersion", U32),
                one("jointCount", U8),
                many("joints", F32, "jointCount", 3),
                one("vertexCount", U32),
                many("low", F32, 3),
                many("step", F32, 3),
                many("vertices", U16, "vertexCount", 3)),
        /**
         * The colours of one subject on the template's vertices, sRGB, and where they come from: 0 filled from around,
         * 1 mirrored from the other side, 2 seen. Sent when they have changed enough, at most about once a second.
         */
        COAT(
                7,
                one("subject", U32),
                one("coatVersion", U32),
                one("vertexCount", U32),
                many("colours", U8, "vertexCount", 3),
                many("origins", U8, "vertexCount", 1)),
        /** Every animal of one frame; about 200 bytes each. */
        POSE(
                4,
                one("frameIndex", U32),
                one("ptsMicros", I64),
                one("width", U16),
                one("height", U16),
                one("fx", F32),
                one("fy", F32),
                one("cx", F32),
                one("cy", F32),
                one("subjectCount", U8),
                group(
                        "subjects",
                        "subjectCount",
                        one("id", U32),
                        one("bodyVersion", U32),
                        one("confidence", F32),
                        many("box", F32, 4),
                        many("rootTranslation", F32, 3),
                        many("rootRotation", F32, 4),
                        one("rotationCount", U8),
                        many("rotations", U32, "rotationCount", 1))),
        /** The source's picture of one frame. */
        VIDEO(5, one("ptsMicros", I64), rest("jpeg")),
        /** No more frames will come until the next HELLO. */
        END(6, one("lost", U8), one("reason", TEXT));

        final int code;

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        final List<Field> fields;

        Kind(int code, Field... fields) {
            this.code = code;
            this.fields = List.of(fields);
        }
    }

    private Protocol() {}

    private static Field one(String name, WireType type) {
        return new Field(name, type, "", 1, true, List.of());
    }

    private static Field many(String name, WireType type, int count) {
        return new Field(name, type, "", count, false, List.of());
    }

    private static Field many(String name, WireType type, String countOf, int factor) {
        return new Field(name, type, countOf, factor, false, List.of());
    }

    private static Field group(String name, String countOf, Field... fields) {
        return new Field(name, GROUP, countOf, 1, false, List.of(fields));
    }

    private static Field rest(String name) {
        return new Field(name, U8, "", 0, false, List.of());
    }

    /** The module that the page imports: the same table as above, as JSON. */
    static String toJavaScript() {
        Map<String, Object> kinds = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(kind.name(), Map.of("code", kind.code, "fields", describe(kind.fields)));
        }
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("version", VERSION);
        table.put("subprotocol", SUBPROTOCOL);
        table.put("quaternionBits", SmallestThree.BITS);
        table.put("quaternionRange", SmallestThree.RANGE);
        table.put("kinds", kinds);
        try {
            return "// Made by the server from its own schema.\nexport const PROTOCOL = "
                    + new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(table) + ";\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the protocol's schema cannot be written as JSON", e);
        }
    }

    private static List<Map<String, Object>> describe(List<Field> fields) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (Field field : fields) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", field.name());
            entry.put("type", field.type().name());
            if (!field.scalar()) {
                entry.put("countOf", field.countOf());
                entry.put("factor", field.factor());
            }
            if (field.type() == GROUP) {
                entry.put("fields", describe(field.fields()));
            }
            out.add(entry);
        }
        return out;
    }
}
