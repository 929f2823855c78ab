package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canter.ingest.Intrinsics;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CropCameraTest {
    private static final Intrinsics CAMERA = new Intrinsics(900, 880, 650, 350);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void raysOfCropAndFrameAgree(long seed) {
        Random random = new Random(seed);
        Box box = randomBox(random);
        CropCamera crop = CropCamera.lookingAt(box, CAMERA, 1.2f);
        float[] p = new float[2];
        for (int k = 0; k < 100; k++) {
            float u = random.nextFloat();
            float v = random.nextFloat();
            crop.projectToFrame(u, v, CAMERA, p);
            double[] fromFrame = unit((p[0] - CAMERA.cx()) / CAMERA.fx(), (p[1] - CAMERA.cy()) / CAMERA.fy(), 1);
            double x = (2 * u - 1) * crop.tanHalf();
            double y = (2 * v - 1) * crop.tanHalf();
            float[] r = crop.frameFromCrop();
            double[] fromCrop =
                    unit(r[0] * x + r[1] * y + r[2], r[3] * x + r[4] * y + r[5], r[6] * x + r[7] * y + r[8]);
            assertThat(fromFrame).containsExactly(fromCrop, within(1e-4));
            crop.projectFromFrame(p[0], p[1], CAMERA, p);
            assertThat(p[0]).isEqualTo(u, within(1e-4f));
            assertThat(p[1]).isEqualTo(v, within(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rotationIsProperAndKeepsColumnsUpright(long seed) {
        float[] r = CropCamera.lookingAt(randomBox(new Random(seed)), CAMERA, 1).frameFromCrop();
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double dot = r[a] * r[b] + r[3 + a] * r[3 + b] + r[6 + a] * r[6 + b];
                assertThat(dot).isEqualTo(a == b ? 1 : 0, within(1e-6));
            }
        }
        double determinant = r[0] * (r[4] * r[8] - r[5] * r[7])
                - r[1] * (r[3] * r[8] - r[5] * r[6])
                + r[2] * (r[3] * r[7] - r[4] * r[6]);
        assertThat(determinant).isEqualTo(1, within(1e-6));
        assertThat(r[3]).as("the crop's x axis has no share of the frame's y").isZero();
        assertThat(r[4]).as("down stays down").isPositive();
        assertThat(r[8]).as("forward stays forward").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsTheBoxAndTouchesItAtMarginOne(long seed) {
        Box box = randomBox(new Random(seed));
        CropCamera crop = CropCamera.lookingAt(box, CAMERA, 1);
        float least = 1;
        float greatest = 0;
        float[] p = new float[2];
        for (int k = 0; k <= 40; k++) {
            float t = k / 40f;
            float[][] border = {
                {box.x() + t * box.width(), box.y()},
                {box.x() + t * box.width(), box.y() + box.height()},
                {box.x(), box.y() + t * box.height()},
                {box.x() + box.width(), box.y() + t * box.height()}
            };
            for (float[] point : border) {
                crop.projectFromFrame(point[0], point[1], CAMERA, p);
                least = Math.min(least, Math.min(p[0], p[1]));
                greatest = Math.max(greatest, Math.max(p[0], p[1]));
            }
        }
        assertThat(least).isGreaterThan(-1e-4f);
        assertThat(greatest).isLessThan(1 + 1e-4f);
        assertThat(Math.max(1 - greatest, least)).isLessThan(0.5f);
        assertThat(Math.min(1 - greatest, least)).as("touches a border").isLessThan(1e-4f);
    }

    @Test
    void centredCropIsAPlainCut() {
        Intrinsics camera = Intrinsics.centred(640, 480, 0.7f);
        CropCamera crop = CropCamera.lookingAt(new Box(220, 140, 200, 200), camera, 1);
        float[] p = new float[2];
        crop.projectToFrame(0.25f, 0.75f, camera, p);
        assertThat(p[0]).isEqualTo(270, within(1e-3f));
        assertThat(p[1]).isEqualTo(290, within(1e-3f));
        Box back = crop.boxInFrame(0, 0, 1, 1, camera);
        assertThat(back.x()).isEqualTo(220, within(1e-3f));
        assertThat(back.width()).isEqualTo(200, within(1e-3f));
    }

    @Test
    void homographyEqualsProjection() {
        CropCamera crop = CropCamera.lookingAt(new Box(900, 20, 200, 260), CAMERA, 1.25f);
        double[] h = new double[9];
        crop.frameFromCropPixels(CAMERA, 128, h);
        float[] p = new float[2];
        for (int k = 0; k < 20; k++) {
            double x = 6.4 * k;
            double y = 128 - 3.1 * k;
            crop.projectToFrame((float) (x / 128), (float) (y / 128), CAMERA, p);
            double w = h[6] * x + h[7] * y + h[8];
            assertThat((h[0] * x + h[1] * y + h[2]) / w).isEqualTo(p[0], within(1e-2));
            assertThat((h[3] * x + h[4] * y + h[5]) / w).isEqualTo(p[1], within(1e-2));
        }
    }

    @Test
    void refusesBoxesWithoutExtent() {
        assertThatThrownBy(() -> new Box(0, 0, 0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0 x 5.0");
        assertThatThrownBy(() -> new Box(0, 0, Float.NaN, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Box randomBox(Random random) {
        return new Box(
                1400 * random.nextFloat() - 200,
                800 * random.nextFloat() - 200,
                20 + 500 * random.nextFloat(),
                20 + 500 * random.nextFloat());
    }

    private static double[] unit(double x, double y, double z) {
        double norm = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / norm, y / norm, z / norm};
    }
}
