package io.canter.training.bench;

import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;
import io.canter.tracking.Spot;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.scene.View;
import java.util.List;

/** The truth of a generated clip, one frame at a time. For one thread. */
final class ClipTruth {
    /** Joints that stand on the ground: what a foot does, these do. */
    private static final List<String> FEET = List.of("fore_foot_l", "fore_foot_r", "hind_foot_l", "hind_foot_r");
    /**
     * A foot joint that moves over the ground slower than this stands, metres a second: while the sole lies on the
     * ground the generator holds it still, and a swinging foot is ten times as fast.
     */
    private static final double STILL = 0.15;
    /** Speed is measured over so much before and after a frame: a gallop's stance lasts a tenth of a second. */
    private static final double MOMENT_SECONDS = 0.004;
    /** Nor is it higher over the ground than at rest by more than this, metres. */
    private static final double LOW = 0.04;

    private final GeneratedClip clip;
    private final Rig rig;
    private final Skinner skinner;
    private final List<Spot> points;
    private final SightLines sight;
    private final int[] feet;
    private final float[] world;
    private final float[] point = new float[3];
    private final float[] vertices;

    /** @param points of the surface that are looked for in every frame */
    ClipTruth(GeneratedClip clip, List<Spot> points) {
        this.points = points;
        this.clip = clip;
        rig = clip.rig();
        skinner = new Skinner(rig);
        sight = new SightLines(rig.mesh());
        feet = feet(rig);
        world = new float[rig.mesh().vertices().length];
        vertices = new float[world.length];
    }

    /** The joints of the four feet. */
    static int[] feet(Rig rig) {
        return FEET.stream().mapToInt(rig.skeleton()::indexOf).toArray();
    }

    /** The truth of one frame. */
    FrameTruth read(int frame) {
        double seconds = frame / clip.framesPerSecond();
        float[] before = placeOfFeet(seconds - MOMENT_SECONDS);
        float[] after = placeOfFeet(seconds + MOMENT_SECONDS);
        View view = clip.view(frame);
        skinner.skin(clip.body(), clip.pose(frame), world);
        boolean[] stands = new boolean[feet.length];
        for (int f = 0; f < feet.length; f++) {
            double moved = Math.hypot(after[3 * f] - before[3 * f], after[3 * f + 2] - before[3 * f + 2]);
            double height =
                    skinner.jointPositions()[3 * feet[f] + 1] - clip.body().joints()[3 * feet[f] + 1];
            stands[f] = moved <= STILL * 2 * MOMENT_SECONDS && height < LOW;
        }
        float[] joints = new float[skinner.jointPositions().length];
        view.toCamera(skinner.jointPositions(), joints);
        view.toCamera(world, vertices);
        sight.read(vertices);
        boolean[] visible = new boolean[points.size()];
        float[] places = new float[2 * points.size()];
        float[] place = new float[2];
        for (int i = 0; i < visible.length; i++) {
            points.get(i).on(rig.mesh(), vertices, point);
            visible[i] = sight.sees(
                    point,
                    points.get(i).triangle(),
                    view.intrinsics(),
                    clip.stage().width(),
                    clip.stage().height(),
                    place);
            System.arraycopy(place, 0, places, 2 * i, 2);
        }
        return new FrameTruth(joints, stands, view, visible, places);
    }

    /** Mesh of the frame read last: 3 per vertex, camera frame, template metres; overwritten by the next. */
    float[] vertices() {
        return vertices;
    }

    private float[] placeOfFeet(double seconds) {
        skinner.poseJoints(clip.body(), clip.pose(seconds));
        float[] out = new float[3 * feet.length];
        for (int f = 0; f < feet.length; f++) {
            System.arraycopy(skinner.jointPositions(), 3 * feet[f], out, 3 * f, 3);
        }
        return out;
    }
}
