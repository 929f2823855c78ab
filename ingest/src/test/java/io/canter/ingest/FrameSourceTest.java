package io.canter.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FrameSourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final FramePool pool = new FramePool();

    private FrameSource open(Path file) {
        return FrameSource.open(SourceSpec.parse(file.toString()), pool);
    }

    private static List<Long> times(Flux<Frame> frames) {
        return frames.map(frame -> {
                    try (frame) {
                        return frame.ptsMicros();
                    }
                })
                .collectList()
                .block(PATIENCE);
    }

    private static int red(Frame frame, int x, int y) {
        return frame.pixels().get(3 * (y * frame.width() + x)) & 0xff;
    }

    private static int green(Frame frame, int x, int y) {
        return frame.pixels().get(3 * (y * frame.width() + x) + 1) & 0xff;
    }

    @Test
    void keepsIrregularTimesAsTheFileStatesThem() throws Exception {
        long[] pts = {0, 40_000, 70_000, 200_000, 201_000, 333_000, 1_000_000};
        Path clip = Clips.write(folder.resolve("irregular.mkv"), 64, 48, pts);
        try (FrameSource source = open(clip)) {
            assertThat(times(source.frames()))
                    .containsExactlyElementsOf(Arrays.stream(pts).boxed().toList());
        }
    }

    @Test
    void decodesTheRightColoursInTheRightOrder() throws Exception {
        // 70 pixels wide: rows do not end on a block of the converter.
        Path clip = Clips.write(folder.resolve("clip.mkv"), 70, 50, Clips.evenly(12, 40_000));
        try (FrameSource source = open(clip)) {
            int[] at = {0};
            source.frames()
                    .doOnNext(frame -> {
                        try (frame) {
                            assertThat(frame.index()).isEqualTo(at[0]);
                            assertThat(green(frame, 60, 25)).isCloseTo(Clips.grey(at[0]), within(6));
                            assertThat(red(frame, 60, 25)).isCloseTo(Clips.grey(at[0]), within(6));
                            assertThat(red(frame, 10, 25)).isCloseTo(220, within(12));
                            assertThat(green(frame, 10, 25)).isLessThan(20);
                            at[0]++;
                        }
                    })
                    .blockLast(PATIENCE);
            assertThat(at[0]).isEqualTo(12);
        }
        assertThat(pool.live()).isZero();
    }

    @Test
    void decodesOnlyWhatIsAskedFor() throws Exception {
        Path clip = Clips.write(folder.resolve("clip.mkv"), 64, 48, Clips.evenly(30, 40_000));
        try (FrameSource source = open(clip)) {
            StepVerifier.create(source.frames(), 0)
                    .thenRequest(3)
                    .consumeNextWith(Frame::close)
                    .consumeNextWith(Frame::close)
                    .consumeNextWith(Frame::close)
                    .then(() -> assertThat(source.report().decoded()).isEqualTo(3))
                    .thenCancel()
                    .verify(PATIENCE);
        }
        assertThat(pool.live()).isZero();
    }

    @Test
    void decodesAheadNoFurtherThanThePrefetch() throws Exception {
        Path clip = Clips.write(folder.resolve("clip.mkv"), 64, 48, Clips.evenly(60, 40_000));
        Scheduler consumer = Schedulers.newSingle("consumer", true);
        List<Integer> live = new ArrayList<>();
        try (FrameSource source = open(clip)) {
            source.frames(consumer)
                    .doOnNext(frame -> {
                        live.add(pool.live());
                        frame.close();
                    })
                    .blockLast(PATIENCE);
        } finally {
            consumer.dispose();
        }
        // Those queued, the one being consumed and the one being decoded.
        assertThat(live).hasSize(60).allMatch(n -> n <= FrameSource.PREFETCH + 2);
        assertThat(pool.live()).isZero();
    }

    @Test
    void cancellationFreesAllFramesAndEndsTheThread() throws Exception {
        Path clip = Clips.write(folder.resolve("clip.mkv"), 64, 48, Clips.evenly(60, 40_000));
        Scheduler consumer = Schedulers.newSingle("consumer", true);
        CountDownLatch ended = new CountDownLatch(1);
        Thread[] reader = new Thread[1];
        try (FrameSource source = open(clip)) {
            source.frames()
                    .doOnNext(f -> reader[0] = Thread.currentThread())
                    .publishOn(consumer, FrameSource.PREFETCH)
                    .take(5)
                    .doOnNext(Frame::close)
                    .doOnDiscard(Frame.class, Frame::discard)
                    .doFinally(s -> ended.countDown())
                    .subscribe();
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
        reader[0].join(PATIENCE.toMillis());
        assertThat(reader[0].isAlive()).isFalse();
        consumer.disposeGracefully().block(PATIENCE);
        assertThat(pool.live()).isZero();
    }

    @Test
    void loopsWithTimesAndNumbersThatGoOn() throws Exception {
        Path clip = Clips.write(folder.resolve("clip.mkv"), 64, 48, Clips.evenly(4, 40_000));
        SourceSpec spec = SourceSpec.parse(clip.toString()).withLoop(true);
        try (FrameSource source = FrameSource.open(spec, pool)) {
            List<Long> indices = new ArrayList<>();
            List<Long> times = times(source.frames().take(10).doOnNext(f -> indices.add(f.index())));
            assertThat(indices).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
            assertThat(times).isSorted().doesNotHaveDuplicates();
            assertThat(times.get(5) - times.get(4)).isEqualTo(40_000);
            assertThat(source.report().decoded()).isGreaterThanOrEqualTo(10);
        }
        assertThat(pool.live()).isZero();
    }

    @Test
    void readsAFolderInOrderAndSkipsTheUnreadableImage() throws Exception {
        byte[][] jpegs = new byte[4][];
        try (Jpeg jpeg = new Jpeg(95, 1000);
                Frame frame = pool.frame(0, 0, 40, 30, Intrinsics.centred(40, 30, 0.7f))) {
            for (int i = 0; i < jpegs.length; i++) {
                fill(frame, 50 * i + 20);
                jpegs[i] = jpeg.encode(frame);
            }
        }
        Files.write(folder.resolve("i2.jpg"), jpegs[0]);
        Files.write(folder.resolve("i9.jpg"), jpegs[1]);
        Files.writeString(folder.resolve("i10.jpg"), "no picture at all");
        Files.write(folder.resolve("i11.jpg"), jpegs[3]);
        SourceSpec spec = SourceSpec.parse(folder.toString()).withImagesPerSecond(10);
        try (FrameSource source = FrameSource.open(spec, pool)) {
            assertThat(source.info().frameCount()).isEqualTo(4);
            List<long[]> seen = source.frames()
                    .map(frame -> {
                        try (frame) {
                            return new long[] {frame.index(), frame.ptsMicros(), red(frame, 20, 15)};
                        }
                    })
                    .collectList()
                    .block(PATIENCE);
            assertThat(seen).hasSize(3);
            assertThat(seen.get(0)).startsWith(0, 0);
            assertThat(seen.get(1)).startsWith(1, 100_000);
            assertThat(seen.get(2)).startsWith(3, 300_000);
            assertThat((int) seen.get(2)[2]).isCloseTo(170, within(3));
            assertThat(source.report().failed()).isOne();
            assertThat(source.report().lastProblem()).contains("i10.jpg");
        }
        assertThat(pool.live()).isZero();
    }

    private static void fill(Frame frame, int value) {
        for (int i = 0; i < frame.pixels().remaining(); i++) {
            frame.pixels().put(i, (byte) value);
        }
    }

    @Test
    void percentSignsInNamesAreNoPatterns() throws Exception {
        byte[] bytes;
        try (Jpeg jpeg = new Jpeg(90, 100);
                Frame frame = pool.frame(0, 0, 40, 30, Intrinsics.centred(40, 30, 0.7f))) {
            bytes = jpeg.encode(frame);
        }
        Path file = Files.write(folder.resolve("100%03d.jpg"), bytes);
        try (FrameSource source = open(file)) {
            assertThat(times(source.frames())).hasSize(1);
        }
    }

    @Test
    void aTruncatedFileGivesWhatItHoldsAndSaysSo() throws Exception {
        Path clip = Clips.write(folder.resolve("clip.mkv"), 320, 240, Clips.evenly(100, 40_000));
        byte[] whole = Files.readAllBytes(clip);
        Path cut = Files.write(folder.resolve("cut.mkv"), Arrays.copyOf(whole, whole.length / 4));
        try (FrameSource source = open(cut)) {
            assertThat(times(source.frames()).size()).isBetween(5, 60);
            assertThat(source.report().truncated()).isTrue();
            assertThat(source.report().clean()).isFalse();
        }
        Path stub = Files.write(folder.resolve("stub.mkv"), Arrays.copyOf(whole, 200));
        assertThatThrownBy(() -> open(stub))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("stub.mkv")
                .hasMessageNotContaining("\n");
        assertThat(pool.live()).isZero();
    }

    @Test
    void damagedBytesInTheMiddleDoNotEndTheStream() throws Exception {
        Path clip = Clips.write(folder.resolve("clip.mkv"), 320, 240, Clips.evenly(60, 40_000));
        byte[] bytes = Files.readAllBytes(clip);
        for (int i = bytes.length / 3; i < bytes.length / 3 + 3000; i++) {
            bytes[i] ^= (byte) (i * 31);
        }
        Path damaged = Files.write(folder.resolve("damaged.mkv"), bytes);
        try (FrameSource source = open(damaged)) {
            List<Long> times = times(source.frames());
            assertThat(times.size()).isBetween(30, 59);
            assertThat(source.report().missing()).isEqualTo(60 - times.size());
            assertThat(times.get(times.size() - 1)).isEqualTo(59 * 40_000L);
            assertThat(source.report().clean()).isFalse();
        }
        assertThat(pool.live()).isZero();
    }

    @Test
    void refusesPicturesBeyondTheLimit() throws Exception {
        Path clip = Clips.write(folder.resolve("clip.mkv"), 320, 240, Clips.evenly(3, 40_000));
        SourceSpec spec = SourceSpec.parse(clip.toString());
        SourceSpec tight = new SourceSpec(
                spec.kind(), spec.location(), List.of(), 40, 0, 25, false, 1, Duration.ofSeconds(5), 320 * 239L);
        assertThatThrownBy(() -> FrameSource.open(tight, pool))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("clip.mkv");
        assertThat(pool.live()).isZero();
    }

    @Test
    void anUnreachableAddressIsOneClearLine() {
        SourceSpec spec =
                SourceSpec.parse("http://user:geheim@127.0.0.1:1/x.mp4").withTimeout(Duration.ofSeconds(2));
        assertThatThrownBy(() -> FrameSource.open(spec, pool))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void aSilentServerRunsIntoTheTimeout() throws Exception {
        try (java.net.ServerSocket silent =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            SourceSpec spec = SourceSpec.parse("http://127.0.0.1:" + silent.getLocalPort() + "/live.ts")
                    .withTimeout(Duration.ofMillis(300));
            assertThatThrownBy(() -> FrameSource.open(spec, pool))
                    .isInstanceOf(IngestException.class)
                    .hasMessageContaining("cannot be opened");
        }
    }

    @Test
    void aSecondSubscriberIsRefused() throws Exception {
        Path clip = Clips.write(folder.resolve("clip.mkv"), 64, 48, Clips.evenly(2, 40_000));
        try (FrameSource source = open(clip)) {
            assertThat(times(source.frames())).hasSize(2);
            assertThatThrownBy(() -> times(source.frames())).isInstanceOf(IllegalStateException.class);
        }
    }
}
