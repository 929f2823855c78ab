package io.canter.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Exports an untrained network with the Python trainer and runs it here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTest {
    /** Debian's interpreter first: the one that python3-torch belongs to. */
    private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

    private static final long TIMEOUT_SECONDS = 120;

    private Path folder;
    private Path model;
    private Path dump;

    @BeforeAll
    void exportsWithTheTrainer(@TempDir Path shared) {
        folder = shared;
        String python = INTERPRETERS.stream()
                .filter(candidate -> succeeds(List.of(candidate, "-c", "import torch, onnx, PIL")))
                .findFirst()
                .orElse(null);
        assumeTrue(python != null, "no python3 with torch, onnx and PIL: the trainer's export is not tested");
        model = folder.resolve("tiny.onnx");
        dump = folder.resolve("dump");
        trainer(python, "export", "--random", "tiny", "--template", "test-1", "-o", model.toString());
        trainer(python, "parity", "--random", "tiny", "--dump", dump.toString());
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

    private void trainer(String python, String... arguments) {
        List<String> command = new ArrayList<>(List.of(python, "-W", "ignore", "-m", "canter_trainer"));
        command.addAll(List.of(arguments));
        assertThat(succeeds(command)).as("%s", command).isTrue();
    }

    private boolean succeeds(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment()
                    .put("PYTHONPATH", projectRoot().resolve("training/trainer").toString());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            builder.redirectError(folder.resolve("stderr").toFile());
            Process process = builder.start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such interpreter
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the trainer ran", e);
        }
    }

    private static Path projectRoot() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException(
                "no folder with mvnw above " + Path.of("").toAbsolutePath());
    }
}
