package io.canter.training.bench;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;
import io.canter.tracking.Spot;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.scene.View;
import java.util.List;

/** The truth of a generated clip, one frame at a time. Arrays are overwritten by the next {@link #read}. */
final class TrueFrame {
    /** Joints that stand on the ground: what a foot does, these do. */
    private static final List<String> FEET = List.of("fore_foot_l", "fore_foot_r", "hind_foot_l", "hind_foot_r");
    /**
     * A foot joint that moves over the ground slower than this stands, metres a second: while the sole lies on the
     * ground the generator holds it still, and a swinging foot is ten times as fast.
     */
    private static final double STILL = 0.15;
    /** Nor is it higher over the ground than at rest by more than this, metres. */
    private static final double LOW = 0.04;
    /** What lies this far behind the surface that is drawn at a pixel is the same surface, metres. */
    private static final float DEPTH_SLACK = 0.015f;
    /** The depth buffer is this much finer than the picture. */
    private static final int FINER = 2;

    private final GeneratedClip clip;
    private final Rig rig;
    private final Skinner skinner;
    private final LayeredRasterizer raster;
    private final int[] feet;
    private final float[] world;
    private final float[] point = new float[3];
    private View view;
    /** 3 per vertex, camera frame, template metres. */
    final float[] vertices;
    /** 3 per joint, camera frame. */
    final float[] joints;
    /** By foot: whether it stands. */
    final boolean[] stands = new boolean[FEET.size()];

    TrueFrame(GeneratedClip clip) {
        this.clip = clip;
        rig = clip.rig();
        skinner = new Skinner(rig);
        raster = new LayeredRasterizer(
                FINER * clip.stage().width(), FINER * clip.stage().height(), 1);
        feet = feet(rig);
        world = new float[rig.mesh().vertices().length];
        vertices = new float[world.length];
        joints = new float[3 * rig.skeleton().jointCount()];
    }

    /** The joints of the four feet. */
    static int[] feet(Rig rig) {
        return FEET.stream().mapToInt(rig.skeleton()::indexOf).toArray();
    }

    void read(int frame) {
        float[] before = placeOfFeet(Math.max(0, frame - 1));
        float[] after = placeOfFeet(Math.min(clip.frames() - 1, frame + 1));
        double seconds = (Math.min(clip.frames() - 1, frame + 1) - Math.max(0, frame - 1)) / clip.framesPerSecond();
        view = clip.view(frame);
        skinner.skin(clip.body(), clip.pose(frame), world);
        for (int f = 0; f < feet.length; f++) {
            double moved = Math.hypot(after[3 * f] - before[3 * f], after[3 * f + 2] - before[3 * f + 2]);
            double height =
                    skinner.jointPositions()[3 * feet[f] + 1] - clip.body().joints()[3 * feet[f] + 1];
            stands[f] = moved <= STILL * Math.max(seconds, 1e-3) && height < LOW;
        }
        view.toCamera(skinner.jointPositions(), joints);
        view.toCamera(world, vertices);
        Intrinsics camera = view.intrinsics();
        raster.rasterize(
                vertices,
                rig.mesh().triangles(),
                FINER * camera.fx(),
                FINER * camera.fy(),
                FINER * camera.cx(),
                FINER * camera.cy(),
                true);
    }

    private float[] placeOfFeet(int frame) {
        skinner.poseJoints(clip.body(), clip.pose(frame));
        float[] out = new float[3 * feet.length];
        for (int f = 0; f < feet.length; f++) {
            System.arraycopy(skinner.jointPositions(), 3 * feet[f], out, 3 * f, 3);
        }
        return out;
    }

    View view() {
        return view;
    }

    /**
     * Where a spot is in the picture.
     *
     * @param out receives x and y, pixels of the frame
     * @return whether it is seen: in the frame, on the near side, and nothing before it
     */
    boolean place(Spot spot, float[] out) {
        spot.on(rig.mesh(), vertices, point);
        if (!(point[2] > LayeredRasterizer.NEAR)) {
            return false;
        }
        Intrinsics camera = view.intrinsics();
        out[0] = camera.fx() * point[0] / point[2] + camera.cx();
        out[1] = camera.fy() * point[1] / point[2] + camera.cy();
        int column = (int) Math.floor(FINER * out[0]);
        int row = (int) Math.floor(FINER * out[1]);
        if (column < 0 || row < 0 || column >= raster.width() || row >= raster.height() || !facesCamera(spot)) {
            return false;
        }
        return point[2] <= raster.depth(0, row * raster.width() + column) + DEPTH_SLACK;
    }

    private boolean facesCamera(Spot spot) {
        int[] corners = rig.mesh().triangles();
        int a = 3 * corners[3 * spot.triangle()];
        int b = 3 * corners[3 * spot.triangle() + 1];
        int c = 3 * corners[3 * spot.triangle() + 2];
        double ux = vertices[b] - vertices[a];
        double uy = vertices[b + 1] - vertices[a + 1];
        double uz = vertices[b + 2] - vertices[a + 2];
        double vx = vertices[c] - vertices[a];
        double vy = vertices[c + 1] - vertices[a + 1];
        double vz = vertices[c + 2] - vertices[a + 2];
        return (uy * vz - uz * vy) * point[0] + (uz * vx - ux * vz) * point[1] + (ux * vy - uy * vx) * point[2] < 0;
    }
}
