package io.canter.training.motion;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.tracking.Body;
import io.canter.training.family.AnimalFamily;
import java.util.stream.Stream;
import org.joml.Vector3f;
import org.junit.jupiter.api.Test;

class GaitSequenceTest {
    private static final Body HORSE = AnimalFamily.preset("horse");
    private static final double STEP = 0.005;

    private final Motion motion = Motions.walkTrotCanter(1.2, 3, 5, 4);

    private PoseBuilder placed(double seconds) {
        PoseBuilder b = new PoseBuilder(HORSE);
        b.set(motion.at(seconds, HORSE));
        b.root.z += (float) motion.travel(seconds, HORSE);
        b.placeAll();
        return b;
    }

    @Test
    void standingHoovesStayWhereTheyAre() {
        double worst = 0;
        int checked = 0;
        for (double t = 0.1; t < 4.9; t += STEP) {
            PoseBuilder[] moments = {placed(t - 2 * STEP), placed(t), placed(t + STEP), placed(t + 4 * STEP)};
            for (Leg leg : Leg.ALL) {
                if (Stream.of(moments).allMatch(b -> stands(b, leg))) {
                    checked++;
                    Vector3f here = moments[1].position[leg.hoof()];
                    worst = Math.max(worst, here.distance(moments[2].position[leg.hoof()]) / STEP);
                }
            }
        }
        assertThat(checked).isGreaterThan(500);
        assertThat(worst).as("metres per second").isLessThan(0.1);
    }

    private static boolean stands(PoseBuilder b, Leg leg) {
        return Math.abs(b.pitch(leg.hoof())) < 0.02 && Hoof.lowest(b, leg) < 0.001f;
    }

    @Test
    void becomesFaster() {
        double walk = motion.travel(1.2, HORSE) / 1.2;
        double trot = (motion.travel(3, HORSE) - motion.travel(2.5, HORSE)) / 0.5;
        double canter = (motion.travel(5, HORSE) - motion.travel(4.5, HORSE)) / 0.5;
        assertThat(walk).isBetween(0.9, 2.0);
        assertThat(trot).isBetween(2.3, 4.0);
        assertThat(canter).isGreaterThan(trot);
    }

    @Test
    void nothingJumps() {
        Vector3f[] last = placed(0).position;
        for (double t = STEP; t < 5; t += STEP) {
            Vector3f[] now = placed(t).position;
            for (int j = 0; j < now.length; j++) {
                assertThat(now[j].distance(last[j]) / STEP)
                        .as("joint %d at %f", j, t)
                        .isLessThan(20);
            }
            last = now;
        }
    }

    @Test
    void holdsItsEnds() {
        assertThat(motion.at(-1, HORSE).rootTranslation()[1]).isFinite();
        assertThat(motion.travel(99, HORSE)).isEqualTo(motion.travel(98, HORSE));
    }
}
