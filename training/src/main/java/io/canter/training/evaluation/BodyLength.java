package io.canter.training.evaluation;

import io.canter.tracking.Body;
import io.canter.tracking.Keypoint;
import io.canter.tracking.Keypoints;
import io.canter.tracking.Rig;
import java.util.List;

/**
 * The yardstick of all relative errors: from the nose to the root of the tail of the template at rest, in a straight
 * line.
 */
public final class BodyLength {
    private BodyLength() {}

    /** In template metres. */
    public static double metres(Rig rig) {
        return metres(rig, rig.template());
    }

    /** The same of an individual, in its own metres. */
    public static double metres(Rig rig, Body body) {
        List<String> names = rig.keypoints().stream().map(Keypoint::name).toList();
        int nose = names.indexOf("nose");
        int tail = names.indexOf("root_of_tail");
        if (nose < 0 || tail < 0) {
            throw new IllegalArgumentException("rig " + rig.id() + " has no keypoints nose and root_of_tail");
        }
        float[] rest = Keypoints.positions(rig, body.vertices());
        double sum = 0;
        for (int a = 0; a < 3; a++) {
            double d = rest[3 * nose + a] - rest[3 * tail + a];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
