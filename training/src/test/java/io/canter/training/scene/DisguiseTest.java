package io.canter.training.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import io.canter.training.family.AnimalFamily.Individual;
import io.canter.training.motion.PoseSampler;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisguiseTest {
    private static final Rig RIG = Rigs.quadruped();
    private static final Regions REGIONS = Regions.of(RIG);
    private static final float[] NO_AREA = new float[Regions.AREAS];
    private static final long MANY = 60;

    @TempDir
    private Path folder;

    /** Dark above, light below, reddish to one side. */
    private Photos photos() throws IOException {
        BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 300; x++) {
                image.setRGB(x, y, (50 + x / 2) << 16 | (30 + y) << 8 | 60 + y / 2);
            }
        }
        ImageIO.write(image, "png", folder.resolve("photo.png").toFile());
        return Photos.in(folder);
    }

    @Test
    void aPhotographChangesACoatsPlacesButHardlyItsMean() throws IOException {
        Photos photos = photos();
        for (long seed = 0; seed < MANY; seed++) {
            PhotoTexture texture = photos.texture(new Dice(seed));
            float[] sum = new float[3];
            float least = Float.MAX_VALUE;
            float most = 0;
            int count = 0;
            for (float y = 0.05f; y < 1.5f; y += 0.1f) {
                for (float z = -0.95f; z < 1.5f; z += 0.1f) {
                    float[] rgb = {0.3f, 0.2f, 0.1f};
                    texture.over(0, y, z, rgb);
                    for (int k = 0; k < 3; k++) {
                        assertThat(rgb[k]).isFinite().isNotNegative();
                        sum[k] += rgb[k];
                    }
                    least = Math.min(least, rgb[1]);
                    most = Math.max(most, rgb[1]);
                    count++;
                }
            }
            assertThat(most).isGreaterThan(least);
            assertThat(sum[0] / count).isCloseTo(0.3f, within(0.1f));
            assertThat(sum[2] / count).isCloseTo(0.1f, within(0.035f));
        }
    }

    @Test
    void bothSidesOfAnAnimalDiffer() throws IOException {
        PhotoTexture texture = photos().texture(new Dice(5));
        float[] left = {0.3f, 0.3f, 0.3f};
        float[] right = left.clone();
        texture.over(0.2f, 1, 0, left);
        texture.over(-0.2f, 1, 0, right);
        assertThat(left).isNotEqualTo(right);
    }

    @Test
    void aTintedCoatTakesTheColourOfItsSurroundings() {
        float[] around = {0.1f, 0.25f, 0.4f};
        double before = 0;
        double after = 0;
        for (long seed = 0; seed < MANY; seed++) {
            float[] own = meanColour(Coat.random(new Dice(seed), REGIONS));
            float[] tinted = meanColour(Coat.random(new Dice(seed), REGIONS).tinted(around, 1));
            float[] untouched = meanColour(Coat.random(new Dice(seed), REGIONS).tinted(around, 0));
            assertThat(untouched).isEqualTo(own);
            before += hue(own, around);
            after += hue(tinted, around);
        }
        // Patterns and bellies of another colour go along and stay another.
        assertThat(after).isLessThan(0.5 * before);
    }

    /** How far two colours' shares of red, green and blue differ. */
    private static double hue(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += Math.abs(a[k] / (a[0] + a[1] + a[2]) - b[k] / (b[0] + b[1] + b[2]));
        }
        return sum;
    }

    private static float[] meanColour(Coat coat) {
        float[] sum = new float[3];
        float[] rgb = new float[3];
        for (float z = -0.6f; z < 0.6f; z += 0.1f) {
            coat.albedo(0.2f, 1.2f, z, NO_AREA, rgb);
            for (int k = 0; k < 3; k++) {
                sum[k] += rgb[k] / 12;
            }
        }
        return sum;
    }

    @Test
    void aWetCoatIsDarkerAndGleams() {
        Coat dry = Coat.random(new Dice(1), REGIONS);
        Coat wet = Coat.random(new Dice(1), REGIONS).wet(new Dice(2));
        assertThat(meanColour(wet)[1]).isLessThan(meanColour(dry)[1]);
        assertThat(wet.gloss()).isGreaterThanOrEqualTo(0.15f);
    }

    @Test
    void tackLiesOnPartsOfTheBodyAndNeverOnFeetOrTail() {
        Tack.Places places = new Tack.Places(RIG, REGIONS);
        float[] rest = RIG.mesh().vertices();
        int covered = 0;
        int bare = 0;
        for (long seed = 0; seed < MANY; seed++) {
            Tack tack = new Tack(places, new Dice(seed));
            int vertices = 0;
            for (int v = 0; v < rest.length; v += 3) {
                float[] rgb = {-1, -1, -1};
                tack.over(rest[v], rest[v + 1], rest[v + 2], rgb);
                if (rgb[0] >= 0) {
                    vertices++;
                    assertThat(rest[v + 1]).as("height of tack").isGreaterThan(0.35f);
                    assertThat(rest[v + 2]).as("behind the rump").isGreaterThan(-1f);
                }
            }
            covered += vertices > 0 ? 1 : 0;
            bare += vertices == 0 ? 1 : 0;
            assertThat(vertices).as("much of the coat still shows").isLessThan(rest.length / 3 * 2 / 3);
        }
        assertThat(covered).isGreaterThan(bare);
    }

    @Test
    void lampsAddLightAndTakeNoneAway() {
        float[] with = new float[3];
        float[] without = new float[3];
        for (long seed = 0; seed < MANY; seed++) {
            Light light = Light.random(new Dice(seed));
            Light lamps = light.withLamps(new Dice(seed));
            assertThat(lamps.lamps()).hasSizeBetween(1, 3);
            double more = 0;
            for (float[] normal : new float[][] {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 0, -1}}) {
                light.onto(normal[0], normal[1], normal[2], 1, without);
                lamps.onto(normal[0], normal[1], normal[2], 1, with);
                for (int k = 0; k < 3; k++) {
                    assertThat(with[k]).isGreaterThanOrEqualTo(without[k]);
                    more += with[k] - without[k];
                }
            }
            assertThat(more).isPositive();
        }
    }

    /** What is measured has no photographs: it must not change with what is learned from. The truth never does. */
    @Test
    void onlyPicturesChangeAndNeverTheirTruth() throws IOException {
        SceneGenerator plain = generator(Photos.none());
        SceneGenerator disguised = generator(photos());
        int changed = 0;
        for (long seed = 0; seed < 12; seed++) {
            Sample a = plain.sample(seed);
            Sample b = disguised.sample(seed);
            assertThat(b.occupancy()).isEqualTo(a.occupancy());
            assertThat(b.canonical()).isEqualTo(a.canonical());
            assertThat(b.posed()).isEqualTo(a.posed());
            changed += Arrays.equals(a.image(), b.image()) ? 0 : 1;
        }
        assertThat(changed).isPositive();
    }

    private static SceneGenerator generator(Photos photos) {
        PoseSampler sampler = new PoseSampler(RIG);
        Poses poses = (random, body, secondsBefore) -> {
            Pose pose = sampler.sample(random, body, secondsBefore);
            return pose;
        };
        Body body = RIG.template();
        BodyPool pool =
                new BodyPool(random -> new Individual(AnimalFamily.species().get(0), body));
        return new SceneGenerator(RIG, REGIONS, pool, photos, ForeignBodies.none(), poses, new Shares(0, 1));
    }
}
