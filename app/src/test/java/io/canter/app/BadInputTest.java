package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cannot be used: one line that names them, an exit code, nothing left behind. */
class BadInputTest {
    private static final long SHORT_FILE_BYTES = 15_000;

    @TempDir
    Path folder;

    private void refused(Path input, String... words) throws IOException {
        Path out = folder.resolve("out");
        for (List<String> command : List.of(
                List.of("reconstruct", input.toString(), "-o", out.toString()),
                List.of("demo", input.toString(), "--no-browser", "--port", "0"))) {
            Cli cli = Cli.run(command.toArray(String[]::new));
            assertThat(cli.exit()).as("%s: %s", command, cli.err()).isEqualTo(1);
            assertThat(cli.errorLine())
                    .startsWith("canter: ")
                    .contains(input.getFileName().toString())
                    .contains(words)
                    .doesNotContain("--debug"); // what the user can mend is no internal error
            assertThat(cli.out()).isEmpty();
            assertThat(out).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jcodec/a01_0023.mp4, no video stream",
        "moviepy/zero_bytes.webm, cannot be opened",
        "moviepy/LICENCE_MIT.txt, is text",
        "images-odd/heapbof.png, gives no picture",
    })
    void filesThatAreNoVideoAreRefused(String name, String words) throws IOException {
        Needs.model();
        refused(robustness(name), words);
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        refused(Files.createFile(folder.resolve("empty.mp4")), "cannot be opened");
    }

    @Test
    void aFolderWithoutPicturesIsRefused() throws IOException {
        refused(Files.createDirectory(folder.resolve("no-pictures")), "image");
    }

    @Test
    void anMp4WhoseIndexIsMissingIsRefused() throws IOException {
        Path whole = DemoClips.excerpt(folder.resolve("whole.mp4"), 320, 180, 5);
        refused(DemoClips.cut(whole, folder.resolve("half.mp4"), 0.5), "cannot be opened");
    }

    @Test
    void frameThatCannotBeDecodedIsCountedAndTheRestProcessed() throws IOException {
        Needs.model();
        Path out = folder.resolve("out");
        Path video = robustness("decord/corrupted.mp4");
        Cli cli = Cli.run("reconstruct", video.toString(), "-o", out.toString(), "--save", "poses");
        assertThat(cli.exit()).isZero();
        assertThat(cli.out()).contains("49 frames at").contains("1 frames could not be decoded");
        assertThat(Files.readAllLines(out.resolve("poses.jsonl"))).hasSize(49);
    }

    /** The short ones; ingest's own test decodes them all. */
    @Test
    void everyShortOddFileEndsInAWholeResultOrInOneLine() throws IOException {
        Needs.model();
        Path all = robustness("");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(all)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() < SHORT_FILE_BYTES)
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Path out = folder.resolve("out-" + files.indexOf(file));
            Cli cli = Cli.run("reconstruct", file.toString(), "-o", out.toString(), "--save", "poses", "--json");
            if (cli.exit() == 0) {
                JsonNode summary = new ObjectMapper().readTree(cli.out());
                assertThat(Files.readAllLines(out.resolve("poses.jsonl")))
                        .as("%s", file)
                        .hasSize(summary.get("frames").asInt());
            } else {
                assertThat(cli.exit()).as("%s", file).isEqualTo(1);
                assertThat(cli.errorLine())
                        .startsWith("canter: ")
                        .contains(file.getFileName().toString())
                        .doesNotContain("--debug");
                assertThat(out).doesNotExist();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"images-odd/corrupt.jpg", "jcodec/test.mkv", "torchcodec/animated.gif", "moviepy/bitmap.mp4"})
    void oddFilesGiveALineAFrame(String name) throws IOException {
        Needs.model();
        Path out = folder.resolve("out");
        Cli cli = Cli.run("reconstruct", robustness(name).toString(), "-o", out.toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        long frames = Long.parseLong(cli.out().substring(0, cli.out().indexOf(' ')));
        assertThat(Files.readAllLines(out.resolve("poses.jsonl"))).hasSize((int) frames);
        assertThat(DemoClips.frames(out.resolve("overlay.mp4"))).isEqualTo((int) frames);
    }

    @Test
    void resultsInPlaceOfAFileAreRefused() throws IOException {
        Needs.model();
        Path image = Images.grey(folder.resolve("grey.png"), 64, 48);
        Path file = Files.writeString(folder.resolve("report"), "mine");
        for (Path out : List.of(file, file.resolve("below"))) {
            Cli cli = Cli.run("reconstruct", image.toString(), "-o", out.toString());
            assertThat(cli.exit()).isEqualTo(1);
            assertThat(cli.errorLine()).contains(file.toString()).doesNotContain("--debug");
        }
        assertThat(file).hasContent("mine");
    }

    @Test
    void foldersThatHoldOtherThingsAreLeftAsTheyAre() throws IOException {
        Needs.model();
        Path image = Images.grey(folder.resolve("grey.png"), 64, 48);
        Path out = Files.createDirectory(folder.resolve("out"));
        Path mine =
                Files.writeString(Files.createDirectory(out.resolve("meshes")).resolve("notes.txt"), "mine");
        Cli cli = Cli.run("reconstruct", image.toString(), "-o", out.toString(), "--save", "poses,meshes");
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.errorLine()).contains("meshes").doesNotContain("--debug");
        assertThat(mine).hasContent("mine");
        try (Stream<Path> entries = Files.list(out)) {
            assertThat(entries.map(p -> p.getFileName().toString())).containsExactly("meshes");
        }
    }

    @Test
    void aModelThatBreaksTheContractIsNamed() throws IOException {
        Path image = Images.grey(folder.resolve("grey.png"), 64, 48);
        Path model = Files.createFile(folder.resolve("empty.onnx"));
        Path out = folder.resolve("out");
        for (String option : List.of(model.toString(), folder.resolve("no.onnx").toString())) {
            Cli cli = Cli.run("reconstruct", image.toString(), "-o", out.toString(), "--model", option);
            assertThat(cli.exit()).isEqualTo(1);
            assertThat(cli.errorLine()).contains(option).doesNotContain("--debug");
            assertThat(out).doesNotExist();
        }
    }

    private static Path robustness(String name) {
        Path file = Projects.assets().resolve("video-robustness").resolve(name);
        assumeTrue(Files.exists(file), "skipped: ../shared/assets/video-robustness/" + name + " is not there");
        return file;
    }
}
