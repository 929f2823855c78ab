package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canter.inference.Observer;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import java.io.PrintWriter;
import java.io.StringWriter;
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
        try (Observer observer = Engines.observer(settings, rig, Optional.empty())) {
            new TrackingMeasuring(new SourceOptions(), settings, rig, observer, folder, results)
                    .run(1, FRAMES, null, new PictureSize(1920, 1080), 0, 0);
        }
        results.finish();
        assertThat(folder.resolve("tracking-horse-walk-beside.mp4")).isNotEmptyFile();
        assertThat(out.toString()).contains("NOT MET", "not measured", "camera frame");
        JsonNode root = new ObjectMapper().readTree(json.toFile());
        JsonNode methods = root.get("tracking");
        assertThat(methods.findValuesAsText("method"))
                .startsWith("live", "off line", "live on exact maps", "single frames", "bones apart (Kabsch)");
        assertThat(root.get("tracking_clips")).hasSize(5);
        JsonNode exact = methods.get(2);
        assertThat(exact.get("followed").asDouble()).isEqualTo(1);
        // A network without fault leaves the tracker's own error alone.
        assertThat(exact.get("joints").asDouble()).isLessThan(1.5);
        assertThat(exact.get("swaps").asDouble()).isZero();
        JsonNode live = methods.get(0);
        assertThat(live.get("frames").asInt()).isEqualTo(FRAMES);
        assertThat(live.get("followed").asDouble()).isGreaterThan(0.5);
        assertThat(live.get("joints_root").asDouble()).isBetween(0.1, 20.0);
        assertThat(live.get("aj").asDouble()).isBetween(0.0, 1.0);
        assertThat(methods.get(1).get("followed").asDouble())
                .isGreaterThanOrEqualTo(live.get("followed").asDouble());
        assertThat(root.get("bars").findValuesAsText("verdict")).contains("not measured", "NOT MET");
    }
}
