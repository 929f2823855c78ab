package io.canter.tracking;

/**
 * The colours of one individual on the template's vertices: what a film showed of it, and guesses for the rest. They
 * hold the light that the animal stood in. Arrays are never changed once made.
 *
 * @param colours 3 per vertex, sRGB; all of them middle grey while nothing has been seen
 * @param origins 1 per vertex: {@link #FILLED}, {@link #MIRRORED} or {@link #SEEN}
 * @param version 0 while nothing has been seen; grows whenever the colours change
 */
public record Coat(byte[] colours, byte[] origins, int version) {
    /** Neither this spot nor its mirror image was seen: taken from around it. */
    public static final byte FILLED = 0;
    /** The same spot on the other side of the body was seen. */
    public static final byte MIRRORED = 1;
    /** Seen. */
    public static final byte SEEN = 2;

    private static final byte UNKNOWN_GREY = (byte) 128;

    public Coat {
        if (colours.length != 3 * origins.length) {
            throw new IllegalArgumentException("coat of " + origins.length + " vertices needs " + 3 * origins.length
                    + " colours, got " + colours.length);
        }
    }

    /** Of an animal not seen yet. */
    public static Coat unknown(int vertexCount) {
        byte[] grey = new byte[3 * vertexCount];
        java.util.Arrays.fill(grey, UNKNOWN_GREY);
        return new Coat(grey, new byte[vertexCount], 0);
    }

    /** Whether there is anything to show. */
    public boolean known() {
        return version > 0;
    }

    public int vertexCount() {
        return origins.length;
    }

    /** Channel {@code k} (red, green, blue) of a vertex, 0..255. */
    public int channel(int vertex, int k) {
        return colours[3 * vertex + k] & 0xff;
    }

    /** Share of the vertices with that origin, 0..1. */
    public double share(byte origin) {
        int count = 0;
        for (byte o : origins) {
            count += o == origin ? 1 : 0;
        }
        return origins.length == 0 ? 0 : count / (double) origins.length;
    }
}
