package io.canter.inference;

import io.canter.ingest.Frame;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an observer costs on top of the bare network: the two alternate in one process, on one model, so that the
 * machine's moods hit both alike. Not a test; run its {@code main} with a model file (and threads, and rounds).
 */
final class ObserverBenchmark {
    private ObserverBenchmark() {}

    public static void main(String[] args) {
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 60;
        ModelOptions options = ModelOptions.defaults().withThreads(threads);
        Model model = Model.load(ModelFile.read(Path.of(args[0])), options);
        double[] bare = new double[rounds];
        double[] observed = new double[rounds];
        double[] drawn = new double[rounds];
        double[] searched = new double[Math.max(1, rounds / 10)];
        Optional<Hint> hint = Optional.of(Hint.at(new Box(400, 200, 480, 320)));
        try (Observer observer = new Observer(model, ObserverOptions.defaults());
                CropWarp warp = new CropWarp(model.imageSize(), CropBorder.REPLICATE);
                Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(640, 360, 200))) {
            CropCamera camera = CropCamera.lookingAt(new Box(340, 60, 600, 600), frame.camera(), 1);
            for (int k = -20; k < rounds; k++) {
                long start = System.nanoTime();
                model.run(1);
                double bareMillis = (System.nanoTime() - start) / 1e6;
                long cropsBefore = observer.stats().crops();
                start = System.nanoTime();
                observer.observe(frame, hint);
                // a badly placed mask is cropped twice: count per crop
                double observedMillis =
                        (System.nanoTime() - start) / 1e6 / (observer.stats().crops() - cropsBefore);
                start = System.nanoTime();
                warp.draw(frame, camera, model.images(), 0);
                double drawnMillis = (System.nanoTime() - start) / 1e6;
                if (k >= 0) {
                    bare[k] = bareMillis;
                    observed[k] = observedMillis;
                    drawn[k] = drawnMillis;
                }
            }
            for (int k = 0; k < searched.length; k++) {
                long start = System.nanoTime();
                observer.observe(frame, Optional.empty());
                searched[k] = (System.nanoTime() - start) / 1e6;
            }
            System.out.printf(
                    "median ms: bare run %.2f, observed crop %.2f (of it drawing the crop %.2f), whole search %.1f; %s%n",
                    median(bare), median(observed), median(drawn), median(searched), observer.stats());
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
