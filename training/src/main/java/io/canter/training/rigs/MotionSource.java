package io.canter.training.rigs;

import java.util.List;
import org.joml.Quaterniond;

/** Joints that move: what a motion file has to say, in its own axes and unit. */
interface MotionSource {
    String name();

    List<String> joints();

    /** Nearest ancestor among the joints, -1 for a root. */
    int[] parents();

    /** Where the joints are at rest, 3 each, the file's rest space. */
    float[] rest();

    /** How much longer lengths are in {@link #at} than in {@link #rest}. */
    double sceneScale();

    /** Whether the file promises that y is up in its scene, whatever axes its rest space has. */
    boolean isUpright();

    /** Length of the motion; 0 where it is a single pose. */
    double seconds();

    /**
     * One moment.
     *
     * @param turns receives, per joint, the rotation from rest space into the scene: what the joint has turned since rest
     * @param places receives 3 per joint, scene
     */
    void at(double seconds, Quaterniond[] turns, double[] places);
}
