package io.canter.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Pose;
import io.canter.tracking.Scene;
import io.canter.tracking.Skinner;
import io.canter.tracking.Subject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideBySideVideoTest {
    private static final int FRAMES = 3;

    @TempDir
    Path folder;

    private BufferedImage lastPicture(Path file) throws IOException {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile());
                Java2DFrameConverter converter = new Java2DFrameConverter()) {
            grabber.start();
            BufferedImage picture = null;
            for (int i = 0; i < FRAMES; i++) {
                picture = converter.convert(grabber.grabImage());
            }
            assertThat(grabber.grabImage()).isNull();
            return picture;
        }
    }

    /** Pixels of a half that are not about what the frame shows there. */
    private static int drawn(BufferedImage picture, int left) {
        int count = 0;
        for (int y = 0; y < Synthetic.HEIGHT; y++) {
            for (int x = 0; x < Synthetic.WIDTH; x++) {
                Color colour = new Color(picture.getRGB(left + x, y));
                int off = Math.abs(colour.getRed() - 20)
                        + Math.abs(colour.getGreen() - 40 - y / 4)
                        + Math.abs(colour.getBlue() - 60 - x / 4);
                count += off > 60 ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void theOtherSkeletonIsOnTheLeftAndTheMeshOnTheRight() throws IOException {
        Pose pose = Synthetic.sideways(0.5, 0, 7);
        Subject subject = Synthetic.subject(1, pose);
        Scene scene = Synthetic.scene(0, 0, subject);
        Skinner skinner = new Skinner(Synthetic.RIG);
        skinner.poseJoints(subject.body(), pose);
        Path file = folder.resolve("both.mp4");
        FramePool pool = new FramePool(1);
        try (SideBySideVideo video = new SideBySideVideo(file, Synthetic.RIG, 25)) {
            for (int i = 0; i < FRAMES; i++) {
                try (Frame frame = Synthetic.frame(pool, i, 40_000L * i)) {
                    video.add(frame, Optional.of(skinner.jointPositions()), scene);
                }
            }
            assertThat(file).doesNotExist();
            video.commit();
        }
        BufferedImage picture = lastPicture(file);
        assertThat(picture.getWidth()).isEqualTo(2 * Synthetic.WIDTH);
        assertThat(picture.getHeight()).isEqualTo(Synthetic.HEIGHT);
        int lines = drawn(picture, 0);
        int mesh = drawn(picture, Synthetic.WIDTH);
        assertThat(lines).isGreaterThan(100);
        assertThat(mesh).isGreaterThan(3 * lines);
    }

    @Test
    void withoutAFrameThereIsNoVideo() throws IOException {
        Path file = folder.resolve("none.mp4");
        try (SideBySideVideo video = new SideBySideVideo(file, Synthetic.RIG, 25)) {
            assertThatThrownBy(video::commit)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("at least one frame");
        }
        assertThat(folder).isEmptyDirectory();
    }
}
