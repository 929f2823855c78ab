package io.canter.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Ground;
import io.canter.tracking.Pose;
import io.canter.tracking.Skinner;
import io.canter.tracking.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoseLinesTest {
    private static final List<String> AP_10K = List.of(
            "left_eye",
            "right_eye",
            "nose",
            "neck",
            "root_of_tail",
            "left_shoulder",
            "left_elbow",
            "left_front_paw",
            "right_shoulder",
            "right_elbow",
            "right_front_paw",
            "left_hip",
            "left_knee",
            "left_back_paw",
            "right_hip",
            "right_knee",
            "right_back_paw");

    @TempDir
    Path folder;

    private List<JsonNode> write(boolean observed, Subject[]... frames) throws Exception {
        FramePool pool = new FramePool();
        try (Exporter exporter = new Exporter(Synthetic.RIG, folder, Set.of(Save.POSES), 25)) {
            for (int i = 0; i < frames.length; i++) {
                long pts = 1_000_000 + i * 33_367L;
                Subject[] seen = observed ? frames[i] : new Subject[0];
                try (Frame frame = Synthetic.frame(pool, i, pts)) {
                    exporter.accept(frame, Synthetic.observation(i, pts, seen), Synthetic.scene(i, pts, frames[i]));
                }
            }
            exporter.finish();
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("poses.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void keepsTheAgreedFormOfALine() throws Exception {
        Subject subject = Synthetic.subject(7, Synthetic.sideways(0.5, 0.2f, 5));
        List<JsonNode> lines = write(true, new Subject[] {subject}, new Subject[0]);
        assertThat(lines).hasSize(2);
        JsonNode line = lines.get(0);
        assertThat(keys(line)).containsExactly("frame", "pts_us", "width", "height", "camera", "subjects");
        assertThat(line.get("frame").isIntegralNumber()).isTrue();
        assertThat(line.get("pts_us").asLong()).isEqualTo(1_000_000);
        assertThat(line.get("width").asInt()).isEqualTo(Synthetic.WIDTH);
        assertThat(keys(line.get("camera"))).containsExactly("fx", "fy", "cx", "cy");
        JsonNode animal = line.get("subjects").get(0);
        assertThat(keys(animal)).containsExactly("id", "confidence", "box", "keypoints", "joints", "rotations");
        assertThat(animal.get("id").asInt()).isEqualTo(7);
        assertThat(animal.get("box")).hasSize(4);
        assertThat(keys(animal.get("keypoints"))).containsExactlyElementsOf(AP_10K);
        assertThat(keys(animal.get("keypoints").get("nose"))).containsExactly("xy", "xyz", "visible", "confidence");
        assertThat(keys(animal.get("joints")))
                .isEqualTo(Synthetic.RIG.skeleton().names());
        assertThat(keys(animal.get("rotations")))
                .isEqualTo(Synthetic.RIG.skeleton().names());
        assertThat(lines.get(1).get("subjects").isArray()).isTrue();
        assertThat(lines.get(1).get("subjects")).isEmpty();
        assertThat(lines.get(1).get("pts_us").asLong()).isEqualTo(1_033_367);
    }

    @Test
    void theGroundIsWrittenWhereItIsKnown() throws Exception {
        Subject s = Synthetic.subject(7, Synthetic.sideways(0.5, 0.2f, 5));
        Ground ground = new Ground(new float[] {0.2f, 1.25f, 5}, new float[] {0, -0.8f, -0.6f}, 0.75f);
        Subject standing = new Subject(
                s.id(), s.confidence(), s.box(), s.body(), s.bodyVersion(), s.pose(), s.coat(), Optional.of(ground));
        JsonNode animal =
                write(true, new Subject[] {standing}).get(0).get("subjects").get(0);
        assertThat(animal.get("ground"))
                .hasToString("{\"point\":[0.2,1.25,5.0],\"normal\":[0.0,-0.8,-0.6],\"certainty\":0.75}");
    }

    @Test
    void jointsAndRotationsAreThoseOfThePose() throws Exception {
        Subject subject = Synthetic.subject(1, Synthetic.sideways(1.1, -0.3f, 6));
        JsonNode animal =
                write(true, new Subject[] {subject}).get(0).get("subjects").get(0);
        Skinner skinner = new Skinner(Synthetic.RIG);
        skinner.poseJoints(subject.body(), subject.pose());
        for (int j = 0; j < Synthetic.RIG.skeleton().jointCount(); j++) {
            String name = Synthetic.RIG.skeleton().names().get(j);
            for (int k = 0; k < 3; k++) {
                assertThat(animal.get("joints").get(name).get(k).floatValue())
                        .isCloseTo(skinner.jointPositions()[3 * j + k], within(6e-5f));
            }
            for (int k = 0; k < 4; k++) {
                assertThat(animal.get("rotations").get(name).get(k).floatValue())
                        .isCloseTo(subject.pose().rotations()[4 * j + k], within(6e-6f));
            }
        }
    }

    @Test
    void keypointsProjectOntoTheirPixels() throws Exception {
        Subject subject = Synthetic.subject(1, Synthetic.sideways(0.3, 0.4f, 5));
        JsonNode keypoints = write(true, new Subject[] {subject})
                .get(0)
                .get("subjects")
                .get(0)
                .get("keypoints");
        for (JsonNode keypoint : keypoints) {
            double x = keypoint.get("xyz").get(0).asDouble();
            double y = keypoint.get("xyz").get(1).asDouble();
            double z = keypoint.get("xyz").get(2).asDouble();
            double u = Synthetic.CAMERA.fx() * x / z + Synthetic.CAMERA.cx();
            double v = Synthetic.CAMERA.fy() * y / z + Synthetic.CAMERA.cy();
            assertThat(keypoint.get("xy").get(0).asDouble()).isCloseTo(u, within(0.03));
            assertThat(keypoint.get("xy").get(1).asDouble()).isCloseTo(v, within(0.03));
        }
        // It faces the picture's left and stands upright.
        assertThat(keypoints.at("/nose/xy/0").asDouble())
                .isLessThan(keypoints.at("/root_of_tail/xy/0").asDouble());
        assertThat(keypoints.at("/nose/xy/1").asDouble())
                .isLessThan(keypoints.at("/left_front_paw/xy/1").asDouble());
    }

    @Test
    void theFarSideIsNotVisible() throws Exception {
        Subject subject = Synthetic.subject(1, Synthetic.sideways(0, 0, 5));
        JsonNode keypoints = write(true, new Subject[] {subject})
                .get(0)
                .get("subjects")
                .get(0)
                .get("keypoints");
        for (String seen : List.of("left_eye", "left_shoulder", "left_hip", "left_front_paw", "left_back_paw")) {
            assertThat(keypoints.get(seen).get("visible").asBoolean()).as(seen).isTrue();
        }
        for (String hidden : List.of("right_eye", "right_shoulder", "right_hip")) {
            assertThat(keypoints.get(hidden).get("visible").asBoolean())
                    .as(hidden)
                    .isFalse();
        }
    }

    @Test
    void whatLiesOutsideTheFrameIsNotVisible() throws Exception {
        Subject subject = Synthetic.subject(1, Synthetic.sideways(0, -2.5f, 5));
        JsonNode keypoints = write(true, new Subject[] {subject})
                .get(0)
                .get("subjects")
                .get(0)
                .get("keypoints");
        assertThat(keypoints.at("/nose/xy/0").asDouble()).isNegative();
        assertThat(keypoints.at("/nose/visible").asBoolean()).isFalse();
    }

    @Test
    void anAnimalBehindTheCameraGivesFiniteNumbers() throws Exception {
        Subject before = Synthetic.subject(1, Synthetic.sideways(0, 0, 5));
        Pose behind = Synthetic.sideways(0, 0, -5);
        Subject subject = new Subject(1, 0.5f, before.box(), before.body(), 1, behind);
        JsonNode keypoints = write(true, new Subject[] {before}, new Subject[] {subject})
                .get(0)
                .get("subjects")
                .get(0);
        assertThat(keypoints.at("/keypoints/nose/xy/0").isNumber()).isTrue();
    }

    @Test
    void theNetworksAgreementRaisesConfidence() throws Exception {
        Subject subject = Synthetic.subject(1, Synthetic.sideways(0, 0, 5));
        JsonNode agreed = write(true, new Subject[] {subject}).get(0).at("/subjects/0/keypoints");
        JsonNode unseen = write(false, new Subject[] {subject}).get(0).at("/subjects/0/keypoints");
        for (String name : AP_10K) {
            double with = agreed.get(name).get("confidence").asDouble();
            double without = unseen.get(name).get("confidence").asDouble();
            assertThat(with).as(name).isBetween(0.7 * subject.confidence(), 1.0 * subject.confidence() + 1e-5);
            assertThat(without).as(name).isLessThan(0.5 * with);
        }
    }

    @Test
    void aPoseThatIsNotFiniteIsLeftOut() throws Exception {
        Subject good = Synthetic.subject(1, Synthetic.sideways(0, 0, 5));
        Pose broken = Synthetic.sideways(0, 0, 5);
        broken.rotations()[17] = Float.NaN;
        Subject bad = new Subject(2, 0.5f, good.box(), good.body(), 1, broken);
        JsonNode line = write(true, new Subject[] {bad, good}).get(0);
        assertThat(line.get("subjects")).hasSize(1);
        assertThat(line.at("/subjects/0/id").asInt()).isEqualTo(1);
    }
}
