package io.canter.inference;

import io.canter.ingest.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Scheduler.Worker;

/**
 * One observer shared by many streams: frames that arrive while the network is busy, or within a short wait, go through
 * it side by side. Each stream asks for its next frame only when it has its last observation (its hint depends on it), so
 * at most one frame per stream waits here.
 *
 * <p>The observer is used on one worker of the given scheduler and nowhere else.
 */
public final class ObserverHub implements AutoCloseable {
    private final Observer observer;
    private final int batchMax;
    private final int waitingMax;
    private final long waitNanos;
    private final Worker worker;
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>(); // guarded by this
    private boolean scheduled; // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param observer owned by the hub from now on, closed with it on its own thread
     * @param batchMax frames looked at together
     * @param waitMax how long the first frame of a batch waits for others; zero takes what is there
     * @param waitingMax frames that may wait; more streams than this are an error, not a queue that grows
     */
    public ObserverHub(Observer observer, int batchMax, Duration waitMax, int waitingMax, Scheduler scheduler) {
        if (batchMax < 1 || waitingMax < batchMax) {
            throw new IllegalArgumentException(
                    "hub needs 1 <= batch <= waiting, was " + batchMax + " and " + waitingMax);
        }
        this.observer = observer;
        this.batchMax = batchMax;
        this.waitingMax = waitingMax;
        waitNanos = waitMax.toNanos();
        worker = scheduler.createWorker();
    }

    /**
     * Looks at a frame as soon as its turn comes. The hub keeps the frame alive from subscription on until it is done
     * with it; the caller's own duty to close it stays.
     */
    public Mono<Observation> observe(Frame frame, Optional<Hint> hint) {
        return observe(new ObserveRequest(frame, hint));
    }

    /** The same with several hints, or with a search besides. */
    public Mono<Observation> observe(ObserveRequest request) {
        return Mono.create(sink -> {
            request.frame().retain();
            submit(new Pending(request, sink, new AtomicBoolean()));
        });
    }

    private void submit(Pending pending) {
        pending.sink.onCancel(() -> pending.cancelled.set(true));
        String refusal = null;
        boolean start = false;
        long delay = 0;
        synchronized (this) {
            if (closed) {
                refusal = "inference has been closed";
            } else if (waiting.size() >= waitingMax) {
                refusal = waitingMax + " frames wait for inference already: let each stream wait for its observation";
            } else {
                waiting.add(pending);
                start = !scheduled || waiting.size() == batchMax;
                delay = waiting.size() < batchMax ? waitNanos : 0;
                scheduled = true;
            }
        }
        if (refusal != null) {
            pending.request.frame().close();
            pending.sink.error(new IllegalStateException(refusal));
        } else if (start) {
            start(pending, delay);
        }
    }

    private void start(Pending pending, long delayNanos) {
        try {
            if (delayNanos > 0) {
                worker.schedule(this::drain, delayNanos, TimeUnit.NANOSECONDS);
            } else {
                worker.schedule(this::drain); // not every scheduler can wait
            }
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                waiting.remove(pending);
                scheduled = !waiting.isEmpty();
            }
            pending.request.frame().close();
            pending.sink.error(new IllegalStateException("the scheduler of inference takes no more work", e));
        }
    }

    private void drain() {
        List<Pending> batch = new ArrayList<>();
        synchronized (this) {
            while (batch.size() < batchMax && !waiting.isEmpty()) {
                batch.add(waiting.poll());
            }
        }
        List<Pending> live = new ArrayList<>();
        for (Pending pending : batch) {
            if (pending.cancelled.get()) {
                pending.request.frame().close();
            } else {
                live.add(pending);
            }
        }
        if (!live.isEmpty()) {
            observe(live);
        }
        synchronized (this) {
            scheduled = !waiting.isEmpty() && !closed;
            if (scheduled) {
                worker.schedule(this::drain);
            }
        }
    }

    private void observe(List<Pending> batch) {
        List<Observation> observations = null;
        RuntimeException failure = null;
        try {
            observations = observer.observe(
                    batch.stream().map(pending -> pending.request).toList());
        } catch (RuntimeException e) {
            failure = e; // each stream is told; whether it goes on is its own decision
        }
        for (int i = 0; i < batch.size(); i++) {
            Pending pending = batch.get(i);
            pending.request.frame().close();
            if (failure != null) {
                pending.sink.error(failure);
            } else {
                pending.sink.success(observations.get(i));
            }
        }
    }

    /** Frames that wait for their turn now. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Refuses new frames, fails those that wait, and closes the observer on its own thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        worker.schedule(() -> {
            List<Pending> left;
            synchronized (this) {
                left = new ArrayList<>(waiting);
                waiting.clear();
            }
            for (Pending pending : left) {
                pending.request.frame().close();
                pending.sink.error(new CancellationException("inference was closed"));
            }
            observer.close();
            worker.dispose();
        });
    }

    private record Pending(ObserveRequest request, MonoSink<Observation> sink, AtomicBoolean cancelled) {}
}
