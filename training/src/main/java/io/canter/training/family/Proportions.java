package io.canter.training.family;

import java.util.EnumMap;
import java.util.Map;

/** One value for every {@link Trait}: all that distinguishes an individual's shape. Immutable. */
final class Proportions {
    private final Map<Trait, Double> values;

    private Proportions(Map<Trait, Double> values) {
        this.values = values;
    }

    static Proportions horse() {
        Map<Trait, Double> values = new EnumMap<>(Trait.class);
        for (Trait t : Trait.values()) {
            values.put(t, t.horse);
        }
        return new Proportions(values);
    }

    double get(Trait trait) {
        return values.get(trait);
    }

    Proportions with(Trait trait, double value) {
        Map<Trait, Double> changed = new EnumMap<>(values);
        changed.put(trait, value);
        return new Proportions(changed);
    }

    Proportions scaled(Trait trait, double factor) {
        return with(trait, factor * get(trait));
    }

    /** Legs longer by the factor, the trunk carried that much higher. */
    Proportions longerLegs(double factor) {
        double rise = (factor - 1) * get(Trait.ELBOW_HEIGHT);
        Proportions p = this;
        for (Trait t : Trait.LEG_HEIGHTS) {
            p = p.scaled(t, factor);
        }
        for (Trait t : Trait.TRUNK_HEIGHTS) {
            p = p.with(t, get(t) + rise);
        }
        return p;
    }

    /** The animal between this one (0) and the other (1), or beyond. */
    Proportions towards(Proportions other, double share) {
        Map<Trait, Double> mixed = new EnumMap<>(Trait.class);
        for (Trait t : Trait.values()) {
            double value = get(t) + share * (other.get(t) - get(t));
            // A trait that neither has less than none of cannot run below zero beyond them.
            mixed.put(t, get(t) >= 0 && other.get(t) >= 0 ? Math.max(0, value) : value);
        }
        return new Proportions(mixed);
    }
}
