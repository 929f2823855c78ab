package io.canter.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.canter.inference.Detection;
import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Ground;
import io.canter.tracking.Keypoint;
import io.canter.tracking.Rig;
import io.canter.tracking.Skeleton;
import io.canter.tracking.Subject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code poses.jsonl}: one JSON object a line and a frame. {@code xyz} and joints: camera frame, metres; rotations: x, y,
 * z, w, cameraFromCanonical for the root and relative to the parent below. {@code ground}, where it is known: a point below
 * the animal and the unit normal up, camera frame, metres.
 */
final class PoseLines implements FrameSink {
    // Digits behind the point: a tenth of a millimetre, a hundredth of a pixel. More would only be noise in a large
    // file.
    private static final double METRES = 1e4;
    private static final double PIXELS = 1e2;
    private static final double UNITS = 1e5;

    /** AP-10K's keypoints in its order (Yu et al. 2021). */
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

    private final StagedFile file;
    private final JsonGenerator json;
    private final Skeleton skeleton;
    private final KeypointReader keypoints;
    private final int[] order; // of AP-10K's keypoints among the rig's

    PoseLines(Path target, Rig rig) throws IOException {
        skeleton = rig.skeleton();
        keypoints = new KeypointReader(rig);
        List<String> names = rig.keypoints().stream().map(Keypoint::name).toList();
        order = AP_10K.stream().mapToInt(names::indexOf).toArray();
        for (int k = 0; k < order.length; k++) {
            if (order[k] < 0) {
                throw new IllegalArgumentException("rig " + rig.id() + " has no keypoint " + AP_10K.get(k));
            }
        }
        file = new StagedFile(target);
        json = new JsonFactory().createGenerator(new BufferedOutputStream(Files.newOutputStream(file.part())));
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void accept(Frame frame, Observation observation, PosedScene scene) throws IOException {
        json.writeStartObject();
        json.writeNumberField("frame", frame.index());
        json.writeNumberField("pts_us", frame.ptsMicros());
        json.writeNumberField("width", frame.width());
        json.writeNumberField("height", frame.height());
        camera(scene.scene().camera());
        json.writeArrayFieldStart("subjects");
        for (int s = 0; s < scene.subjects().size(); s++) {
            subject(s, observation, scene);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void camera(Intrinsics camera) throws IOException {
        json.writeObjectFieldStart("camera");
        json.writeNumberField("fx", rounded(camera.fx(), PIXELS));
        json.writeNumberField("fy", rounded(camera.fy(), PIXELS));
        json.writeNumberField("cx", rounded(camera.cx(), PIXELS));
        json.writeNumberField("cy", rounded(camera.cy(), PIXELS));
        json.writeEndObject();
    }

    private void subject(int s, Observation observation, PosedScene scene) throws IOException {
        Subject subject = scene.subjects().get(s);
        json.writeStartObject();
        json.writeNumberField("id", subject.id());
        json.writeNumberField("confidence", rounded(subject.confidence(), UNITS));
        json.writeArrayFieldStart("box");
        json.writeNumber(rounded(subject.box().x(), PIXELS));
        json.writeNumber(rounded(subject.box().y(), PIXELS));
        json.writeNumber(rounded(subject.box().width(), PIXELS));
        json.writeNumber(rounded(subject.box().height(), PIXELS));
        json.writeEndArray();
        keypoints(s, subject, observation, scene);
        numbers("joints", scene.joints(), scene.firstJoint(s), 3, METRES);
        numbers("rotations", subject.pose().rotations(), 0, 4, UNITS);
        if (subject.ground().isPresent()) {
            ground(subject.ground().get());
        }
        json.writeEndObject();
    }

    private void ground(Ground ground) throws IOException {
        json.writeObjectFieldStart("ground");
        numbers("point", ground.point(), METRES);
        numbers("normal", ground.normal(), UNITS);
        json.writeNumberField("certainty", rounded(ground.certainty(), UNITS));
        json.writeEndObject();
    }

    private void numbers(String name, float[] values, double digits) throws IOException {
        json.writeArrayFieldStart(name);
        for (float value : values) {
            json.writeNumber(rounded(value, digits));
        }
        json.writeEndArray();
    }

    private void keypoints(int s, Subject subject, Observation observation, PosedScene scene) throws IOException {
        Optional<Detection> seen = observation.nearest(subject.box());
        Intrinsics camera = scene.scene().camera();
        keypoints.read(scene, s);
        json.writeObjectFieldStart("keypoints");
        for (int k : order) {
            json.writeObjectFieldStart(scene.rig().keypoints().get(k).name());
            json.writeArrayFieldStart("xy");
            json.writeNumber(rounded(keypoints.u(k, camera), PIXELS));
            json.writeNumber(rounded(keypoints.v(k, camera), PIXELS));
            json.writeEndArray();
            json.writeArrayFieldStart("xyz");
            for (int a = 0; a < 3; a++) {
                json.writeNumber(rounded(keypoints.coordinate(k, a), METRES));
            }
            json.writeEndArray();
            json.writeBooleanField("visible", keypoints.visible(k, scene));
            json.writeNumberField("confidence", rounded(keypoints.confidence(k, subject, seen), UNITS));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void numbers(String name, float[] values, int firstJoint, int each, double digits) throws IOException {
        json.writeObjectFieldStart(name);
        for (int j = 0; j < skeleton.jointCount(); j++) {
            json.writeArrayFieldStart(skeleton.names().get(j));
            for (int k = 0; k < each; k++) {
                json.writeNumber(rounded(values[each * (firstJoint + j) + k], digits));
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static double rounded(float value, double digits) {
        double result = Math.rint(value * digits) / digits;
        return result == 0 ? 0 : result; // never -0
    }

    @Override
    public void complete() throws IOException {
        json.writeRaw('\n');
        json.close();
    }

    @Override
    public Path commit() throws IOException {
        return file.commit();
    }

    @Override
    public void close() throws IOException {
        try {
            json.close();
        } finally {
            file.close();
        }
    }
}
