package io.canter.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.canter.ingest.PixelConverter.Orientation;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelConverterTest {
    private static final int WIDTH = 5;
    private static final int HEIGHT = 3;
    private static final int ONE = 1 << 16;

    @ParameterizedTest
    @CsvSource({"1,0,0,1", "-1,0,0,1", "1,0,0,-1", "-1,0,0,-1", "0,1,-1,0", "0,-1,1,0", "0,1,1,0", "0,-1,-1,0"})
    void movesEveryPixelAsTheDisplayMatrixSays(int a, int b, int c, int d) {
        int[] matrix = {a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30};
        Orientation orientation = Orientation.of(matrix);
        int width = a == 0 ? HEIGHT : WIDTH;
        int height = a == 0 ? WIDTH : HEIGHT;
        ByteBuffer out = convert(AV_PIX_FMT_RGB24, 3, orientation);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                // x' = a x + c y, y' = b x + d y about the picture's centre.
                int fromCentreX = 2 * x - (WIDTH - 1);
                int fromCentreY = 2 * y - (HEIGHT - 1);
                int column = (a * fromCentreX + c * fromCentreY + width - 1) / 2;
                int row = (b * fromCentreX + d * fromCentreY + height - 1) / 2;
                assertThat(out.get(3 * (row * width + column)))
                        .as("pixel %d, %d", x, y)
                        .isEqualTo((byte) (10 * x));
                assertThat(out.get(3 * (row * width + column) + 1)).isEqualTo((byte) (10 * y));
            }
        }
    }

    @Test
    void laysTransparencyOverBlack() {
        ByteBuffer out = convert(AV_PIX_FMT_RGBA, 4, Orientation.UPRIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int alpha = 51 * x;
                int expected = Math.round(10 * y * alpha / 255f);
                assertThat(out.get(3 * (y * WIDTH + x) + 1) & 0xff).isEqualTo(expected);
            }
        }
    }

    /** Pixel (x, y) is red 10 x, green 10 y, blue 7, alpha 51 x. */
    private static ByteBuffer convert(int format, int channels, Orientation orientation) {
        AVFrame picture = av_frame_alloc();
        ByteBuffer out = ByteBuffer.allocateDirect(3 * WIDTH * HEIGHT);
        try (PixelConverter converter = new PixelConverter();
                PointerPointer<?> planes = new PointerPointer<>(picture)) {
            picture.width(WIDTH).height(HEIGHT).format(format);
            assertThat(av_frame_get_buffer(picture, 0)).isGreaterThanOrEqualTo(0);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    long at = (long) y * picture.linesize(0) + channels * x;
                    picture.data(0).put(at, (byte) (10 * x));
                    picture.data(0).put(at + 1, (byte) (10 * y));
                    picture.data(0).put(at + 2, (byte) 7);
                    if (channels == 4) {
                        picture.data(0).put(at + 3, (byte) (51 * x));
                    }
                }
            }
            converter.convert(picture, planes, orientation, out);
        } finally {
            av_frame_free(picture);
        }
        return out;
    }
}
