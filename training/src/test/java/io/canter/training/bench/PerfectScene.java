package io.canter.training.bench;

import io.canter.inference.Box;
import io.canter.inference.Observation;
import io.canter.tracking.Pose;
import io.canter.tracking.Scene;
import io.canter.tracking.Subject;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.scene.View;
import java.util.List;
import org.joml.Matrix3f;
import org.joml.Quaternionf;

/** The truth of a generated clip as a tracker without fault would deliver it. */
final class PerfectScene {
    private PerfectScene() {}

    static Scene of(GeneratedClip clip, int frame) {
        Pose world = clip.pose(frame);
        View view = clip.view(frame);
        float[] m = view.cameraFromWorld();
        // JOML's matrices are column-major.
        Quaternionf cameraFromWorld =
                new Quaternionf().setFromNormalized(new Matrix3f(m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]));
        float[] rotations = world.rotations().clone();
        Quaternionf root = cameraFromWorld.mul(
                new Quaternionf(rotations[0], rotations[1], rotations[2], rotations[3]), new Quaternionf());
        rotations[0] = root.x;
        rotations[1] = root.y;
        rotations[2] = root.z;
        rotations[3] = root.w;
        float[] place = new float[3];
        view.toCamera(world.rootTranslation(), place);
        int width = clip.stage().width();
        int height = clip.stage().height();
        Subject subject = new Subject(1, 1, new Box(0, 0, width, height), clip.body(), 1, new Pose(place, rotations));
        return new Scene(frame, clip.ptsMicros(frame), width, height, view.intrinsics(), List.of(subject));
    }

    static Observation seen(GeneratedClip clip, int frame) {
        Scene scene = of(clip, frame);
        return new Observation(frame, scene.ptsMicros(), scene.width(), scene.height(), scene.camera(), List.of());
    }
}
