package io.canter.output;

import de.javagl.jgltf.model.io.v2.GltfAssetWriterV2;
import io.canter.inference.Box;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;
import io.canter.tracking.Subject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@link Take}s: as a GLB that loops, or filmed over a plain ground. Files appear whole or not at all. */
public final class TakeFiles {
    /** Seen from ahead and from the animal's left: both ends and all legs show. */
    public static final double THREE_QUARTER_RADIANS = Math.toRadians(52);

    private static final double ELEVATION_RADIANS = Math.toRadians(9);
    private static final double MICROS = 1e6;

    private final Rig rig;

    public TakeFiles(Rig rig) {
        this.rig = rig;
    }

    /** Writes a skinned mesh with a looping animation, standing on y = 0; its coat as vertex colours. */
    public void glb(Take take, Path file) throws IOException {
        MotionTrack track = new MotionTrack(1, rig.skeleton().jointCount());
        int frames = take.poses().size();
        // The first pose comes again at the end: viewers jump from the last key to the first.
        for (int f = 0; f <= frames; f++) {
            Pose pose = take.poses().get(f % frames);
            Subject subject = new Subject(1, 1, new Box(0, 0, 1, 1), take.body(), 1, pose, take.coat());
            track.add((float) (f / take.framesPerSecond()), subject);
        }
        StudioCamera camera = camera(take, 960, 540, false);
        try (StagedFile staged = new StagedFile(file)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(staged.part()))) {
                new GltfAssetWriterV2().writeBinary(SceneGlb.standing(rig, track, take.name(), camera, 960, 540), out);
            }
            staged.commit();
        }
    }

    /**
     * How to film.
     *
     * @param width of the picture, pixels
     * @param turnsPerMinute of the camera around the animal; 0 leaves it where it is
     */
    public record Filming(int width, int height, double seconds, double framesPerSecond, double turnsPerMinute) {
        /** Frames of the video. */
        public int frames() {
            return (int) Math.max(1, Math.round(seconds * framesPerSecond));
        }
    }

    /** Films a take as H.264 in MP4; it begins anew as often as needed. */
    public void mp4(Take take, Filming filming, Path file, Runnable progress) throws IOException {
        Studio studio = new Studio(rig, filming.width(), filming.height());
        StudioCamera camera = camera(take, filming.width(), filming.height(), filming.turnsPerMinute() != 0);
        try (StagedFile staged = new StagedFile(file)) {
            try (VideoWriter video =
                    new VideoWriter(staged.part(), filming.width(), filming.height(), filming.framesPerSecond())) {
                for (int f = 0; f < filming.frames(); f++) {
                    double seconds = f / filming.framesPerSecond();
                    double at = seconds * take.framesPerSecond();
                    double azimuth = THREE_QUARTER_RADIANS + 2 * Math.PI * filming.turnsPerMinute() * seconds / 60;
                    var picture = studio.draw(
                            take.body(),
                            take.coat(),
                            take.poses()
                                    .get((int) (Math.round(at) % take.poses().size())),
                            Math.round(at) * take.travelPerFrame(),
                            camera.turnedTo(azimuth));
                    video.write(picture, filming.width(), filming.height(), Math.round(MICROS * seconds));
                    progress.run();
                }
                video.finish();
            }
            staged.commit();
        }
    }

    /** Sees the animal in all of its poses. */
    private StudioCamera camera(Take take, int width, int height, boolean around) {
        Skinner skinner = new Skinner(rig);
        int looks = Math.min(12, take.poses().size());
        int floats = take.body().vertices().length;
        float[] one = new float[floats];
        float[] all = new float[looks * floats];
        for (int k = 0; k < looks; k++) {
            skinner.skin(take.body(), take.poses().get(k * take.poses().size() / looks), one);
            System.arraycopy(one, 0, all, k * floats, floats);
        }
        StudioCamera camera = StudioCamera.around(all, THREE_QUARTER_RADIANS, ELEVATION_RADIANS, width, height);
        return around ? camera : camera.closer(all);
    }
}
