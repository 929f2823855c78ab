package io.canter.ingest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** How frames of a source meet the clock. */
public final class Playback {
    // A gap beyond this is a jump of the stream's clock, not a picture that stands still.
    private static final long LONGEST_WAIT_MICROS = 2_000_000;

    private Playback() {}

    /**
     * Lets frames through at the times they state, the first one at once. A frame that comes late passes at once, so
     * that a hiccup is caught up.
     *
     * @param clock tells the time and wakes up the waiting frame
     */
    public static Flux<Frame> paced(Flux<Frame> frames, Scheduler clock) {
        return Flux.defer(() -> {
                    Pacer pacer = new Pacer(clock);
                    return frames.concatMap(pacer::release, 1);
                })
                .doOnDiscard(Frame.class, Frame::discard);
    }

    /** For live use: a consumer that is busy finds the newest frame when it comes back; those between are freed. */
    public static Flux<Frame> latest(Flux<Frame> frames) {
        return frames.onBackpressureLatest().doOnDiscard(Frame.class, Frame::discard);
    }

    private static final class Pacer {
        private final Scheduler clock;
        private boolean started;
        private long wallFromPtsMicros;

        Pacer(Scheduler clock) {
            this.clock = clock;
        }

        Mono<Frame> release(Frame frame) {
            long now = clock.now(TimeUnit.MICROSECONDS);
            long wait = wallFromPtsMicros + frame.ptsMicros() - now;
            if (!started || wait > LONGEST_WAIT_MICROS) {
                started = true;
                wallFromPtsMicros = now - frame.ptsMicros();
                wait = 0;
            }
            return wait <= 0 ? Mono.just(frame) : after(frame, wait);
        }

        // Mono.delay would lose the frame, and with it its pixels, when cancelled while it waits.
        private Mono<Frame> after(Frame frame, long waitMicros) {
            return Mono.create(sink -> {
                AtomicBoolean passedOn = new AtomicBoolean();
                Disposable timer = clock.schedule(
                        () -> {
                            if (passedOn.compareAndSet(false, true)) {
                                sink.success(frame);
                            }
                        },
                        waitMicros,
                        TimeUnit.MICROSECONDS);
                sink.onCancel(() -> {
                    timer.dispose();
                    if (passedOn.compareAndSet(false, true)) {
                        frame.close();
                    }
                });
            });
        }
    }
}
