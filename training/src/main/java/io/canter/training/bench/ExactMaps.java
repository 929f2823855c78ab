package io.canter.training.bench;

import io.canter.inference.Box;
import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.Observation;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import io.canter.training.scene.SceneGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a network without fault would see of a posed mesh: tells the tracker's own error from the network's. */
final class ExactMaps {
    private static final float MARGIN = 1.25f; // as a followed animal's crop has it
    private static final float SURE = 0.98f;
    // Two over the summed squared error of Q and P at 3 cm each: as sure as the best pixels of a trained network.
    private static final float CONFIDENCE = 400;

    private final Mesh mesh;
    private final LayeredRasterizer raster =
            new LayeredRasterizer(SceneGenerator.MAP_SIZE, SceneGenerator.MAP_SIZE, SceneGenerator.LAYERS);
    private final float[] inCrop;
    private final float[] fromRoot;

    ExactMaps(Rig rig) {
        this(rig.mesh());
    }

    /** @param mesh Q of every vertex as its vertices */
    ExactMaps(Mesh mesh) {
        this.mesh = mesh;
        inCrop = new float[mesh.vertices().length];
        fromRoot = new float[inCrop.length];
    }

    /**
     * Sees a mesh.
     *
     * @param vertices 3 per vertex, camera frame, template metres, all before the camera
     * @param joints 3 per joint, likewise; only the root's place counts
     * @return without a detection where the mesh lies out of the frame
     */
    Observation of(
            long frame, long ptsMicros, int width, int height, Intrinsics camera, float[] vertices, float[] joints) {
        List<Detection> detections = box(vertices, camera, width, height)
                .map(box -> List.of(detection(box, camera, vertices, joints)))
                .orElse(List.of());
        return new Observation(frame, ptsMicros, width, height, camera, detections);
    }

    private Detection detection(Box box, Intrinsics camera, float[] vertices, float[] joints) {
        float side = MARGIN * Math.max(box.width(), box.height());
        Box square = new Box(box.centreX() - 0.5f * side, box.centreY() - 0.5f * side, side, side);
        CropCamera crop = CropCamera.lookingAt(square, camera, 1);
        float[] m = crop.frameFromCrop();
        for (int v = 0; v < vertices.length; v += 3) {
            for (int a = 0; a < 3; a++) {
                inCrop[v + a] = m[a] * vertices[v] + m[3 + a] * vertices[v + 1] + m[6 + a] * vertices[v + 2];
                fromRoot[v + a] = inCrop[v + a] - (m[a] * joints[0] + m[3 + a] * joints[1] + m[6 + a] * joints[2]);
            }
        }
        raster.rasterize(inCrop, mesh.triangles(), crop.tanHalf());
        int plane = raster.width() * raster.height();
        float[] canonical = new float[3 * raster.layers() * plane];
        float[] posed = new float[canonical.length];
        float[] occupancy = new float[raster.layers() * plane];
        float[] confidence = new float[occupancy.length];
        Arrays.fill(confidence, CONFIDENCE);
        for (int layer = 0; layer < raster.layers(); layer++) {
            raster.interpolate(mesh.vertices(), layer, canonical, 3 * layer * plane);
            raster.interpolate(fromRoot, layer, posed, 3 * layer * plane);
            for (int p = 0; p < plane; p++) {
                occupancy[layer * plane + p] = raster.hit(layer, p) ? SURE : 1 - SURE;
            }
        }
        return Detection.unjudged(
                box, crop, new DualPointMaps(raster.layers(), raster.width(), canonical, posed, occupancy, confidence));
    }

    /** Tight, cut to the frame. */
    private static Optional<Box> box(float[] vertices, Intrinsics camera, int width, int height) {
        float left = Float.POSITIVE_INFINITY;
        float top = Float.POSITIVE_INFINITY;
        float right = Float.NEGATIVE_INFINITY;
        float bottom = Float.NEGATIVE_INFINITY;
        for (int v = 0; v < vertices.length; v += 3) {
            float z = vertices[v + 2];
            if (z > LayeredRasterizer.NEAR) {
                left = Math.min(left, camera.fx() * vertices[v] / z + camera.cx());
                right = Math.max(right, camera.fx() * vertices[v] / z + camera.cx());
                top = Math.min(top, camera.fy() * vertices[v + 1] / z + camera.cy());
                bottom = Math.max(bottom, camera.fy() * vertices[v + 1] / z + camera.cy());
            }
        }
        left = Math.max(0, left);
        top = Math.max(0, top);
        right = Math.min(width, right);
        bottom = Math.min(height, bottom);
        return right - left > 1 && bottom - top > 1
                ? Optional.of(new Box(left, top, right - left, bottom - top))
                : Optional.empty();
    }
}
