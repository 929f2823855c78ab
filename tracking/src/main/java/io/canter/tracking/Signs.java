package io.canter.tracking;

/**
 * The {@link Sign}s of one frame.
 *
 * @param values in the order of the signs; NaN where the frame does not show one
 */
public record Signs(double[] values) {
    public Signs {
        if (values.length != Sign.values().length) {
            throw new IllegalArgumentException("signs are " + Sign.values().length + " numbers, got " + values.length);
        }
    }

    public double of(Sign sign) {
        return values[sign.index()];
    }
}
