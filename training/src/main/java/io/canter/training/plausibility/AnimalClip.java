package io.canter.training.plausibility;

import io.canter.training.demo.CameraPath;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.family.AnimalFamily;
import io.canter.training.scene.EmptyPicture;
import io.canter.training.scene.EmptyScene;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A clip of an animal under worse conditions than a film maker would choose: any individual, small, behind posts. Most
 * are made strange besides: colours exchanged, seen through a veil of another picture. To a network trained on generated
 * animals the real ones are strange as well, and a judge that knows only familiar ones would turn them away.
 */
final class AnimalClip {
    private static final double POSTS = 0.25;
    private static final double STRANGE = 0.7;
    private static final double VEIL_MAX = 0.45;
    private static final int[][] CHANNELS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    private final GeneratedClip clip;
    private final int posts;
    private final int[] colour = new int[3];
    private final double[] places = new double[4];
    private final double postWidth;
    private final int[] channels;
    private final double veilShare;
    private final byte[] veil;

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
        boolean strange = random.nextDouble() < STRANGE;
        channels = CHANNELS[strange ? random.nextInt(CHANNELS.length) : 0];
        veilShare = strange ? VEIL_MAX * random.nextDouble() : 0;
        long veilSeed = random.nextLong();
        veil = random.nextBoolean()
                ? EmptyScene.draw(veilSeed, width, height, true)
                : EmptyPicture.draw(veilSeed, width, height);
    }

    GeneratedClip clip() {
        return clip;
    }

    /** Puts posts and veil before a frame. */
    void obstruct(byte[] rgb) {
        putPosts(rgb);
        byte[] own = new byte[3];
        for (int p = 0; p < rgb.length; p += 3) {
            System.arraycopy(rgb, p, own, 0, 3);
            for (int k = 0; k < 3; k++) {
                double colour = own[channels[k]] & 0xff;
                rgb[p + k] = (byte) Math.round(colour + veilShare * ((veil[p + k] & 0xff) - colour));
            }
        }
    }

    private void putPosts(byte[] rgb) {
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
