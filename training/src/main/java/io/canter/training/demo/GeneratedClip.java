package io.canter.training.demo;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Skinner;
import io.canter.training.family.AnimalFamily;
import io.canter.training.motion.Motion;
import io.canter.training.motion.Motions;
import io.canter.training.scene.Stage;
import io.canter.training.scene.View;
import java.io.IOException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A clip of one generated animal, frame by frame with its truth. Coat, light and surroundings are drawn as training
 * draws them. The same arguments give the same bytes.
 *
 * @param stage fixes the pictures' size; it serves one thread, and so does the clip
 * @param framesPerSecond of the clip
 */
public record GeneratedClip(
        Rig rig, Body body, Motion motion, CameraPath camera, Stage stage, int frames, double framesPerSecond)
        implements Clip {
    /** Seeds from here on were never trained on. */
    public static final long FIRST_HELD_OUT_SEED = 1L << 41;

    public GeneratedClip {
        if (frames < 1 || !(framesPerSecond > 0)) {
            throw new IllegalArgumentException("clip of " + frames + " frames at " + framesPerSecond + " a second");
        }
    }

    /**
     * An animal as training might have met it, but did not.
     *
     * @param species a preset's name, see {@link AnimalFamily#species}
     * @param motion what it does, or null for any
     * @param seed at least {@link #FIRST_HELD_OUT_SEED}
     */
    public static GeneratedClip random(String species, Motion motion, long seed, int frames, int width, int height) {
        if (seed < FIRST_HELD_OUT_SEED) {
            throw new IllegalArgumentException(
                    "seed " + seed + " may have been trained on; take one from " + FIRST_HELD_OUT_SEED + " on");
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Rig rig = Rigs.quadruped();
        Body body = AnimalFamily.preset(species);
        Motion what = motion == null ? Motions.random(random, body) : motion;
        double azimuth = 2 * Math.PI * random.nextDouble();
        CameraPath camera = new CameraPath(
                azimuth,
                azimuth + 0.8 * random.nextGaussian(),
                0.6 + 1.4 * random.nextDouble(),
                0.4 + 0.35 * random.nextDouble(),
                0.35 + 0.5 * random.nextDouble(),
                0.6);
        return new GeneratedClip(rig, body, what, camera, Stage.random(rig, seed, width, height), frames, 25);
    }

    /** How the animal stands in a frame: worldFromCanonical, world y up, ground y = 0, metres. */
    public Pose pose(int frame) {
        return pose(frame / framesPerSecond);
    }

    /** The same at any moment, seconds from the first frame. */
    public Pose pose(double seconds) {
        return motion.travelled(seconds, body);
    }

    @Override
    public View view(int frame) {
        return camera.at(
                frame / framesPerSecond,
                durationSeconds(),
                seconds -> motion.way().at(motion.travel(seconds, body)),
                body.vertices(),
                stage.width(),
                stage.height());
    }

    @Override
    public void render(Sink sink) throws IOException {
        render(0, 1, sink);
    }

    /** Renders every {@code step}-th frame from {@code first} on. */
    public void render(int first, int step, Sink sink) throws IOException {
        int pixels = stage.width() * stage.height();
        byte[] rgb = new byte[3 * pixels];
        byte[] mask = new byte[pixels];
        Skinner skinner = new Skinner(rig);
        float[] joints = new float[3 * rig.skeleton().jointCount()];
        for (int i = first; i < frames; i += step) {
            Pose pose = pose(i);
            View view = view(i);
            stage.render(body, pose, view, rgb, mask);
            skinner.poseJoints(body, pose);
            view.toCamera(skinner.jointPositions(), joints);
            sink.accept(new Moment(i, ptsMicros(i), rgb, mask, joints, view.intrinsics()));
        }
    }
}
