package io.canter.inference;

/**
 * What a crop camera saw, as the network was shown it.
 *
 * @param size edge S in pixels; pixel (column i, row j) covers the same part of the crop's image plane as in a map of
 *     that size
 * @param rgb packed, S x S x 3, sRGB; never changed once made
 */
public record CropPicture(int size, byte[] rgb) {
    /** Above this a picture would outweigh its maps many times over: 1024 x 1024 are 3 MB a frame and animal. */
    static final int SIZE_MAX = 1024;

    public CropPicture {
        if (size < 1 || size > SIZE_MAX) {
            throw new IllegalArgumentException("a crop's picture is 1 to " + SIZE_MAX + " pixels wide, got " + size);
        }
        if (rgb.length != 3 * size * size) {
            throw new IllegalArgumentException(
                    "a picture of " + size + " x " + size + " needs " + 3 * size * size + " bytes, got " + rgb.length);
        }
    }
}
