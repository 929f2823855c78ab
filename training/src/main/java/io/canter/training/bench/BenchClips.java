package io.canter.training.bench;

import io.canter.tracking.Rig;
import io.canter.training.demo.CameraPath;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.demo.RigClip;
import io.canter.training.family.AnimalFamily;
import io.canter.training.motion.Motion;
import io.canter.training.motion.Motions;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.scene.Stage;
import java.util.List;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The clips of the bench: individuals, coats, lights and surroundings of seeds that no training sees, in a fixed mixture
 * of species, gaits and camera paths. Clip n is the same at every call.
 */
public final class BenchClips {
    /** More would take a day on two cores. */
    public static final int CLIPS_MAX = 96;
    /** Three seconds at {@link #FRAMES_PER_SECOND}: some strides of every gait. */
    public static final int FRAMES = 75;

    public static final double FRAMES_PER_SECOND = 25;
    public static final int WIDTH = 480;
    public static final int HEIGHT = 270;

    private static final long FIRST_SEED = GeneratedClip.FIRST_HELD_OUT_SEED + 40_000_000;

    private BenchClips() {}

    private record Plan(String species, String gait, LongFunction<Motion> motion, String path, CameraPath camera) {
        String name() {
            return species + ", " + gait + ", " + path;
        }
    }

    // The first six are the default: each species, gait and path but once.
    private static final List<Plan> PLANS = List.of(
            plan("horse", "walk", s -> Motions.walk(0.6, s), "beside", circling(60, 100, 1.4, 0.55)),
            plan("dog", "trot", s -> Motions.trot(0.4, s), "from ahead", circling(20, 55, 1.0, 0.5)),
            plan("cow", "walk", s -> Motions.mirrored(Motions.walk(0.4, s)), "standing", standing(-80, 1.5, 0.34)),
            plan("deer", "canter", s -> Motions.canter(0.4, s), "beside", circling(-110, -75, 1.2, 0.5)),
            plan("cat", "walk", s -> Motions.walk(0.3, s), "from behind", circling(120, 150, 1.3, 0.55)),
            plan("sheep", "graze", Motions::graze, "circling", circling(30, 140, 1.2, 0.6)),
            plan("horse", "gallop", s -> Motions.gallop(0.5, s), "beside", circling(100, 70, 1.3, 0.5)),
            plan("wolf", "trot", s -> Motions.mirrored(Motions.trot(0.6, s)), "beside", circling(-90, -60, 0.9, 0.5)),
            plan("donkey", "walk", s -> Motions.walk(0.8, s), "from above", circling(70, 110, 3.0, 0.5)),
            plan("hound", "rotary gallop", s -> Motions.rotaryGallop(0.4, s), "beside", circling(85, 95, 1, 0.45)),
            plan("goat", "look around", Motions::lookAround, "circling", circling(-20, -130, 1.1, 0.55)),
            plan("llama", "walk", s -> Motions.walk(0.5, s), "standing", standing(70, 1.6, 0.34)));

    private static Plan plan(String species, String gait, LongFunction<Motion> motion, String path, CameraPath camera) {
        return new Plan(species, gait, motion, path, camera);
    }

    private static CameraPath circling(double fromDegrees, double toDegrees, double heightMetres, double fill) {
        return new CameraPath(
                Math.toRadians(fromDegrees), Math.toRadians(toDegrees), heightMetres, fill, Math.toRadians(40), 0.6);
    }

    private static CameraPath standing(double degrees, double heightMetres, double fill) {
        double azimuth = Math.toRadians(degrees);
        return new CameraPath(azimuth, azimuth, heightMetres, fill, Math.toRadians(40), 0, 0);
    }

    /** What clip n shows: species, gait, camera. */
    public static String name(int number) {
        Plan plan = PLANS.get(number % PLANS.size());
        return number < PLANS.size() ? plan.name() : plan.name() + " " + (1 + number / PLANS.size());
    }

    /**
     * A clip of a foreign rig, moved by an animation of its own, filmed as generated clips are. Its name draws the camera,
     * the coat and the surroundings, wherever the rig's file lies and whatever lies beside it. The camera goes along: how
     * fast a rig runs is not known beforehand.
     *
     * @param stem of the rig's file
     */
    public static RigClip clip(Rig rig, String stem, ImportedRig animal, String animation, int frames) {
        int number = Math.floorMod((stem + "|" + animation).hashCode(), CLIPS_MAX); // the language fixes that hash
        List<CameraPath> along = PLANS.stream()
                .map(Plan::camera)
                .filter(camera -> camera.follows() > 0)
                .toList();
        Stage stage = Stage.random(
                rig, animal.canonical(), animal.rest().triangles(), FIRST_SEED + CLIPS_MAX + number, WIDTH, HEIGHT);
        return new RigClip(rig, animal, animation, along.get(number % along.size()), stage, frames, FRAMES_PER_SECOND);
    }

    /** Clip n with so many frames. */
    public static GeneratedClip clip(Rig rig, int number, int frames) {
        if (number < 0 || number >= CLIPS_MAX) {
            throw new IllegalArgumentException("the bench has clips 0 to " + (CLIPS_MAX - 1) + ", not " + number);
        }
        Plan plan = PLANS.get(number % PLANS.size());
        long seed = FIRST_SEED + number;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return new GeneratedClip(
                rig,
                AnimalFamily.sample(plan.species(), random).body(),
                plan.motion().apply(seed),
                plan.camera(),
                Stage.random(rig, seed, WIDTH, HEIGHT),
                frames,
                FRAMES_PER_SECOND);
    }
}
