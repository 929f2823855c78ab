package io.canter.training.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.training.family.AnimalFamily;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleStreamTest {
    private static final int EDGE = SceneGenerator.IMAGE_SIZE;
    private static final int MAP = SceneGenerator.MAP_SIZE;
    private static final int SAMPLE_BYTES = 3 * EDGE * EDGE + 4 * MAP * MAP + 2 * (2 * 4 * 3 * MAP * MAP) + 8 * 4;

    private static final int HEADER_BYTES = 28 + "horse,cow".length();

    @Test
    void drawsTheSpeciesThatAreAskedForAlone() throws Exception {
        List<String> wanted = List.of("cow", "sheep");
        Set<String> drawn = new HashSet<>();
        try (SampleStream<Sample> stream = new SampleStream<>(
                3,
                1,
                Photos.none(),
                ForeignBodies.none(),
                random -> AnimalFamily.sample(random, wanted, 1),
                Shares.NONE,
                sample -> sample)) {
            for (int n = 0; n < 24; n++) {
                Sample sample = stream.next();
                if (!sample.negative()) {
                    drawn.add(AnimalFamily.species().get(sample.species()));
                }
            }
        }
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() throws Exception {
        try (SampleStream<byte[]> one = new SampleStream<>(7, 1, SampleStreamTest::encode);
                SampleStream<byte[]> three = new SampleStream<>(7, 3, SampleStreamTest::encode)) {
            for (int n = 0; n < 10; n++) {
                assertThat(three.next()).isEqualTo(one.next());
            }
        }
    }

    @Test
    void writesTheHeaderAndEqualLengths() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SampleWriter writer = new SampleWriter(out, EDGE, MAP, 4, false, List.of("horse", "cow"));
        try (SampleStream<Sample> stream = new SampleStream<>(GeneratorMain.HELD_OUT_SEED, 1, sample -> sample)) {
            Sample first = stream.next();
            writer.write(encode(first));
            writer.write(encode(stream.next()));

            ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(bytes.remaining()).isEqualTo(HEADER_BYTES + 2 * SAMPLE_BYTES);
            byte[] magic = new byte[4];
            bytes.get(magic);
            assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("CANT");
            assertThat(new int[] {bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt()})
                    .containsExactly(3, EDGE, MAP, 4, 0);
            byte[] names = new byte[bytes.getInt()];
            bytes.get(names);
            assertThat(new String(names, StandardCharsets.UTF_8)).isEqualTo("horse,cow");
            assertThat(bytes.get(HEADER_BYTES + 5)).isEqualTo(first.image()[5]);
            float tanHalf = bytes.getFloat(HEADER_BYTES + SAMPLE_BYTES - 32);
            assertThat(tanHalf).isEqualTo(first.tanHalf());
        }
    }

    @Test
    void everySampleOfAStreamWithPriorsIsAsLong() {
        int plane = MAP * MAP;
        byte[] occupancy = new byte[plane];
        float[] canonical = new float[3 * plane];
        occupancy[7] = 1;
        canonical[2 * plane + 7] = 1.5f;
        Sample none = new Sample(
                5,
                EDGE,
                MAP,
                4,
                new byte[3 * EDGE * EDGE],
                new byte[4 * plane],
                new float[12 * plane],
                new float[12 * plane],
                0.3f,
                0,
                1,
                1,
                Sample.Prior.NONE);
        byte[] without = SampleWriter.encode(none, true);
        byte[] with = SampleWriter.encode(none.with(new Sample.Prior(occupancy, canonical)), true);
        assertThat(without).hasSize(SAMPLE_BYTES + 7 * plane).hasSameSizeAs(with);

        ByteBuffer bytes = ByteBuffer.wrap(with).order(ByteOrder.LITTLE_ENDIAN);
        int at = SAMPLE_BYTES - 32;
        assertThat(bytes.get(at + 7)).isEqualTo((byte) 1);
        assertThat(fromHalf(bytes.getShort(at + plane + 2 * (2 * plane + 7)))).isEqualTo(1.5f);
        assertThat(bytes.getFloat(with.length - 8)).isEqualTo(1);
        assertThat(bytes.getFloat(with.length - 32)).isEqualTo(0.3f);
        assertThat(ByteBuffer.wrap(without).order(ByteOrder.LITTLE_ENDIAN).getFloat(with.length - 8))
                .isZero();
        assertThat(encode(none)).hasSize(SAMPLE_BYTES);
    }

    private static byte[] encode(Sample sample) {
        return SampleWriter.encode(sample, false);
    }

    @Test
    void roundsToHalfPrecisionAsIeeeDoes() {
        assertThat(SampleWriter.toHalf(0)).isEqualTo((short) 0);
        assertThat(SampleWriter.toHalf(1)).isEqualTo((short) 0x3c00);
        assertThat(SampleWriter.toHalf(-2)).isEqualTo((short) 0xc000);
        assertThat(SampleWriter.toHalf(65504)).isEqualTo((short) 0x7bff);
        assertThat(SampleWriter.toHalf(1e6f)).isEqualTo((short) 0x7c00);
        assertThat(SampleWriter.toHalf(0x1p-24f)).isEqualTo((short) 1);
        assertThat(SampleWriter.toHalf(0x1.8p-24f)).isEqualTo((short) 2);
        for (int bits = 0; bits < 0x7c00; bits++) {
            assertThat(SampleWriter.toHalf(fromHalf(bits))).isEqualTo((short) bits);
        }
        assertThat(fromHalf(SampleWriter.toHalf(1.2345f))).isCloseTo(1.2345f, within(5e-4f));
    }

    private static float fromHalf(int bits) {
        int exponent = (bits >> 10) & 0x1f;
        int mantissa = bits & 0x3ff;
        return exponent == 0 ? mantissa * 0x1p-24f : (float) ((1 + mantissa / 1024.0) * Math.pow(2, exponent - 15));
    }
}
