package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
    private static final ModelOptions OPTIONS = ModelOptions.defaults().withBatchMax(3);

    @Test
    void readsTheContractFromTheFile() {
        try (Model model = Model.load(TestModels.sound().file(), OPTIONS)) {
            assertThat(model.contract().template()).isEqualTo("test-1");
            assertThat(model.contract().family()).isEqualTo("quadruped");
            assertThat(model.imageSize()).isEqualTo(16);
            assertThat(model.mapSize()).isEqualTo(8);
            assertThat(model.layers()).isEqualTo(2);
            assertThat(model.contract().metadata()).containsEntry("canter.licence", "Apache-2.0");
        }
    }

    @Test
    void computesWhatTheGraphSays() {
        try (Model model = Model.load(TestModels.sound().file(), OPTIONS)) {
            fill(model, 1, 0.2f, 0.4f, 0.6f);
            fill(model, 0, 0.9f, 0.1f, 0.5f);
            model.run(2);
            DualPointMaps maps = model.maps(1).orElseThrow();
            assertThat(maps.canonical()[0]).isEqualTo(0.2f, within(1e-6f));
            assertThat(maps.canonical()[64]).isEqualTo(0.4f, within(1e-6f));
            assertThat(maps.canonical()[3 * 64 + 2 * 64]).isEqualTo(1.6f, within(1e-6f));
            assertThat(maps.posed()[2 * 64 + 63]).isEqualTo(-0.6f, within(1e-6f));
            assertThat(maps.occupancy()[0]).isEqualTo((float) (1 / (1 + Math.exp(14))), within(1e-6f));
            assertThat(maps.confidence()[127]).isEqualTo((float) (1 + Math.exp(0.6)), within(1e-5f));
            assertThat(model.occupancy().get(0)).isEqualTo((float) (1 / (1 + Math.exp(-6))), within(1e-5f));
        }
    }

    @Test
    void handsThePriorsOnToANetworkThatHasThemAndHasNoRoomForThemOtherwise() {
        TestModels.Recipe recipe = TestModels.sound();
        recipe.priorChannels = Prior.CHANNELS;
        try (Model model = Model.load(recipe.file(), OPTIONS);
                Model without = Model.load(TestModels.sound().file(), OPTIONS)) {
            assertThat(without.contract().prior()).isFalse();
            assertThat(without.priors().capacity()).isZero();
            assertThat(model.contract().prior()).isTrue();
            assertThat(model.priors().capacity()).isEqualTo(model.batchMax() * Prior.CHANNELS * 64);
            fill(model, 0, 0.2f, 0.4f, 0.6f);
            fill(model, 1, 0.2f, 0.4f, 0.6f);
            model.priors().put(Prior.CHANNELS * 64 + 64 + 5, 3); // y of the second crop's sixth pixel
            model.run(2);
            assertThat(model.maps(0).orElseThrow().canonical()[64 + 5]).isEqualTo(0.4f, within(1e-6f));
            assertThat(model.maps(1).orElseThrow().canonical()[64 + 5]).isEqualTo(3.4f, within(1e-6f));
        }
    }

    @Test
    void batchEqualsSingleRuns() {
        try (Model model = Model.load(TestModels.sound().file(), OPTIONS)) {
            Random random = new Random(7);
            float[] images = new float[3 * 3 * 16 * 16];
            for (int i = 0; i < images.length; i++) {
                images[i] = random.nextFloat();
            }
            model.images().put(0, images);
            model.run(3);
            DualPointMaps[] together = {
                model.maps(0).orElseThrow(),
                model.maps(1).orElseThrow(),
                model.maps(2).orElseThrow()
            };
            for (int n = 0; n < 3; n++) {
                model.images().put(0, images, n * 768, 768);
                model.run(1);
                DualPointMaps alone = model.maps(0).orElseThrow();
                assertThat(alone.canonical()).containsExactly(together[n].canonical(), within(1e-6f));
                assertThat(alone.posed()).containsExactly(together[n].posed(), within(1e-6f));
                assertThat(alone.occupancy()).containsExactly(together[n].occupancy(), within(1e-6f));
                assertThat(alone.confidence()).containsExactly(together[n].confidence(), within(1e-6f));
            }
        }
    }

    @Test
    void givesNoMapsWhenANumberIsNotFinite() {
        try (Model model = Model.load(TestModels.sound().file(), OPTIONS)) {
            fill(model, 0, 0.5f, 0.5f, 0.5f);
            fill(model, 1, 0.5f, Float.NaN, 0.5f);
            fill(model, 2, 0.5f, 0.5f, 200); // exp overflows: infinite confidence
            model.run(3);
            assertThat(model.maps(0)).isPresent();
            assertThat(model.maps(1)).isEmpty();
            assertThat(model.maps(2)).isEmpty();
        }
    }

    @Test
    void refusesMoreCropsThanItsBuffersHold() {
        try (Model model = Model.load(TestModels.sound().file(), OPTIONS)) {
            assertThatThrownBy(() -> model.run(4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a run takes 1 to 3 crops, was 4");
        }
    }

    @Test
    void refusesToRunOnceClosed() {
        Model model = Model.load(TestModels.sound().file(), OPTIONS);
        model.close();
        model.close();
        assertThatThrownBy(() -> model.run(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAMissingFileInOneLine(@TempDir Path folder) {
        assertThatThrownBy(() -> ModelFile.read(folder.resolve("none.onnx")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("none.onnx is no file")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesAnEmptyFile(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("empty.onnx"));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("empty.onnx is empty");
    }

    @Test
    void refusesWhatIsNoModelInOneLine() {
        ModelFile file = new ModelFile("noise.onnx", new byte[] {1, 2, 3, 4});
        assertThatThrownBy(() -> Model.load(file, OPTIONS))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("model noise.onnx cannot be loaded: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesATruncatedModelInOneLine() {
        byte[] whole = TestModels.sound().build();
        ModelFile file = new ModelFile("half.onnx", Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> Model.load(file, OPTIONS))
                .isInstanceOf(ModelException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesCudaWhereTheRuntimeHasNone() {
        assertThatThrownBy(() -> Model.load(TestModels.sound().file(), OPTIONS.withProvider(Provider.CUDA)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("provider cuda is not in this build");
    }

    @Test
    void probeSaysWhichProviderComputes() {
        long[] nanos = {0};
        ModelProbe probe = ModelProbe.run(TestModels.sound().file(), OPTIONS, () -> nanos[0] += 3_000_000);
        assertThat(probe.provider()).isEqualTo("CPUExecutionProvider");
        assertThat(probe.runsAsAsked()).isTrue();
        assertThat(probe.nodesByProvider()).containsOnlyKeys("CPUExecutionProvider");
        assertThat(probe.nodesByProvider().get("CPUExecutionProvider")).isBetween(5, 40);
        assertThat(probe.millisPerImage()).isEqualTo(3, within(1e-9));
        assertThat(probe.millisPerImageBatched()).isEqualTo(1, within(1e-9));
    }

    private static void fill(Model model, int image, float red, float green, float blue) {
        int plane = 16 * 16;
        float[] values = new float[3 * plane];
        Arrays.fill(values, 0, plane, red);
        Arrays.fill(values, plane, 2 * plane, green);
        Arrays.fill(values, 2 * plane, 3 * plane, blue);
        model.images().put(3 * plane * image, values);
    }
}
