package io.canter.training.plausibility;

import io.canter.training.demo.CameraPath;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.family.AnimalFamily;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A clip of an animal under worse conditions than a film maker would choose: any individual, small, behind posts. */
final class AnimalClip {
    private static final double POSTS = 0.25;

    private final GeneratedClip clip;
    private final int posts;
    private final int[] colour = new int[3];
    private final double[] places = new double[4];
    private final double postWidth;

    AnimalClip(long seed, int frames, int width, int height) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> species = AnimalFamily.species();
        GeneratedClip drawn =
                GeneratedClip.random(species.get(random.nextInt(species.size())), null, seed, frames, width, height);
        CameraPath path = drawn.camera();
        double nearness = 0.4 + 0.6 * random.nextDouble();
        CameraPath farther = new CameraPath(
                path.azimuthFrom(),
                path.azimuthFrom() + 0.1 * (path.azimuthTo() - path.azimuthFrom()), // the clip is short
                path.heightMetres(),
                nearness * path.fill(),
                path.verticalFov(),
                path.lagSeconds());
        RandomGenerator bodies = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        clip = new GeneratedClip(
                drawn.rig(),
                AnimalFamily.sample(bodies).body(),
                drawn.motion(),
                farther,
                drawn.stage(),
                frames,
                drawn.framesPerSecond());
        posts = random.nextDouble() < POSTS ? 1 + random.nextInt(places.length) : 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = random.nextDouble();
        }
        for (int k = 0; k < 3; k++) {
            colour[k] = random.nextInt(256);
        }
        postWidth = 0.005 + 0.02 * random.nextDouble();
    }

    GeneratedClip clip() {
        return clip;
    }

    /** Puts the posts before a frame. */
    void obstruct(byte[] rgb) {
        int width = clip.stage().width();
        for (int n = 0; n < posts; n++) {
            int left = (int) (places[n] * width);
            int right = Math.min(width, left + Math.max(1, (int) (postWidth * width)));
            for (int y = 0; y < clip.stage().height(); y++) {
                for (int x = left; x < right; x++) {
                    for (int k = 0; k < 3; k++) {
                        rgb[3 * (y * width + x) + k] = (byte) colour[k];
                    }
                }
            }
        }
    }
}
