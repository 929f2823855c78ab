package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A frame of the shipped clip brought to life, by the shipped network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnimateTest {
    private Path folder;
    private Path video;

    @BeforeAll
    void prepares(@TempDir Path shared) throws IOException {
        Needs.model();
        folder = shared;
        video = DemoClips.excerpt(folder.resolve("horse.mp4"), 640, 360, 6);
    }

    private Cli animate(String... more) {
        return Cli.run(Stream.concat(Stream.of("animate", video.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aHorseWalksIntoAGlbAndComesBackAsMotion() throws IOException {
        Path glb = folder.resolve("walk.glb");
        Cli cli = animate("--motion", "walk", "-o", glb.toString(), "--json", "--frame", "3");
        assertThat(cli.exit()).as(cli.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(cli.out());
        assertThat(summary.get("frame").asInt()).isEqualTo(3);
        assertThat(summary.get("motion").asText()).isEqualTo("walk");
        assertThat(summary.get("metres_per_second").asDouble()).isBetween(0.6, 2.5);
        assertThat(summary.get("coat_seen").asDouble()).isGreaterThan(0.05);
        assertThat(Files.size(glb)).isGreaterThan(500_000);
        Path film = folder.resolve("again.mp4");
        cli = animate(
                "--motion",
                glb.toString(),
                "-o",
                film.toString(),
                "--seconds",
                "0.5",
                "--size",
                "320x180",
                "--json",
                "--views",
                "3");
        assertThat(cli.exit()).as(cli.err()).isZero();
        JsonNode again = new ObjectMapper().readTree(cli.out());
        assertThat(again.get("loop_seconds").asDouble())
                .isCloseTo(summary.get("loop_seconds").asDouble(), within(0.05));
        assertThat(DemoClips.frames(film)).isEqualTo(15);
        try (Stream<Path> views = Files.list(folder.resolve("again-views"))) {
            assertThat(views).hasSize(3);
        }
    }

    @Test
    void reconstructWritesViewsOfTheFrameAskedFor() throws IOException {
        Path out = folder.resolve("out");
        Cli cli = Cli.run(
                "reconstruct",
                video.toString(),
                "-o",
                out.toString(),
                "--save",
                "poses",
                "--views",
                "2",
                "--frame",
                "4");
        assertThat(cli.exit()).as(cli.err()).isZero();
        try (Stream<Path> views = Files.list(out.resolve("views"))) {
            assertThat(views.map(v -> v.getFileName().toString())).containsExactlyInAnyOrder("00.png", "01.png");
        }
        cli = Cli.run(
                "reconstruct",
                video.toString(),
                "-o",
                folder.resolve("none").toString(),
                "--views",
                "2",
                "--frame",
                "99");
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.errorLine()).contains("frame 99").doesNotContain("--debug");
    }

    private void refused(Cli cli, String... words) {
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.errorLine()).startsWith("canter: ").contains(words).doesNotContain("--debug");
    }

    @Test
    void whatCannotBeDoneIsOneLine() throws IOException {
        String out = folder.resolve("x.glb").toString();
        refused(animate("-o", out), "--motion");
        refused(animate("--motion", "moonwalk", "-o", out), "moonwalk", "gallop", ".bvh");
        refused(animate("--motion", "walk", "-o", folder.resolve("x.fbx").toString()), "x.fbx", ".mp4");
        refused(animate("--motion", "walk", "-o", folder.resolve("no/x.glb").toString()), "does not exist");
        refused(animate("--motion", "walk", "-o", out, "--pace", "2"), "--pace");
        refused(animate("--motion", "walk", "-o", out, "--pace", "NaN"), "--pace");
        refused(animate("--motion", "walk", "-o", out, "--views", "0"), "--views");
        refused(animate("--motion", "walk", "-o", out, "--size", "9000x9000"), "--size");
        Path empty = Files.createFile(folder.resolve("empty.bvh"));
        refused(animate("--motion", empty.toString(), "-o", out), "empty.bvh", "is empty");
        Path image = Images.grey(folder.resolve("grey.png"), 320, 240);
        refused(Cli.run("animate", image.toString(), "--motion", "walk", "-o", out), "grey.png", "no animal", "--box");
        refused(Cli.run("animate", folder.resolve("no.jpg").toString(), "--motion", "walk", "-o", out), "no.jpg");
        assertThat(Path.of(out)).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".part")))
                    .isEqualTo(List.of());
        }
    }
}
