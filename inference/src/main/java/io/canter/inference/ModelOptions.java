package io.canter.inference;

import java.util.Optional;

/**
 * How a model is to run.
 *
 * @param threads threads inside one operator; more than the cores that are left over makes everything slower
 * @param batchMax greatest number of crops in one run; buffers are laid out for it once (about 0.7 MB a crop)
 * @param template template id that the model must have been trained on; empty to take any
 */
public record ModelOptions(Provider provider, int threads, int batchMax, Optional<String> template) {
    /** More crops than this in one run only add latency, on a GPU too. */
    public static final int BATCH_LIMIT = 64;

    public ModelOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("inference threads must be at least 1, was " + threads);
        }
        if (batchMax < 1 || batchMax > BATCH_LIMIT) {
            throw new IllegalArgumentException("inference batch must be 1 to " + BATCH_LIMIT + ", was " + batchMax);
        }
    }

    /** One thread on the CPU, up to eight crops a run, any template. */
    public static ModelOptions defaults() {
        return new ModelOptions(Provider.CPU, 1, 8, Optional.empty());
    }

    public ModelOptions withThreads(int count) {
        return new ModelOptions(provider, count, batchMax, template);
    }

    public ModelOptions withProvider(Provider other) {
        return new ModelOptions(other, threads, batchMax, template);
    }

    public ModelOptions withBatchMax(int count) {
        return new ModelOptions(provider, threads, count, template);
    }

    public ModelOptions withTemplate(String id) {
        return new ModelOptions(provider, threads, batchMax, Optional.of(id));
    }
}
