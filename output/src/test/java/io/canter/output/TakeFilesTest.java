package io.canter.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import de.javagl.jgltf.model.AnimationModel;
import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.io.GltfModelReader;
import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.Pose;
import io.canter.tracking.Subject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeFilesTest {
    private static final int FRAMES = 6;

    @TempDir
    Path folder;

    private static Pose standing(double swing) {
        Pose pose = Pose.rest(Synthetic.RIG.skeleton().jointCount());
        System.arraycopy(Synthetic.RIG.template().joints(), 0, pose.rootTranslation(), 0, 3);
        int femur = 4 * Synthetic.RIG.skeleton().indexOf("femur_l");
        pose.rotations()[femur] = (float) Math.sin(swing / 2);
        pose.rotations()[femur + 3] = (float) Math.cos(swing / 2);
        return pose;
    }

    private static Take take(Coat coat) {
        List<Pose> poses = new ArrayList<>();
        for (int f = 0; f < FRAMES; f++) {
            poses.add(standing(0.4 * Math.sin(2 * Math.PI * f / FRAMES)));
        }
        return new Take("swing", Synthetic.RIG.template(), coat, poses, 10, 0.1);
    }

    private static Coat coat() {
        return Synthetic.coated(Synthetic.subject(1, standing(0))).coat();
    }

    @Test
    void theGlbStandsOnTheGroundAndEndsAsItBegins() throws IOException {
        Path file = folder.resolve("swing.glb");
        new TakeFiles(Synthetic.RIG).glb(take(coat()), file);
        GltfModel model = new GltfModelReader().read(file.toUri());
        AnimationModel animation = model.getAnimationModels().get(0);
        assertThat(animation.getName()).isEqualTo("swing");
        for (AnimationModel.Channel channel : animation.getChannels()) {
            var times = (de.javagl.jgltf.model.AccessorFloatData)
                    channel.getSampler().getInput().getAccessorData();
            var values = (de.javagl.jgltf.model.AccessorFloatData)
                    channel.getSampler().getOutput().getAccessorData();
            assertThat(times.getNumElements()).isEqualTo(FRAMES + 1);
            assertThat(times.get(FRAMES)).isCloseTo(0.1f * FRAMES, within(1e-5f));
            for (int k = 0; k < values.getNumComponentsPerElement(); k++) {
                assertThat(values.get(FRAMES, k)).isEqualTo(values.get(0, k));
            }
        }
        // Whoever plays nothing sees the first pose, upright: the head's joint is above the root's.
        float[] head = new float[16];
        model.getNodeModels().stream()
                .filter(n -> "head".equals(n.getName()))
                .findFirst()
                .orElseThrow()
                .computeGlobalTransform(head);
        int joint = Synthetic.RIG.skeleton().indexOf("head");
        for (int k = 0; k < 3; k++) {
            assertThat(head[12 + k]).isCloseTo(Synthetic.RIG.template().joints()[3 * joint + k], within(1e-4f));
        }
        assertThat(model.getSkinModels().get(0).getJoints().get(0).getParent().getParent())
                .isNull();
    }

    @Test
    void theFilmShowsTheAnimalBeforeAPlainGround() throws IOException {
        Path file = folder.resolve("swing.mp4");
        int[] told = {0};
        TakeFiles.Filming filming = new TakeFiles.Filming(320, 180, 1, 12, 10);
        new TakeFiles(Synthetic.RIG).mp4(take(coat()), filming, file, () -> told[0]++);
        assertThat(told[0]).isEqualTo(12);
        int frames = 0;
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile());
                Java2DFrameConverter converter = new Java2DFrameConverter()) {
            grabber.start();
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                BufferedImage picture = converter.convert(frame);
                frames++;
                assertThat(saturation(picture.getRGB(160, 90))).as("the animal").isGreaterThan(40);
                assertThat(saturation(picture.getRGB(3, 3))).as("the wall").isLessThan(25);
                assertThat(saturation(picture.getRGB(3, 176))).as("the ground").isLessThan(25);
            }
        }
        assertThat(frames).isEqualTo(12);
    }

    private static int saturation(int rgb) {
        int r = rgb >> 16 & 255;
        int g = rgb >> 8 & 255;
        int b = rgb & 255;
        return Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b));
    }

    @Test
    void viewsGoAroundFromWhereTheCameraStood() throws IOException {
        // Seen from its left, where its coat is red; blue on the other side.
        Subject subject = Synthetic.coated(Synthetic.subject(1, Synthetic.sideways(0, 0, 5)));
        assertThat(ViewFiles.azimuth(subject.pose())).isCloseTo(Math.PI / 2, within(0.02));
        Path views = folder.resolve("views");
        ViewFiles.write(Synthetic.RIG, subject, 4, 200, 160, views);
        assertThat(redOverBlue(views.resolve("00.png"))).isGreaterThan(5);
        assertThat(redOverBlue(views.resolve("02.png"))).isLessThan(0.2);
        assertThat(redOverBlue(views.resolve("01.png"))).isBetween(0.3, 3.0);
        ViewFiles.write(Synthetic.RIG, subject, 2, 200, 160, views);
        try (Stream<Path> files = Files.list(views)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("00.png", "01.png");
        }
    }

    /** Pixels that are clearly red over those that are clearly blue. */
    private static double redOverBlue(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        double red = 1;
        double blue = 1;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y);
                red += (rgb >> 16 & 255) > (rgb & 255) + 30 ? 1 : 0;
                blue += (rgb & 255) > (rgb >> 16 & 255) + 30 ? 1 : 0;
            }
        }
        return red / blue;
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws IOException {
        Path there = Files.createDirectory(folder.resolve("taken.glb"));
        assertThatThrownBy(() -> new TakeFiles(Synthetic.RIG).glb(take(coat()), there))
                .hasMessageContaining("taken.glb");
        Path mine =
                Files.writeString(Files.createDirectory(folder.resolve("views")).resolve("notes.txt"), "mine");
        Subject subject = Synthetic.subject(1, Synthetic.sideways(0, 0, 5));
        assertThatThrownBy(() -> ViewFiles.write(Synthetic.RIG, subject, 2, 64, 64, folder.resolve("views")))
                .hasMessageContaining("notes.txt");
        assertThat(mine).hasContent("mine");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void takesWithNumbersThatAreNotFiniteAreRefused() {
        Body body = Synthetic.RIG.template();
        Pose bad = standing(Double.NaN);
        assertThatThrownBy(() -> new Take("bad", body, coat(), List.of(standing(0), bad), 10, 0))
                .hasMessageContaining("frame 1");
    }
}
