package io.canter.training.evaluation;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.Keypoint;
import io.canter.tracking.Keypoints;
import io.canter.tracking.Rig;
import java.util.Arrays;
import java.util.List;

/** Where a posed mesh has the keypoints that people mark in pictures. */
public final class PictureKeypoints {
    private final Rig rig;
    private final int[] keypoints; // of the rig, for each of AnnotatedKeypoints.NAMES

    /** @throws IllegalArgumentException where the rig lacks one */
    public PictureKeypoints(Rig rig) {
        this.rig = rig;
        List<String> names = rig.keypoints().stream().map(Keypoint::name).toList();
        keypoints = AnnotatedKeypoints.NAMES.stream().mapToInt(names::indexOf).toArray();
        for (int k = 0; k < keypoints.length; k++) {
            if (keypoints[k] < 0) {
                throw new IllegalArgumentException(
                        "rig " + rig.id() + " has no keypoint " + AnnotatedKeypoints.NAMES.get(k));
            }
        }
    }

    /** The rig's keypoints by their place in {@link AnnotatedKeypoints#NAMES}. */
    int[] ofRig() {
        return keypoints;
    }

    /**
     * Projects a mesh's keypoints.
     *
     * @param vertices 3 per template vertex, camera frame
     * @return x and y of each of {@link AnnotatedKeypoints#NAMES}, pixels; NaN behind the camera
     */
    public float[] of(float[] vertices, Intrinsics camera) {
        float[] all = Keypoints.positions(rig, vertices);
        float[] out = none();
        for (int k = 0; k < keypoints.length; k++) {
            int at = 3 * keypoints[k];
            if (all[at + 2] > 0) {
                out[2 * k] = camera.fx() * all[at] / all[at + 2] + camera.cx();
                out[2 * k + 1] = camera.fy() * all[at + 1] / all[at + 2] + camera.cy();
            }
        }
        return out;
    }

    /** The same where there is no mesh. */
    public float[] none() {
        float[] out = new float[2 * keypoints.length];
        Arrays.fill(out, Float.NaN);
        return out;
    }
}
