package io.canter.training.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EmptyClipTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    private static byte[] frame(long seed, int index) {
        EmptyClip clip = new EmptyClip(seed, 10, WIDTH, HEIGHT);
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i <= index; i++) {
            clip.frame(i, rgb);
        }
        return rgb;
    }

    @Test
    void sameSeedGivesTheSameBytesAndAnotherOthers() {
        assertThat(frame(3, 2)).isEqualTo(frame(3, 2));
        assertThat(frame(4, 2)).isNotEqualTo(frame(3, 2));
    }

    @Test
    void mostClipsShowSomethingAndMove() {
        int moving = 0;
        int plain = 0;
        for (long seed = 0; seed < 12; seed++) {
            byte[] first = frame(seed, 0);
            moving += Arrays.equals(first, frame(seed, 9)) ? 0 : 1;
            int least = 255;
            int most = 0;
            for (byte value : first) {
                least = Math.min(least, value & 0xff);
                most = Math.max(most, value & 0xff);
            }
            plain += most - least < 20 ? 1 : 0;
        }
        assertThat(moving).isGreaterThan(6);
        assertThat(plain).isLessThan(3);
    }
}
