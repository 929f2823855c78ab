package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotatedKeypointsTest {
    @TempDir
    Path folder;

    /** One frame with two visible joints: the right front paw (10) and the nose (33), as [row, column]. */
    private Path file(String path, String paw) throws IOException {
        String[] joints = new String[37];
        String[] visible = new String[37];
        Arrays.fill(joints, "[0, 0]");
        Arrays.fill(visible, "false");
        joints[10] = paw;
        joints[33] = "[99, 199]";
        visible[10] = "true";
        visible[33] = "true";
        return Files.writeString(
                folder.resolve("marks.json"),
                "[{\"image_path\": \"" + path + "\", \"joints\": [" + String.join(", ", joints) + "], \"visibility\": ["
                        + String.join(", ", visible) + "]}]");
    }

    private static float at(float[] points, String name, int axis) {
        return points[2 * AnnotatedKeypoints.NAMES.indexOf(name) + axis];
    }

    @Test
    void rowsAndColumnsBecomeFractionsOfThePicture() throws IOException {
        AnnotatedKeypoints marks = AnnotatedKeypoints.readBadja(file("a/b/00013.jpg", "[50, 20]"), 200, 100);
        float[] points = marks.of(13).orElseThrow();
        assertThat(marks.of(12)).isEmpty();
        assertThat(at(points, "right_front_paw", 0)).isCloseTo(20.5f / 200, within(1e-6f));
        assertThat(at(points, "right_front_paw", 1)).isCloseTo(50.5f / 100, within(1e-6f));
        assertThat(at(points, "nose", 0)).isCloseTo(199.5f / 200, within(1e-6f));
        assertThat(at(points, "left_front_paw", 0)).isNaN();
    }

    @Test
    void namesTheEntryThatIsWrong() throws IOException {
        assertThatThrownBy(() -> AnnotatedKeypoints.readBadja(file("a/first.jpg", "[1, 1]"), 200, 100))
                .hasMessageContaining("marks.json")
                .hasMessageContaining("entry 0")
                .hasMessageContaining("first.jpg");
        assertThatThrownBy(() -> AnnotatedKeypoints.readBadja(file("3.jpg", "[1]"), 200, 100))
                .hasMessageContaining("joint 10 (right_front_paw)");
        assertThatThrownBy(() -> AnnotatedKeypoints.readBadja(file("3.jpg", "[150, 1]"), 200, 100))
                .hasMessageContaining("outside of a picture of 200 x 100");
        Path empty = Files.writeString(folder.resolve("empty.json"), "{}");
        assertThatThrownBy(() -> AnnotatedKeypoints.readBadja(empty, 200, 100)).hasMessageContaining("JSON list");
    }
}
