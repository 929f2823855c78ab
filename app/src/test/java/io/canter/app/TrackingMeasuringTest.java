package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canter.inference.Observer;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.bench.Observers;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.rigs.RigImport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench of tracking on one very short clip, with the network that ships. */
class TrackingMeasuringTest {
    private static final int FRAMES = 8;

    @TempDir
    Path folder;

    @Test
    void aShortClipGivesEveryFigureAndAVideo() throws Exception {
        Needs.model();
        Rig rig = Rigs.quadruped();
        CanterConfig settings = ConfigLoader.load(null, Map.of());
        StringWriter out = new StringWriter();
        Path json = folder.resolve("result.json");
        EvaluationResults results = new EvaluationResults(new PrintWriter(out, true), json.toString());
        try (Observer observer = Engines.observer(settings, rig, Optional.empty());
                Observer offLine = Engines.offLineObserver(settings, rig, Optional.empty())) {
            new TrackingMeasuring(new SourceOptions(), settings, rig, new Observers(observer, offLine), folder, results)
                    .run(1, FRAMES, null, new PictureSize(1920, 1080), 0, 0);
        }
        results.finish();
        assertThat(folder.resolve("tracking-horse-walk-beside.mp4")).isNotEmptyFile();
        assertThat(out.toString()).contains("NOT MET", "not measured", "camera frame");
        JsonNode root = new ObjectMapper().readTree(json.toFile());
        JsonNode methods = root.get("tracking");
        assertThat(methods.findValuesAsText("method"))
                .startsWith(
                        "at once", "live", "off line", "live on exact maps", "single frames", "bones apart (Kabsch)");
        assertThat(root.get("tracking_clips")).hasSize(6);
        JsonNode exact = methods.get(3);
        assertThat(exact.get("followed").asDouble()).isEqualTo(1);
        // A network without fault leaves the tracker's own error alone.
        assertThat(exact.get("joints").asDouble()).isLessThan(1.5);
        assertThat(exact.get("swaps").asDouble()).isZero();
        JsonNode live = methods.get(1);
        assertThat(live.get("frames").asInt()).isEqualTo(FRAMES);
        assertThat(live.get("followed").asDouble()).isGreaterThan(0.5);
        assertThat(live.get("joints_root").asDouble()).isBetween(0.1, 20.0);
        assertThat(live.get("aj").asDouble()).isBetween(0.0, 1.0);
        assertThat(methods.get(2).get("followed").asDouble())
                .isGreaterThanOrEqualTo(live.get("followed").asDouble());
        assertThat(root.get("bars").findValuesAsText("verdict")).contains("not measured", "NOT MET");
    }

    @Test
    void rigsForMeasuringAreTrackedAndOthersAreNot() throws Exception {
        Needs.model();
        Path fox = Projects.assets().resolve("rigs/khronos-fox/Fox.glb");
        assumeTrue(Files.exists(fox), "skipped: ../shared/assets/rigs/khronos-fox/Fox.glb is not there");
        Rig rig = Rigs.quadruped();
        CanterConfig settings = ConfigLoader.load(null, Map.of());
        Path json = folder.resolve("rigs.json");
        EvaluationResults results = new EvaluationResults(new PrintWriter(new StringWriter()), json.toString());
        ImportedRig animal = new RigImport(rig).read(fox, Optional.empty(), true);
        try (Observer observer = Engines.observer(settings, rig, Optional.empty());
                Observer offLine = Engines.offLineObserver(settings, rig, Optional.empty())) {
            TrackingMeasuring measuring = new TrackingMeasuring(
                    new SourceOptions(), settings, rig, new Observers(observer, offLine), folder, results);
            measuring.rigs(Map.of("quaternius-Cow", animal), 3);
            measuring.rigs(Map.of("Fox", animal), 3);
        }
        results.finish();
        assertThat(folder.resolve("tracking-Fox-Run.mp4")).isNotEmptyFile();
        JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("tracking_rigs");
        // Two clips in seven ways, and the means.
        assertThat(rows).hasSize(21);
        assertThat(rows.findValuesAsText("clip")).startsWith("Walk").contains("Run");
        assertThat(rows.get(3).get("method").asText()).isEqualTo("live on exact maps");
        assertThat(rows.get(3).get("followed").asDouble()).isEqualTo(1);
        assertThat(rows.get(20).get("rig").asText()).isEqualTo("mean");
        assertThat(rows.get(20).get("frames").asInt()).isEqualTo(6);
    }
}
