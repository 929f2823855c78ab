package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.io.GltfModelReader;
import io.canter.tracking.Rigs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The shipped clip's beginning into files of every kind, by the shipped network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconstructTest {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int FRAMES = 15;

    /** AP-10K's keypoints in AP-10K's order. */
    private static final List<String> KEYPOINTS = List.of(
            "left_eye",
            "right_eye",
            "nose",
            "neck",
            "root_of_tail",
            "left_shoulder",
            "left_elbow",
            "left_front_paw",
            "right_shoulder",
            "right_elbow",
            "right_front_paw",
            "left_hip",
            "left_knee",
            "left_back_paw",
            "right_hip",
            "right_knee",
            "right_back_paw");

    private Path folder;
    private Path out;
    private Path video;
    private Cli cli;
    private final List<JsonNode> poses = new ArrayList<>();

    @BeforeAll
    void reconstructs(@TempDir Path shared) throws IOException {
        Needs.model();
        folder = shared;
        video = DemoClips.excerpt(folder.resolve("horse.mp4"), WIDTH, HEIGHT, FRAMES);
        out = folder.resolve("results of a run");
        cli = Cli.run(
                "reconstruct",
                video.toString(),
                "-o",
                out.toString(),
                "--save",
                "poses,meshes,masks,points,glb,overlay",
                "--json");
        assertThat(cli.exit()).as(cli.err()).isZero();
        for (String line : Files.readAllLines(out.resolve("poses.jsonl"))) {
            poses.add(new ObjectMapper().readTree(line));
        }
    }

    @Test
    void summaryCountsEveryFrameAndNamesTheFiles() throws IOException {
        JsonNode summary = new ObjectMapper().readTree(cli.out());
        assertThat(summary.get("frames").asInt()).isEqualTo(FRAMES);
        // From the first frame on, though it takes some to be sure.
        assertThat(summary.get("frames_with_animal").asInt()).isEqualTo(FRAMES);
        assertThat(summary.get("frames_failed").asInt()).isZero();
        assertThat(summary.get("truncated").asBoolean()).isFalse();
        assertThat(summary.get("files")).hasSize(6);
        for (JsonNode file : summary.get("files")) {
            assertThat(Path.of(file.asText())).exists();
        }
        assertThat(names(out)).containsExactly("masks", "meshes", "overlay.mp4", "points", "poses.jsonl", "scene.glb");
    }

    @Test
    void everyLineOfPosesHasTheAgreedForm() {
        assertThat(poses).hasSize(FRAMES);
        List<String> joints = Rigs.quadruped().skeleton().names();
        for (int i = 0; i < FRAMES; i++) {
            JsonNode line = poses.get(i);
            assertThat(keys(line)).containsExactly("frame", "pts_us", "width", "height", "camera", "subjects");
            assertThat(line.get("frame").asInt()).isEqualTo(i);
            assertThat(line.get("pts_us").asLong()).isCloseTo(i * 40_000L, within(2L));
            assertThat(line.get("width").asInt()).isEqualTo(WIDTH);
            assertThat(line.get("height").asInt()).isEqualTo(HEIGHT);
            assertThat(keys(line.get("camera"))).containsExactly("fx", "fy", "cx", "cy");
            for (JsonNode subject : line.get("subjects")) {
                assertThat(keys(subject))
                        .containsExactly("id", "confidence", "box", "keypoints", "joints", "rotations");
                assertThat(subject.get("confidence").asDouble()).isBetween(0.0, 1.0);
                assertThat(subject.get("box")).hasSize(4);
                assertThat(keys(subject.get("keypoints"))).containsExactlyElementsOf(KEYPOINTS);
                for (JsonNode keypoint : subject.get("keypoints")) {
                    assertThat(keys(keypoint)).containsExactly("xy", "xyz", "visible", "confidence");
                    assertThat(keypoint.get("xy")).hasSize(2);
                    assertThat(keypoint.get("xyz")).hasSize(3);
                    assertThat(keypoint.get("visible").isBoolean()).isTrue();
                    assertThat(keypoint.get("confidence").asDouble()).isBetween(0.0, 1.0);
                }
                assertThat(keys(subject.get("joints"))).isEqualTo(joints);
                assertThat(keys(subject.get("rotations"))).isEqualTo(joints);
                subject.get("joints").forEach(xyz -> assertThat(xyz).hasSize(3));
                subject.get("rotations").forEach(q -> assertThat(norm(q)).isCloseTo(1, within(1e-3)));
            }
        }
    }

    @Test
    void keypointsAreWhereTheCameraSeesThem() {
        for (JsonNode line : poses) {
            JsonNode camera = line.get("camera");
            for (JsonNode subject : line.get("subjects")) {
                for (JsonNode keypoint : subject.get("keypoints")) {
                    double x = keypoint.get("xyz").get(0).asDouble();
                    double y = keypoint.get("xyz").get(1).asDouble();
                    double z = keypoint.get("xyz").get(2).asDouble();
                    assertThat(z).isPositive();
                    double u = camera.get("fx").asDouble() * x / z
                            + camera.get("cx").asDouble();
                    double v = camera.get("fy").asDouble() * y / z
                            + camera.get("cy").asDouble();
                    assertThat(keypoint.get("xy").get(0).asDouble()).isCloseTo(u, within(0.1));
                    assertThat(keypoint.get("xy").get(1).asDouble()).isCloseTo(v, within(0.1));
                }
            }
        }
    }

    @Test
    void meshesAndPointsBelongToTheSubjectsOfTheirFrames() throws IOException {
        List<String> expected = new ArrayList<>();
        for (JsonNode line : poses) {
            for (JsonNode subject : line.get("subjects")) {
                expected.add(String.format(
                        "%06d-%d.ply",
                        line.get("frame").asInt(), subject.get("id").asInt()));
            }
        }
        assertThat(names(out.resolve("meshes"))).isEqualTo(expected);
        assertThat(names(out.resolve("points"))).isNotEmpty().isSubsetOf(expected);
        int vertices = Rigs.quadruped().mesh().vertexCount();
        assertThat(header(out.resolve("meshes").resolve(expected.get(0))))
                .contains("element vertex " + vertices + "\n");
        assertThat(header(out.resolve("points").resolve(expected.get(0)))).contains("property uchar red");
    }

    @Test
    void masksAreBlackAndWhiteInTheFramesSizeAndShowTheAnimal() throws IOException {
        assertThat(names(out.resolve("masks"))).hasSize(FRAMES).contains("000000.png", "000014.png");
        for (int i = 0; i < FRAMES; i++) {
            BufferedImage mask = ImageIO.read(
                    out.resolve("masks").resolve(String.format("%06d.png", i)).toFile());
            assertThat(mask.getWidth()).isEqualTo(WIDTH);
            assertThat(mask.getHeight()).isEqualTo(HEIGHT);
            int white = 0;
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int value = mask.getRaster().getSample(x, y, 0);
                    assertThat(value == 0 || value == 255).isTrue();
                    white += value / 255;
                }
            }
            if (poses.get(i).get("subjects").isEmpty()) {
                assertThat(white).isZero();
            } else {
                assertThat(white / (double) (WIDTH * HEIGHT)).isBetween(0.01, 0.5);
            }
        }
    }

    @Test
    void sceneOpensWithASkinThatMoves() throws IOException {
        GltfModel scene = new GltfModelReader().read(out.resolve("scene.glb").toUri());
        assertThat(scene.getSkinModels()).isNotEmpty();
        assertThat(scene.getSkinModels().get(0).getJoints())
                .hasSize(Rigs.quadruped().skeleton().jointCount());
        assertThat(scene.getAnimationModels()).isNotEmpty();
        assertThat(scene.getAnimationModels()
                        .get(0)
                        .getChannels()
                        .get(0)
                        .getSampler()
                        .getInput()
                        .getCount())
                .isGreaterThan(FRAMES / 2);
    }

    @Test
    void overlayHasAsManyFramesAsTheVideo() throws IOException {
        assertThat(DemoClips.frames(out.resolve("overlay.mp4"))).isEqualTo(FRAMES);
    }

    @Test
    void whatCanBeReadOfATruncatedVideoIsProcessedAndReported() throws IOException {
        Path whole = DemoClips.excerpt(folder.resolve("whole.mkv"), 320, 180, 20);
        Path cut = DemoClips.cut(whole, folder.resolve("cut.mkv"), 0.4);
        Path results = folder.resolve("cut");
        Cli run = Cli.run("reconstruct", cut.toString(), "-o", results.toString(), "--save", "poses", "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(run.out());
        assertThat(summary.get("frames").asInt()).isBetween(3, 12);
        assertThat(summary.get("truncated").asBoolean()).as("%s", summary).isTrue();
        assertThat(Files.readAllLines(results.resolve("poses.jsonl")))
                .hasSize(summary.get("frames").asInt());
    }

    @Test
    void noiseHasNoAnimal() throws IOException {
        Path noise = DemoClips.noise(folder.resolve("noise.mp4"), 320, 180, 12);
        Path results = folder.resolve("noise");
        Cli run =
                Cli.run("reconstruct", noise.toString(), "-o", results.toString(), "--save", "poses,masks,glb,meshes");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("an animal in 0 of them");
        List<String> lines = Files.readAllLines(results.resolve("poses.jsonl"));
        assertThat(lines).hasSize(12).allMatch(line -> line.endsWith("\"subjects\":[]}"));
        assertThat(names(results.resolve("meshes"))).isEmpty();
    }

    @Test
    void theSameVideoGivesTheSamePoses() throws IOException {
        Path again = folder.resolve("again");
        assertThat(Cli.run("reconstruct", video.toString(), "-o", again.toString(), "--save", "poses")
                        .exit())
                .isZero();
        assertThat(again.resolve("poses.jsonl")).hasSameTextualContentAs(out.resolve("poses.jsonl"));
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static double norm(JsonNode numbers) {
        double sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asDouble() * number.asDouble();
        }
        return Math.sqrt(sum);
    }

    private static String header(Path ply) throws IOException {
        String start = new String(Files.readAllBytes(ply), java.nio.charset.StandardCharsets.ISO_8859_1);
        return start.substring(0, start.indexOf("end_header"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
