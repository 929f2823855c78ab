package io.canter.output;

import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Keypoint;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Rig;
import io.canter.tracking.Subject;
import java.util.List;
import java.util.Optional;

/** Where the landmarks of a posed subject are, whether they can be seen, and how far the network agrees. */
final class KeypointReader {
    // What lies this far behind the first surface still counts as on it: skin against fitted mesh, metres.
    private static final float DEPTH_SLACK = 0.02f;
    private static final float NEAREST = 1e-3f; // keeps the projection of a point beside the camera finite
    // Q may miss a landmark by this much and still speak for it: the scale of the network's own error.
    private static final float AGREEMENT_METRES = 0.15f;
    // A landmark that the network does not see is still placed by the skeleton, from what it does see.
    private static final float SKELETON_SHARE = 0.25f;

    private final List<Keypoint> keypoints;
    private final float[] template; // 3 per keypoint, template frame
    private final float[] xyz;
    private final float[] reach; // of the current subject: from a landmark to its farthest vertex

    KeypointReader(Rig rig) {
        keypoints = rig.keypoints();
        template = new float[3 * keypoints.size()];
        xyz = new float[3 * keypoints.size()];
        reach = new float[keypoints.size()];
        means(rig.mesh().vertices(), 0, template);
    }

    /** Makes subject s of the scene the current one. */
    void read(PosedScene scene, int s) {
        means(scene.vertices(), scene.firstVertex(s), xyz);
    }

    private void means(float[] vertices, int first, float[] out) {
        for (int k = 0; k < keypoints.size(); k++) {
            int[] members = keypoints.get(k).vertices();
            for (int a = 0; a < 3; a++) {
                double sum = 0;
                for (int v : members) {
                    sum += vertices[3 * (first + v) + a];
                }
                out[3 * k + a] = (float) (sum / members.length);
            }
            float farthest = 0;
            for (int v : members) {
                float dx = vertices[3 * (first + v)] - out[3 * k];
                float dy = vertices[3 * (first + v) + 1] - out[3 * k + 1];
                float dz = vertices[3 * (first + v) + 2] - out[3 * k + 2];
                farthest = Math.max(farthest, dx * dx + dy * dy + dz * dz);
            }
            reach[k] = (float) Math.sqrt(farthest);
        }
    }

    float coordinate(int keypoint, int axis) {
        return xyz[3 * keypoint + axis];
    }

    float u(int keypoint, Intrinsics camera) {
        return camera.fx() * xyz[3 * keypoint] / Math.max(NEAREST, xyz[3 * keypoint + 2]) + camera.cx();
    }

    float v(int keypoint, Intrinsics camera) {
        return camera.fy() * xyz[3 * keypoint + 1] / Math.max(NEAREST, xyz[3 * keypoint + 2]) + camera.cy();
    }

    /**
     * Whether it lies in the frame and nothing of the posed meshes stands in front. A landmark within a limb counts as
     * seen when the skin around it is.
     */
    boolean visible(int keypoint, PosedScene scene) {
        float z = xyz[3 * keypoint + 2];
        LayeredRasterizer raster = scene.raster();
        int column = (int) Math.floor(u(keypoint, scene.scene().camera()));
        int row = (int) Math.floor(v(keypoint, scene.scene().camera()));
        if (z <= LayeredRasterizer.NEAR
                || column < 0
                || row < 0
                || column >= raster.width()
                || row >= raster.height()) {
            return false;
        }
        return raster.depth(0, row * raster.width() + column) >= z - reach[keypoint] - DEPTH_SLACK;
    }

    /**
     * 0..1: the subject's own confidence, lowered where no layer of the canonical map shows this landmark's place of the
     * body at the landmark's pixel.
     */
    float confidence(int keypoint, Subject subject, Optional<Detection> seen) {
        float support = seen.map(d -> support(keypoint, d)).orElse(0f);
        return subject.confidence() * (SKELETON_SHARE + (1 - SKELETON_SHARE) * support);
    }

    private float support(int keypoint, Detection seen) {
        CropCamera crop = seen.camera();
        DualPointMaps maps = seen.maps();
        float[] r = crop.frameFromCrop();
        float x = xyz[3 * keypoint];
        float y = xyz[3 * keypoint + 1];
        float z = xyz[3 * keypoint + 2];
        float inCropZ = r[2] * x + r[5] * y + r[8] * z;
        if (inCropZ <= LayeredRasterizer.NEAR) {
            return 0;
        }
        float halfMap = 0.5f * maps.size();
        int column = (int) Math.floor(halfMap * (1 + (r[0] * x + r[3] * y + r[6] * z) / inCropZ / crop.tanHalf()));
        int row = (int) Math.floor(halfMap * (1 + (r[1] * x + r[4] * y + r[7] * z) / inCropZ / crop.tanHalf()));
        float best = 0;
        int plane = maps.size() * maps.size();
        for (int j = Math.max(0, row - 1); j <= Math.min(maps.size() - 1, row + 1); j++) {
            for (int i = Math.max(0, column - 1); i <= Math.min(maps.size() - 1, column + 1); i++) {
                for (int layer = 0; layer < maps.layers(); layer++) {
                    int pixel = j * maps.size() + i;
                    float off = distance(keypoint, maps.canonical(), layer * 3 * plane + pixel, plane);
                    float beyond = Math.max(0, off - reach[keypoint]) / AGREEMENT_METRES;
                    best = Math.max(
                            best, maps.occupancy()[layer * plane + pixel] * (float) Math.exp(-0.5 * beyond * beyond));
                }
            }
        }
        return best;
    }

    private float distance(int keypoint, float[] canonical, int at, int plane) {
        float dx = canonical[at] - template[3 * keypoint];
        float dy = canonical[at + plane] - template[3 * keypoint + 1];
        float dz = canonical[at + 2 * plane] - template[3 * keypoint + 2];
        return (float) Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
}
