package io.canter.inference;

import java.util.Optional;

/**
 * About where an animal is that is known already.
 *
 * @param box full-frame pixels: a tracker's prediction, or set by hand
 * @param prior how it should look there, for networks that can use that; a network that cannot, does without
 */
public record Hint(Box box, Optional<Prior> prior) {
    /** A place alone. */
    public static Hint at(Box box) {
        return new Hint(box, Optional.empty());
    }
}
