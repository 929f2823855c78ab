package io.canter.ingest;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * An opened source of frames. One thread of its own opens, reads and closes it; that thread ends with the source.
 *
 * <p>Every frame that reaches a subscriber is the subscriber's to close. Operators that drop elements need
 * {@code doOnDiscard(Frame.class, Frame::discard)} behind them; those of this room have it.
 */
public final class FrameSource implements AutoCloseable {
    /**
     * Frames decoded ahead of the consumer: enough to bridge a key frame that takes longer, few enough that a live
     * picture is not old (4 frames are 130 ms at 30 fps) and memory stays small.
     */
    public static final int PREFETCH = 4;

    private final SourceSpec spec;
    private final FramePool pool;
    private final ExecutorService owner;
    private final Ffmpeg.Watch watch;
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private FrameDecoder decoder; // the owner thread's
    private SourceInfo info;
    private volatile DecodeReport finished = DecodeReport.EMPTY; // of passes that ended
    private volatile DecodeReport current = DecodeReport.EMPTY;
    // Where the running pass of a looping source begins.
    private long indexOffset;
    private long ptsOffset;
    private long lastIndex = -1;
    private long lastPts;
    private boolean newPass;

    private FrameSource(SourceSpec spec, FramePool pool) {
        this.spec = spec;
        this.pool = pool;
        watch = new Ffmpeg.Watch(spec.timeout().toNanos());
        owner = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "canter-ingest");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** {@link #open(SourceSpec, FramePool)} with a pool of its own. */
    public static FrameSource open(SourceSpec spec) {
        return open(spec, new FramePool());
    }

    /**
     * Opens the source and decodes its first frame; waits for both.
     *
     * @throws IngestException if there is nothing to read
     */
    public static FrameSource open(SourceSpec spec, FramePool pool) {
        FrameSource source = new FrameSource(spec, pool);
        try {
            source.owner.submit(source::openPass).get();
            return source;
        } catch (ExecutionException e) {
            source.close();
            if (e.getCause() instanceof IngestException known) {
                throw known;
            }
            throw new IngestException(spec.label() + " cannot be opened: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            source.close();
            Thread.currentThread().interrupt();
            throw new IngestException(spec.label() + " was not opened: interrupted", e);
        }
    }

    private void openPass() {
        decoder = spec.kind() == SourceSpec.Kind.IMAGES
                ? new ImageSequence(spec, pool, watch)
                : VideoDecoder.open(spec, InputAddress.of(spec), pool, watch);
        info = decoder.info();
        newPass = true;
    }

    public SourceInfo info() {
        return info;
    }

    /** What has been decoded and lost so far, over all rounds of a looping source. */
    public DecodeReport report() {
        return finished.plus(current);
    }

    /**
     * The frames, for one subscriber, as fast as it asks. They arrive on the source's own thread and are decoded only
     * when requested. The source closes with the end, an error or cancellation.
     */
    public Flux<Frame> frames() {
        return Flux.defer(() -> {
            if (!subscribed.compareAndSet(false, true)) {
                return Flux.error(
                        new IllegalStateException(spec.label() + " can be subscribed to once; open it again"));
            }
            return Flux.<Frame>generate(this::emit)
                    .subscribeOn(Schedulers.fromExecutorService(owner))
                    .doFinally(signal -> close());
        });
    }

    /** The frames on the consumer's scheduler, while the source decodes up to {@link #PREFETCH} ahead. */
    public Flux<Frame> frames(Scheduler consumer) {
        return frames().publishOn(consumer, PREFETCH).doOnDiscard(Frame.class, Frame::discard);
    }

    private void emit(SynchronousSink<Frame> sink) {
        Frame frame = closed.get() ? null : nextOfAnyPass();
        current = decoder.report();
        if (frame == null) {
            sink.complete();
        } else if (closed.get()) {
            frame.close();
            sink.complete();
        } else {
            sink.next(frame);
        }
    }

    private Frame nextOfAnyPass() {
        Frame frame = decoder.next();
        if (frame == null && spec.loop() && !info.live() && !watch.cancelled()) {
            finished = finished.plus(decoder.report());
            current = DecodeReport.EMPTY;
            decoder.close();
            indexOffset = lastIndex + 1;
            openPass();
            frame = decoder.next();
        }
        if (frame == null) {
            return null;
        }
        if (newPass) {
            newPass = false;
            long periodMicros = Math.round(1e6 / info.framesPerSecond());
            ptsOffset = lastIndex < 0 ? 0 : lastPts + periodMicros - frame.ptsMicros();
        }
        lastIndex = frame.index() + indexOffset;
        lastPts = frame.ptsMicros() + ptsOffset;
        return indexOffset == 0 ? frame : frame.moved(lastIndex, lastPts);
    }

    /** Ends the source from any thread; a read that blocks is broken off. Frames already handed out stay valid. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watch.cancel();
        owner.execute(() -> {
            if (decoder != null) {
                decoder.close();
            }
        });
        owner.shutdown();
    }
}
