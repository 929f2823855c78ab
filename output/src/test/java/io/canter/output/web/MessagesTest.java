package io.canter.output.web;

import static io.canter.output.web.WireReader.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canter.output.web.Protocol.Kind;
import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Skinner;
import io.canter.tracking.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private final Rig rig = WalkingRig.boxes();

    @Test
    void rigComesBackToATwentiethOfAMillimetre() {
        Map<String, Object> read = WireReader.read(Messages.rig(rig));
        assertThat(read.get("id")).isEqualTo("boxes-1");
        assertPoints(read, rig.mesh().vertices());
        double[] triangles = (double[]) read.get("triangles");
        for (int i = 0; i < triangles.length; i++) {
            assertThat(triangles[i]).isEqualTo(rig.mesh().triangles()[i]);
        }
        List<?> joints = (List<?>) read.get("joints");
        assertThat(joints).hasSize(rig.skeleton().jointCount());
    }

    @Test
    void skinWeightsSumToTheFullByteWhateverTheyWere() {
        double[] weights = (double[]) WireReader.read(Messages.rig(withWeights(0.337f, 0.331f, 0.332f, 0f)))
                .get("skinWeights");
        for (int v = 0; v < weights.length; v += 4) {
            assertThat(weights[v] + weights[v + 1] + weights[v + 2] + weights[v + 3])
                    .isEqualTo(255);
        }
    }

    @Test
    void bodyOfASubjectComesBack() {
        Body body = rig.template().scaled(0.4f);
        Subject subject = new Subject(9, 1, WalkingRig.subject(rig, 9, 0).box(), body, 3, Pose.rest(14));
        Map<String, Object> read = WireReader.read(Messages.body(subject));
        assertThat(number(read, "subject")).isEqualTo(9);
        assertThat(number(read, "bodyVersion")).isEqualTo(3);
        assertPoints(read, body.vertices());
    }

    @Test
    void coatComesBack() {
        Coat coat = WalkingRig.coated(rig, WalkingRig.scene(rig, 0, 0), 6, 10, 200, 255)
                .subjects()
                .get(0)
                .coat();
        Map<String, Object> read = WireReader.read(Messages.coat(4, coat));
        assertThat(number(read, "subject")).isEqualTo(4);
        assertThat(number(read, "coatVersion")).isEqualTo(6);
        double[] colours = (double[]) read.get("colours");
        double[] origins = (double[]) read.get("origins");
        assertThat(colours).hasSize(rig.mesh().vertices().length).startsWith(10, 200, 255, 10);
        assertThat(origins).hasSize(rig.mesh().vertexCount()).contains(Coat.SEEN, Coat.MIRRORED);
    }

    @Test
    void posedAnimalIsTheSameThroughTheWireTurnedHalfAboutX() {
        Scene scene = WalkingRig.scene(rig, 12, 400_000);
        Map<String, Object> read = WireReader.read(Messages.pose(scene));
        assertThat(number(read, "ptsMicros")).isEqualTo(400_000);
        assertThat(number(read, "fx")).isEqualTo(scene.camera().fx());
        Map<?, ?> subject = (Map<?, ?>) ((List<?>) read.get("subjects")).get(0);
        Pose wire = poseOf(subject);

        float[] inCamera = new float[rig.mesh().vertices().length];
        float[] onWire = new float[inCamera.length];
        Skinner skinner = new Skinner(rig);
        skinner.skin(rig.template(), scene.subjects().get(0).pose(), inCamera);
        skinner.skin(rig.template(), wire, onWire);
        for (int i = 0; i < inCamera.length; i += 3) {
            assertThat(onWire[i]).isCloseTo(inCamera[i], within(0.01f));
            assertThat(onWire[i + 1]).isCloseTo(-inCamera[i + 1], within(0.01f));
            assertThat(onWire[i + 2]).isCloseTo(-inCamera[i + 2], within(0.01f));
        }
    }

    @Test
    void fullSkeletonTakesAboutTwoHundredBytesASubject() {
        int joints = 37;
        Subject subject = new Subject(1, 1, WalkingRig.subject(rig, 1, 0).box(), rig.template(), 1, Pose.rest(joints));
        int one = Messages.pose(sceneOf(subject)).length;
        int none = Messages.pose(sceneOf()).length;
        assertThat(one - none).isBetween(180, 210);
    }

    @Test
    void tooManySubjectsLeaveTheMostConfident() {
        List<Subject> herd = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Subject subject = WalkingRig.subject(rig, i, 0);
            herd.add(new Subject(i, i / 40f, subject.box(), subject.body(), 1, subject.pose()));
        }
        List<Subject> sent = Messages.sent(sceneOf(herd.toArray(Subject[]::new)));
        assertThat(sent).hasSize(Protocol.MAX_SUBJECTS).allMatch(subject -> subject.id() >= 24);
    }

    @Test
    void writerRefusesWhatTheSchemaDoesNotSay() {
        WireWriter out = new WireWriter(Kind.END);
        assertThatThrownBy(() -> out.put("reason", "x")).hasMessageContaining("END has no field reason at this place");
        assertThatThrownBy(() -> out.put("lost", 256)).hasMessageContaining("does not fit U8");
        assertThatThrownBy(() -> new WireWriter(Kind.END).put("lost", 1).finish())
                .hasMessageContaining("END lacks reason");
    }

    @Test
    void notFinitePoseIsRefusedWithItsSubject() {
        Pose pose = Pose.rest(14);
        pose.rootTranslation()[1] = Float.NaN;
        Subject subject = WalkingRig.subject(rig, 5, 0);
        Subject broken = new Subject(5, 1, subject.box(), subject.body(), 1, pose);
        assertThatThrownBy(() -> Messages.pose(sceneOf(broken))).hasMessageContaining("subject 5 stands at");
    }

    private static Scene sceneOf(Subject... subjects) {
        return new Scene(0, 0, WalkingRig.WIDTH, WalkingRig.HEIGHT, WalkingRig.CAMERA, List.of(subjects));
    }

    private Rig withWeights(float... four) {
        float[] weights = rig.skin().weights().clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = four[i % 4];
        }
        return new Rig(
                rig.id(),
                rig.mesh(),
                rig.skeleton(),
                new io.canter.tracking.Skin(rig.skin().joints(), weights),
                rig.keypoints(),
                rig.limits(),
                rig.shapes());
    }

    private static Pose poseOf(Map<?, ?> subject) {
        double[] t = (double[]) subject.get("rootTranslation");
        double[] root = (double[]) subject.get("rootRotation");
        double[] packed = (double[]) subject.get("rotations");
        float[] q = new float[4 + 4 * packed.length];
        for (int i = 0; i < 4; i++) {
            q[i] = (float) root[i];
        }
        for (int j = 0; j < packed.length; j++) {
            SmallestThree.unpack((int) (long) packed[j], q, 4 + 4 * j);
        }
        return new Pose(new float[] {(float) t[0], (float) t[1], (float) t[2]}, q);
    }

    private static void assertPoints(Map<String, Object> read, float[] points) {
        double[] low = (double[]) read.get("low");
        double[] step = (double[]) read.get("step");
        double[] values = (double[]) read.get("vertices");
        assertThat(values).hasSize(points.length);
        for (int i = 0; i < points.length; i++) {
            assertThat(low[i % 3] + step[i % 3] * values[i]).isCloseTo(points[i], within(5e-5));
        }
    }
}
