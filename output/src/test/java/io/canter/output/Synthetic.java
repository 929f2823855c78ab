package io.canter.output;

import io.canter.inference.Box;
import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Scene;
import io.canter.tracking.Skinner;
import io.canter.tracking.Subject;
import java.nio.ByteBuffer;
import java.util.List;
import org.joml.Quaternionf;

/** A posed animal seen exactly: frames, scenes and the dual maps that belong to them. */
final class Synthetic {
    static final Rig RIG = Rigs.quadruped();
    static final int WIDTH = 320;
    static final int HEIGHT = 240;
    static final Intrinsics CAMERA = Intrinsics.centred(WIDTH, HEIGHT, 0.7f);
    /** The animals of these scenes are this much larger than the template. */
    static final float METRES_PER_UNIT = 1.2f;

    private static final int MAP = 64;
    private static final int LAYERS = 4;

    private Synthetic() {}

    /** Seen from its left: it faces the picture's left. */
    static Pose sideways(double phase, float x, float z) {
        Pose pose = Pose.rest(RIG.skeleton().jointCount());
        swing(pose, "femur_l", phase);
        swing(pose, "femur_r", phase + Math.PI);
        swing(pose, "humerus_l", phase + Math.PI);
        swing(pose, "humerus_r", phase);
        // Half a turn about x stands it up in a camera whose y points down; then +z (its nose) has to go to -x.
        Quaternionf root = new Quaternionf().rotateY((float) Math.PI / 2).rotateX((float) Math.PI);
        put(pose, 0, root);
        pose.rootTranslation()[0] = x;
        pose.rootTranslation()[2] = z;
        return pose;
    }

    private static void swing(Pose pose, String joint, double phase) {
        put(pose, RIG.skeleton().indexOf(joint), new Quaternionf().rotateX((float) (0.4 * Math.sin(phase))));
    }

    private static void put(Pose pose, int joint, Quaternionf q) {
        float[] r = pose.rotations();
        r[4 * joint] = q.x;
        r[4 * joint + 1] = q.y;
        r[4 * joint + 2] = q.z;
        r[4 * joint + 3] = q.w;
    }

    static Subject subject(int id, Pose pose) {
        Body body = RIG.template().scaled(METRES_PER_UNIT);
        float[] vertices = posed(body, pose);
        float[] box = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int i = 0; i < vertices.length; i += 3) {
            float u = CAMERA.fx() * vertices[i] / vertices[i + 2] + CAMERA.cx();
            float v = CAMERA.fy() * vertices[i + 1] / vertices[i + 2] + CAMERA.cy();
            box[0] = Math.min(box[0], u);
            box[1] = Math.min(box[1], v);
            box[2] = Math.max(box[2], u);
            box[3] = Math.max(box[3], v);
        }
        return new Subject(id, 0.9f, new Box(box[0], box[1], box[2] - box[0], box[3] - box[1]), body, 1, pose);
    }

    /** The same subject in a coat that is red on its left and blue on its right, brightest at the top. */
    static Subject coated(Subject subject) {
        int n = RIG.mesh().vertexCount();
        byte[] colours = new byte[3 * n];
        byte[] origins = new byte[n];
        for (int v = 0; v < n; v++) {
            boolean left = RIG.mesh().vertices()[3 * v] > 0;
            colours[3 * v + (left ? 0 : 2)] =
                    (byte) Math.min(255, Math.max(60, 120 * RIG.mesh().vertices()[3 * v + 1]));
            origins[v] = left ? Coat.SEEN : Coat.MIRRORED;
        }
        return new Subject(
                subject.id(),
                subject.confidence(),
                subject.box(),
                subject.body(),
                subject.bodyVersion(),
                subject.pose(),
                new Coat(colours, origins, 1));
    }

    static float[] posed(Body body, Pose pose) {
        float[] vertices = new float[body.vertices().length];
        new Skinner(RIG).skin(body, pose, vertices);
        return vertices;
    }

    static Scene scene(long index, long ptsMicros, Subject... subjects) {
        return new Scene(index, ptsMicros, WIDTH, HEIGHT, CAMERA, List.of(subjects));
    }

    /** A frame with a gradient that no mesh is painted in. */
    static Frame frame(FramePool pool, long index, long ptsMicros) {
        Frame frame = pool.frame(index, ptsMicros, WIDTH, HEIGHT, CAMERA);
        ByteBuffer pixels = frame.pixels();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                pixels.put((byte) 20).put((byte) (40 + y / 4)).put((byte) (60 + x / 4));
            }
        }
        return frame;
    }

    /** What a perfect network would say of these subjects. */
    static Observation observation(long index, long ptsMicros, Subject... subjects) {
        List<Detection> seen =
                java.util.Arrays.stream(subjects).map(Synthetic::detection).toList();
        return new Observation(index, ptsMicros, WIDTH, HEIGHT, CAMERA, seen);
    }

    private static Detection detection(Subject subject) {
        float[] root = subject.pose().rootTranslation();
        // Turned a little to the side of the root, so that the crop's axes are not the camera's.
        float yaw = (float) Math.atan2(root[0], root[2]) + 0.02f;
        float cos = (float) Math.cos(yaw);
        float sin = (float) Math.sin(yaw);
        float[] frameFromCrop = {cos, 0, sin, 0, 1, 0, -sin, 0, cos};
        CropCamera crop = new CropCamera(frameFromCrop, 0.45f);
        float[] inCrop = posed(subject.body(), subject.pose());
        for (int i = 0; i < inCrop.length; i += 3) {
            float x = inCrop[i];
            float z = inCrop[i + 2];
            inCrop[i] = cos * x - sin * z;
            inCrop[i + 2] = sin * x + cos * z;
        }
        float[] rootInCrop = {cos * root[0] - sin * root[2], root[1], sin * root[0] + cos * root[2]};
        return new Detection(subject.box(), crop, maps(inCrop, rootInCrop, crop.tanHalf()), 0.95f);
    }

    private static DualPointMaps maps(float[] inCrop, float[] root, float tanHalf) {
        LayeredRasterizer raster = new LayeredRasterizer(MAP, MAP, LAYERS);
        raster.rasterize(inCrop, RIG.mesh().triangles(), tanHalf);
        int plane = MAP * MAP;
        float[] canonical = new float[LAYERS * 3 * plane];
        float[] posed = new float[LAYERS * 3 * plane];
        float[] occupancy = new float[LAYERS * plane];
        float[] confidence = new float[LAYERS * plane];
        float[] relative = inCrop.clone();
        for (int i = 0; i < relative.length; i++) {
            relative[i] = (relative[i] - root[i % 3]) / METRES_PER_UNIT;
        }
        for (int layer = 0; layer < LAYERS; layer++) {
            raster.interpolate(RIG.mesh().vertices(), layer, canonical, 3 * plane * layer);
            raster.interpolate(relative, layer, posed, 3 * plane * layer);
            for (int p = 0; p < plane; p++) {
                occupancy[layer * plane + p] = raster.hit(layer, p) ? 1 : 0;
                confidence[layer * plane + p] = 2;
            }
        }
        return new DualPointMaps(LAYERS, MAP, canonical, posed, occupancy, confidence);
    }
}
