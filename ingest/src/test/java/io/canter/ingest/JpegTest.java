package io.canter.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class JpegTest {
    private final FramePool pool = new FramePool();

    private Frame painted(int width, int height) {
        Frame frame = pool.frame(0, 0, width, height, Intrinsics.centred(width, height, 0.7f));
        var pixels = frame.pixels();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels.put((byte) (x < width / 2 ? 200 : 30))
                        .put((byte) (y < height / 2 ? 180 : 60))
                        .put((byte) 90);
            }
        }
        return frame;
    }

    @Test
    void anotherDecoderSeesTheSamePicture() throws Exception {
        try (Jpeg jpeg = new Jpeg(95, 4000);
                Frame frame = painted(64, 48)) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg.encode(frame)));
            assertThat(image.getWidth()).isEqualTo(64);
            assertThat(image.getRGB(8, 8) >> 16 & 0xff).isCloseTo(200, within(4));
            assertThat(image.getRGB(8, 8) >> 8 & 0xff).isCloseTo(180, within(4));
            assertThat(image.getRGB(56, 40) >> 16 & 0xff).isCloseTo(30, within(4));
            assertThat(image.getRGB(56, 40) & 0xff).isCloseTo(90, within(4));
        }
    }

    @Test
    void shrinksWideFramesAndLeavesNarrowOnes() throws Exception {
        try (Jpeg jpeg = new Jpeg(80, 100);
                Frame wide = painted(400, 200);
                Frame narrow = painted(60, 300)) {
            BufferedImage small = ImageIO.read(new ByteArrayInputStream(jpeg.encode(wide)));
            assertThat(small.getWidth()).isEqualTo(100);
            assertThat(small.getHeight()).isEqualTo(50);
            assertThat(ImageIO.read(new ByteArrayInputStream(jpeg.encode(narrow)))
                            .getHeight())
                    .isEqualTo(300);
        }
    }

    @Test
    void refusesSenselessOptions() {
        assertThatThrownBy(() -> new Jpeg(0, 100)).hasMessageContaining("0, 100");
        assertThatThrownBy(() -> new Jpeg(90, 0)).hasMessageContaining("90, 0");
    }
}
