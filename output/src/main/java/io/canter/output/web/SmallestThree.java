package io.canter.output.web;

/**
 * A unit quaternion in 32 bits: the index of its largest component (2 bits, on top) and the other three, 10 bits each,
 * in the order x, y, z, w. The largest is made positive first (q and -q are the same rotation) and so follows from the
 * other three, which lie within +-1/sqrt(2).
 *
 * <p>Each stored component is off by at most half a step, 0.0007; the rotation by less than 0.005 rad (0.3 degrees),
 * below what a viewer can see on a leg.
 */
final class SmallestThree {
    static final int BITS = 10;

    /** Stored components lie in -RANGE..RANGE. */
    static final double RANGE = Math.sqrt(0.5);

    private static final int MAX = (1 << BITS) - 1;

    private SmallestThree() {}

    /** Packs the quaternion at {@code offset}; it need not have unit length, but must not be zero or NaN. */
    static int pack(float[] q, int offset) {
        double norm = 0;
        int largest = 0;
        for (int i = 0; i < 4; i++) {
            norm += (double) q[offset + i] * q[offset + i];
            if (Math.abs(q[offset + i]) > Math.abs(q[offset + largest])) {
                largest = i;
            }
        }
        if (!(norm > 1e-12) || norm == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("not a rotation: quaternion " + q[offset] + ", " + q[offset + 1] + ", "
                    + q[offset + 2] + ", " + q[offset + 3]);
        }
        double scale = Math.copySign(1 / Math.sqrt(norm), q[offset + largest]);
        int packed = largest;
        for (int i = 0; i < 4; i++) {
            if (i != largest) {
                double unit = (q[offset + i] * scale + RANGE) / (2 * RANGE);
                packed = (packed << BITS) | (int) Math.round(Math.max(0, Math.min(1, unit)) * MAX);
            }
        }
        return packed;
    }

    /** The inverse of {@link #pack}, unit length, 4 numbers at {@code offset} of {@code out}. */
    static void unpack(int packed, float[] out, int offset) {
        int largest = packed >>> (3 * BITS);
        double rest = 1;
        int shift = 2 * BITS;
        for (int i = 0; i < 4; i++) {
            if (i != largest) {
                double value = (((packed >>> shift) & MAX) / (double) MAX * 2 - 1) * RANGE;
                out[offset + i] = (float) value;
                rest -= value * value;
                shift -= BITS;
            }
        }
        out[offset + largest] = (float) Math.sqrt(Math.max(0, rest));
    }
}
