package io.canter.training.trainer;

import java.io.IOException;
import java.nio.file.Path;

/** Command line of {@link Parity}: {@code ParityMain MODEL.onnx DUMP_FOLDER}; exit code 1 when they differ. */
public final class ParityMain {
    private ParityMain() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: ParityMain MODEL.onnx DUMP_FOLDER");
            System.exit(2);
        }
        Parity parity = Parity.measure(Path.of(args[0]), Path.of(args[1]));
        System.out.println("torch against ONNX Runtime, greatest difference: " + parity);
        if (!parity.holds()) {
            System.err.println("torch and ONNX Runtime differ by more than " + Parity.TOLERANCE);
            System.exit(1);
        }
    }
}
