package io.canter.training.scene;

import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import io.canter.training.family.AnimalFamily.Individual;
import io.canter.training.motion.PoseSampler;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Samples in the order of their seeds, made by several threads. What comes out does not depend on how many. Not safe
 * for many callers.
 */
public final class SampleStream<T> implements AutoCloseable {
    // Enough that no worker waits for a slow neighbour, and less than 20 MB of samples.
    private static final int AHEAD_PER_THREAD = 6;

    private final ExecutorService workers;
    private final BlockingQueue<SceneGenerator> idle = new LinkedBlockingQueue<>();
    private final Queue<Future<T>> ahead = new ArrayDeque<>();
    private final Function<Sample, T> finish;
    private final int bound;
    private long nextSeed;

    /**
     * Samples without photographs.
     *
     * @param finish what else the workers do with each sample, such as encoding it
     */
    public SampleStream(long firstSeed, int threads, Function<Sample, T> finish) {
        this(firstSeed, threads, Photos.none(), ForeignBodies.none(), AnimalFamily::sample, Shares.NONE, finish);
    }

    /**
     * @param photos for backgrounds; they are part of what a seed means
     * @param foreign imported bodies among the family, likewise
     * @param animals draws the individuals
     * @param shares how many samples are special
     * @param finish what else the workers do with each sample, such as encoding it
     */
    public SampleStream(
            long firstSeed,
            int threads,
            Photos photos,
            ForeignBodies foreign,
            Function<RandomGenerator, Individual> animals,
            Shares shares,
            Function<Sample, T> finish) {
        if (threads < 1) {
            throw new IllegalArgumentException("a stream needs at least 1 thread, got " + threads);
        }
        Rig rig = Rigs.quadruped();
        Regions regions = Regions.of(rig);
        BodyPool bodies = new BodyPool(animals);
        for (int k = 0; k < threads; k++) {
            PoseSampler poses = new PoseSampler(rig);
            idle.add(new SceneGenerator(rig, regions, bodies, photos, foreign, poses::sample, shares));
        }
        this.finish = finish;
        nextSeed = firstSeed;
        bound = AHEAD_PER_THREAD * threads;
        workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "sample-maker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The next seed's sample. */
    public T next() throws InterruptedException {
        while (ahead.size() < bound) {
            long seed = nextSeed++;
            ahead.add(workers.submit(() -> make(seed)));
        }
        try {
            return ahead.remove().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "sample " + (nextSeed - ahead.size() - 1) + " could not be made: " + e.getCause(), e.getCause());
        }
    }

    private T make(long seed) throws InterruptedException {
        SceneGenerator generator = idle.take();
        try {
            return finish.apply(generator.sample(seed));
        } finally {
            idle.add(generator);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
