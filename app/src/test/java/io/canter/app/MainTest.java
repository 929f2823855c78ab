package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user who errs gets to read. */
class MainTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "reconstruct", "evaluate", "doctor", "rig"})
    void everyCommandHasHelpWithExamples(String command) {
        Cli cli = Cli.run(command, "--help");
        assertThat(cli.exit()).isZero();
        assertThat(cli.out()).contains("Usage: canter " + command).contains("Examples:");
    }

    @Test
    void unknownOptionsAndCommandsAreNamed() {
        assertThat(Cli.run("demo", "--prot", "1").errorLine())
                .contains("--prot")
                .contains("--help");
        assertThat(Cli.run("demo", "--prot", "1").exit()).isEqualTo(2);
        assertThat(Cli.run("dmeo").exit()).isEqualTo(2);
        assertThat(Cli.run("dmeo").errorLine()).contains("dmeo");
    }

    @Test
    void aMissingFileIsNamedAndNothingIsWritten() throws IOException {
        Path out = folder.resolve("out");
        Cli cli = Cli.run("reconstruct", folder.resolve("no.mp4").toString(), "-o", out.toString());
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.errorLine()).contains("no.mp4").contains("does not exist");
        assertThat(out).doesNotExist();
    }

    @Test
    void anEmptyFileLeavesNothingBehind() throws IOException {
        Path video = Files.createFile(folder.resolve("empty.mp4"));
        Path out = folder.resolve("out");
        Cli cli = Cli.run("reconstruct", video.toString(), "-o", out.toString());
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.errorLine()).contains("empty.mp4");
        assertThat(filesUnder(out)).isEmpty();
    }

    @Test
    void aFileThatIsNoModelIsNamed() throws IOException {
        Path model = Files.writeString(folder.resolve("bad.onnx"), "no model");
        Path image = Images.grey(folder.resolve("grey.png"), 64, 48);
        Path out = folder.resolve("out");
        Cli cli = Cli.run("reconstruct", image.toString(), "-o", out.toString(), "--model", model.toString());
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.errorLine()).contains("bad.onnx");
        assertThat(filesUnder(out)).isEmpty();
    }

    @Test
    void badValuesOfOptionsAreNamed() throws IOException {
        String image = Images.grey(folder.resolve("grey.png"), 64, 48).toString();
        String out = folder.resolve("out").toString();
        assertThat(Cli.run("reconstruct", image, "-o", out, "--save", "poses,mesh")
                        .errorLine())
                .contains("mesh")
                .contains("overlay");
        assertThat(Cli.run("reconstruct", image, "-o", out, "--box", "1,2,3").errorLine())
                .contains("1,2,3");
        assertThat(Cli.run("reconstruct", image, "-o", out, "--box", "1,2,0,5").errorLine())
                .contains("--box");
        assertThat(Cli.run("reconstruct", image, "-o", out, "--height", "0").errorLine())
                .contains("--height is 0.0");
        assertThat(Cli.run("reconstruct", image, "-o", out, "--config", "/no/such.yaml")
                        .errorLine())
                .contains("/no/such.yaml");
        assertThat(Cli.run(
                                "rig",
                                "show",
                                "unicorn",
                                "-o",
                                folder.resolve("u.png").toString())
                        .errorLine())
                .contains("unicorn")
                .contains("horse");
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        String image = Images.grey(folder.resolve("grey.png"), 64, 48).toString();
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Cli cli = Cli.run("demo", image, "--no-browser", "--port", "" + taken.getLocalPort());
            assertThat(cli.exit()).isEqualTo(1);
            assertThat(cli.errorLine()).contains("" + taken.getLocalPort()).contains("in use");
        }
    }

    private static Stream<Path> filesUnder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList().stream();
        }
    }
}
