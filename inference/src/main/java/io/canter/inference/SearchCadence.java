package io.canter.inference;

/**
 * When the whole frame is searched, which costs some ten runs of the network: at once where there is an animal to search
 * for, and every few frames from then on while there still is. For one stream and one thread.
 */
public final class SearchCadence {
    private final int every;
    private int wait;

    /** @param every frames from one search to the next, 1 or more */
    public SearchCadence(int every) {
        if (every < 1) {
            throw new IllegalArgumentException("frames between searches must be >= 1, was " + every);
        }
        this.every = every;
    }

    /**
     * Counts a frame.
     *
     * @param wanted whether there is an animal to search for
     * @return whether to search this frame
     */
    public boolean next(boolean wanted) {
        return next(wanted, false);
    }

    /**
     * Counts a frame.
     *
     * @param wanted whether there is an animal to search for
     * @param newcomer whether the frame before has shown one that was not known: a search ends where it has found one, and
     *     others may have come with it, so the next frame is searched, too
     * @return whether to search this frame
     */
    public boolean next(boolean wanted, boolean newcomer) {
        if (!wanted) {
            wait = 0; // once somebody is lost, at once
            return false;
        }
        if (wait > 0 && !newcomer) {
            wait--;
            return false;
        }
        wait = every - 1;
        return true;
    }

    /** Begins anew. */
    public void restart() {
        wait = 0;
    }
}
