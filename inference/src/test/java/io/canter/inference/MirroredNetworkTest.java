package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MirroredNetworkTest {
    private static final int SIZE = 4;
    private static final int PLANE = SIZE * SIZE;

    /** Answers per pixel with what it is told for straight and for mirrored images, told apart by their first pixel. */
    private static final class Told implements PointMapNetwork {
        private final FloatBuffer images;
        private final FloatBuffer priors;
        private final int batch;
        private final DualPointMaps straight;
        private final DualPointMaps mirrored;
        private boolean straightFinite = true;
        private boolean mirroredFinite = true;
        private boolean closed;
        private int last;

        Told(int batch, DualPointMaps straight, DualPointMaps mirrored) {
            this.batch = batch;
            this.straight = straight;
            this.mirrored = mirrored;
            images = FloatBuffer.allocate(batch * 3 * PLANE);
            priors = FloatBuffer.allocate(batch * Prior.CHANNELS * PLANE);
        }

        @Override
        public int imageSize() {
            return SIZE;
        }

        @Override
        public int mapSize() {
            return SIZE;
        }

        @Override
        public int layers() {
            return 1;
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
        public void run(int count) {
            last = count;
        }

        @Override
        public FloatBuffer occupancy() {
            throw new AssertionError("maps are enough");
        }

        @Override
        public FloatBuffer confidence() {
            throw new AssertionError("maps are enough");
        }

        @Override
        public Optional<DualPointMaps> maps(int image) {
            boolean isStraight = images.get(image * 3 * PLANE) < images.get(image * 3 * PLANE + SIZE - 1);
            if (isStraight ? !straightFinite : !mirroredFinite) {
                return Optional.empty();
            }
            return Optional.of((isStraight ? straight : mirrored).copy());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static DualPointMaps random(Random random, float confidence) {
        DualPointMaps maps = new DualPointMaps(
                1, SIZE, new float[3 * PLANE], new float[3 * PLANE], new float[PLANE], new float[PLANE]);
        for (int i = 0; i < 3 * PLANE; i++) {
            maps.canonical()[i] = random.nextFloat();
            maps.posed()[i] = random.nextFloat();
        }
        for (int i = 0; i < PLANE; i++) {
            maps.occupancy()[i] = random.nextFloat(0.1f, 1);
            maps.confidence()[i] = confidence;
        }
        return maps;
    }

    /** What a faultless network would say of the mirror image, moved by some noise. */
    private static DualPointMaps mirror(DualPointMaps maps, float noise, Random random) {
        DualPointMaps out = random(random, maps.confidence()[0]);
        for (int j = 0; j < SIZE; j++) {
            for (int i = 0; i < SIZE; i++) {
                int to = j * SIZE + i;
                int from = j * SIZE + SIZE - 1 - i;
                out.occupancy()[to] = maps.occupancy()[from];
                for (int a = 0; a < 3; a++) {
                    float sign = a == 0 ? -1 : 1;
                    out.canonical()[a * PLANE + to] = sign * maps.canonical()[a * PLANE + from] + noise;
                    out.posed()[a * PLANE + to] = sign * maps.posed()[a * PLANE + from] + noise;
                }
            }
        }
        return out;
    }

    private static DualPointMaps look(Told told) {
        MirroredNetwork network = new MirroredNetwork(told);
        for (int i = 0; i < 3 * PLANE; i++) {
            network.images().put(3 * PLANE + i, i % SIZE); // brighter to the right
        }
        network.run(2);
        assertThat(told.last).isEqualTo(4);
        DualPointMaps maps = network.maps(1).orElseThrow();
        for (int i = 0; i < PLANE; i++) {
            assertThat(network.occupancy().get(PLANE + i)).isEqualTo(maps.occupancy()[i]);
            assertThat(network.confidence().get(PLANE + i)).isEqualTo(maps.confidence()[i]);
        }
        return maps;
    }

    @Test
    void aNetworkThatSaysTheSameOfTheMirrorImageIsNotChanged() {
        Random random = new Random(1);
        DualPointMaps maps = random(random, 7);
        DualPointMaps seen = look(new Told(4, maps, mirror(maps, 0, random)));
        assertThat(seen.canonical()).containsExactly(maps.canonical(), within(1e-6f));
        assertThat(seen.posed()).containsExactly(maps.posed(), within(1e-6f));
        assertThat(seen.occupancy()).containsExactly(maps.occupancy(), within(1e-6f));
        assertThat(seen.confidence()).containsExactly(maps.confidence(), within(1e-6f));
    }

    @Test
    void theMirrorImageIsExpectedWhereItIsAndWithItsLeftOnTheOtherSide() {
        Random random = new Random(7);
        DualPointMaps maps = random(random, 7);
        Told told = new Told(4, maps, mirror(maps, 0, random));
        MirroredNetwork network = new MirroredNetwork(told);
        int prior = Prior.CHANNELS * PLANE;
        assertThat(network.priors().capacity()).isEqualTo(2 * prior);
        for (int i = 0; i < 2 * prior; i++) {
            network.priors().put(i, random.nextFloat());
        }
        network.run(2);
        for (int image = 0; image < 2; image++) {
            for (int channel = 0; channel < Prior.CHANNELS; channel++) {
                for (int p = 0; p < PLANE; p++) {
                    int at = image * prior + channel * PLANE + p;
                    float known = network.priors().get(at);
                    assertThat(told.priors().get(at)).isEqualTo(known);
                    int mirrored = at - p + p / SIZE * SIZE + SIZE - 1 - p % SIZE;
                    assertThat(told.priors().get(2 * prior + mirrored)).isEqualTo(channel == 0 ? -known : known);
                }
            }
        }
    }

    @Test
    void whereTheyDifferLittleItIsTheMeanAndIsSureAsFarAsTheyAgree() {
        Random random = new Random(2);
        DualPointMaps maps = random(random, 1000);
        DualPointMaps seen = look(new Told(4, maps, mirror(maps, 0.05f, random)));
        // y and z of the mirrored answer lie 5 cm above, x back from it 5 cm below.
        assertThat(seen.canonical()[PLANE + 3]).isCloseTo(maps.canonical()[PLANE + 3] + 0.025f, within(1e-5f));
        assertThat(seen.posed()[3]).isCloseTo(maps.posed()[3] - 0.025f, within(1e-5f));
        float spread = 6 * 0.05f * 0.05f;
        assertThat(seen.confidence()[3]).isCloseTo(4 / spread, within(1f));
    }

    @Test
    void whereTheyNameTwoPlacesTheSurerOneIsTaken() {
        Random random = new Random(3);
        DualPointMaps sure = random(random, 50);
        DualPointMaps other = mirror(sure, 0.5f, random);
        java.util.Arrays.fill(other.confidence(), 20);
        DualPointMaps seen = look(new Told(4, sure, other));
        assertThat(seen.canonical()).containsExactly(sure.canonical(), within(1e-6f));
        assertThat(seen.confidence()[0]).isLessThan(20);
    }

    @Test
    void numbersThatAreNotFiniteLeaveTheOtherAnswerOrNone() {
        Random random = new Random(4);
        DualPointMaps maps = random(random, 7);
        Told told = new Told(4, maps, mirror(maps, 0, random));
        told.straightFinite = false;
        assertThat(look(told).canonical()).containsExactly(maps.canonical(), within(1e-6f));
        told.mirroredFinite = false;
        MirroredNetwork network = new MirroredNetwork(told);
        network.run(1);
        assertThat(network.maps(0)).isEmpty();
        // So that it is counted as such, not as a crop without an animal.
        assertThat(network.occupancy().get(0)).isNaN();
        network.close();
        assertThat(told.closed).isTrue();
    }

    /** Who is given maps empties them where another animal stands. */
    @Test
    void mapsAreACopy() {
        Random random = new Random(6);
        DualPointMaps maps = random(random, 7);
        MirroredNetwork network = new MirroredNetwork(new Told(4, maps, mirror(maps, 0, random)));
        network.run(1);
        network.maps(0).orElseThrow().occupancy()[0] = -1;
        assertThat(network.maps(0).orElseThrow().occupancy()[0]).isPositive();
    }

    @Test
    void wantsANetworkThatTakesTwo() {
        Random random = new Random(5);
        DualPointMaps maps = random(random, 7);
        assertThatThrownBy(() -> new MirroredNetwork(new Told(1, maps, maps))).hasMessageContaining("was 1");
        assertThatThrownBy(() -> new MirroredNetwork(new Told(4, maps, maps)).run(3))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
