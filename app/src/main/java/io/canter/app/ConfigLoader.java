package io.canter.app;

import io.canter.tracking.FixedLag;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the settings: defaults, then a file, then the environment. Reports all problems at once. */
final class ConfigLoader {
    // SmallRye gives later sources of equal kind no order of their own; these ordinals make it explicit.
    private static final int FILE_ORDINAL = 200;
    private static final int ENVIRONMENT_ORDINAL = 300;

    private ConfigLoader() {}

    /**
     * @param file a YAML file, or null for the defaults
     * @param environment variables such as CANTER_SERVER_PORT
     */
    static CanterConfig load(Path file, Map<String, String> environment) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().withMapping(CanterConfig.class);
        if (file != null) {
            builder.withSources(read(file));
        }
        builder.withSources(new EnvConfigSource(onlyOurs(environment), ENVIRONMENT_ORDINAL));
        SmallRyeConfig config;
        try {
            config = builder.build();
        } catch (ConfigValidationException e) {
            List<String> problems = new ArrayList<>();
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(e.getProblem(i).getMessage());
            }
            throw new UserException(where(file) + String.join("; ", problems));
        } catch (IllegalArgumentException e) {
            throw new UserException(where(file) + e.getMessage());
        }
        CanterConfig settings = config.getConfigMapping(CanterConfig.class);
        check(settings, file);
        return settings;
    }

    // Other programs' CANTER_* (CANTER_CACHE, CANTER_JAVA_OPTS are the launcher's) must not look like settings.
    private static Map<String, String> onlyOurs(Map<String, String> environment) {
        Map<String, String> ours = new java.util.HashMap<>();
        for (String group : List.of("CANTER_SOURCE_", "CANTER_INFERENCE_", "CANTER_TRACKING_", "CANTER_SERVER_")) {
            environment.forEach((name, value) -> {
                if (name.startsWith(group)) {
                    ours.put(name, value);
                }
            });
        }
        return ours;
    }

    private static YamlConfigSource read(Path file) {
        try {
            return new YamlConfigSource(file.toString(), Files.readString(file), FILE_ORDINAL);
        } catch (IOException e) {
            throw new UserException("config file " + file + " cannot be read; check the path");
        } catch (RuntimeException e) {
            throw new UserException("config file " + file + " is not valid YAML: " + firstLine(e));
        }
    }

    private static void check(CanterConfig c, Path file) {
        List<String> problems = new ArrayList<>();
        within(problems, "canter.source.fov-degrees", c.source().fovDegrees(), 1, 170);
        within(problems, "canter.inference.threads", c.inference().threads(), 0, 64);
        within(problems, "canter.inference.score-min", c.inference().scoreMin(), 0, 1);
        within(problems, "canter.inference.search-every", c.inference().searchEvery(), 1, 1000);
        within(problems, "canter.tracking.withers-height-metres", c.tracking().withersHeightMetres(), 0.05, 10);
        within(problems, "canter.tracking.subjects-max", c.tracking().subjectsMax(), 1, SubjectsOption.SUBJECTS_MAX);
        within(problems, "canter.tracking.latency-frames", c.tracking().latencyFrames(), 0, FixedLag.FRAMES_MAX);
        within(problems, "canter.server.port", c.server().port(), 0, 65535);
        within(problems, "canter.server.video-width", c.server().videoWidth(), 64, 3840);
        within(problems, "canter.server.jpeg-quality", c.server().jpegQuality(), 1, 100);
        within(problems, "canter.server.predict-millis", c.server().predictMillis(), 0, 250);
        if (!List.of("cpu", "cuda").contains(c.inference().provider())) {
            problems.add("canter.inference.provider is '" + c.inference().provider() + "', must be cpu or cuda");
        }
        if (!List.of("off-line", "always", "never").contains(c.inference().mirrored())) {
            problems.add("canter.inference.mirrored is '" + c.inference().mirrored()
                    + "', must be off-line, always or never");
        }
        if (!List.of("on", "off").contains(c.inference().motion())) {
            problems.add("canter.inference.motion is '" + c.inference().motion() + "', must be on or off");
        }
        if (!problems.isEmpty()) {
            throw new UserException(where(file) + String.join("; ", problems));
        }
    }

    private static void within(List<String> problems, String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            problems.add(name + " is " + value + ", must be between " + least + " and " + most);
        }
    }

    private static String where(Path file) {
        return file == null ? "settings: " : "config file " + file + ": ";
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown error");
    }
}
