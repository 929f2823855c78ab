package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The accuracy bench from the command line. */
class EvaluateTest {
    private static final int FRAMES = 6;

    @TempDir
    Path folder;

    /** A few frames of a real clip with their masks and marks. */
    private Path footage() throws IOException {
        Path camel = Projects.assets().resolve("footage/davis-camel");
        assumeTrue(Files.isDirectory(camel), "skipped: ../shared/assets/footage/davis-camel is not there");
        Path clip = folder.resolve("clips/camel");
        for (String part : List.of("frames", "masks")) {
            Files.createDirectories(clip.resolve(part));
            try (Stream<Path> files = Files.list(camel.resolve(part))) {
                for (Path file : files.sorted().limit(FRAMES).toList()) {
                    Files.copy(file, clip.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        Files.copy(camel.resolve(MeasuredClip.KEYPOINTS), clip.resolve(MeasuredClip.KEYPOINTS));
        return folder.resolve("clips");
    }

    @Test
    void footageGivesARowAClipAndTheirMean() throws IOException {
        Needs.model();
        Path sheets = folder.resolve("sheets");
        Path json = folder.resolve("result.json");
        Cli cli = Cli.run(
                "evaluate",
                "--footage",
                footage().toString(),
                "--sheets",
                sheets.toString(),
                "--json",
                json.toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("camel").contains("mean").contains("count as 0, their keypoints as missed");
        JsonNode row = new ObjectMapper().readTree(json.toFile()).get("footage").get(0);
        assertThat(row.get("frames").asInt()).isEqualTo(FRAMES);
        assertThat(row.get("marked").asInt()).isEqualTo(1); // 00002.jpg
        for (String share : List.of("iou", "raw_iou", "pck_10", "raw_pck_10")) {
            assertThat(row.get(share).asDouble()).as(share).isBetween(0.0, 1.0);
        }
        // One marked frame has no other to carry its keypoints to.
        assertThat(row.get("transfer_10").isNull()).isTrue();
        BufferedImage sheet = ImageIO.read(sheets.resolve("camel.png").toFile());
        assertThat(sheet.getWidth()).isGreaterThan(1000);
    }

    @Test
    void jsonNeverReplacesAVideo() throws IOException {
        Path video = Files.writeString(folder.resolve("horse.mp4"), "mine");
        Cli cli = Cli.run("evaluate", "--json", video.toString());
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.errorLine()).contains("horse.mp4").contains("*.json");
        assertThat(video).hasContent("mine");
    }

    @Test
    void optionsThatDoNotGoTogetherAreNamed() throws IOException {
        String dir = folder.toString();
        assertThat(Cli.run("evaluate", "clip.mp4", "--footage", dir).errorLine())
                .contains("--footage");
        assertThat(Cli.run("evaluate", "clip.mp4").errorLine()).contains("--truth");
        assertThat(Cli.run("evaluate", "--sheets", dir).errorLine()).contains("--sheet FILE");
        assertThat(Cli.run("evaluate", "--keypoints-size", "12").errorLine()).contains("'12'");
    }

    @Test
    void aFolderWithoutClipsIsNamed() {
        Needs.model();
        assertThat(Cli.run("evaluate", "--footage", folder.toString()).errorLine())
                .contains(folder.toString())
                .contains("frames/");
        assertThat(Cli.run("evaluate", "--footage", folder.resolve("none").toString())
                        .errorLine())
                .contains("none");
    }

    @Test
    void generatedAnimalsGiveTablesAndAPlot() throws IOException {
        Needs.model();
        Path sheets = folder.resolve("sheets");
        Path json = folder.resolve("result.json");
        Cli cli = Cli.run("evaluate", "--generated", "1", "--sheets", sheets.toString(), "--json", json.toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("articulated fit").contains("bones aligned one by one");
        JsonNode root = new ObjectMapper().readTree(json.toFile());
        JsonNode all =
                root.get("generated_percent").get(root.get("generated_percent").size() - 1);
        assertThat(all.get("species").asText()).isEqualTo("all");
        assertThat(all.get("q_vis").asDouble()).isBetween(0.1, 50.0);
        assertThat(root.get("generated_calibration")).hasSize(10);
        assertThat(ImageIO.read(sheets.resolve("calibration.png").toFile())).isNotNull();
        assertThat(Cli.run("evaluate", "--generated", "0").errorLine()).contains("--generated is 0");
    }

    @Test
    void trackingOptionsOutOfBoundsAreNamed() {
        assertThat(Cli.run("evaluate", "--tracking", "0").errorLine()).contains("--tracking is 0");
        assertThat(Cli.run("evaluate", "--long", "10").errorLine()).contains("--long belongs to --tracking");
        assertThat(Cli.run("evaluate", "--tracking", "--long", "999").errorLine())
                .contains("--long is 999");
        assertThat(Cli.run("evaluate", "clip.mp4", "--tracking").errorLine()).contains("suite");
    }

    @Test
    void foreignRigsGiveARowEach() throws IOException {
        Needs.model();
        Path fox = Projects.assets().resolve("rigs/khronos-fox/Fox.glb");
        assumeTrue(Files.exists(fox), "skipped: ../shared/assets/rigs/khronos-fox/Fox.glb is not there");
        Path rigs = Files.createDirectory(folder.resolve("rigs"));
        Files.copy(fox, rigs.resolve("Fox.glb"));
        Files.writeString(rigs.resolve("broken.glb"), "no rig");
        Path json = folder.resolve("result.json");
        Cli cli = Cli.run("evaluate", "--rigs", rigs.toString(), "--json", json.toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("left out").contains("broken.glb");
        JsonNode row = new ObjectMapper().readTree(json.toFile()).get("rigs").get(0);
        assertThat(row.get("rig").asText()).isEqualTo("Fox");
        assertThat(row.get("clips").asText()).isEqualTo("Walk+Run");
        assertThat(row.get("chamfer_%").asDouble()).isBetween(0.5, 20.0);
        assertThat(Cli.run("evaluate", "--rigs", folder.resolve("none").toString())
                        .errorLine())
                .contains("none");
    }
}
