package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.DualPointMaps;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.evaluation.RigStage.Shot;
import io.canter.training.rigs.FiledRigs;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.scene.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a rig of boxes, and scores of maps whose errors are known. */
class RigScorerTest {
    private final Rig template = Rigs.quadruped();

    @TempDir
    Path folder;

    private static DualPointMaps exact(Sample sample) {
        float[] occupancy = new float[sample.occupancy().length];
        for (int i = 0; i < occupancy.length; i++) {
            occupancy[i] = sample.occupancy()[i];
        }
        float[] confidence = new float[occupancy.length];
        Arrays.fill(confidence, 10);
        return new DualPointMaps(
                sample.layers(), sample.mapSize(), sample.canonical(), sample.posed(), occupancy, confidence);
    }

    @Test
    void exactMapsScoreTheFloor() throws IOException {
        ImportedRig rig = FiledRigs.boxes(folder, template);
        RigStage stage = new RigStage(template, "boxes", rig);
        RigScore score = new RigScore(RigSplit.MEASURE, RigStage.gaits(rig), 2);
        for (int n = 0; n < 4; n++) {
            Shot shot = stage.shoot("Lift", n, 4);
            score.add(shot, exact(shot.sample()));
        }
        assertThat(score.pictures()).isEqualTo(4);
        assertThat(score.maskIou()).isEqualTo(1);
        assertThat(score.turned()).isZero();
        assertThat(score.canonicalCm()).isZero();
        assertThat(score.floorPercent()).isBetween(0.1, 3.0);
        assertThat(score.alignedPercent()).isCloseTo(score.floorPercent(), within(0.05));
        assertThat(score.placedPercent()).isCloseTo(score.floorPercent(), within(0.7));
    }

    @Test
    void theWholeAnimalIsInThePictureAndItsPicturesRepeat() throws IOException {
        ImportedRig rig = FiledRigs.boxes(folder, template);
        Shot first = new RigStage(template, "boxes", rig).shoot("Lift", 3, 8);
        Shot again = new RigStage(template, "boxes", rig).shoot("Lift", 3, 8);
        Shot other = new RigStage(template, "others", rig).shoot("Lift", 3, 8);
        assertThat(again.sample().image()).isEqualTo(first.sample().image());
        assertThat(other.sample().image()).isNotEqualTo(first.sample().image());
        int size = first.sample().mapSize();
        int seen = 0;
        for (int i = 0; i < size * size; i++) {
            boolean border = i % size == 0 || i % size == size - 1 || i / size == 0 || i / size == size - 1;
            boolean there = first.sample().occupancy()[i] != 0;
            assertThat(there && border).isFalse();
            seen += there ? 1 : 0;
        }
        assertThat(seen).isGreaterThan(size * size / 20);
    }

    @Test
    void emptyMapsAreCountedNotScored() throws IOException {
        ImportedRig rig = FiledRigs.boxes(folder, template);
        Shot shot = new RigStage(template, "boxes", rig).shoot("Lift", 0, 4);
        DualPointMaps maps = exact(shot.sample());
        Arrays.fill(maps.occupancy(), 0);
        RigScore score = new RigScore(RigSplit.MEASURE, RigStage.gaits(rig), 2);
        score.add(shot, maps);
        assertThat(score.unseen()).isEqualTo(1);
        assertThat(score.maskIou()).isZero();
        assertThat(score.alignedPercent()).isNaN();
    }
}
