package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.ingest.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class ObserverHubTest {
    private static final Optional<Hint> HINT = Optional.of(Hint.at(new Box(215, 115, 170, 170)));
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final RednessNetwork network = new RednessNetwork(8);
    private final int liveBefore = TestFrames.POOL.live();
    private final List<Observation> seen = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();

    private ObserverHub hub(int batch, Duration wait, int waiting) {
        return new ObserverHub(new Observer(network, ObserverOptions.defaults()), batch, wait, waiting, time);
    }

    private Disposable ask(ObserverHub hub, int index) {
        try (Frame frame = TestFrames.frame(index, 640, 360, TestFrames.disc(300, 200, 80))) {
            return hub.observe(frame, HINT).subscribe(seen::add, errors::add);
        }
    }

    @AfterEach
    void everyFrameWasFreed() {
        assertThat(TestFrames.POOL.live()).isEqualTo(liveBefore);
    }

    @Test
    void batchesWhatArrivesWithinTheWait() {
        ObserverHub hub = hub(4, Duration.ofMillis(5), 8);
        ask(hub, 0);
        time.advanceTimeBy(Duration.ofMillis(3));
        ask(hub, 1);
        assertThat(seen).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(2));
        assertThat(seen).extracting(Observation::frameIndex).containsExactly(0L, 1L);
        assertThat(seen).allMatch(observation -> observation.detections().size() == 1);
        assertThat(network.runs).isEqualTo(1);
        assertThat(network.crops).isEqualTo(2);
    }

    @Test
    void aFullBatchDoesNotWait() {
        ObserverHub hub = hub(2, Duration.ofSeconds(10), 8);
        ask(hub, 0);
        ask(hub, 1);
        time.advanceTime();
        assertThat(seen).hasSize(2);
    }

    @Test
    void largeCrowdsAreServedInBatches() {
        ObserverHub hub = hub(2, Duration.ofMillis(5), 8);
        for (int k = 0; k < 7; k++) {
            ask(hub, k);
        }
        time.advanceTimeBy(Duration.ofMillis(5));
        assertThat(seen).extracting(Observation::frameIndex).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(network.runs).isEqualTo(4);
    }

    @Test
    void refusesMoreThanMayWait() {
        ArrayDeque<Runnable> work = new ArrayDeque<>();
        ObserverHub hub = new ObserverHub(
                new Observer(network, ObserverOptions.defaults()),
                2,
                Duration.ZERO,
                2,
                Schedulers.fromExecutor(work::add));
        ask(hub, 0);
        ask(hub, 1);
        ask(hub, 2);
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).hasMessageContaining("2 frames wait for inference already");
        assertThat(hub.waiting()).isEqualTo(2);
        while (!work.isEmpty()) {
            work.poll().run();
        }
        assertThat(seen).hasSize(2);
    }

    @Test
    void skipsCancelledFrames() {
        ObserverHub hub = hub(4, Duration.ofMillis(5), 8);
        ask(hub, 0).dispose();
        ask(hub, 1);
        time.advanceTimeBy(Duration.ofMillis(5));
        assertThat(seen).extracting(Observation::frameIndex).containsExactly(1L);
        assertThat(network.crops).isEqualTo(1);
    }

    @Test
    void tellsEachStreamOfAFailureAndGoesOn() {
        ObserverHub hub = hub(4, Duration.ofMillis(5), 8);
        network.failure = new ModelException("the device is gone");
        ask(hub, 0);
        ask(hub, 1);
        time.advanceTimeBy(Duration.ofMillis(5));
        assertThat(errors).hasSize(2).allMatch(e -> e.getMessage().equals("the device is gone"));
        network.failure = null;
        ask(hub, 2);
        time.advanceTimeBy(Duration.ofMillis(5));
        assertThat(seen).hasSize(1);
    }

    @Test
    void closingFailsWhatWaitsAndClosesTheNetwork() {
        ObserverHub hub = hub(4, Duration.ofMillis(5), 8);
        ask(hub, 0);
        hub.close();
        hub.close();
        time.advanceTime();
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).hasMessage("inference was closed");
        assertThat(network.closed).isTrue();
        ask(hub, 1);
        assertThat(errors).hasSize(2);
        assertThat(errors.get(1)).hasMessage("inference has been closed");
    }
}
