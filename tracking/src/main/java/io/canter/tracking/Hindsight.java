package io.canter.tracking;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A delay line for who need not answer at once: frames in which a candidate is followed wait until it is known whether
 * it is an animal. If so, it is shown in them too, so that its first frames are not lost; if not, they pass without it.
 * All other frames pass at once. Not thread-safe.
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
    private Presence last = Presence.initial();

    /** @param bytes what an item takes while it waits */
    public Hindsight(ToLongFunction<T> bytes) {
        this.bytes = bytes;
    }

    /** A frame whose scene is final. */
    public record Settled<T>(T item, Scene scene) {}

    private record Waiting<T>(T item, Scene scene, Subject candidate) {
        Settled<T> settled(boolean shown) {
            return new Settled<>(item, shown ? scene.withSubjects(List.of(candidate)) : scene);
        }
    }

    /**
     * Takes the next frame.
     *
     * @return the frames that are settled by it, in their order; perhaps none
     */
    public List<Settled<T>> push(T item, Step step) {
        List<Settled<T>> settled = new ArrayList<>();
        Optional<Integer> id = step.candidate()
                .or(() -> step.scene().subjects().stream().findFirst())
                .map(Subject::id);
        boolean same = !waiting.isEmpty()
                && id.equals(Optional.of(waiting.peekLast().candidate.id()));
        boolean confirmed = same && step.candidate().isEmpty();
        if (!same || confirmed) {
            release(confirmed, settled);
        }
        last = step.state().presence();
        if (step.candidate().isPresent()) {
            waiting.add(new Waiting<>(item, step.scene(), step.candidate().get()));
            bytesWaiting += bytes.applyAsLong(item);
            while (waiting.size() > FRAMES_MAX || (waiting.size() > 1 && bytesWaiting > BYTES_MAX)) {
                settled.add(next(false));
            }
        } else {
            settled.add(new Settled<>(item, step.scene()));
        }
        return settled;
    }

    /** Settles what still waits when no more frames come: what is more likely an animal than not is shown. */
    public List<Settled<T>> end() {
        List<Settled<T>> settled = new ArrayList<>();
        release(last.isLikely(), settled);
        return settled;
    }

    private void release(boolean shown, List<Settled<T>> into) {
        while (!waiting.isEmpty()) {
            into.add(next(shown));
        }
    }

    private Settled<T> next(boolean shown) {
        Waiting<T> first = waiting.remove();
        bytesWaiting -= bytes.applyAsLong(first.item);
        return first.settled(shown);
    }
}
