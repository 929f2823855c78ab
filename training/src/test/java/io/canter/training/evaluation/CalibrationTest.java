package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    /** Confidences at random; errors as promised where {@code honest}, else the other way round. */
    private static Calibration made(boolean honest) {
        Random random = new Random(11);
        Calibration calibration = new Calibration();
        for (int i = 0; i < 20_000; i++) {
            double c = 1 + 200 * random.nextDouble();
            double variance = 2 / (honest ? c : 202 - c);
            double g = random.nextGaussian();
            calibration.add(c, variance * g * g);
        }
        return calibration;
    }

    @Test
    void anHonestNetworkFindsWhatItPromised() {
        Calibration calibration = made(true);
        assertThat(calibration.groups()).hasSize(Calibration.GROUPS).allSatisfy(g -> assertThat(g.found())
                .isCloseTo(g.promised(), within(0.08 * g.promised())));
        assertThat(calibration.falls()).isTrue();
        assertThat(calibration.groups().get(0).confidence())
                .isLessThan(calibration.groups().get(9).confidence());
    }

    @Test
    void aBoastfulNetworkIsFoundOut() {
        assertThat(made(false).falls()).isFalse();
        assertThat(new Calibration().groups()).isEmpty();
        assertThat(new Calibration().falls()).isFalse();
    }

    @Test
    void thePlotShowsBothLines() {
        BufferedImage image =
                CalibrationPlot.draw(made(true).groups(), made(false).groups());
        boolean visible = false;
        boolean hidden = false;
        for (int y = 100; y < image.getHeight() - 60; y++) {
            for (int x = 80; x < 600; x++) {
                visible |= (image.getRGB(x, y) & 0xffffff) == 0x1f6fb2;
                hidden |= (image.getRGB(x, y) & 0xffffff) == 0xc4541f;
            }
        }
        assertThat(visible && hidden).isTrue();
    }
}
