package io.canter.training.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import io.canter.training.family.AnimalFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopTest {
    private static final double FPS = 30;

    private static double step(Pose a, Pose b) {
        double most = 0;
        for (int j = 0; j < a.rotations().length; j += 4) {
            double dot = 0;
            for (int k = 0; k < 4; k++) {
                dot += a.rotations()[j + k] * b.rotations()[j + k];
            }
            most = Math.max(most, 2 * Math.acos(Math.min(1, Math.abs(dot))));
        }
        return most;
    }

    /** From the last frame to the first it goes no faster than anywhere else. */
    @ParameterizedTest
    @ValueSource(strings = {"walk", "trot", "canter", "gallop", "graze", "look", "stand"})
    void theEndMeetsTheBeginning(String name) {
        for (String species : new String[] {"horse", "dog_short", "deer"}) {
            Body body = AnimalFamily.preset(AnimalFamily.species().contains(species) ? species : "dog");
            Loop loop = Loop.of(Motions.named(name, 0.5, 11), body, FPS, 3, 1000);
            double most = 0;
            int n = loop.poses().size();
            for (int f = 1; f < n; f++) {
                most = Math.max(most, step(loop.poses().get(f - 1), loop.poses().get(f)));
            }
            assertThat(step(loop.poses().get(n - 1), loop.poses().get(0)))
                    .as("%s of %s", name, species)
                    .isLessThan(1.05 * most + 1e-3);
            assertThat(n / loop.seconds()).isCloseTo(FPS, within(0.3));
            assertThat(loop.seconds()).isGreaterThanOrEqualTo(3 - 1e-9);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"walk", "gallop"})
    void travelIsThatOfTheWholeLoop(String name) {
        Body body = AnimalFamily.preset("horse");
        Motion motion = Motions.named(name, 0.5, 11);
        Loop loop = Loop.of(motion, body, FPS, 3, 1000);
        assertThat(loop.travelMetres()).isCloseTo(motion.travel(loop.seconds(), body), within(1e-6));
        assertThat(loop.travelMetres()).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void neverMoreFramesThanAllowed(int most) {
        Loop loop = Loop.of(Motions.named("graze", 0.5, 11), AnimalFamily.preset("horse"), FPS, 100, most);
        assertThat(loop.poses()).hasSize(most);
    }
}
