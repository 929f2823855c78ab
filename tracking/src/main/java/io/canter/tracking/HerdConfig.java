package io.canter.tracking;

/**
 * Settings of a {@link Herd}.
 *
 * @param subjectsMax animals followed at once, candidates included: each costs a crop through the network and a fit a
 *     frame
 * @param absentMax lost animals remembered; each is 225 KB of state, the oldest is forgotten first
 * @param absentSeconds how long a lost animal is remembered: the longer, the likelier that another one takes its place
 * @param hiddenSeconds how long an animal is shown where it must be while others hide it
 */
public record HerdConfig(int subjectsMax, int absentMax, double absentSeconds, double hiddenSeconds) {
    /** Bounds the state's size in bytes and the work of a frame. */
    static final int SUBJECTS_LIMIT = 16;

    public HerdConfig {
        if (subjectsMax < 1 || subjectsMax > SUBJECTS_LIMIT) {
            throw new IllegalArgumentException("subjectsMax must be 1 to " + SUBJECTS_LIMIT + ", was " + subjectsMax);
        }
        if (absentMax < 0 || absentMax > SUBJECTS_LIMIT) {
            throw new IllegalArgumentException("absentMax must be 0 to " + SUBJECTS_LIMIT + ", was " + absentMax);
        }
        if (!(absentSeconds >= 0 && absentSeconds < 3600)) {
            throw new IllegalArgumentException("absentSeconds must be 0 to 3600, was " + absentSeconds);
        }
        if (!(hiddenSeconds >= 0 && hiddenSeconds < 60)) {
            throw new IllegalArgumentException("hiddenSeconds must be 0 to 60, was " + hiddenSeconds);
        }
    }

    /** A few animals, on two cores. */
    public static HerdConfig defaults() {
        return new HerdConfig(4, 8, 5, 3);
    }

    public HerdConfig withSubjectsMax(int count) {
        return new HerdConfig(count, absentMax, absentSeconds, hiddenSeconds);
    }
}
