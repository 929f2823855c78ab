package io.canter.training.scene;

import io.canter.training.family.AnimalFamily.Individual;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Bodies are dear to make and cheap to use again, so each block of {@link #BLOCK} seeds shares {@link #PER_BLOCK}
 * bodies. Which body a seed gets depends on the seed alone; the cache only saves time. Safe for many threads.
 */
final class BodyPool {
    static final int BLOCK = 1024;
    static final int PER_BLOCK = 64;
    // Two blocks are in use at their border; a body takes about 120 KB.
    private static final int CACHED = 2 * PER_BLOCK;

    private final Function<RandomGenerator, Individual> source;
    private final Map<Long, CompletableFuture<Individual>> cache = new LinkedHashMap<>(2 * CACHED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, CompletableFuture<Individual>> eldest) {
            return size() > CACHED;
        }
    };

    BodyPool(Function<RandomGenerator, Individual> source) {
        this.source = source;
    }

    Individual of(long seed, Dice dice) {
        long key = Math.floorDiv(seed, BLOCK) * PER_BLOCK + dice.below(PER_BLOCK);
        CompletableFuture<Individual> made = new CompletableFuture<>();
        CompletableFuture<Individual> known;
        synchronized (cache) {
            known = cache.putIfAbsent(key, made);
        }
        if (known != null) {
            return known.join();
        }
        try {
            made.complete(source.apply(new Dice(key ^ 0xB0D1E5L).generator()));
        } catch (RuntimeException e) {
            made.completeExceptionally(e);
        }
        return made.join();
    }
}
