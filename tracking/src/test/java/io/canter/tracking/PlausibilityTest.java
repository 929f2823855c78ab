package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlausibilityTest {
    private static String file(String certainty) {
        StringBuilder text = new StringBuilder("bias = 0.5\nmissed = -1\ncontradicted = -0.5\n");
        for (Sign sign : Sign.values()) {
            text.append(sign.label())
                    .append(" = ")
                    .append(sign == Sign.CERTAINTY ? certainty : "0 1 0")
                    .append('\n');
        }
        return text.toString();
    }

    private static Plausibility read(String text) throws IOException {
        return Plausibility.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Signs signs(double certainty) {
        double[] values = new double[Sign.values().length];
        Arrays.fill(values, Double.NaN);
        values[Sign.CERTAINTY.index()] = certainty;
        return new Signs(values);
    }

    @Test
    void signsAreWeighedInDeviationsFromTheirMeanWithinBounds() throws IOException {
        Plausibility judge = read(file("0.6 0.1 2"));
        assertThat(judge.seen(signs(0.6))).isCloseTo(0.5, within(1e-9));
        assertThat(judge.seen(signs(0.7))).isCloseTo(2.5, within(1e-9));
        assertThat(judge.seen(signs(100))).isCloseTo(0.5 + 2 * Plausibility.DEVIATION_MAX, within(1e-9));
        assertThat(judge.seen(signs(Double.NaN))).isCloseTo(0.5, within(1e-9));
        assertThat(judge.missed()).isEqualTo(-1);
        assertThat(judge.contradicted()).isEqualTo(-0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6 0.1", "0.6 0 1", "0.6 x 1", "0.6 0.1 NaN"})
    void filesWithWrongNumbersAreRefusedByTheSignsName(String certainty) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(file(certainty)))
                .withMessageContaining("certainty");
    }

    @Test
    void filesThatLackASignAreRefusedByItsName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(file("0 1 0").replace("overlap", "overlop")))
                .withMessageContaining("overlap");
    }

    @Test
    void shippedNumbersLetNoSignSpeakAgainstItsNature() {
        Plausibility judge = Plausibility.shipped();
        for (Sign sign : Sign.values()) {
            double[] values = new double[Sign.values().length];
            Arrays.fill(values, Double.NaN);
            values[sign.index()] = 1e9;
            double much = judge.seen(new Signs(values.clone()));
            values[sign.index()] = -1e9;
            double little = judge.seen(new Signs(values));
            double slope = sign.speaksForAnimal() ? much - little : little - much;
            assertThat(slope).as(sign.label()).isNotNegative();
        }
        assertThat(judge.missed()).isNegative();
    }
}
