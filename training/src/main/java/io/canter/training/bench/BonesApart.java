package io.canter.training.bench;

import io.canter.inference.Detection;
import io.canter.tracking.Rig;
import io.canter.training.evaluation.BoneAlignment;
import io.canter.training.evaluation.CloudPlacement;
import io.canter.training.geometry.Alignment;
import java.util.Optional;

/**
 * The baseline in the frame's camera: every bone of the template aligned on its own in every frame on its own, placed by
 * the rays of the pixels.
 */
public final class BonesApart {
    private final BoneAlignment bones;

    public BonesApart(Rig rig) {
        bones = new BoneAlignment(rig);
    }

    /**
     * A skeleton and its mesh, camera frame, template metres.
     *
     * @param joints 3 each
     */
    public record Skeleton(float[] joints, Alignment[] moved, Detection seen, double[] shift) {}

    /** Aligns the bones to what a detection shows; empty where that is nothing. */
    public Optional<Skeleton> fit(Detection seen) {
        return CloudPlacement.shift(seen.maps(), seen.camera().tanHalf()).map(shift -> {
            Alignment[] moved = bones.align(seen.maps());
            return new Skeleton(inCamera(bones.joints(moved), seen, shift), moved, seen, shift);
        });
    }

    /** The template's mesh carried along, 3 per vertex, camera frame. */
    public float[] vertices(Skeleton skeleton) {
        return inCamera(bones.vertices(skeleton.moved()), skeleton.seen(), skeleton.shift());
    }

    /** From P's axes and origin to the frame's camera. */
    private static float[] inCamera(float[] points, Detection seen, double[] shift) {
        float[] m = seen.camera().frameFromCrop();
        float[] out = new float[points.length];
        for (int i = 0; i < points.length; i += 3) {
            double x = points[i] + shift[0];
            double y = points[i + 1] + shift[1];
            double z = points[i + 2] + shift[2];
            for (int a = 0; a < 3; a++) {
                out[i + a] = (float) (m[3 * a] * x + m[3 * a + 1] * y + m[3 * a + 2] * z);
            }
        }
        return out;
    }
}
