package io.canter.training.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotosTest {
    private static final int EDGE = 64;

    @TempDir
    private Path folder;

    @Test
    void fillsTheCanvasWithThePictureInLinearLight() throws IOException {
        write("grey.png", 90, 70, (x, y) -> 0x808080);
        Canvas canvas = new Canvas(EDGE, EDGE);

        Photos.in(folder).paint(canvas, new Dice(1));

        // sRGB 128 is 0.2159 of full light (IEC 61966-2-1).
        for (float value : canvas.rgb) {
            assertThat(value).isBetween(0.2158f, 0.2160f);
        }
    }

    @Test
    void goesRoundTheSeamOfAPanorama() throws IOException {
        // A smooth wave once round: any window, the seam's too, is smooth.
        write("round.png", 400, 200, (x, y) -> 0x010101 * (int) (128 + 100 * Math.sin(2 * Math.PI * x / 400)));
        Photos photos = Photos.in(folder);

        for (int seed = 0; seed < 40; seed++) {
            Canvas canvas = new Canvas(EDGE, EDGE);
            photos.paint(canvas, new Dice(seed));
            for (int p = 1; p < EDGE * EDGE; p++) {
                if (p % EDGE > 0) {
                    assertThat(canvas.rgb[p]).isBetween(canvas.rgb[p - 1] - 0.12f, canvas.rgb[p - 1] + 0.12f);
                }
            }
        }
    }

    @Test
    void showsAnotherWindowForAnotherSeedAndTheSameForTheSame() throws IOException {
        write("wild.png", 300, 200, (x, y) -> (x * 7919 ^ y * 104729) & 0xffffff);
        Photos photos = Photos.in(folder);
        Canvas one = new Canvas(EDGE, EDGE);
        Canvas again = new Canvas(EDGE, EDGE);
        Canvas other = new Canvas(EDGE, EDGE);

        photos.paint(one, new Dice(3));
        photos.paint(again, new Dice(3));
        photos.paint(other, new Dice(4));

        assertThat(again.rgb).isEqualTo(one.rgb);
        assertThat(Arrays.equals(other.rgb, one.rgb)).isFalse();
    }

    @Test
    void namesTheFolderWithoutPicturesAndTheFileThatIsNone() throws IOException {
        assertThatThrownBy(() -> Photos.in(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString());

        Files.writeString(folder.resolve("no.png"), "text");
        assertThatThrownBy(() -> Photos.in(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.png");
    }

    private void write(String name, int width, int height, IntBinaryOperator colour) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour.applyAsInt(x, y));
            }
        }
        ImageIO.write(image, "png", folder.resolve(name).toFile());
    }
}
