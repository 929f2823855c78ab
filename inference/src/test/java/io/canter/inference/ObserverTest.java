package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.ingest.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The locator's logic, judged with a network that takes all that is red for an animal. */
class ObserverTest {
    private final RednessNetwork network = new RednessNetwork(8);
    private final Observer observer = new Observer(network, ObserverOptions.defaults());

    @ParameterizedTest
    @CsvSource({
        "640, 360, 300",
        "640, 360, 100",
        "200, 200, 90",
        "1000, 600, 60",
        "640, 360, 40",
        "90, 630, 50",
        "1190, 80, 45",
        "320, 180, 35",
        "30, 360, 80",
        "640, 740, 120",
        "1270, 10, 150"
    })
    void searchFindsADiscAnywhereAndAtManyScales(float x, float y, float radius) {
        try (Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(x, y, radius))) {
            Observation seen = observer.observe(frame, Optional.empty());
            assertThat(seen.detections()).hasSize(1);
            Detection animal = seen.detections().get(0);
            Box truth = new Box(x - radius, y - radius, 2 * radius, 2 * radius).cutTo(1280, 720);
            assertThat(animal.box().overlap(truth)).isGreaterThan(0.85f);
            assertThat(animal.score()).isBetween(0.6f, 1f);
            assertThat(seen.camera()).isEqualTo(frame.camera());
        }
    }

    @Test
    void detectionCarriesWhatTheNetworkWasShown() {
        try (Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(640, 360, 100))) {
            Detection animal =
                    observer.observe(frame, Optional.empty()).detections().get(0);
            CropPicture picture = animal.picture().orElseThrow();
            assertThat(picture.size()).isEqualTo(network.imageSize());
            int middle = 3 * (picture.size() / 2 * picture.size() + picture.size() / 2);
            int red = picture.rgb()[middle] & 0xff;
            assertThat(red).isGreaterThan((picture.rgb()[middle + 1] & 0xff) + 60);
            assertThat(red).isGreaterThan((picture.rgb()[0] & 0xff) + 60);
        }
    }

    @Test
    void searchFindsNothingWhereNothingIs() {
        try (Frame frame = TestFrames.frame(1280, 720, (x, y) -> 0x306090 + ((int) x & 31))) {
            assertThat(observer.observe(frame, Optional.empty()).detections()).isEmpty();
        }
        assertThat(observer.stats().searches()).isEqualTo(1);
        assertThat(observer.stats().crops()).isEqualTo(1 + 6);
    }

    @Test
    void searchReturnsNoMoreThanAskedFor() {
        try (Frame frame = threeDiscs()) {
            try (Observer one = new Observer(
                    new RednessNetwork(4), ObserverOptions.defaults().withSubjectsMax(1))) {
                assertThat(one.observe(frame, Optional.empty()).detections()).hasSize(1);
            }
            try (Observer many = new Observer(
                    new RednessNetwork(4), ObserverOptions.defaults().withSubjectsMax(5))) {
                List<Detection> all = many.observe(frame, Optional.empty()).detections();
                assertThat(all).hasSize(3);
                assertThat(all.get(0).box().overlap(all.get(1).box())).isZero();
            }
        }
    }

    @Test
    void rejectsAPhantomThatStaysWhereItIsInEveryCrop() {
        network.phantom = true;
        try (Frame frame = TestFrames.frame(1280, 720, (x, y) -> 0x808080)) {
            assertThat(observer.observe(frame, Optional.empty()).detections()).isEmpty();
        }
        assertThat(network.crops).as("it was looked at closely").isGreaterThan(7);
    }

    @Test
    void rejectsACertainMaskWithoutABodyInIt() {
        network.flat = true;
        try (Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(500, 300, 80))) {
            assertThat(observer.observe(frame, Optional.empty()).detections()).isEmpty();
            assertThat(observer.observe(frame, Optional.of(hint(420, 220, 160, 160)))
                            .detections())
                    .as("nor is it followed")
                    .isEmpty();
        }
    }

    @Test
    void rejectsWhatItsThresholdsForbid() {
        ObserverOptions strict = new ObserverOptions(1.25f, 0.4f, 0.6f, 0.99f, 1, CropBorder.REPLICATE);
        try (Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(640, 360, 100));
                Observer picky = new Observer(new RednessNetwork(4), strict)) {
            assertThat(picky.observe(frame, Optional.empty()).detections())
                    .as("a disc's coarse mask differs from its fine one by more than 1 %")
                    .isEmpty();
        }
    }

    @Test
    void followingAWellPlacedAnimalTakesOneCrop() {
        try (Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(500, 300, 80))) {
            Observation seen = observer.observe(frame, Optional.of(hint(425, 225, 160, 160)));
            assertThat(seen.detections()).hasSize(1);
            assertThat(observer.stats().crops()).isEqualTo(1);
            assertThat(observer.stats().recrops()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"470, 300, 80", "500, 250, 80", "500, 300, 130", "500, 300, 40", "560, 360, 90"})
    void followingABadlyPlacedAnimalCropsOnceMore(float x, float y, float radius) {
        try (Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(500, 300, 80))) {
            Box hint = new Box(x - radius, y - radius, 2 * radius, 2 * radius);
            Detection seen = observer.observe(frame, Optional.of(Hint.at(hint)))
                    .detections()
                    .get(0);
            assertThat(seen.box().overlap(new Box(420, 220, 160, 160))).isGreaterThan(0.93f);
            assertThat(observer.stats().crops()).isEqualTo(2);
            assertThat(observer.stats().recrops()).isEqualTo(1);
        }
    }

    @Test
    void whatIsExpectedIsDrawnForEachCropOfTheAnimalAndForNoOther() {
        List<CropCamera> drawn = new ArrayList<>();
        Prior prior = (camera, size, into, at) -> {
            assertThat(size).isEqualTo(network.mapSize());
            drawn.add(camera);
            into.put(at, 7);
        };
        try (Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(500, 300, 80))) {
            // Badly placed, so that it is cropped twice.
            Hint hint = new Hint(new Box(390, 220, 160, 160), Optional.of(prior));
            Detection seen =
                    observer.observe(frame, List.of(hint), false).detections().get(0);
            assertThat(network.priorsSeen).containsExactly(7f, 7f);
            assertThat(drawn).hasSize(2);
            assertThat(drawn.get(1)).isEqualTo(seen.camera()).isNotEqualTo(drawn.get(0));
            network.priorsSeen.clear();
            observer.observe(frame, List.of(), true);
            observer.observe(frame, Optional.of(Hint.at(hint.box())));
            assertThat(network.priorsSeen).isNotEmpty().containsOnly(0f);
        }
    }

    @Test
    void followingReportsNothingWhenTheAnimalIsGone() {
        try (Frame frame = TestFrames.frame(1280, 720, (x, y) -> 0x808080)) {
            assertThat(observer.observe(frame, Optional.of(hint(425, 225, 160, 160)))
                            .detections())
                    .isEmpty();
            assertThat(observer.stats().crops()).isEqualTo(1);
        }
    }

    @Test
    void followingKeepsToItsOwnAnimalAndClearsTheOther() {
        // The neighbour is as large, and half of it is in the crop.
        TestFrames.Colour pair = (x, y) ->
                Math.hypot(x - 500, y - 300) <= 80 || Math.hypot(x - 690, y - 300) <= 80 ? 0xff0000 : 0x808080;
        try (Frame frame = TestFrames.frame(1280, 720, pair)) {
            Detection seen = observer.observe(frame, Optional.of(hint(405, 205, 190, 190)))
                    .detections()
                    .get(0);
            assertThat(seen.box().overlap(new Box(420, 220, 160, 160))).isGreaterThan(0.93f);
            float[] p = new float[2];
            seen.camera().projectFromFrame(605, 300, frame.camera(), p);
            DualPointMaps maps = seen.maps();
            for (int j = 0; j < 64; j++) {
                for (int i = 0; i < 64; i++) {
                    seen.camera().projectToFrame((i + 0.5f) / 64, (j + 0.5f) / 64, frame.camera(), p);
                    if (p[0] > 612) {
                        assertThat(maps.occupancy()[j * 64 + i]).isLessThanOrEqualTo(0.5f);
                        assertThat(maps.occupancy()[64 * 64 + j * 64 + i]).isLessThanOrEqualTo(0.5f);
                    }
                }
            }
        }
    }

    @Test
    void saysNothingOfWhatLiesBeyondTheFrame() {
        // Taller than the frame: the crop is padded with replicated red.
        try (Frame frame = TestFrames.frame(400, 200, TestFrames.disc(200, 100, 140))) {
            Detection seen = observer.observe(frame, Optional.of(hint(60, 0, 280, 200)))
                    .detections()
                    .get(0);
            assertThat(seen.box().y()).isGreaterThanOrEqualTo(0);
            assertThat(seen.box().height()).isLessThanOrEqualTo(200);
            float[] p = new float[2];
            for (int k = 0; k < 64 * 64; k++) {
                seen.camera().projectToFrame((k % 64 + 0.5f) / 64, (k / 64 + 0.5f) / 64, frame.camera(), p);
                if (p[1] < 0 || p[1] > 200) {
                    assertThat(seen.maps().occupancy()[k]).isZero();
                }
            }
        }
    }

    @Test
    void hintsOfOneFrameShareARunAndAnswerLikeSingleOnes() {
        List<Hint> hints = List.of(hint(215, 215, 170, 170), hint(815, 415, 170, 170));
        try (Frame frame = threeDiscs(300, 300, 900, 500, 600, 150);
                Observer single = new Observer(new RednessNetwork(1), ObserverOptions.defaults())) {
            List<Detection> both = observer.observe(frame, hints, false).detections();
            assertThat(both).hasSize(2);
            assertThat(network.runs).isEqualTo(1);
            assertThat(observer.stats().searches()).isZero();
            for (int k = 0; k < 2; k++) {
                Detection alone = single.observe(frame, Optional.of(hints.get(k)))
                        .detections()
                        .get(0);
                assertThat(both.get(k).box()).isEqualTo(alone.box());
                assertThat(both.get(k).score()).isEqualTo(alone.score());
                assertThat(both.get(k).maps().occupancy())
                        .containsExactly(alone.maps().occupancy());
            }
        }
    }

    @Test
    void aSearchBesidesFindsOnlyWhoIsNotKnown() {
        List<Hint> hints = List.of(hint(215, 215, 170, 170), hint(815, 415, 170, 170));
        try (Frame frame = threeDiscs(300, 300, 900, 500, 600, 150)) {
            List<Detection> all = observer.observe(frame, hints, true).detections();
            assertThat(all).hasSize(3);
            assertThat(all.get(0).box().overlap(new Box(220, 220, 160, 160))).isGreaterThan(0.9f);
            assertThat(all.get(1).box().overlap(new Box(820, 420, 160, 160))).isGreaterThan(0.9f);
            assertThat(all.get(2).box().overlap(new Box(520, 70, 160, 160))).isGreaterThan(0.85f);
            assertThat(observer.stats().searches()).isEqualTo(1);
        }
    }

    private static Frame threeDiscs(float x0, float y0, float x1, float y1, float x2, float y2) {
        return TestFrames.frame(
                1280,
                720,
                (x, y) -> Math.hypot(x - x0, y - y0) <= 80
                                || Math.hypot(x - x1, y - y1) <= 80
                                || Math.hypot(x - x2, y - y2) <= 80
                        ? 0xff0000
                        : 0x808080);
    }

    @Test
    void manyRequestsShareRunsAndAnswerLikeSingleOnes() {
        List<Frame> frames = new ArrayList<>();
        List<ObserveRequest> requests = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            float x = 300 + 130 * k;
            frames.add(TestFrames.frame(k, 1280, 720, TestFrames.disc(x, 300, 80)));
            requests.add(new ObserveRequest(
                    frames.get(k), k == 3 ? Optional.empty() : Optional.of(hint(x - 85, 215, 170, 170))));
        }
        List<Observation> together = observer.observe(requests);
        assertThat(network.runs).as("4 hints in one run, a search in 3").isLessThanOrEqualTo(5);
        try (Observer single = new Observer(new RednessNetwork(1), ObserverOptions.defaults())) {
            for (int k = 0; k < 5; k++) {
                Observation alone = single.observe(List.of(requests.get(k))).get(0);
                assertThat(together.get(k).frameIndex()).isEqualTo(k);
                assertThat(together.get(k).ptsMicros()).isEqualTo(40_000L * k);
                assertThat(together.get(k).detections()).hasSize(1);
                assertThat(together.get(k).detections().get(0).box())
                        .isEqualTo(alone.detections().get(0).box());
                assertThat(together.get(k).detections().get(0).maps().occupancy())
                        .containsExactly(alone.detections().get(0).maps().occupancy(), within(1e-6f));
            }
        }
        frames.forEach(Frame::close);
    }

    @Test
    void dropsAndCountsAnimalsWhoseNumbersAreNotFinite() {
        try (Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(500, 300, 80))) {
            Optional<Hint> hint = Optional.of(hint(425, 225, 160, 160));
            network.spoilMaps = true;
            assertThat(observer.observe(frame, hint).detections()).isEmpty();
            assertThat(observer.stats().droppedNotFinite()).isEqualTo(1);
            network.spoilOccupancy = true;
            assertThat(observer.observe(frame, hint).detections()).isEmpty();
            assertThat(observer.stats().droppedNotFinite()).isEqualTo(2);
            network.spoilMaps = false;
            network.spoilOccupancy = false;
            assertThat(observer.observe(frame, hint).detections()).hasSize(1);
            assertThat(observer.stats().droppedNotFinite()).isEqualTo(2);
        }
    }

    @Test
    void surviesHintsOutsideTheFrame() {
        try (Frame frame = TestFrames.frame(320, 200, TestFrames.disc(100, 100, 40))) {
            for (Box hint : new Box[] {
                new Box(-900, -900, 50, 50),
                new Box(5000, 90, 10, 10),
                new Box(-1e5f, -1e5f, 2e5f, 2e5f),
                new Box(100, 100, 1e-3f, 1e-3f)
            }) {
                assertThat(observer.observe(frame, Optional.of(Hint.at(hint))).frameIndex())
                        .isZero();
            }
        }
    }

    @Test
    void takesTheSmallestFrames() {
        try (Frame frame = TestFrames.frame(1, 1, (x, y) -> 0x808080)) {
            assertThat(observer.observe(frame, Optional.empty()).detections()).isEmpty();
        }
    }

    @Test
    void closingFreesNativeMemoryAndTheNetwork() {
        try (Frame frame = TestFrames.frame(640, 360, TestFrames.disc(300, 200, 60))) {
            long before = Pointer.totalCount();
            RednessNetwork own = new RednessNetwork(4);
            try (Observer other = new Observer(own, ObserverOptions.defaults())) {
                other.observe(frame, Optional.empty());
                long running = Pointer.totalCount();
                for (int k = 0; k < 20; k++) {
                    other.observe(frame, Optional.of(hint(240, 140, 120, 120)));
                }
                assertThat(Pointer.totalCount()).isEqualTo(running);
            }
            assertThat(own.closed).isTrue();
            assertThat(Pointer.totalCount()).isEqualTo(before);
        }
    }

    private static Hint hint(float x, float y, float width, float height) {
        return Hint.at(new Box(x, y, width, height));
    }

    private static Frame threeDiscs() {
        return TestFrames.frame(
                1280,
                720,
                (x, y) -> Math.hypot(x - 250, y - 300) <= 90
                                || Math.hypot(x - 640, y - 400) <= 110
                                || Math.hypot(x - 1020, y - 350) <= 100
                        ? 0xff0000
                        : 0x808080);
    }
}
