package io.canter.training.demo;

import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import io.canter.training.motion.Motions;
import io.canter.training.scene.Stage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.IntConsumer;

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

    public static final String VIDEO = "horse.mp4";
    public static final String MASKS = "horse-masks.zip";
    /** Ten seconds stay below the 4 MB that a repository may carry for it. */
    private static final int BITS_PER_SECOND = 2_700_000;

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

    /**
     * Writes the clip as {@code horse.mp4} and its truth as {@code horse-masks.zip} (see {@link MaskArchive}). Takes
     * some minutes; files appear under their names only when they are whole.
     *
     * @param progress is told each frame's number once it is done
     */
    public static void write(Path directory, long seed, IntConsumer progress) throws IOException {
        write(of(seed), directory, progress);
    }

    static void write(GeneratedClip clip, Path directory, IntConsumer progress) throws IOException {
        Files.createDirectories(directory);
        Path video = directory.resolve(VIDEO + ".part");
        Path masks = directory.resolve(MASKS + ".part");
        try {
            record(clip, video, masks, progress);
            Files.move(video, directory.resolve(VIDEO), StandardCopyOption.REPLACE_EXISTING);
            Files.move(masks, directory.resolve(MASKS), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(video);
            Files.deleteIfExists(masks);
        }
    }

    private static void record(GeneratedClip clip, Path video, Path masks, IntConsumer progress) throws IOException {
        int width = clip.stage().width();
        int height = clip.stage().height();
        try (ClipVideo mp4 = new ClipVideo(video, width, height, clip.framesPerSecond(), BITS_PER_SECOND);
                MaskArchive zip = new MaskArchive(new BufferedOutputStream(Files.newOutputStream(masks)))) {
            clip.render(moment -> {
                mp4.add(moment.rgb());
                zip.add(moment.mask(), width, height);
                progress.accept(moment.index());
            });
        }
    }
}
