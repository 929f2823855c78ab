package io.canter.training.scene;

/**
 * One training sample. All maps are planar; a map's value stands on the ray through the map pixel's centre.
 *
 * @param seed that made it
 * @param imageSize edge S of the image
 * @param mapSize edge s of the maps
 * @param layers number of surface crossings L
 * @param image 3 x S x S, RGB as shown on a display
 * @param occupancy L x s x s, 1 where the crossing exists
 * @param canonical Q, L x 3 x s x s, template frame, metres; 0 where not occupied
 * @param posed P, L x 3 x s x s, axes of the crop camera, origin in the root joint, template metres; 0 likewise
 * @param tanHalf tangent of half the crop's field of view
 * @param species index of the species nearest to this individual
 * @param rootDepth z of the root joint in the crop camera, metres; 0 without an animal
 * @param visibleFraction how much of the body lies inside of the crop, 0..1
 * @param prior what a tracker may remember of a moment before
 */
public record Sample(
        long seed,
        int imageSize,
        int mapSize,
        int layers,
        byte[] image,
        byte[] occupancy,
        float[] canonical,
        float[] posed,
        float tanHalf,
        int species,
        float rootDepth,
        float visibleFraction,
        Prior prior) {
    /**
     * The visible layer of the same animal a moment before, in this sample's crop; empty arrays where there is none.
     *
     * @param occupancy s x s, 1 where the animal was
     * @param canonical Q, 3 x s x s, template frame, metres; 0 where not occupied
     */
    public record Prior(byte[] occupancy, float[] canonical) {
        public static final Prior NONE = new Prior(new byte[0], new float[0]);
    }

    /** The same with a prior. */
    Sample with(Prior remembered) {
        return new Sample(
                seed,
                imageSize,
                mapSize,
                layers,
                image,
                occupancy,
                canonical,
                posed,
                tanHalf,
                species,
                rootDepth,
                visibleFraction,
                remembered);
    }

    /** Whether there is no animal in the picture. */
    public boolean negative() {
        return rootDepth == 0;
    }
}
