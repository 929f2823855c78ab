package io.canter.output.web;

import io.canter.output.web.Protocol.Kind;
import io.canter.tracking.Coat;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Skeleton;
import io.canter.tracking.Skin;
import io.canter.tracking.Subject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;

/** Encodes what the tracker knows as messages of {@link Protocol}. */
final class Messages {
    private Messages() {}

    static byte[] hello(StreamInfo info) {
        return new WireWriter(Kind.HELLO)
                .put("version", Protocol.VERSION)
                .put("name", info.name())
                .put("width", info.width())
                .put("height", info.height())
                .put("framesPerSecond", info.framesPerSecond())
                .finish();
    }

    static byte[] rig(Rig rig) {
        Skeleton skeleton = rig.skeleton();
        float[] rest = skeleton.restPositions();
        Quantised vertices = Quantised.of(rig.mesh().vertices());
        WireWriter out = new WireWriter(Kind.RIG);
        out.put("id", rig.id())
                .put("jointCount", skeleton.jointCount())
                .group("joints", skeleton.jointCount(), j -> out.put(
                                "name", skeleton.names().get(j))
                        .put("parentPlusOne", skeleton.parents()[j] + 1)
                        .put("rest", rest[3 * j], rest[3 * j + 1], rest[3 * j + 2]))
                .put("vertexCount", rig.mesh().vertexCount())
                .put("triangleCount", rig.mesh().triangleCount())
                .put("low", vertices.low())
                .put("step", vertices.step())
                .put("vertices", vertices.values())
                .put("triangles", rig.mesh().triangles())
                .put("skinJoints", rig.skin().joints())
                .put("skinWeights", weights(rig.skin()));
        return out.finish();
    }

    static byte[] body(Subject subject) {
        Quantised vertices = Quantised.of(subject.body().vertices());
        return new WireWriter(Kind.BODY)
                .put("subject", subject.id())
                .put("bodyVersion", subject.bodyVersion())
                .put("jointCount", subject.body().joints().length / 3)
                .put("joints", subject.body().joints())
                .put("vertexCount", subject.body().vertices().length / 3)
                .put("low", vertices.low())
                .put("step", vertices.step())
                .put("vertices", vertices.values())
                .finish();
    }

    static byte[] coat(int subject, Coat coat) {
        return new WireWriter(Kind.COAT)
                .put("subject", subject)
                .put("coatVersion", coat.version())
                .put("vertexCount", coat.vertexCount())
                .put("colours", coat.colours())
                .put("origins", coat.origins())
                .finish();
    }

    /** The subjects of a scene that are sent: at most {@link Protocol#MAX_SUBJECTS}, the most confident. */
    static List<Subject> sent(Scene scene) {
        List<Subject> all = scene.subjects();
        return all.size() <= Protocol.MAX_SUBJECTS
                ? all
                : all.stream()
                        .sorted(Comparator.comparingDouble(Subject::confidence).reversed())
                        .limit(Protocol.MAX_SUBJECTS)
                        .toList();
    }

    /**
     * The poses of one frame. Here, and nowhere else, the camera frame (x right, y down, z forward) becomes the wire
     * camera frame (x right, y up, looking along -z): half a turn about x. A point (x, y, z) becomes (x, -y, -z) and the
     * root's rotation q becomes (1, 0, 0, 0) * q = (w, -z, y, -x). Local rotations live in the canonical frame and stay.
     */
    static byte[] pose(Scene scene) {
        List<Subject> subjects = sent(scene);
        WireWriter out = new WireWriter(Kind.POSE);
        out.put("frameIndex", scene.frameIndex() & 0xffffffffL)
                .put("ptsMicros", scene.ptsMicros())
                .put("width", scene.width())
                .put("height", scene.height())
                .put("fx", scene.camera().fx())
                .put("fy", scene.camera().fy())
                .put("cx", scene.camera().cx())
                .put("cy", scene.camera().cy())
                .put("subjectCount", subjects.size())
                .group("subjects", subjects.size(), i -> subject(out, subjects.get(i)));
        return out.finish();
    }

    private static void subject(WireWriter out, Subject subject) {
        Pose pose = subject.pose();
        float[] t = pose.rootTranslation();
        float[] q = pose.rotations();
        if (!Float.isFinite(t[0]) || !Float.isFinite(t[1]) || !Float.isFinite(t[2])) {
            throw new IllegalArgumentException(
                    "subject " + subject.id() + " stands at " + t[0] + ", " + t[1] + ", " + t[2]);
        }
        int[] rotations = new int[q.length / 4 - 1];
        for (int j = 0; j < rotations.length; j++) {
            rotations[j] = SmallestThree.pack(q, 4 * (j + 1));
        }
        out.put("id", subject.id())
                .put("bodyVersion", subject.bodyVersion())
                .put("confidence", subject.confidence())
                .put(
                        "box",
                        subject.box().x(),
                        subject.box().y(),
                        subject.box().width(),
                        subject.box().height())
                .put("rootTranslation", t[0], -t[1], -t[2])
                .put("rootRotation", q[3], -q[2], q[1], -q[0])
                .put("rotationCount", rotations.length)
                .put("rotations", rotations);
    }

    static byte[] video(long ptsMicros, byte[] jpeg) {
        // Written by hand: the general writer would copy the picture twice, 30 times a second.
        ByteBuffer out = ByteBuffer.allocate(9 + jpeg.length).order(ByteOrder.LITTLE_ENDIAN);
        return out.put((byte) Kind.VIDEO.code).putLong(ptsMicros).put(jpeg).array();
    }

    static byte[] end(boolean lost, String reason) {
        return new WireWriter(Kind.END)
                .put("lost", lost ? 1 : 0)
                .put("reason", reason)
                .finish();
    }

    /** Weights in 1/255, the largest of each vertex corrected so that they sum to 255. */
    private static byte[] weights(Skin skin) {
        float[] weights = skin.weights();
        byte[] out = new byte[weights.length];
        for (int v = 0; v < weights.length; v += Skin.INFLUENCES) {
            int sum = 0;
            int largest = v;
            for (int k = v; k < v + Skin.INFLUENCES; k++) {
                int value = Math.round(weights[k] * 255);
                out[k] = (byte) value;
                sum += value;
                largest = weights[k] > weights[largest] ? k : largest;
            }
            out[largest] = (byte) (out[largest] + 255 - sum);
        }
        return out;
    }

    /** Coordinates as low + step * value, values in 0..65535: a 3 m animal to 0.05 mm. */
    record Quantised(float[] low, float[] step, int[] values) {
        private static final int MAX = 0xffff;

        static Quantised of(float[] points) {
            float[] low = new float[3];
            float[] step = new float[3];
            int[] values = new int[points.length];
            for (int axis = 0; axis < 3; axis++) {
                float min = Float.POSITIVE_INFINITY;
                float max = Float.NEGATIVE_INFINITY;
                for (int i = axis; i < points.length; i += 3) {
                    min = Math.min(min, points[i]);
                    max = Math.max(max, points[i]);
                }
                if (!Float.isFinite(min) || !Float.isFinite(max)) {
                    throw new IllegalArgumentException("a rest shape has no points, or one that is not finite");
                }
                low[axis] = min;
                step[axis] = Math.max((max - min) / MAX, 1e-9f);
                for (int i = axis; i < points.length; i += 3) {
                    values[i] = Math.min(MAX, Math.round((points[i] - min) / step[axis]));
                }
            }
            return new Quantised(low, step, values);
        }
    }
}
