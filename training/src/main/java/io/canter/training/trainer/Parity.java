package io.canter.training.trainer;

import io.canter.inference.DualPointMaps;
import io.canter.inference.Model;
import io.canter.inference.ModelFile;
import io.canter.inference.ModelOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How far the runtime's outputs for some images lie from torch's, which the trainer's {@code parity --dump} wrote as raw
 * little-endian floats.
 *
 * @param canonical greatest absolute difference of Q, metres
 * @param posed greatest absolute difference of P, metres
 * @param occupancy greatest absolute difference of a probability
 * @param logConfidence greatest absolute difference of log c; c itself spans four orders of magnitude
 */
public record Parity(double canonical, double posed, double occupancy, double logConfidence) {
    /** Folded batch norms and other kernels change the last digits, not more. The trainer uses the same figure. */
    public static final double TOLERANCE = 2e-3;

    public boolean holds() {
        // written so that a NaN does not hold
        return canonical <= TOLERANCE && posed <= TOLERANCE && occupancy <= TOLERANCE && logConfidence <= TOLERANCE;
    }

    /**
     * Runs {@code model} on the dumped images.
     *
     * @param dump folder with image.f32 (and prior.f32 where the network has that input), canonical.f32, posed.f32,
     *     occupancy.f32 and confidence.f32
     * @throws IOException if a file is absent or has the wrong length for the model
     */
    public static Parity measure(Path model, Path dump) throws IOException {
        FloatBuffer images = floats(dump.resolve("image.f32"));
        ModelOptions options = ModelOptions.defaults().withBatchMax(1);
        try (Model network = Model.load(ModelFile.read(model), options)) {
            int image = 3 * network.imageSize() * network.imageSize();
            int plane = network.layers() * network.mapSize() * network.mapSize();
            int count = images.remaining() / image;
            int prior = network.priors().capacity(); // of one crop, as no more are run at once
            FloatBuffer priors =
                    prior == 0 ? FloatBuffer.allocate(0) : floats(dump.resolve("prior.f32"), prior * count);
            FloatBuffer canonical = floats(dump.resolve("canonical.f32"), 3 * plane * count);
            FloatBuffer posed = floats(dump.resolve("posed.f32"), 3 * plane * count);
            FloatBuffer occupancy = floats(dump.resolve("occupancy.f32"), plane * count);
            FloatBuffer confidence = floats(dump.resolve("confidence.f32"), plane * count);
            Parity worst = new Parity(0, 0, 0, 0);
            for (int i = 0; i < count; i++) {
                network.images().put(0, images, i * image, image);
                network.priors().put(0, priors, i * prior, prior);
                network.run(1);
                Optional<DualPointMaps> found = network.maps(0);
                if (found.isEmpty()) {
                    throw new IOException("the model gives numbers that are not finite for image " + i);
                }
                DualPointMaps maps = found.get();
                worst = new Parity(
                        Math.max(worst.canonical, difference(maps.canonical(), canonical, i, false)),
                        Math.max(worst.posed, difference(maps.posed(), posed, i, false)),
                        Math.max(worst.occupancy, difference(maps.occupancy(), occupancy, i, false)),
                        Math.max(worst.logConfidence, difference(maps.confidence(), confidence, i, true)));
            }
            return worst;
        }
    }

    private static double difference(float[] actual, FloatBuffer wanted, int image, boolean logarithms) {
        double worst = 0;
        for (int i = 0; i < actual.length; i++) {
            double a = actual[i];
            double b = wanted.get(image * actual.length + i);
            worst = Math.max(worst, Math.abs(logarithms ? Math.log(a) - Math.log(b) : a - b));
        }
        return worst;
    }

    private static FloatBuffer floats(Path file, int wanted) throws IOException {
        FloatBuffer values = floats(file);
        if (values.remaining() != wanted) {
            throw new IOException(file + " holds " + values.remaining() + " numbers, the model's outputs have " + wanted
                    + ": dump it from the check-point that was exported");
        }
        return values;
    }

    private static FloatBuffer floats(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }
}
