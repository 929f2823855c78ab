package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CropPlanTest {
    @Test
    void squareSurroundsItsBox() {
        assertThat(CropPlan.square(new Box(500, 300, 200, 100), 1.25f, 1280, 720))
                .isEqualTo(new Box(475, 225, 250, 250));
    }

    @Test
    void squareMovesIntoTheFrame() {
        assertThat(CropPlan.square(new Box(0, 300, 200, 100), 1.25f, 1280, 720)).isEqualTo(new Box(0, 225, 250, 250));
        assertThat(CropPlan.square(new Box(1100, 600, 180, 120), 1.25f, 1280, 720))
                .isEqualTo(new Box(1055, 495, 225, 225));
    }

    @Test
    void squareLargerThanTheFrameHoldsAllOfIt() {
        assertThat(CropPlan.square(new Box(300, 0, 640, 720), 1.25f, 1280, 720)).isEqualTo(new Box(170, -90, 900, 900));
    }

    @ParameterizedTest
    @CsvSource({"1280,720", "720,1280", "640,640", "1920,400", "100,7", "1,1"})
    void tilesCoverTheFrameAndOverlap(int width, int height) {
        List<Box> tiles = CropPlan.tiles(width, height);
        assertThat(tiles).hasSizeLessThanOrEqualTo(12);
        float side = tiles.get(0).width();
        assertThat(side).isEqualTo(0.5f * Math.max(width, height), within(1e-3f));
        // A box of half a tile, anywhere in the frame, lies whole in some tile (as far as the frame has room for it).
        float boxSide = 0.49f * side;
        for (int k = 0; k < 200; k++) {
            float x = Math.max(0, (width - boxSide) * (k % 20) / 19f);
            float y = Math.max(0, (height - boxSide) * (k / 20) / 9f);
            float right = Math.min(width, x + boxSide);
            float bottom = Math.min(height, y + boxSide);
            assertThat(tiles)
                    .anyMatch(t -> t.x() <= x + 1e-3
                            && t.y() <= y + 1e-3
                            && t.x() + t.width() >= right - 1e-3
                            && t.y() + t.height() >= bottom - 1e-3);
        }
    }

    @Test
    void wideFramesGetThreeByTwoTiles() {
        assertThat(CropPlan.tiles(1280, 720)).hasSize(6);
    }
}
