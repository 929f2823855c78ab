package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskScanTest {
    private static final int SIZE = 64;
    private final MaskScan scan = new MaskScan(SIZE);
    private final FloatBuffer map = FloatBuffer.allocate(SIZE * SIZE + 10);

    @Test
    void measuresARegion() {
        paint(10, 20, 14, 22, 0.9f);
        List<MaskRegion> regions = scan.scan(map, 10, null);
        assertThat(regions).hasSize(1);
        MaskRegion region = regions.get(0);
        assertThat(region.area()).isEqualTo(8);
        assertThat(new int[] {region.left(), region.top(), region.right(), region.bottom()})
                .containsExactly(10, 20, 14, 22);
        assertThat(region.certainty()).isEqualTo(0.8f, within(1e-5f));
        assertThat(scan.isIn(20 * SIZE + 10, region.label())).isTrue();
        assertThat(scan.isIn(20 * SIZE + 14, region.label())).isFalse();
    }

    @Test
    void agreesWithPaintingByHandOnRandomMaps() {
        Random random = new Random(3);
        for (int k = 0; k < SIZE * SIZE; k++) {
            map.put(10 + k, random.nextFloat() < 0.55f ? 0.9f : 0.1f);
        }
        List<MaskRegion> regions = scan.scan(map, 10, null);
        int[] parent = new int[SIZE * SIZE]; // union by repeated relabelling, slow and plain
        for (int i = 0; i < parent.length; i++) {
            parent[i] = map.get(10 + i) > 0.5f ? i : -1;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < parent.length; i++) {
                if (i % SIZE + 1 < SIZE) {
                    changed |= level(parent, i, i + 1);
                }
                if (i + SIZE < parent.length) {
                    changed |= level(parent, i, i + SIZE);
                }
            }
        }
        int[] count = new int[parent.length];
        for (int p : parent) {
            if (p >= 0) {
                count[p]++;
            }
        }
        int largest = 0;
        for (int c : count) {
            largest = Math.max(largest, c);
        }
        assertThat(regions.get(0).area()).isEqualTo(largest);
        assertThat(regions).isSortedAccordingTo((a, b) -> Integer.compare(b.area(), a.area()));
    }

    @Test
    void joinsHalvesOnBothSidesOfAPost() {
        paint(10, 10, 30, 40, 0.9f);
        paint(32, 10, 52, 40, 0.9f);
        List<MaskRegion> regions = scan.scan(map, 10, null);
        MaskRegion whole = scan.join(regions.get(0), regions);
        assertThat(whole.area()).isEqualTo(2 * 20 * 30);
        assertThat(regions).isEmpty();
        assertThat(scan.isIn(12 * SIZE + 51, whole.label())).isTrue();
    }

    @Test
    void joinsASmallPartThatIsNear() {
        paint(10, 10, 40, 30, 0.9f);
        paint(12, 34, 15, 40, 0.9f); // four rows below
        List<MaskRegion> regions = scan.scan(map, 10, null);
        MaskRegion whole = scan.join(regions.get(0), regions);
        assertThat(whole.bottom()).isEqualTo(40);
    }

    @Test
    void leavesASecondAnimalAlone() {
        paint(2, 10, 28, 40, 0.9f);
        paint(33, 10, 60, 40, 0.9f); // five columns beside, and as large
        List<MaskRegion> regions = scan.scan(map, 10, null);
        MaskRegion whole = scan.join(regions.get(0), regions);
        assertThat(whole.area()).isEqualTo(27 * 30);
        assertThat(regions).hasSize(1);
        assertThat(scan.isOther(12 * SIZE + 3, whole.label())).isTrue();
    }

    @Test
    void leavesASmallPartThatIsFar() {
        paint(10, 10, 40, 30, 0.9f);
        paint(12, 45, 15, 50, 0.9f);
        List<MaskRegion> regions = scan.scan(map, 10, null);
        assertThat(scan.join(regions.get(0), regions).bottom()).isEqualTo(30);
        assertThat(regions).hasSize(1);
    }

    @Test
    void ignoresSpecksAndIgnoredPixels() {
        paint(10, 10, 11, 12, 0.9f);
        assertThat(scan.scan(map, 10, null)).isEmpty();
        paint(20, 20, 30, 30, 0.9f);
        boolean[] ignored = new boolean[SIZE * SIZE];
        java.util.Arrays.fill(ignored, true);
        assertThat(scan.scan(map, 10, ignored)).isEmpty();
    }

    @Test
    void saysWhenANumberIsNotFinite() {
        scan.scan(map, 10, null);
        assertThat(scan.sawNotFinite()).isFalse();
        map.put(500, Float.NaN);
        scan.scan(map, 10, null);
        assertThat(scan.sawNotFinite()).isTrue();
        map.put(500, Float.POSITIVE_INFINITY);
        scan.scan(map, 10, null);
        assertThat(scan.sawNotFinite()).isTrue();
    }

    private static boolean level(int[] parent, int a, int b) {
        if (parent[a] < 0 || parent[b] < 0 || parent[a] == parent[b]) {
            return false;
        }
        int least = Math.min(parent[a], parent[b]);
        parent[a] = least;
        parent[b] = least;
        return true;
    }

    private void paint(int left, int top, int right, int bottom, float value) {
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                map.put(10 + y * SIZE + x, value);
            }
        }
    }
}
