package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.Box;
import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.ingest.Intrinsics;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A map of 8 x 8 over the square 100..180 of a frame: 10 frame pixels a map pixel. Q is (column, row, 0). */
class VisibleMapTest {
    private static final int SIZE = 8;
    private final Intrinsics camera = new Intrinsics(1000, 1000, 140, 140);
    private final Box square = new Box(100, 100, 80, 80);

    /** Occupied in columns 2 to 5 and rows 2 to 5, with Q shifted by {@code shift}. */
    private VisibleMap map(float shift) {
        float[] q = new float[3 * SIZE * SIZE];
        float[] occupancy = new float[SIZE * SIZE];
        for (int i = 0; i < SIZE * SIZE; i++) {
            q[i] = i % SIZE + shift;
            q[i + SIZE * SIZE] = i / SIZE;
            boolean inside = i % SIZE >= 2 && i % SIZE <= 5 && i / SIZE >= 2 && i / SIZE <= 5;
            occupancy[i] = inside ? 1 : 0;
        }
        float[] confidence = new float[SIZE * SIZE];
        Arrays.fill(confidence, 2);
        DualPointMaps maps = new DualPointMaps(1, SIZE, q, q.clone(), occupancy, confidence);
        return new VisibleMap(new Detection(square, CropCamera.lookingAt(square, camera, 1), maps, 1), camera);
    }

    @Test
    void maskStandsWhereTheOccupancyIs() {
        boolean[] mask = map(0).mask(280, 280);
        // Half way from the last occupied centre to the next: the border of the pixel.
        boolean[] wanted = new boolean[280 * 280];
        for (int y = 120; y < 160; y++) {
            Arrays.fill(wanted, 280 * y + 120, 280 * y + 160, true);
        }
        assertThat(Silhouettes.iou(mask, wanted)).isGreaterThan(0.95);
    }

    @Test
    void findsThePixelOfAPointAmongTheOccupied() {
        float[] place = new float[2];
        assertThat(map(0).find(3.2f, 4.1f, 0, place)).isTrue();
        assertThat(place[0]).isCloseTo(135, within(0.1f));
        assertThat(place[1]).isCloseTo(145, within(0.1f));
        // Column 7 is not occupied: the nearest that is.
        map(0).find(7, 4, 0, place);
        assertThat(place[0]).isCloseTo(155, within(0.1f));
    }

    @Test
    void keypointsAreCarriedByTheirCanonicalPoint() {
        // In the second frame everything has moved left by one map pixel.
        float[] first = {135, 145, Float.NaN, Float.NaN};
        float[] second = {125, 145, 125, 125};
        KeypointTransfer transfer = new KeypointTransfer();
        transfer.add(map(0), first, 40);
        transfer.add(map(1), second, 40);
        assertThat(transfer.score().count()).isEqualTo(2);
        assertThat(transfer.score().narrow()).isEqualTo(1);
        transfer = new KeypointTransfer();
        transfer.add(map(0), first, 40);
        transfer.add(map(0), second, 40);
        assertThat(transfer.score().wide()).isZero();
        transfer = new KeypointTransfer();
        transfer.add(map(0), first, 40);
        transfer.add(null, second, 40);
        assertThat(transfer.score().count()).isEqualTo(2);
        assertThat(transfer.score().wide()).isZero();
    }
}
