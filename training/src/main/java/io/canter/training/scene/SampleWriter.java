package io.canter.training.scene;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The stream that the trainer reads, little endian: the header {@code "CANT"}, version, S, s, L, 1 where samples may
 * have a prior, the length of the species' names (int32 each) and these, in UTF-8 with commas between; then for each
 * sample the image (3*S*S bytes), occupancy (L*s*s bytes), canonical and posed (float16, L*3*s*s each), where there are
 * priors their occupancy (s*s bytes) and canonical (float16, 3*s*s), 0 for a sample without; and eight float32: tanHalf,
 * species (index into the names), rootDepth, visible fraction, 1 for a picture without an animal, seed's low 24 bits, 1
 * for a sample with a prior, 0. The names make a stored stream independent of the family's later order.
 */
final class SampleWriter {
    static final int VERSION = 3;
    private static final int META = 8;

    private final OutputStream out;

    SampleWriter(OutputStream out, int imageSize, int mapSize, int layers, boolean priors, List<String> species)
            throws IOException {
        this.out = out;
        byte[] names = String.join(",", species).getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = ByteBuffer.allocate(28 + names.length).order(ByteOrder.LITTLE_ENDIAN);
        header.put("CANT".getBytes(StandardCharsets.US_ASCII));
        header.putInt(VERSION).putInt(imageSize).putInt(mapSize).putInt(layers);
        header.putInt(priors ? 1 : 0).putInt(names.length).put(names);
        out.write(header.array());
    }

    /** The bytes of one sample; made on the worker's thread, to leave only the writing to the writer. */
    static byte[] encode(Sample sample, boolean priors) {
        int plane = priors ? sample.mapSize() * sample.mapSize() : 0;
        Sample.Prior prior = sample.prior();
        int bytes = sample.image().length
                + sample.occupancy().length
                + 2 * sample.canonical().length
                + 2 * sample.posed().length
                + 7 * plane
                + 4 * META;
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(sample.image()).put(sample.occupancy());
        for (float value : sample.canonical()) {
            buffer.putShort(toHalf(value));
        }
        for (float value : sample.posed()) {
            buffer.putShort(toHalf(value));
        }
        boolean remembered = priors && prior.occupancy().length > 0;
        if (remembered) {
            buffer.put(prior.occupancy());
            for (float value : prior.canonical()) {
                buffer.putShort(toHalf(value));
            }
        } else {
            buffer.position(buffer.position() + 7 * plane);
        }
        buffer.putFloat(sample.tanHalf())
                .putFloat(sample.species())
                .putFloat(sample.rootDepth())
                .putFloat(sample.visibleFraction())
                .putFloat(sample.negative() ? 1 : 0)
                .putFloat((float) (sample.seed() & 0xffffff))
                .putFloat(remembered ? 1 : 0)
                .putFloat(0);
        return buffer.array();
    }

    void write(byte[] encoded) throws IOException {
        out.write(encoded);
    }

    /** Nearest IEEE 754 binary16, ties to even. Java has this only from 20 on. */
    static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude >= 0x47800000) { // too large, infinite or not a number
            return (short) (sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00));
        }
        if (magnitude < 0x38800000) { // subnormal: the float adder rounds
            float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | (Float.floatToRawIntBits(shifted) - 0x3f000000));
        }
        int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
        return (short) (sign | ((rounded - 0x38000000) >>> 13));
    }
}
