package io.canter.training.bench;

import io.canter.tracking.Rig;
import io.canter.tracking.Skeleton;
import io.canter.training.demo.RigClip.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joml.Matrix3f;
import org.joml.Vector3f;

/**
 * How found joints move beside those of a foreign rig. Where a rig has its shoulder, say, is its maker's choice, and the
 * template's shoulder is another point of the same limb. A joint is fixed to the bone before it, in the template as in the
 * rig; so a found one is compared with the point that is fixed to the rig's bone before it and lies, on the mean over the
 * clip, where it was found. What is constant in the frame of that bone is no error, all that moves otherwise is.
 *
 * @param whole with nothing taken out; legs are judged here, where those exchanged from beginning to end show
 * @param motion without the constant offsets
 */
record RigMotion(MotionScore whole, MotionScore motion) {
    /**
     * Compares a clip.
     *
     * @param mapped the template's joints that count, without the root
     * @param found a frame's joints each, 3 per joint, camera frame
     */
    static RigMotion of(Rig rig, int[] mapped, List<Truth> truth, List<Optional<float[]>> found) {
        RigMotion score =
                new RigMotion(new MotionScore(rig.skeleton(), mapped), new MotionScore(rig.skeleton(), mapped));
        Vector3f[] offsets = offsets(rig.skeleton(), mapped, truth, found);
        for (int i = 0; i < truth.size(); i++) {
            float[] joints = truth.get(i).joints();
            float[] moved = joints.clone();
            for (int t : mapped) {
                Vector3f offset = frame(rig.skeleton(), t, truth.get(i)).transform(offsets[t], new Vector3f());
                for (int a = 0; a < 3; a++) {
                    moved[3 * t + a] += offset.get(a);
                }
            }
            score.whole.add(found.get(i), joints);
            score.motion.add(found.get(i), moved);
        }
        return score;
    }

    /** Of the bone before a joint: the nearest that the rig has, else the world's axes. */
    private static Matrix3f frame(Skeleton skeleton, int joint, Truth truth) {
        int before = skeleton.parents()[joint];
        while (before >= 0 && truth.turns()[before] == null) {
            before = skeleton.parents()[before];
        }
        return before >= 0 ? truth.turns()[before] : cameraFromWorld(truth);
    }

    /** By joint, in the frame of the bone before it: mean of the found place, from the root, less the true one. */
    private static Vector3f[] offsets(
            Skeleton skeleton, int[] mapped, List<Truth> truth, List<Optional<float[]>> found) {
        Vector3f[] offsets = new Vector3f[truth.get(0).turns().length];
        for (int t : mapped) {
            offsets[t] = new Vector3f();
            int frames = 0;
            for (int i = 0; i < truth.size(); i++) {
                if (found.get(i).isPresent()) {
                    float[] is = truth.get(i).joints();
                    Vector3f apart = fromRoot(found.get(i).get(), t).sub(fromRoot(is, t));
                    offsets[t].add(frame(skeleton, t, truth.get(i)).transformTranspose(apart));
                    frames++;
                }
            }
            offsets[t].div(Math.max(1, frames));
        }
        return offsets;
    }

    private static Vector3f fromRoot(float[] joints, int t) {
        return new Vector3f(joints[3 * t] - joints[0], joints[3 * t + 1] - joints[1], joints[3 * t + 2] - joints[2]);
    }

    /** A skeleton that keeps its mean shape in the world's axes and goes where the true root goes. */
    static List<Optional<float[]>> stiff(int[] mapped, List<Truth> truth) {
        int joints = truth.get(0).turns().length;
        Vector3f[] mean = new Vector3f[joints];
        for (int t : mapped) {
            mean[t] = new Vector3f();
            for (Truth now : truth) {
                mean[t].add(cameraFromWorld(now).transformTranspose(fromRoot(now.joints(), t)));
            }
            mean[t].div(truth.size());
        }
        List<Optional<float[]>> found = new ArrayList<>();
        for (Truth now : truth) {
            float[] out = now.joints().clone();
            for (int t : mapped) {
                Vector3f at = cameraFromWorld(now).transform(mean[t], new Vector3f());
                for (int a = 0; a < 3; a++) {
                    out[3 * t + a] = out[a] + at.get(a);
                }
            }
            found.add(Optional.of(out));
        }
        return found;
    }

    private static Matrix3f cameraFromWorld(Truth truth) {
        float[] m = truth.view().cameraFromWorld();
        // JOML's matrices are column-major.
        return new Matrix3f(m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]);
    }
}
