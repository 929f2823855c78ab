package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.ingest.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The trainer's own export, with random weights: both sides mean the same contract. */
class TinyModelTest {
    private static ModelFile tiny() throws IOException {
        return file("tiny.onnx");
    }

    private static ModelFile file(String name) throws IOException {
        try (InputStream in = TinyModelTest.class.getResourceAsStream(name)) {
            return new ModelFile(name, in.readAllBytes());
        }
    }

    @Test
    void keepsTheContract() throws IOException {
        try (Model model = Model.load(tiny(), ModelOptions.defaults())) {
            assertThat(model.contract().family()).isEqualTo("quadruped");
            assertThat(model.imageSize()).isEqualTo(128);
            assertThat(model.mapSize()).isEqualTo(64);
            assertThat(model.layers()).isEqualTo(4);
        }
    }

    @Test
    void theNumberOfLayersIsTheModelsToChoose() throws IOException {
        Model model = Model.load(file("tiny-one-layer.onnx"), ModelOptions.defaults());
        try (Observer observer = new Observer(model, ObserverOptions.defaults());
                Frame frame = TestFrames.frame(320, 240, TestFrames.disc(100, 100, 60))) {
            assertThat(model.layers()).isEqualTo(1);
            Observation seen = observer.observe(frame, Optional.empty());
            assertThat(seen.height()).isEqualTo(240);
            assertThat(observer.stats().droppedNotFinite()).isZero();

            model.images().put(0, new float[3 * 128 * 128]);
            model.run(1);
            DualPointMaps maps = model.maps(0).orElseThrow();
            assertThat(maps.layers()).isEqualTo(1);
            assertThat(maps.canonical()).hasSize(3 * 64 * 64).hasSameSizeAs(maps.posed());
            assertThat(maps.occupancy()).hasSize(64 * 64).hasSameSizeAs(maps.confidence());
        }
    }

    @Test
    void givesMapsWithinTheContractsRanges() throws IOException {
        try (Model model = Model.load(tiny(), ModelOptions.defaults().withBatchMax(2))) {
            for (int k = 0; k < model.images().capacity(); k++) {
                model.images().put(k, k % 97 / 97f);
            }
            model.run(2);
            DualPointMaps maps = model.maps(1).orElseThrow();
            for (float o : maps.occupancy()) {
                assertThat(o).isBetween(0f, 1f);
            }
            for (float c : maps.confidence()) {
                assertThat(c).isGreaterThanOrEqualTo(1f);
            }
        }
    }

    @Test
    void runsInAnObserverWithoutComplaint() throws IOException {
        Model model = Model.load(tiny(), ModelOptions.defaults());
        try (Observer observer = new Observer(model, ObserverOptions.defaults());
                Frame frame = TestFrames.frame(320, 240, TestFrames.disc(100, 100, 60))) {
            Observation seen = observer.observe(frame, Optional.empty());
            assertThat(seen.width()).isEqualTo(320);
            assertThat(observer.stats().searches()).isEqualTo(1);
            assertThat(observer.stats().droppedNotFinite()).isZero();
        }
    }
}
