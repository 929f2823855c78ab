package io.canter.inference;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * A network that turns crops into dual point maps. Stateful and for one thread: fill {@link #images}, {@link #run}, read
 * the results before the next run.
 */
public interface PointMapNetwork extends AutoCloseable {
    /** Edge S of an input image in pixels. */
    int imageSize();

    /** Edge s of an output map in pixels. */
    int mapSize();

    /** Number of surface crossings L. */
    int layers();

    /** Greatest number of crops in one run. */
    int batchMax();

    /** The input: {@link #batchMax} images, each 3 x S x S, RGB, 0..1. The same buffer for the network's whole life. */
    FloatBuffer images();

    /**
     * The second input of a network that has one, {@link #batchMax} priors, each {@link Prior#CHANNELS} x s x s; 0 where
     * nothing is known. The same buffer for the network's whole life; without room where the network has no such input.
     */
    FloatBuffer priors();

    /**
     * Runs the first {@code count} images, with their priors.
     *
     * @throws ModelException if the runtime fails
     */
    void run(int count);

    /** Occupancy of the last run: for each image L x s x s. Valid until the next run. */
    FloatBuffer occupancy();

    /** Confidence of the last run, laid out like the occupancy. Valid until the next run. */
    FloatBuffer confidence();

    /** A copy of one image's maps; empty if any number in them is not finite. */
    Optional<DualPointMaps> maps(int image);

    @Override
    void close();
}
