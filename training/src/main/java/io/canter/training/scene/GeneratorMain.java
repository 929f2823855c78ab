package io.canter.training.scene;

import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import io.canter.training.family.AnimalFamily.Individual;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes training samples as a stream, or a sheet of them to look at. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Makes training samples from seeds. Seeds below 2^40 are for training, from 2^41 on for tests.")
public final class GeneratorMain implements Callable<Integer> {
    /** First seed of samples that no training may see. */
    public static final long HELD_OUT_SEED = 1L << 41;

    @Option(names = "--seed-from", defaultValue = "0", description = "First seed (default: ${DEFAULT-VALUE}).")
    private long seedFrom;

    @Option(names = "--count", defaultValue = "64", description = "Number of samples, or infinite.")
    private String count = "64";

    @Option(names = "--threads", defaultValue = "1", description = "Worker threads (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--photos",
            paramLabel = "DIR",
            description = "Photographs without animals (PNG, JPEG) for some of the backgrounds; see photos.sh.")
    private Path photos;

    @Option(
            names = "--rigs",
            paramLabel = "DIR",
            description =
                    "Skinned, animated glTF files of free animals that join the family as bodies; see rig import.")
    private Path rigs;

    @Option(
            names = "--species",
            paramLabel = "NAME",
            split = ",",
            description = "Draw these species alone, such as horse or cow,sheep (default: all).")
    private List<String> species = List.of();

    @Option(
            names = "--prior-share",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "So many samples, 0..1, also hold the animal's Q of a moment before (default: none).")
    private double priorShare;

    @Option(
            names = "--disguise-share",
            paramLabel = "SHARE",
            defaultValue = "1",
            description =
                    "So many samples, 0..1, may be disguised and furred, where there are photographs (default: all).")
    private double disguiseShare;

    @Option(names = "-o", description = "Write the stream here; - is the standard output.")
    private String output;

    @Option(names = "--sheet", description = "Write a contact sheet (PNG) here.")
    private Path sheet;

    private GeneratorMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new GeneratorMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        long number = number();
        if (output == null && sheet == null) {
            System.err.println("nothing to do: give -o FILE for the stream or --sheet FILE for a picture");
            return CommandLine.ExitCode.USAGE;
        }
        share("--prior-share", priorShare);
        share("--disguise-share", disguiseShare);
        if (sheet != null) {
            writeSheet((int) Math.min(number, 256)); // more would not fit a picture one can look at
        }
        if (output != null) {
            writeStream(number);
        }
        return CommandLine.ExitCode.OK;
    }

    private void share(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), option + " must be from 0 to 1, was " + value);
        }
    }

    private Shares shares() {
        return new Shares(priorShare, disguiseShare);
    }

    private long number() {
        if ("infinite".equals(count)) {
            return Long.MAX_VALUE;
        }
        try {
            long number = Long.parseLong(count);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number out of range.
        }
        throw new CommandLine.ParameterException(
                new CommandLine(this), "--count must be a positive number or infinite, was " + count);
    }

    private Function<RandomGenerator, Individual> animals() {
        for (String name : species) {
            if (!AnimalFamily.species().contains(name)) {
                throw new CommandLine.ParameterException(
                        new CommandLine(this),
                        "--species knows no " + name + "; there are " + String.join(",", AnimalFamily.species()));
            }
        }
        return random -> AnimalFamily.sample(random, species, disguiseShare);
    }

    private Photos backgrounds() throws IOException {
        return photos == null ? Photos.none() : Photos.in(photos);
    }

    private ForeignBodies foreign() throws IOException {
        return rigs == null ? ForeignBodies.none() : ForeignBodies.in(rigs, Rigs.quadruped());
    }

    private void writeSheet(int number) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        try (SampleStream<Sample> stream = new SampleStream<>(
                seedFrom, threads, backgrounds(), foreign(), animals(), shares(), sample -> sample)) {
            for (int n = 0; n < number; n++) {
                samples.add(stream.next());
            }
        }
        ContactSheet.write(samples, sheet);
    }

    private void writeStream(long number) throws IOException, InterruptedException {
        boolean standard = "-".equals(output);
        OutputStream target =
                standard ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(Path.of(output));
        PrintStream log = System.err;
        long started = System.nanoTime();
        long written = 0;
        try (OutputStream out = new BufferedOutputStream(target, 1 << 18);
                SampleStream<byte[]> stream = new SampleStream<>(
                        seedFrom,
                        threads,
                        backgrounds(),
                        foreign(),
                        animals(),
                        shares(),
                        sample -> SampleWriter.encode(sample, priorShare > 0))) {
            SampleWriter writer = new SampleWriter(
                    out,
                    SceneGenerator.IMAGE_SIZE,
                    SceneGenerator.MAP_SIZE,
                    SceneGenerator.LAYERS,
                    priorShare > 0,
                    AnimalFamily.species());
            for (; written < number; written++) {
                writer.write(stream.next());
            }
        } catch (IOException e) {
            // The reader of a pipe has had enough: the usual end of an endless stream. A file is another matter.
            if (!standard) {
                throw e;
            }
        }
        double seconds = (System.nanoTime() - started) * 1e-9;
        log.printf("%d samples in %.1f s, %.0f/s on %d thread(s)%n", written, seconds, written / seconds, threads);
    }
}
