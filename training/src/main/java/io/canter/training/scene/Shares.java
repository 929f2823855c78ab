package io.canter.training.scene;

/**
 * How many samples are special, 0..1.
 *
 * @param priors of the family's, those that hold the animal's Q of a moment before
 * @param disguises those that may be disguised, where there are photographs
 */
public record Shares(double priors, double disguises) {
    /** Plain pictures of one moment. */
    public static final Shares NONE = new Shares(0, 0);

    public Shares {
        check("priors", priors);
        check("disguises", disguises);
    }

    private static void check(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of " + name + " must be from 0 to 1, was " + share);
        }
    }
}
