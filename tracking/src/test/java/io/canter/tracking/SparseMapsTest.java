package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseMapsTest {
    private static final int PLANE = PosedAnimal.SIZE * PosedAnimal.SIZE;

    private final Rig rig = TestRigs.quadruped();
    private final Detection seen =
            PosedAnimal.random(rig, rig.template(), 1.1, 0.2, new Random(2)).detection();

    @Test
    void whatIsKeptIsAsItWas() {
        SparseMaps sparse = new SparseMaps(seen, 300);
        assertThat(sparse.count()).isBetween(200, 300);
        DualPointMaps back = sparse.expand(sparse.emptyMaps()).maps();
        int kept = 0;
        for (int i = 0; i < PosedAnimal.LAYERS * PLANE; i++) {
            if (back.confidence()[i] == 0) {
                continue;
            }
            kept++;
            assertThat(back.confidence()[i]).isEqualTo(seen.maps().confidence()[i]);
            int at = 3 * (i / PLANE) * PLANE + i % PLANE;
            for (int a = 0; a < 3; a++) {
                assertThat(back.canonical()[at + a * PLANE])
                        .isCloseTo(seen.maps().canonical()[at + a * PLANE], within(6e-4f));
                assertThat(back.posed()[at + a * PLANE]).isCloseTo(seen.maps().posed()[at + a * PLANE], within(6e-4f));
            }
        }
        assertThat(kept).isEqualTo(sparse.count());
    }

    @Test
    void theMaskIsWhole() {
        SparseMaps sparse = new SparseMaps(seen, 100);
        DualPointMaps back = sparse.expand(sparse.emptyMaps()).maps();
        for (int i = 0; i < PLANE; i++) {
            assertThat(back.occupancy()[i] > 0.5f).isEqualTo(seen.maps().occupancy()[i] > 0.5f);
        }
    }

    @Test
    void memoryIsReusedWithoutTraces() {
        SparseMaps first = new SparseMaps(seen, 300);
        SparseMaps second = new SparseMaps(
                PosedAnimal.random(rig, rig.template(), -1, 0.2, new Random(4)).detection(), 300);
        DualPointMaps memory = first.emptyMaps();
        first.expand(memory);
        second.expand(memory);
        DualPointMaps fresh = second.expand(second.emptyMaps()).maps();
        assertThat(memory.confidence()).isEqualTo(fresh.confidence());
        assertThat(memory.occupancy()).isEqualTo(fresh.occupancy());
    }

    @Test
    void pixelsWithoutSenseAreLeftOut() {
        DualPointMaps maps = seen.maps();
        float[] confidence = maps.confidence().clone();
        float[] canonical = maps.canonical().clone();
        for (int i = 0; i < PLANE; i++) {
            canonical[i] = i % 3 == 0 ? Float.NaN : i % 3 == 1 ? 1e9f : canonical[i];
            confidence[PLANE + i] = Float.NaN;
        }
        Detection odd = new Detection(
                seen.box(),
                seen.camera(),
                new DualPointMaps(maps.layers(), maps.size(), canonical, maps.posed(), maps.occupancy(), confidence),
                1);
        SparseMaps sparse = new SparseMaps(odd, 400);
        DualPointMaps back = sparse.expand(sparse.emptyMaps()).maps();
        for (int i = 0; i < PLANE; i++) {
            assertThat(back.confidence()[PLANE + i]).isZero();
            assertThat(i % 3 == 2 || back.confidence()[i] == 0).isTrue();
        }
        assertThat(sparse.count()).isPositive();
    }
}
