package io.canter.tracking;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * A judge that has learned from generated clips: logistic regression over the signs of a frame. Its numbers are written
 * by {@code training}'s {@code PlausibilityMain}, for the network that ships; never by hand.
 */
public final class Plausibility implements Judge {
    /** A sign this many standard deviations off says no more than one so far off: real footage has its own ways. */
    public static final double DEVIATION_MAX = 3;

    private static final String RESOURCE = "plausibility.properties";
    private static final int SIGNS = Sign.values().length;

    private final double bias;
    private final double[] means = new double[SIGNS];
    private final double[] deviations = new double[SIGNS];
    private final double[] weights = new double[SIGNS];
    private final double missed;
    private final double contradicted;

    private Plausibility(Properties file) {
        bias = number(file, "bias");
        missed = number(file, "missed");
        contradicted = number(file, "contradicted");
        for (Sign sign : Sign.values()) {
            String[] parts = text(file, sign.label()).strip().split("\\s+");
            if (parts.length != 3) {
                throw new IllegalArgumentException(
                        sign.label() + " is '" + String.join(" ", parts) + "', must be mean, deviation and weight");
            }
            means[sign.index()] = number(sign.label(), parts[0]);
            deviations[sign.index()] = number(sign.label(), parts[1]);
            weights[sign.index()] = number(sign.label(), parts[2]);
            if (!(deviations[sign.index()] > 0)) {
                throw new IllegalArgumentException(sign.label() + " needs a deviation > 0, was " + parts[1]);
            }
        }
    }

    /** The numbers that ship with Canter. */
    public static Plausibility shipped() {
        try (InputStream in = Plausibility.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        RESOURCE + " is missing from Canter's own files; run training/calibrate.sh, or build again");
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file of numbers.
     *
     * @throws IllegalArgumentException naming the line that is missing or wrong
     */
    public static Plausibility read(InputStream in) throws IOException {
        Properties file = new Properties();
        file.load(in);
        return new Plausibility(file);
    }

    @Override
    public double seen(Signs signs) {
        double sum = bias;
        for (int i = 0; i < SIGNS; i++) {
            sum += weights[i] * deviation(signs.values()[i], means[i], deviations[i]);
        }
        return sum;
    }

    /** How far a value is from the mean, in standard deviations, bounded; 0 where it is unknown. */
    public static double deviation(double value, double mean, double deviation) {
        if (Double.isNaN(value)) {
            return 0;
        }
        return Math.max(-DEVIATION_MAX, Math.min(DEVIATION_MAX, (value - mean) / deviation));
    }

    @Override
    public double missed() {
        return missed;
    }

    @Override
    public double contradicted() {
        return contradicted;
    }

    private static String text(Properties file, String key) {
        String value = file.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing; write the file by training/calibrate.sh");
        }
        return value;
    }

    private static double number(Properties file, String key) {
        return number(key, text(file, key));
    }

    private static double number(String key, String value) {
        double parsed;
        try {
            parsed = Double.parseDouble(value.strip());
        } catch (NumberFormatException e) {
            parsed = Double.NaN;
        }
        if (Double.isNaN(parsed) || Double.isInfinite(parsed)) {
            throw new IllegalArgumentException(key + " is '" + value + "', must be a finite number");
        }
        return parsed;
    }
}
