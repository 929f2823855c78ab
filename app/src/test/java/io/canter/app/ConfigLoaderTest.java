package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    @Test
    void theManualHoldsExactlyTheDefaults() {
        CanterConfig plain = ConfigLoader.load(null, Map.of());
        CanterConfig manual = ConfigLoader.load(Projects.root().resolve("config/canter.yaml"), Map.of());
        assertThat(describe(manual)).isEqualTo(describe(plain));
    }

    @Test
    void everyDefaultIsPinned() {
        assertThat(describe(ConfigLoader.load(null, Map.of())))
                .isEqualTo("40.0 cpu 0 0.1 5 none off off-line 1.5 1 2 127.0.0.1 8080 960 80 0");
    }

    @Test
    void environmentWinsOverTheFile() throws IOException {
        Path file = write("canter:\n  server:\n    port: 9000\n    host: 0.0.0.0\n");
        CanterConfig c = ConfigLoader.load(file, Map.of("CANTER_SERVER_PORT", "9001", "CANTER_CACHE", "/x"));
        assertThat(c.server().port()).isEqualTo(9001);
        assertThat(c.server().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void namesEveryValueThatIsWrong() throws IOException {
        Path file = write(
                "canter:\n  server:\n    port: 70000\n  inference:\n    provider: tpu\n    motion: maybe\n    mirrored: 2\n");
        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("canter.server.port is 70000")
                .hasMessageContaining("provider is 'tpu'")
                .hasMessageContaining("motion is 'maybe'")
                .hasMessageContaining("mirrored is '2', must be off-line, always or never");
    }

    @Test
    void refusesANameThatDoesNotExist() throws IOException {
        Path file = write("canter:\n  server:\n    prot: 80\n");
        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("canter.server.prot");
    }

    @Test
    void saysWhichFileIsNotYaml() throws IOException {
        Path file = write("canter: [unclosed\n");
        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(file.toString());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("settings.yaml"), text);
    }

    private static String describe(CanterConfig c) {
        return String.join(
                " ",
                "" + c.source().fovDegrees(),
                c.inference().provider(),
                "" + c.inference().threads(),
                "" + c.inference().scoreMin(),
                "" + c.inference().searchEvery(),
                c.inference().detector(),
                c.inference().motion(),
                c.inference().mirrored(),
                "" + c.tracking().withersHeightMetres(),
                "" + c.tracking().subjectsMax(),
                "" + c.tracking().latencyFrames(),
                c.server().host(),
                "" + c.server().port(),
                "" + c.server().videoWidth(),
                "" + c.server().jpegQuality(),
                "" + c.server().predictMillis());
    }
}
