package io.canter.inference;

/**
 * How an {@link Observer} decides.
 *
 * @param margin edge of a followed animal's crop over its tight box's greater side; room for motion and for the outline
 * @param followScoreMin least score to go on with an animal already known
 * @param searchScoreMin least score to believe in a new one; higher, since a whole frame offers many chances to err
 * @param agreementMin least intersection over union of a new animal's mask as seen in the wide crop and in its own
 * @param subjectsMax most animals returned by one search: more than are followed, as some are phantoms
 * @param border what crops show beyond the frame
 */
public record ObserverOptions(
        float margin,
        float followScoreMin,
        float searchScoreMin,
        float agreementMin,
        int subjectsMax,
        CropBorder border) {
    /** Every animal costs a run a frame, and each candidate three in a search. */
    public static final int SUBJECTS_LIMIT = 16;

    public ObserverOptions {
        if (!(margin >= 1 && margin <= 3)) {
            throw new IllegalArgumentException("crop margin must be 1 to 3, was " + margin);
        }
        requireFraction("followScoreMin", followScoreMin);
        requireFraction("searchScoreMin", searchScoreMin);
        requireFraction("agreementMin", agreementMin);
        if (subjectsMax < 1 || subjectsMax > SUBJECTS_LIMIT) {
            throw new IllegalArgumentException("subjects must be 1 to " + SUBJECTS_LIMIT + ", was " + subjectsMax);
        }
    }

    public static ObserverOptions defaults() {
        return new ObserverOptions(1.25f, 0.1f, 0.1f, 0.35f, 3, CropBorder.REPLICATE);
    }

    public ObserverOptions withSubjectsMax(int count) {
        return new ObserverOptions(margin, followScoreMin, searchScoreMin, agreementMin, count, border);
    }

    public ObserverOptions withBorder(CropBorder other) {
        return new ObserverOptions(margin, followScoreMin, searchScoreMin, agreementMin, subjectsMax, other);
    }

    public ObserverOptions withSearchScoreMin(float least) {
        return new ObserverOptions(margin, followScoreMin, least, agreementMin, subjectsMax, border);
    }

    private static void requireFraction(String name, float value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, was " + value);
        }
    }
}
