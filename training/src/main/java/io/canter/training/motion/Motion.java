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

    /** How far that individual has come since time 0 along its {@link #way}, metres. */
    double travel(double seconds, Body body);

    /** The way that it goes. */
    default Way way() {
        return Way.STRAIGHT;
    }

    /** As {@link #at}, of an animal that really travels: it sets out from z = 0 along +z. */
    default Pose travelled(double seconds, Body body) {
        return way().carried(at(seconds, body), travel(seconds, body));
    }
}
