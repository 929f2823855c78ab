package io.canter.training.evaluation;

import java.util.Set;

/**
 * Which foreign rigs may train and which measure. A figure is only worth something on rigs that no training has seen, so
 * the split is fixed by name, before any training uses a rig.
 */
public enum RigSplit {
    /** May become training bodies; figures on them are shown, but not in the mean. */
    TRAIN,
    /** For measuring alone; the mean is over these. */
    MEASURE,
    /** Neither: shown, but not in the mean. */
    EXTRA;

    private static final Set<String> TRAINING =
            Set.of("quaternius-Cow", "quaternius-Deer", "quaternius-Donkey", "quaternius-Alpaca");
    // A cartoon: its head is as large as its trunk.
    private static final Set<String> EXTRAS = Set.of("fiber_deer_cartoon");

    /** @param stem file name without its ending */
    public static RigSplit of(String stem) {
        return TRAINING.contains(stem) ? TRAIN : EXTRAS.contains(stem) ? EXTRA : MEASURE;
    }
}
