package io.canter.training.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import io.canter.training.rigs.FiledRigs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignBodiesTest {
    private final Rig template = Rigs.quadruped();

    @TempDir
    private Path folder;

    @Test
    void standAsTheFamilyDoesOnBothSides() throws IOException {
        ForeignBodies bodies = boxes();
        assertThat(bodies.kinds()).hasSize(2);
        for (ForeignBodies.Kind kind : bodies.kinds()) {
            ForeignActor foreigner = new ForeignActor(template, kind, 32);
            for (int seed = 0; seed < 5; seed++) {
                Actor actor = foreigner.pose(new Dice(seed));
                float[] q = actor.mesh().vertices();
                float low = Float.MAX_VALUE;
                int left = 0;
                int leftOnLeft = 0;
                double forwards = 0;
                for (int i = 0; i < q.length; i += 3) {
                    low = Math.min(low, actor.world()[i + 1]);
                    if (Math.abs(q[i]) > 0.04) {
                        left++;
                        leftOnLeft += q[i] * actor.world()[i] > 0 ? 1 : 0;
                    }
                    forwards += q[i + 2] * actor.world()[i + 2];
                }
                assertThat(low).as("the lowest vertex").isBetween(-1e-4f, 1e-4f);
                assertThat((double) leftOnLeft / left).as("left is left").isGreaterThan(0.95);
                assertThat(forwards).as("faces +z").isPositive();
                // Between the hips, at the height of the trunk: not at the feet nor before the chest.
                assertThat(actor.root()[0]).isBetween(-0.1f, 0.1f);
                assertThat(actor.root()[1]).isBetween(0.5f, 2.2f);
                assertThat(actor.feet()[2]).as("hind feet behind fore feet").isLessThan(actor.feet()[8]);
            }
        }
    }

    @Test
    void mirroringKeepsTheSurfaceOutside() throws IOException {
        ForeignBodies bodies = boxes();
        double plain = volume(bodies.kinds().get(0));
        assertThat(volume(bodies.kinds().get(1))).isCloseTo(plain, withinPercentage(0.1));
    }

    @Test
    void joinTheFamilyInSomeScenes() throws IOException, InterruptedException {
        // Species alone tell the boxes from the family here: they count as the first, which is not drawn otherwise.
        ForeignBodies bodies = boxes();
        int boxes = 0;
        int animals = 0;
        try (SampleStream<Sample> stream = new SampleStream<>(
                5,
                1,
                Photos.none(),
                bodies,
                random -> AnimalFamily.sample("cow", random),
                Shares.NONE,
                sample -> sample)) {
            for (int n = 0; n < 120; n++) {
                Sample sample = stream.next();
                for (float p : sample.posed()) {
                    assertThat(Float.isFinite(p)).isTrue();
                }
                animals += sample.negative() ? 0 : 1;
                boxes += !sample.negative() && sample.species() == 0 ? 1 : 0;
            }
        }
        assertThat(boxes).isBetween(3, animals / 3);
    }

    @Test
    void foldersWithoutARigAreRefused() throws IOException {
        Files.writeString(folder.resolve("readme.txt"), "none here");
        assertThatThrownBy(() -> ForeignBodies.in(folder, template))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(".glb");
    }

    private ForeignBodies boxes() throws IOException {
        FiledRigs.boxes(folder, template);
        return ForeignBodies.in(folder, template);
    }

    /** Signed volume of the posed body: negative where triangles face inwards. */
    private double volume(ForeignBodies.Kind kind) {
        Actor actor = new ForeignActor(template, kind, 32).pose(new Dice(1));
        float[] w = actor.world();
        double volume = 0;
        int[] t = actor.mesh().triangles();
        for (int k = 0; k < t.length; k += 3) {
            int a = 3 * t[k];
            int b = 3 * t[k + 1];
            int c = 3 * t[k + 2];
            volume += w[a] * (w[b + 1] * (double) w[c + 2] - w[b + 2] * (double) w[c + 1])
                    - w[a + 1] * (w[b] * (double) w[c + 2] - w[b + 2] * (double) w[c])
                    + w[a + 2] * (w[b] * (double) w[c + 1] - w[b + 1] * (double) w[c]);
        }
        return volume / 6;
    }
}
