package io.canter.tracking;

import io.canter.inference.Box;
import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.Observation;
import io.canter.ingest.Intrinsics;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.joml.Quaternionf;

/** A posed individual before a camera, and the exact maps that a perfect network would see of it. */
final class PosedAnimal {
    static final int SIZE = 64;
    static final int LAYERS = 4;
    static final float TAN_HALF = 0.3f;
    static final Intrinsics CAMERA = new Intrinsics(800, 800, 640, 360);

    final Rig rig;
    final Body body;
    final Pose pose;
    final float[] vertices; // posed, camera frame
    final float[] joints; // posed, camera frame

    PosedAnimal(Rig rig, Body body, Pose pose) {
        this.rig = rig;
        this.body = body;
        this.pose = pose;
        vertices = new float[body.vertices().length];
        Skinner skinner = new Skinner(rig);
        skinner.skin(body, pose, vertices);
        joints = skinner.jointPositions().clone();
    }

    /**
     * Bent at random.
     *
     * @param yaw 0: the animal faces the camera; pi/2: it faces the picture's right
     */
    static PosedAnimal random(Rig rig, Body body, double yaw, double bend, RandomGenerator random) {
        int n = rig.skeleton().jointCount();
        float[] rotations = new float[4 * n];
        double[] vector = new double[3];
        double[] q = new double[4];
        for (int j = 1; j < n; j++) {
            for (int k = 0; k < 3; k++) {
                double axis = k == 0 ? bend : 0.3 * bend;
                vector[k] = axis * Math.max(-2, Math.min(2, random.nextGaussian()));
            }
            Rotations.toQuaternion(vector, 0, q, 0);
            for (int k = 0; k < 4; k++) {
                rotations[4 * j + k] = (float) q[k];
            }
        }
        // Upright before the camera: canonical y up is camera y down.
        Quaternionf root = new Quaternionf().rotateY((float) yaw).rotateX((float) Math.PI);
        root.rotateX((float) (0.1 * random.nextGaussian()));
        rotations[0] = root.x;
        rotations[1] = root.y;
        rotations[2] = root.z;
        rotations[3] = root.w;
        return new PosedAnimal(rig, body, new Pose(new float[] {0.2f, 0.1f, 6}, rotations));
    }

    /** Puts a fit into this pose. */
    void stand(ArticulatedFit fit) {
        double[] q = new double[4];
        for (int j = 0; j < rig.skeleton().jointCount(); j++) {
            for (int k = 0; k < 4; k++) {
                q[k] = pose.rotations()[4 * j + k];
            }
            if (j == 0) {
                System.arraycopy(q, 0, fit.kinematics.rootRotation, 0, 4);
            } else {
                Rotations.fromQuaternion(q, 0, fit.kinematics.bends, 3 * j);
            }
        }
        for (int a = 0; a < 3; a++) {
            fit.translation[a] = pose.rootTranslation()[a];
        }
        fit.takeDistance();
    }

    /** The exact maps, seen by a crop camera that looks at the root. */
    Detection detection() {
        return detection(SIZE);
    }

    /** The same with maps of so many pixels an edge. */
    Detection detection(int size) {
        CropCamera camera = cropCamera();
        float[] inCrop = new float[vertices.length];
        float[] relative = new float[vertices.length];
        float[] m = camera.frameFromCrop();
        for (int v = 0; v < vertices.length; v += 3) {
            for (int a = 0; a < 3; a++) {
                for (int k = 0; k < 3; k++) {
                    inCrop[v + a] += m[3 * k + a] * vertices[v + k];
                    relative[v + a] += m[3 * k + a] * (vertices[v + k] - joints[k]);
                }
            }
        }
        LayeredRasterizer rasterizer = new LayeredRasterizer(size, size, LAYERS);
        rasterizer.rasterize(inCrop, rig.mesh().triangles(), TAN_HALF);
        int plane = size * size;
        float[] canonical = new float[3 * LAYERS * plane];
        float[] posed = new float[3 * LAYERS * plane];
        float[] occupancy = new float[LAYERS * plane];
        float[] confidence = new float[LAYERS * plane];
        Arrays.fill(confidence, 400); // two over the summed squared error of Q and P at 3 cm each
        for (int layer = 0; layer < LAYERS; layer++) {
            rasterizer.interpolate(rig.mesh().vertices(), layer, canonical, 3 * layer * plane);
            rasterizer.interpolate(relative, layer, posed, 3 * layer * plane);
            for (int i = 0; i < plane; i++) {
                occupancy[layer * plane + i] = rasterizer.hit(layer, i) ? 0.98f : 0.02f;
            }
        }
        DualPointMaps maps = new DualPointMaps(LAYERS, size, canonical, posed, occupancy, confidence);
        return new Detection(box(), camera, maps, 0.9f);
    }

    Box box() {
        float[] range = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int v = 0; v < vertices.length; v += 3) {
            float x = CAMERA.fx() * vertices[v] / vertices[v + 2] + CAMERA.cx();
            float y = CAMERA.fy() * vertices[v + 1] / vertices[v + 2] + CAMERA.cy();
            range[0] = Math.min(range[0], x);
            range[1] = Math.min(range[1], y);
            range[2] = Math.max(range[2], x);
            range[3] = Math.max(range[3], y);
        }
        return new Box(range[0], range[1], range[2] - range[0], range[3] - range[1]);
    }

    private CropCamera cropCamera() {
        float x = pose.rootTranslation()[0];
        float y = pose.rootTranslation()[1];
        float z = pose.rootTranslation()[2];
        org.joml.Vector3f forward = new org.joml.Vector3f(x, y, z).normalize();
        org.joml.Vector3f right = new org.joml.Vector3f(0, 1, 0).cross(forward).normalize();
        org.joml.Vector3f down = new org.joml.Vector3f(forward).cross(right);
        float[] m = {right.x, down.x, forward.x, right.y, down.y, forward.y, right.z, down.z, forward.z};
        return new CropCamera(m, TAN_HALF);
    }

    static Observation observation(long frame, long ptsMicros, Detection... detections) {
        return new Observation(frame, ptsMicros, 1280, 720, CAMERA, List.of(detections));
    }

    /** What a fair network makes of exact maps: smooth noise, gross errors, a leg taken for its neighbour. */
    static Detection spoilt(Detection exact, double noise, double outliers, boolean swapLegs, RandomGenerator random) {
        DualPointMaps maps = exact.maps();
        int size = maps.size();
        int plane = size * size;
        float[] canonical = maps.canonical().clone();
        float[] posed = maps.posed().clone();
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int pixel = 0; pixel < plane; pixel++) {
                int at = 3 * layer * plane + pixel;
                boolean gross = random.nextDouble() < outliers;
                // The lower legs of one half of the picture: left and right exchanged.
                if (swapLegs && canonical[at + plane] < 0.6f && pixel % size > size / 2) {
                    canonical[at] = -canonical[at];
                }
                for (int a = 0; a < 3; a++) {
                    canonical[at + a * plane] += (float) (noise * random.nextGaussian());
                    posed[at + a * plane] += (float) (noise * random.nextGaussian());
                    if (gross) {
                        canonical[at + a * plane] += (float) (0.5 * random.nextGaussian());
                        posed[at + a * plane] += (float) (0.5 * random.nextGaussian());
                    }
                }
            }
        }
        DualPointMaps spoilt = new DualPointMaps(LAYERS, size, canonical, posed, maps.occupancy(), maps.confidence());
        return new Detection(exact.box(), exact.camera(), spoilt, exact.score());
    }
}
