package io.canter.training.scene;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import java.util.random.RandomGenerator;

/** Draws poses; the same draws give the same movement at another moment. */
@FunctionalInterface
interface Poses {
    /** @param secondsBefore how long before the moment that the draws name */
    Pose draw(RandomGenerator random, Body body, double secondsBefore);
}
