package io.canter.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Exports an untrained network with the Python trainer and runs it here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTest {
    private Path folder;
    private Path model;
    private Path dump;

    @BeforeAll
    void exportsWithTheTrainer(@TempDir Path shared) {
        folder = shared;
        PythonTrainer trainer = PythonTrainer.find();
        model = folder.resolve("tiny.onnx");
        dump = folder.resolve("dump");
        trainer.run(
                "-m", "canter_trainer", "export", "--random", "tiny", "--template", "test-1", "-o", model.toString());
        trainer.run("-m", "canter_trainer", "parity", "--random", "tiny", "--dump", dump.toString());
    }

    @Test
    void runtimeAgreesWithTorch() throws IOException {
        Parity parity = Parity.measure(model, dump);

        assertThat(parity.holds()).as("%s", parity).isTrue();
    }

    @Test
    void tellsWhenOutputsDiffer() throws IOException {
        Path spoiled = Files.createDirectory(folder.resolve("spoiled"));
        for (String name : List.of("image", "canonical", "posed", "occupancy", "confidence")) {
            Files.copy(dump.resolve(name + ".f32"), spoiled.resolve(name + ".f32"));
        }
        byte[] posed = Files.readAllBytes(spoiled.resolve("posed.f32"));
        posed[4 * 100 + 3] = 0x40; // one number becomes 2 or more
        Files.write(spoiled.resolve("posed.f32"), posed);

        Parity parity = Parity.measure(model, spoiled);

        assertThat(parity.holds()).isFalse();
        assertThat(parity.posed()).isGreaterThan(1);
    }

    @Test
    void refusesDumpOfAnotherShape() throws IOException {
        Path cut = Files.createDirectory(folder.resolve("cut"));
        for (String name : List.of("image", "canonical", "posed", "occupancy", "confidence")) {
            Files.copy(dump.resolve(name + ".f32"), cut.resolve(name + ".f32"));
        }
        Files.write(cut.resolve("occupancy.f32"), new byte[64]);

        assertThatThrownBy(() -> Parity.measure(model, cut))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("occupancy.f32 holds 16 numbers");
    }
}
