package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.ingest.FramePool;
import io.canter.ingest.FrameSource;
import io.canter.ingest.SourceSpec;
import io.canter.tracking.Judge;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Scene;
import io.canter.tracking.Subject;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Candidates on the way through the pipeline, under judges that take their time. */
class PipelineTest {
    private static final int FRAMES = 8;
    private static final int HEARINGS = 4;

    @TempDir
    Path folder;

    private final Rig rig = Rigs.quadruped();
    private final FramePool pool = new FramePool(24);
    private final List<Integer> shown = new ArrayList<>();
    private Path video;

    @BeforeEach
    void makeVideo() throws IOException {
        Needs.model();
        video = DemoClips.excerpt(folder.resolve("horse.mp4"), 320, 180, FRAMES);
    }

    /** Is sure at the given hearing, after some that say nothing. */
    private static Judge sureAt(int hearing) {
        int[] heard = {0};
        // The first sight counts in full, and is not enough; a later one counts by a share.
        return Judge.speaking(() -> ++heard[0] == 1 ? 1.6 : heard[0] >= hearing ? 1e9 : 0);
    }

    private Pipeline pipeline(Judge judge) {
        CanterConfig settings = ConfigLoader.load(null, Map.of());
        return new Pipeline(
                Engines.observer(settings, rig, Optional.empty()),
                new Tracker(rig, TrackerConfig.defaults(), judge),
                settings.inference().searchEvery(),
                Optional.empty());
    }

    private Flux<Processed> play(Pipeline pipeline, FrameSource source, boolean hindsight) {
        Flux<io.canter.ingest.Frame> frames = source.frames(Schedulers.immediate());
        return (hindsight ? pipeline.runWithHindsight(frames) : pipeline.run(frames)).doOnNext(frame -> {
            try (frame) {
                shown.add(frame.scene().subjects().size());
            }
        });
    }

    @Test
    void liveAnAnimalIsShownFromWhereItIsCertain() {
        try (FrameSource source = FrameSource.open(SourceSpec.parse(video.toString()), pool);
                Pipeline pipeline = pipeline(sureAt(HEARINGS))) {
            play(pipeline, source, false).blockLast();
        }
        assertThat(shown).hasSize(FRAMES);
        assertThat(shown.subList(0, HEARINGS - 1)).containsOnly(0);
        assertThat(shown.subList(HEARINGS - 1, FRAMES)).containsOnly(1);
    }

    @Test
    void offLineItIsShownFromItsFirstFrame() {
        try (FrameSource source = FrameSource.open(SourceSpec.parse(video.toString()), pool);
                Pipeline pipeline = pipeline(sureAt(HEARINGS))) {
            play(pipeline, source, true).blockLast();
        }
        assertThat(shown).isEqualTo(IntStream.range(0, FRAMES).mapToObj(i -> 1).toList());
        assertThat(pool.live()).isZero();
    }

    @Test
    void liveEachFrameIsShownAsLateAsAskedFor() {
        List<Long> order = new ArrayList<>();
        long[] passed = {0};
        try (FrameSource source = FrameSource.open(SourceSpec.parse(video.toString()), pool);
                Pipeline pipeline = pipeline(sureAt(HEARINGS))) {
            pipeline.runSteadied(source.frames(Schedulers.immediate()).doOnNext(frame -> passed[0]++), rig, 2)
                    .doOnNext(frame -> {
                        try (frame) {
                            order.add(frame.frame().index());
                            assertThat(passed[0])
                                    .isEqualTo(Math.min(FRAMES, frame.frame().index() + 3));
                            assertThat(frame.scene().frameIndex())
                                    .isEqualTo(frame.frame().index());
                        }
                    })
                    .blockLast();
        }
        assertThat(order).hasSize(FRAMES).isSorted();
        assertThat(pool.live()).isZero();
    }

    /** The network may be closed behind the last frame on that thread only if no frame is looked at on another. */
    @Test
    void framesAreLookedAtOnTheThreadOnWhichTheyArrive() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Judge listening = Judge.speaking(() -> {
            threads.add(Thread.currentThread().getName());
            return 1e9;
        });
        Scheduler arriving = Schedulers.newSingle("arriving", true);
        Scheduler leaving = Schedulers.newSingle("leaving", true);
        CompletableFuture<Void> over = new CompletableFuture<>();
        try (FrameSource source = FrameSource.open(SourceSpec.parse(video.toString()), pool);
                Pipeline pipeline = pipeline(listening)) {
            pipeline.runSteadied(source.frames(Schedulers.immediate()).publishOn(arriving, 1), rig, 2)
                    .subscribe(new BaseSubscriber<>() {
                        @Override
                        protected void hookOnSubscribe(Subscription subscription) {
                            request(1);
                        }

                        /** Takes its time: the next frame is there before it is asked for. */
                        @Override
                        protected void hookOnNext(Processed frame) {
                            frame.close();
                            arriving.schedule(() -> leaving.schedule(() -> request(1)));
                        }

                        @Override
                        protected void hookFinally(SignalType type) {
                            over.complete(null);
                        }
                    });
            over.join();
        } finally {
            arriving.dispose();
            leaving.dispose();
        }
        assertThat(threads).hasSize(1).allMatch(name -> name.startsWith("arriving"));
        assertThat(pool.live()).isZero();
    }

    @Test
    void framesThatWaitAreFreedWhenTheRunBreaksOff() {
        try (FrameSource source = FrameSource.open(SourceSpec.parse(video.toString()), pool);
                Pipeline pipeline = pipeline(sureAt(Integer.MAX_VALUE))) {
            int[] passed = {0};
            Flux<io.canter.ingest.Frame> frames = source.frames(Schedulers.immediate())
                    .doOnNext(frame -> {
                        if (++passed[0] == HEARINGS) {
                            frame.close();
                            throw new IllegalStateException("the cable was pulled");
                        }
                    });
            String error = pipeline.runWithHindsight(frames)
                    .doOnNext(Processed::close)
                    .then(reactor.core.publisher.Mono.just("none"))
                    .onErrorResume(e -> reactor.core.publisher.Mono.just(e.getMessage()))
                    .block();
            assertThat(error).contains("cable");
        }
        assertThat(pool.live()).isZero();
    }

    private List<Scene> followed(Path video, int subjectsMax) {
        List<Scene> scenes = new ArrayList<>();
        CanterConfig settings = ConfigLoader.load(null, Map.of());
        try (FrameSource source = FrameSource.open(SourceSpec.parse(video.toString()), pool);
                Pipeline pipeline =
                        Engines.pipeline(settings, rig, Optional.empty(), 1.5, Optional.empty(), subjectsMax, false)) {
            pipeline.runWithHindsight(source.frames(Schedulers.immediate()))
                    .doOnNext(frame -> {
                        try (frame) {
                            scenes.add(frame.scene());
                        }
                    })
                    .blockLast();
        }
        assertThat(pool.live()).isZero();
        return scenes;
    }

    @Test
    void asManyAreFollowedAsMayBe() throws IOException {
        int width = 480;
        Path pair = DemoClips.pair(folder.resolve("pair.mp4"), width, 270, FRAMES);
        assertThat(followed(pair, 1))
                .allSatisfy(scene -> assertThat(scene.subjects()).hasSizeLessThanOrEqualTo(1));
        List<Scene> scenes = followed(pair, 2);
        Scene last = scenes.get(FRAMES - 1);
        assertThat(last.subjects()).hasSize(2);
        assertThat(last.subjects().stream().map(s -> s.box().centreX() < width)).containsExactlyInAnyOrder(true, false);
        for (Scene scene : scenes) {
            for (Subject subject : scene.subjects()) {
                Subject same = last.subjects().stream()
                        .filter(other -> other.id() == subject.id())
                        .findFirst()
                        .orElseThrow();
                assertThat(subject.box().centreX() < width)
                        .as("keeps to its side")
                        .isEqualTo(same.box().centreX() < width);
            }
        }
    }
}
