package io.canter.tracking;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * A delay line for who need not answer at once: frames in which a candidate is followed wait until it is known whether
 * it is an animal, and those after them, as order is kept. If so, it is shown in them too, so that its first frames are
 * not lost; if not, they pass without it. All other frames pass at once. Not thread-safe.
 *
 * @param <T> what waits along with a frame
 */
public final class Hindsight<T> {
    /**
     * Frames that may wait: a candidate is nearly always decided within a second, and a source's pool holds 64. What is
     * undecided for longer loses its oldest frames.
     */
    public static final int FRAMES_MAX = 25;
    /** Bytes that may wait: 25 frames of 1280 x 720 are 70 MB; larger frames wait in smaller numbers. */
    public static final long BYTES_MAX = 100_000_000;

    private final ToLongFunction<T> bytes;
    private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
    private long bytesWaiting;
    private final Set<Integer> pending = new HashSet<>(); // ids of candidates in frames that wait
    private Set<Integer> likely = Set.of(); // of these, as of the last frame

    /** @param bytes what an item takes while it waits */
    public Hindsight(ToLongFunction<T> bytes) {
        this.bytes = bytes;
    }

    private static final class Waiting<T> {
        final T item;
        final Scene scene;
        final Map<Integer, Subject> undecided = new HashMap<>();
        final List<Subject> shown = new ArrayList<>();

        Waiting(T item, Followed step) {
            this.item = item;
            scene = step.scene();
            step.candidates().forEach(candidate -> undecided.put(candidate.id(), candidate));
        }

        void decide(int id, boolean animal) {
            Subject candidate = undecided.remove(id);
            if (candidate != null && animal) {
                shown.add(candidate);
            }
        }

        Settled<T> settled() {
            if (shown.isEmpty()) {
                return new Settled<>(item, scene);
            }
            List<Subject> all = new ArrayList<>(scene.subjects());
            all.addAll(shown);
            all.sort(Comparator.comparingInt(Subject::id));
            return new Settled<>(item, scene.withSubjects(all));
        }
    }

    /** Takes the next frame of one animal. */
    public List<Settled<T>> push(T item, Step step) {
        return push(item, step.followed());
    }

    /**
     * Takes the next frame.
     *
     * @return the frames that are settled by it, in their order; perhaps none
     */
    public List<Settled<T>> push(T item, Followed step) {
        Set<Integer> still = new HashSet<>();
        step.candidates().forEach(candidate -> still.add(candidate.id()));
        Set<Integer> animals = new HashSet<>();
        step.scene().subjects().forEach(subject -> animals.add(subject.id()));
        pending.removeIf(id -> {
            boolean decided = !still.contains(id);
            if (decided) {
                decide(id, animals.contains(id));
            }
            return decided;
        });
        pending.addAll(still);
        likely = step.likely();
        waiting.add(new Waiting<>(item, step));
        bytesWaiting += bytes.applyAsLong(item);
        List<Settled<T>> settled = new ArrayList<>();
        release(settled);
        while (waiting.size() > FRAMES_MAX || (waiting.size() > 1 && bytesWaiting > BYTES_MAX)) {
            settled.add(next());
            release(settled);
        }
        return settled;
    }

    /** Settles what still waits when no more frames come: who is more likely an animal than not is shown. */
    public List<Settled<T>> end() {
        pending.forEach(id -> decide(id, likely.contains(id)));
        pending.clear();
        List<Settled<T>> settled = new ArrayList<>();
        release(settled);
        return settled;
    }

    private void decide(int id, boolean animal) {
        waiting.forEach(frame -> frame.decide(id, animal));
    }

    /** Lets those pass that wait for nobody, up to the first that does. */
    private void release(List<Settled<T>> into) {
        while (!waiting.isEmpty() && waiting.peek().undecided.isEmpty()) {
            into.add(next());
        }
    }

    private Settled<T> next() {
        Waiting<T> first = waiting.remove();
        bytesWaiting -= bytes.applyAsLong(first.item);
        return first.settled();
    }
}
