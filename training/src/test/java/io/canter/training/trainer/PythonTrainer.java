package io.canter.training.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the Python side of the trainer from its folder. */
final class PythonTrainer {
    // Ten times what the slowest of it takes on two cores.
    private static final long TIMEOUT_SECONDS = 600;

    private final String python;

    private PythonTrainer(String python) {
        this.python = python;
    }

    /** With CANTER_PYTHON, or the first interpreter that can do it; without one the test is skipped. */
    static PythonTrainer find() {
        String chosen = System.getenv("CANTER_PYTHON");
        // Another python3 may come before the one that Debian's python3-torch belongs to.
        List<String> candidates = chosen != null ? List.of(chosen) : List.of("python3", "/usr/bin/python3");
        for (String candidate : candidates) {
            if (output(candidate, "-c", "import torch, numpy, onnx, PIL, matplotlib")
                            .exit()
                    == 0) {
                return new PythonTrainer(candidate);
            }
        }
        Needs.check(
                false,
                "none of " + candidates
                        + " can import torch, numpy, onnx, PIL and matplotlib: the trainer is not tested;"
                        + " install them, or name another interpreter with CANTER_PYTHON");
        throw new AssertionError("not reached");
    }

    /** Fails with all that the program printed. */
    void run(String... arguments) {
        List<String> quiet = new ArrayList<>(List.of("-W", "ignore"));
        quiet.addAll(List.of(arguments));
        Output output = output(python, quiet.toArray(String[]::new));
        if (output.exit() != 0) {
            throw new AssertionError(
                    python + " " + String.join(" ", quiet) + " ended with " + output.exit() + ":\n" + output.text());
        }
    }

    /** @param exit -1 where there is no such program or it took too long */
    private record Output(int exit, String text) {}

    private static Output output(String python, String... arguments) {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(List.of(arguments));
        Path log = null;
        try {
            log = Files.createTempFile("canter-trainer-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(projectRoot().resolve("training/trainer").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            Process process;
            try {
                process = builder.start();
            } catch (IOException e) {
                return new Output(-1, e.getMessage()); // no such interpreter
            }
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Output(-1, read(log) + "\nstopped after " + TIMEOUT_SECONDS + " s");
            }
            return new Output(process.exitValue(), read(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the trainer ran", e);
        } finally {
            if (log != null) {
                log.toFile().delete();
            }
        }
    }

    private static String read(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    private static Path projectRoot() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException(
                "no folder with mvnw above " + Path.of("").toAbsolutePath());
    }
}
