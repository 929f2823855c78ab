package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;

/**
 * A movement as a function of time. The animal stands on a world ground plane (y up, ground y = 0, canonical axes),
 * faces +z and stays near z = 0: the ground glides backwards under it as {@link #travel} tells.
 */
public interface Motion {
    /**
     * @param seconds any time, also negative
     * @param body the individual, its soles on y = 0 at rest
     * @return worldFromCanonical for the root, its translation the root joint in the world
     */
    Pose at(double seconds, Body body);

    String name();

    /** Length of one cycle (a stride, for gaits), seconds. */
    double periodSeconds();

    /** How far that individual has come since time 0, metres: add it along +z for an animal that really travels. */
    double travel(double seconds, Body body);
}
