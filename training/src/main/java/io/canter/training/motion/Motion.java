package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;

/**
 * A movement as a function of time. The animal stands on a world ground plane (y up, ground y = 0, canonical axes),
 * faces +z and stays near z = 0: the ground glides backwards under it at {@link #speed}.
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

    /** How fast that individual travels, metres per second; 0 for movements on the spot. */
    double speed(Body body);
}
