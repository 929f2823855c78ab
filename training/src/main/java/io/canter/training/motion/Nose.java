package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Keypoint;
import io.canter.tracking.Rigs;
import org.joml.Vector3f;

/** Where an individual's nose is: the family's landmark on its own rest shape. */
final class Nose {
    private Nose() {}

    /** Nose relative to the poll at rest, canonical axes. */
    static Vector3f fromHead(Body body) {
        float[] v = body.vertices();
        Vector3f sum = new Vector3f();
        int[] vertices = vertices();
        for (int i : vertices) {
            sum.add(v[3 * i], v[3 * i + 1], v[3 * i + 2]);
        }
        float[] j = body.joints();
        int head = 3 * Joints.HEAD;
        return sum.div(vertices.length).sub(j[head], j[head + 1], j[head + 2]);
    }

    private static int[] vertices() {
        for (Keypoint k : Rigs.quadruped().keypoints()) {
            if (k.name().equals("nose")) {
                return k.vertices();
            }
        }
        throw new IllegalStateException("the quadruped rig has no landmark named nose");
    }
}
