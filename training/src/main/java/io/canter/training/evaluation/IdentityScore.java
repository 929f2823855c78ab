package io.canter.training.evaluation;

import java.util.List;

/**
 * How well identities are kept over a clip.
 *
 * @param matched boxes that the best one-to-one pairing of true with found identities explains (IDTP)
 * @param trueBoxes boxes of the truth
 * @param foundBoxes boxes of the tracker
 * @param switches times that a true animal is found under another id than the last
 * @param recoveries one for each return of a true animal that had been found before it went out of sight
 */
public record IdentityScore(
        long matched, long trueBoxes, long foundBoxes, int switches, List<IdentityRecovery> recoveries) {
    /** Within so many frames after its return an animal should be found under its old id. */
    public static final int RECOVERY_FRAMES = 10;

    public IdentityScore {
        recoveries = List.copyOf(recoveries);
        if (matched < 0 || matched > Math.min(trueBoxes, foundBoxes)) {
            throw new IllegalArgumentException("matched boxes must be 0 to those there are, was " + matched + " of "
                    + trueBoxes + " true and " + foundBoxes + " found");
        }
    }

    /** 2 IDTP / (true + found), 0..1 (Ristani et al. 2016, eq. 11); NaN where there is neither. */
    public double idf1() {
        return 2.0 * matched / (trueBoxes + foundBoxes);
    }

    /** Share of the returns after which the old id is there again within so many frames; NaN where there are none. */
    public double recoveredWithin(int frames) {
        long good = recoveries.stream()
                .filter(r -> r.frames().isPresent() && r.frames().getAsInt() <= frames)
                .count();
        return (double) good / recoveries.size();
    }

    public static List<String> columns() {
        return List.of("clip", "IDF1", "id switches", "returns", "same id within " + RECOVERY_FRAMES + " frames");
    }

    /** A row of a {@link Table} with {@link #columns()}. */
    public List<Object> row(String clip) {
        return List.of(clip, idf1(), switches, recoveries.size(), recoveredWithin(RECOVERY_FRAMES));
    }
}
