package io.canter.training.evaluation;

import io.canter.tracking.Body;
import io.canter.tracking.Keypoint;
import io.canter.tracking.Keypoints;
import io.canter.tracking.Rig;
import io.canter.training.geometry.NearestPoints;
import io.canter.training.rigs.ImportedRig;
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

    /** The same of an imported rig at rest, in the metres that it is posed in. */
    public static double metres(Rig template, ImportedRig rig) {
        float[] keypoints = Keypoints.positions(template, template.mesh().vertices());
        List<String> names = template.keypoints().stream().map(Keypoint::name).toList();
        NearestPoints canonical = new NearestPoints(rig.canonical());
        float[] rest = rig.rest().vertices();
        double sum = 0;
        int[] ends = new int[2];
        for (int e = 0; e < 2; e++) {
            int k = 3 * names.indexOf(e == 0 ? "nose" : "root_of_tail");
            ends[e] = canonical.nearest(keypoints[k], keypoints[k + 1], keypoints[k + 2]);
        }
        for (int a = 0; a < 3; a++) {
            double d = rest[3 * ends[0] + a] - rest[3 * ends[1] + a];
            sum += d * d;
        }
        return rig.trunkStretch() * Math.sqrt(sum);
    }
}
