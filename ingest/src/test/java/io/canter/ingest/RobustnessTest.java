package io.canter.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that broke other people's readers: frames or one clear line, never a hang, a crash or a leak. */
class RobustnessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What was read of one file, or why not. */
    private record Outcome(List<long[]> times, SourceInfo info, DecodeReport report, String error) {}

    private static Outcome read(Path file) {
        FramePool pool = new FramePool(4);
        try (FrameSource source = FrameSource.open(SourceSpec.parse(file.toString()), pool)) {
            List<long[]> times = source.frames()
                    .map(frame -> {
                        try (frame) {
                            assertThat(frame.pixels().remaining()).isEqualTo(3 * frame.width() * frame.height());
                            return new long[] {frame.index(), frame.ptsMicros(), frame.width(), frame.height()};
                        }
                    })
                    .collectList()
                    .block(PATIENCE);
            return new Outcome(times, source.info(), source.report(), "");
        } catch (IngestException e) {
            return new Outcome(List.of(), null, null, e.getMessage());
        } finally {
            assertThat(pool.live()).as("frames left of %s", file).isZero();
        }
    }

    private static List<Path> allFiles(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void everyFileGivesFramesOrOneClearLine() throws Exception {
        Path folder = Assets.folder("video-robustness");
        StringBuilder table = new StringBuilder();
        for (Path file : allFiles(folder)) {
            Outcome outcome = read(file);
            table.append(folder.relativize(file))
                    .append(": ")
                    .append(line(outcome))
                    .append('\n');
            if (outcome.times().isEmpty()) {
                assertThat(outcome.error())
                        .as("%s", file)
                        .contains(file.getFileName().toString())
                        .doesNotContain("\n");
            }
            for (int i = 1; i < outcome.times().size(); i++) {
                assertThat(outcome.times().get(i)[0]).isEqualTo(i);
                assertThat(outcome.times().get(i)[1])
                        .as("time %d of %s", i, file)
                        .isGreaterThan(outcome.times().get(i - 1)[1]);
            }
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/robustness.txt"), table);
    }

    private static String line(Outcome o) {
        return o.times().isEmpty()
                ? o.error()
                : o.times().size() + " frames " + o.info() + " " + o.report() + " first pts "
                        + o.times().get(0)[1];
    }

    @ParameterizedTest
    @CsvSource({
        // file, frames, width, height after rotation, first time in microseconds: as ffprobe tells
        "decord/flipping_a_pancake.mkv, 310, 426, 240, 0",
        "decord/video_0.mov, 3, 568, 320, 0",
        "decord/video_90.mov, 3, 320, 568, 0",
        "decord/video_180.mov, 3, 568, 320, 0",
        "decord/video_270.mov, 3, 320, 568, 0",
        "jcodec/test.prores.mov, 40, 180, 144, 0",
        "jcodec/big_buck_bunny_160x90_ltr.mp4, 75, 160, 90, 0",
        "moviepy/bitmap.mp4, 5, 1, 1, 0",
        "moviepy/no_duration.webm, 74, 1280, 720, 0",
        "torchcodec/bt2020_10bit.mp4, 60, 320, 240, 0",
        "torchcodec/testsrc2_444_12bit_hevc.mp4, 25, 321, 241, 0",
        "torchcodec/testsrc2_odd_height_and_width_mpeg2.mp4, 10, 121, 81, 0",
        "torchcodec/sine_stereo_mp2.mpg, 100, 128, 128, 540000",
        "torchcodec/nasa_13013_rotated.mp4, 17, 270, 480, 0",
        "torchcodec/h265_10bits.mp4, 30, 200, 200, 0",
        "torchcodec/av1_video.mkv, 125, 640, 360, 0",
        "torchcodec/animated.gif, 4, 64, 48, 0",
    })
    void readsWhatIsThere(String name, int frames, int width, int height, long firstPts) {
        Outcome outcome = read(Assets.folder("video-robustness").resolve(name));
        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.times()).hasSize(frames);
        assertThat(outcome.times().get(0)).containsExactly(0, firstPts, width, height);
        assertThat(outcome.info().width()).isEqualTo(width);
        assertThat(outcome.info().height()).isEqualTo(height);
        assertThat(outcome.report().decoded()).isEqualTo(frames);
    }

    @ParameterizedTest
    @CsvSource({
        "moviepy/zero_bytes.webm, cannot be opened",
        "jcodec/a01_0023.mp4, no video stream",
        "moviepy/LICENCE_MIT.txt, is text",
        "images-odd/heapbof.png, gives no picture",
        "images-odd/sigsegv.png, gives no picture",
    })
    void saysWhatIsWrong(String name, String words) {
        Outcome outcome = read(Assets.folder("video-robustness").resolve(name));
        assertThat(outcome.error()).contains(words).contains(name);
    }
}
