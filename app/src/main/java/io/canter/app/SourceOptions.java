package io.canter.app;

import io.canter.inference.Box;
import io.canter.ingest.SourceSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that every command with a video has. */
final class SourceOptions {
    @Option(
            names = "--box",
            paramLabel = "X,Y,W,H",
            description = "Where the animal is in the first frame, in pixels; instead of searching.")
    private String box;

    @Mixin
    private ModelOption model;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings; config/canter.yaml explains each.")
    private Path config;

    @Option(
            names = "--height",
            paramLabel = "METRES",
            description = "Height of the animal at the withers; sets the metric scale.")
    private Float height;

    @Option(names = "--fov", paramLabel = "DEGREES", description = "Vertical field of view of the camera.")
    private Float fov;

    @Option(
            names = "--detector",
            paramLabel = "FILE",
            description =
                    "An ONNX detector or segmenter of your own that proposes where to search; see docs/detector.md.")
    private Path detector;

    CanterConfig settings() {
        Map<String, String> overrides = new HashMap<>(System.getenv());
        if (detector != null) {
            overrides.put("CANTER_INFERENCE_DETECTOR", detector.toString());
        }
        return ConfigLoader.load(config, overrides);
    }

    SourceSpec source(String input, CanterConfig settings) {
        float degrees = fov == null ? settings.source().fovDegrees() : fov;
        if (!(degrees >= 1 && degrees <= 170)) {
            throw new UserException("--fov is " + degrees + ", must be between 1 and 170 degrees");
        }
        return SourceSpec.parse(input).withFovDegrees(degrees);
    }

    double withersHeightMetres(CanterConfig settings) {
        float metres = height == null ? settings.tracking().withersHeightMetres() : height;
        if (!(metres >= 0.05 && metres <= 10)) {
            throw new UserException("--height is " + metres + ", must be between 0.05 and 10 metres");
        }
        return metres;
    }

    Optional<Path> model() {
        return model.model();
    }

    Optional<Box> box() {
        if (box == null) {
            return Optional.empty();
        }
        String[] parts = box.split(",", -1);
        try {
            if (parts.length == 4) {
                return Optional.of(new Box(
                        Float.parseFloat(parts[0].strip()),
                        Float.parseFloat(parts[1].strip()),
                        Float.parseFloat(parts[2].strip()),
                        Float.parseFloat(parts[3].strip())));
            }
        } catch (IllegalArgumentException e) {
            throw new UserException("--box is '" + box + "': " + e.getMessage());
        }
        throw new UserException("--box is '" + box + "', must be X,Y,WIDTH,HEIGHT in pixels");
    }
}
