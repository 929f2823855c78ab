package io.canter.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a model really does on this machine: ONNX Runtime may list a provider and still compute elsewhere, so the probe
 * runs the model and reads from the runtime's own profile where each node was computed.
 *
 * @param provider where most of the time was spent, as ONNX Runtime names it
 * @param nodesByProvider nodes run by each provider
 * @param millisPerImage one crop a run, median
 * @param millisPerImageBatched full batches, median
 */
public record ModelProbe(
        ModelContract contract,
        ModelOptions options,
        String provider,
        Map<String, Integer> nodesByProvider,
        double millisPerImage,
        double millisPerImageBatched) {
    /** Runs that are timed, after as many that are not; a second or so in all on a CPU. */
    private static final int RUNS = 5;

    /** One node's event: its duration and, in its arguments, the provider. Each event is one JSON object on a line. */
    private static final Pattern EVENT = Pattern.compile("\"dur\"\\s*:\\s*(\\d+).*?\"provider\"\\s*:\\s*\"([^\"]+)\"");

    public ModelProbe {
        nodesByProvider = Map.copyOf(nodesByProvider);
    }

    /** True if the provider asked for is the one that computes. */
    public boolean runsAsAsked() {
        return provider.equals(options.provider().runtimeName());
    }

    /**
     * Loads and runs a model on grey images.
     *
     * @param nanoTime a clock that only goes forward, nanoseconds
     * @throws ModelException if the model cannot be loaded or run
     */
    public static ModelProbe run(ModelFile file, ModelOptions options, LongSupplier nanoTime) {
        double single;
        double batched;
        ModelContract contract;
        try (Model model = Model.load(file, options)) {
            contract = model.contract();
            single = medianMillis(model, 1, nanoTime);
            batched = options.batchMax() == 1 ? single : medianMillis(model, options.batchMax(), nanoTime);
        }
        Map<String, Integer> nodes = new TreeMap<>();
        Map<String, Long> micros = new TreeMap<>();
        profile(file, options, nodes, micros);
        String provider = micros.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("none");
        return new ModelProbe(contract, options, provider, nodes, single, batched);
    }

    private static double medianMillis(Model model, int count, LongSupplier nanoTime) {
        double[] millis = new double[RUNS];
        for (int i = -RUNS; i < RUNS; i++) {
            long start = nanoTime.getAsLong();
            model.run(count);
            if (i >= 0) {
                millis[i] = (nanoTime.getAsLong() - start) / 1e6 / count;
            }
        }
        java.util.Arrays.sort(millis);
        return millis[RUNS / 2];
    }

    private static void profile(
            ModelFile file, ModelOptions options, Map<String, Integer> nodes, Map<String, Long> micros) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("canter-probe");
            Path profile;
            try (Model model = Model.load(file, options, java.util.Optional.of(folder.resolve("profile")))) {
                model.run(1);
                profile = Path.of(model.endProfiling());
            }
            try (Stream<String> lines = Files.lines(profile)) {
                lines.forEach(line -> {
                    Matcher event = EVENT.matcher(line);
                    if (event.find()) {
                        nodes.merge(event.group(2), 1, Integer::sum);
                        micros.merge(event.group(2), Long.parseLong(event.group(1)), Long::sum);
                    }
                });
            }
        } catch (IOException e) {
            throw new ModelException("the profile of model " + file.name() + " cannot be read: " + e.getMessage(), e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new ModelException("temporary folder " + folder + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
