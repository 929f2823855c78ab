package io.canter.tracking;

import java.util.Locale;

/**
 * What can be measured in one frame that speaks for an animal or for a phantom. A network that is shown something else
 * than an animal may well see one, but seldom a whole one whose parts keep together as a body's do.
 */
public enum Sign {
    /** Mean of 2 * occupancy - 1 over the visible mask. */
    CERTAINTY(true),
    /** Pixels whose visible occupancy is between a fifth and four fifths, for each pixel of the mask. */
    HALO(false),
    /** Mean logarithm of the network's confidence over the mask. */
    CONFIDENCE(true),
    /** Standard deviation of Q along the template's y over the mask, metres: a phantom shows a fragment. */
    HEIGHT(true),
    /** The same along the template's z, from nose to tail. */
    LENGTH(true),
    /** How many joints the points belong to, as the exponential of their entropy over the number of joints. */
    COVERAGE(true),
    /** Logarithm of how far Q moves from one pixel of the mask to the next, in pixels' widths at the animal. */
    ROUGHNESS(false),
    /** Mean distance of Q from the template's surface, metres. */
    OFF_SURFACE(false),
    /** Share of the mask whose ray also leaves the body, behind where it entered. */
    LAYERED(true),
    /** Share of the points that the fitted pose explains within their errors, as large as the network says they are. */
    EXPLAINED(true),
    /** Mean distance of P from where the fitted pose carries its point, metres, however unsure the network says it is. */
    RESIDUAL(false),
    /** Overlap of the fitted mesh's outline with the mask, intersection over union. */
    OVERLAP(true),
    /** Root mean square of the joints' bends, radians. */
    BENT(false),
    /** Share of the points that the expected pose explains before any fit: does Q move as the body does? */
    FORESEEN(true),
    /** Overlap of the box seen with the box expected. */
    STEADY_BOX(true),
    /** How far the root turned from what was expected, radians. */
    TURN(false);

    /** Signs from here on compare a frame with the one before; a first sight has none of them. */
    private static final Sign FIRST_OF_TIME = FORESEEN;

    private final boolean speaksForAnimal;

    Sign(boolean speaksForAnimal) {
        this.speaksForAnimal = speaksForAnimal;
    }

    /** Whether more of it speaks for an animal, or against. A judge that learned the contrary has learned a quirk. */
    public boolean speaksForAnimal() {
        return speaksForAnimal;
    }

    /** Whether the sign needs a frame before. */
    public boolean isOfTime() {
        return compareTo(FIRST_OF_TIME) >= 0;
    }

    /** Place among the numbers of {@link Signs}. */
    @SuppressWarnings("EnumOrdinal") // the numbers stand in the order of declaration, and nothing stores them so
    public int index() {
        return ordinal();
    }

    /** Name in files: lower case, with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
