package io.canter.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A delay line for live viewing with a constant latency: each frame waits for some more, and is then shown as those
 * before and after it say (fixed-lag smoothing, {@link SceneSmoother}). It knows nothing of the tracker's state, which
 * goes on at once. Not thread-safe.
 *
 * @param <T> what waits along with a frame
 */
public final class FixedLag<T> {
    /** Frames that may wait: beyond, a viewer sees the delay. */
    public static final int FRAMES_MAX = 10;

    private final int frames;
    private final SceneSmoother smoother;
    private final List<Scene> scenes = new ArrayList<>(); // some that are settled, then those that wait
    private final List<T> items = new ArrayList<>(); // of those that wait

    /**
     * @param rig whose limits the joints keep
     * @param frames that each frame waits for; 0 lets all pass at once, as they are
     */
    public FixedLag(Rig rig, int frames) {
        if (frames < 0 || frames > FRAMES_MAX) {
            throw new IllegalArgumentException("frames must be between 0 and " + FRAMES_MAX + ", was " + frames);
        }
        this.frames = frames;
        smoother = new SceneSmoother(rig);
    }

    /**
     * Takes the next frame.
     *
     * @return the frame that it settles: the one so many frames before it, itself without any; empty at the start
     */
    public Optional<Settled<T>> push(T item, Scene scene) {
        if (frames == 0) {
            return Optional.of(new Settled<>(item, scene));
        }
        scenes.add(scene);
        items.add(item);
        return items.size() > frames ? Optional.of(next()) : Optional.empty();
    }

    /** Settles what still waits when no more frames come. */
    public List<Settled<T>> end() {
        List<Settled<T>> settled = new ArrayList<>();
        while (!items.isEmpty()) {
            settled.add(next());
        }
        return settled;
    }

    private Settled<T> next() {
        int at = scenes.size() - items.size();
        Scene smooth = smoother.smooth(scenes, at);
        if (at == SceneSmoother.BEFORE_MAX) {
            scenes.remove(0);
        }
        return new Settled<>(items.remove(0), smooth);
    }
}
