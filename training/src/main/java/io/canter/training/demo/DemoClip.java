package io.canter.training.demo;

import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import io.canter.training.motion.Motions;
import io.canter.training.scene.Stage;

/**
 * The clip that ships with Canter: a horse on a meadow walks, breaks into a trot and canters off, while the camera goes
 * with it and slowly circles from ahead of it to behind it.
 */
public final class DemoClip {
    public static final int WIDTH = 1280;
    public static final int HEIGHT = 720;
    public static final int FRAMES = 250;
    public static final double FRAMES_PER_SECOND = 25;
    /** The seed of the clip in the repository. */
    public static final long SEED = GeneratedClip.FIRST_HELD_OUT_SEED + 2026;

    private static final double TROT_AT_SECONDS = 3.2;
    private static final double CANTER_AT_SECONDS = 6.6;
    /** What Canter assumes of a camera it knows nothing about, so the demo needs no setting. */
    private static final double VERTICAL_FOV = Math.toRadians(40);
    /** The sun stands behind the camera's shoulder, so that the near side is lit. */
    private static final float SUN_AZIMUTH = 0.75f;

    private DemoClip() {}

    /** The clip's frames and truth. */
    public static GeneratedClip of(long seed) {
        Rig rig = Rigs.quadruped();
        CameraPath camera = new CameraPath(Math.toRadians(48), Math.toRadians(118), 1.45, 0.50, VERTICAL_FOV, 1.0);
        return new GeneratedClip(
                rig,
                AnimalFamily.preset("horse"),
                Motions.walkTrotCanter(TROT_AT_SECONDS, CANTER_AT_SECONDS, FRAMES / FRAMES_PER_SECOND, seed),
                camera,
                Stage.meadow(rig, seed, WIDTH, HEIGHT, SUN_AZIMUTH),
                FRAMES,
                FRAMES_PER_SECOND);
    }
}
