package io.canter.app;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --model}, where a command runs the network. */
final class ModelOption {
    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "A network of your own that keeps the model contract (default: the one that ships).")
    private Path model;

    Optional<Path> model() {
        return Optional.ofNullable(model);
    }
}
