package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canter.ingest.FramePool;
import io.canter.ingest.FrameSource;
import io.canter.ingest.SourceSpec;
import io.canter.output.Exporter;
import io.canter.output.Save;
import io.canter.tracking.ClipHistory;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Smoother;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two passes of {@code reconstruct}, with the shipped network. */
class ReconstructionTest {
    private static final int FRAMES = 12;
    private static final double HEIGHT = 1.5;

    @TempDir
    Path folder;

    private final Rig rig = Rigs.quadruped();
    private final FramePool pool = new FramePool(24);
    private Path video;
    private Path out;

    @BeforeEach
    void makeVideo() throws IOException {
        Needs.model();
        video = DemoClips.excerpt(folder.resolve("horse.mkv"), 320, 180, FRAMES);
        out = folder.resolve("out");
    }

    private FrameSource open(Path file) {
        return FrameSource.open(SourceSpec.parse(file.toString()), pool);
    }

    private interface Way {
        Reconstruction.Summary go(Reconstruction run, FrameSource first) throws IOException;
    }

    private Reconstruction.Summary smoothed(Path second, long historyBytes, Set<Save> what) throws IOException {
        Smoother smoother = new Smoother(rig, Engines.tracking(HEIGHT));
        return reconstruct(
                historyBytes,
                what,
                (run, first) -> run.smoothed(() -> open(second), first, smoother, what.contains(Save.POINTS)));
    }

    private Reconstruction.Summary reconstruct(long historyBytes, Set<Save> what, Way way) throws IOException {
        CanterConfig settings = ConfigLoader.load(null, Map.of());
        try (FrameSource first = open(video);
                Pipeline pipeline =
                        Engines.pipeline(settings, rig, Optional.empty(), HEIGHT, Optional.empty(), 1, true);
                Exporter exporter = new Exporter(rig, out, what, 25);
                Reconstruction run = new Reconstruction("horse.mkv", pipeline, exporter, historyBytes)) {
            return way.go(run, first);
        } finally {
            assertThat(pool.live()).isZero();
        }
    }

    private List<String> poses() throws IOException {
        return Files.readAllLines(out.resolve("poses.jsonl"));
    }

    private JsonNode run(String... more) throws IOException {
        String[] args = Stream.concat(
                        Stream.of("reconstruct", video.toString(), "-o", out.toString(), "--json"), Stream.of(more))
                .toArray(String[]::new);
        Cli cli = Cli.run(args);
        assertThat(cli.exit()).as(cli.err()).isZero();
        return new ObjectMapper().readTree(cli.out());
    }

    @Test
    void bothPassesRunAndTheFilesAreWhole() throws IOException {
        JsonNode summary = run("--save", "poses,masks,overlay,glb");
        assertThat(summary.get("passes").asInt()).isEqualTo(2);
        assertThat(summary.get("note").asText()).isEmpty();
        assertThat(summary.get("frames").asInt()).isEqualTo(FRAMES);
        assertThat(summary.get("frames_legs_exchanged").isInt()).isTrue();
        assertThat(summary.get("frames_filled").isInt()).isTrue();
        assertThat(poses()).hasSize(FRAMES);
        assertThat(DemoClips.frames(out.resolve("overlay.mp4"))).isEqualTo(FRAMES);
        try (Stream<Path> masks = Files.list(out.resolve("masks"))) {
            assertThat(masks).hasSize(FRAMES);
        }
        // The mesh never changes its size: a bone is as long in the first frame as in the last.
        assertThat(shin(poses().get(0))).isCloseTo(shin(poses().get(FRAMES - 1)), percent());
    }

    private static org.assertj.core.data.Percentage percent() {
        return org.assertj.core.data.Percentage.withPercentage(0.2);
    }

    private static double shin(String line) throws IOException {
        JsonNode joints =
                new ObjectMapper().readTree(line).get("subjects").get(0).get("joints");
        double sum = 0;
        for (int a = 0; a < 3; a++) {
            double d = joints.get("tibia_l").get(a).asDouble()
                    - joints.get("metatarsus_l").get(a).asDouble();
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    @Test
    void onePassIsEnoughForWhoAsksForIt() throws IOException {
        assertThat(run("--save", "poses", "--causal").get("passes").asInt()).isEqualTo(1);
        List<String> causal = poses();
        assertThat(causal).hasSize(FRAMES);
        run("--save", "poses");
        assertThat(poses()).hasSize(FRAMES);
        assertThat(poses().equals(causal)).isFalse();
    }

    @Test
    void pointsAreThoseOfTheNetworkInFull() throws IOException {
        smoothed(video, ClipHistory.BYTES_MAX, Set.of(Save.POINTS, Save.POSES));
        try (Stream<Path> points = Files.list(out.resolve("points"))) {
            // Far more than the thinned maps hold.
            assertThat(points.map(p -> p.toFile().length())).isNotEmpty().allMatch(bytes -> bytes > 20_000);
        }
    }

    @Test
    void aSecondReadingThatEndsEarlyLeavesWholeFilesAndIsTold() throws IOException {
        Path cut = DemoClips.cut(video, folder.resolve("cut.mkv"), 0.6);
        Reconstruction.Summary summary = smoothed(cut, ClipHistory.BYTES_MAX, Set.of(Save.POSES, Save.OVERLAY));
        assertThat(summary.frames()).isBetween(2L, FRAMES - 1L);
        assertThat(summary.note()).contains("12 frames when first read", summary.frames() + " the second time");
        assertThat(poses()).hasSize((int) summary.frames());
        assertThat(DemoClips.frames(out.resolve("overlay.mp4"))).isEqualTo((int) summary.frames());
    }

    @Test
    void aSecondReadingThatIsLongerShowsTheRestWithoutAnimals() throws IOException {
        Path longer = DemoClips.excerpt(folder.resolve("longer.mkv"), 320, 180, FRAMES + 3);
        Reconstruction.Summary summary = smoothed(longer, ClipHistory.BYTES_MAX, Set.of(Save.POSES));
        assertThat(summary.frames()).isEqualTo(FRAMES + 3);
        assertThat(poses().get(FRAMES + 2)).endsWith("\"subjects\":[]}");
    }

    @Test
    void aClipTooLongForMemoryGetsOnePassAndALine() throws IOException {
        Reconstruction.Summary summary = smoothed(video, 30_000, Set.of(Save.POSES));
        assertThat(summary.repairs()).isEmpty();
        assertThat(summary.note()).startsWith("not smoothed: after ").doesNotContain("\n");
        assertThat(poses()).hasSize(FRAMES);
        List<String> fallen = poses();
        reconstruct(ClipHistory.BYTES_MAX, Set.of(Save.POSES), (run, first) -> run.causal(first));
        assertThat(poses().equals(fallen)).isTrue();
    }

    @Test
    void aSourceThatIsGoneTheSecondTimeIsAnErrorAndLeavesNothing() {
        Path gone = folder.resolve("gone.mkv");
        assertThatThrownBy(() -> smoothed(gone, ClipHistory.BYTES_MAX, Set.of(Save.POSES)))
                .hasMessageContaining("gone.mkv");
        assertThat(out.resolve("poses.jsonl")).doesNotExist();
    }

    @Test
    void onlyFilesAndImagesAreReadTwice() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        Images.grey(images.resolve("0.png"), 64, 48);
        assertThat(Reconstruction.readsTwice(SourceSpec.parse(video.toString())))
                .isTrue();
        assertThat(Reconstruction.readsTwice(SourceSpec.parse(images.toString())))
                .isTrue();
        assertThat(Reconstruction.readsTwice(SourceSpec.parse("rtsp://camera.local/stream")))
                .isFalse();
        assertThat(Reconstruction.readsTwice(SourceSpec.parse("/dev/video0"))).isFalse();
    }
}
