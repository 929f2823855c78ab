package io.canter.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class PlaybackTest {
    private final FramePool pool = new FramePool();

    private Frame frame(long index, long ptsMicros) {
        return pool.frame(index, ptsMicros, 4, 4, Intrinsics.centred(4, 4, 0.7f));
    }

    private Flux<Frame> stream(long... ptsMicros) {
        return Flux.range(0, ptsMicros.length).map(i -> frame(i, ptsMicros[i]));
    }

    @Test
    void releasesFramesAtTheirTimes() {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        List<Long> shown = new ArrayList<>();
        // A stream that does not start at 0 starts at once all the same.
        Playback.paced(stream(500_000, 540_000, 620_000), clock).subscribe(frame -> {
            shown.add(frame.index());
            frame.close();
        });
        assertThat(shown).containsExactly(0L);
        clock.advanceTimeBy(Duration.ofMillis(39));
        assertThat(shown).hasSize(1);
        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThat(shown).hasSize(2);
        clock.advanceTimeBy(Duration.ofMillis(79));
        assertThat(shown).hasSize(2);
        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThat(shown).containsExactly(0L, 1L, 2L);
        assertThat(pool.live()).isZero();
    }

    @Test
    void aJumpOfTheStreamsClockDoesNotStallPlayback() {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        List<Long> shown = new ArrayList<>();
        Playback.paced(stream(0, 3_600_000_000L, 3_600_040_000L), clock).subscribe(frame -> {
            shown.add(frame.index());
            frame.close();
        });
        assertThat(shown).containsExactly(0L, 1L);
        clock.advanceTimeBy(Duration.ofMillis(40));
        assertThat(shown).containsExactly(0L, 1L, 2L);
    }

    @Test
    void cancellingWhileAFrameWaitsFreesIt() {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        var subscription =
                Playback.paced(stream(0, 1_000_000, 2_000_000), clock).subscribe(Frame::close);
        clock.advanceTimeBy(Duration.ofMillis(500));
        subscription.dispose();
        clock.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(pool.live()).isZero();
    }

    @Test
    void passesErrorsOn() {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        StepVerifier.create(Playback.paced(Flux.concat(stream(0), Flux.error(new IngestException("broken"))), clock))
                .consumeNextWith(Frame::close)
                .expectErrorMessage("broken")
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void dropsOldestFramesWhenTheConsumerIsSlow() {
        Sinks.Many<Frame> camera = Sinks.many().multicast().directBestEffort();
        List<Long> seen = new ArrayList<>();
        BaseSubscriber<Frame> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription s) {
                request(1);
            }

            @Override
            protected void hookOnNext(Frame frame) {
                seen.add(frame.index());
                frame.close();
            }
        };
        Playback.latest(camera.asFlux()).subscribe(slow);
        for (int i = 0; i < 10; i++) {
            camera.tryEmitNext(frame(i, i)).orThrow();
            assertThat(pool.live()).isLessThanOrEqualTo(1);
        }
        slow.request(1);
        assertThat(seen).containsExactly(0L, 9L);
        camera.tryEmitNext(frame(10, 10)).orThrow();
        slow.cancel();
        assertThat(pool.live()).isZero();
    }

    @Test
    void aFrameDroppedBelowSeveralHooksLosesOneOwnerOnly() {
        Frame kept = frame(0, 0).retain();
        Flux<Frame> chain = Playback.latest(Playback.latest(Flux.just(kept, frame(1, 40), frame(2, 80))))
                .doOnDiscard(Frame.class, Frame::discard);
        BaseSubscriber<Frame> asksForNothing = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}
        };
        chain.subscribe(asksForNothing);
        asksForNothing.cancel();
        assertThat(kept.pixels().capacity()).isPositive();
        kept.close();
        assertThat(pool.live()).isZero();
    }
}
