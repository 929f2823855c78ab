package io.canter.training.evaluation;

import io.canter.ingest.Intrinsics;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Rig;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.scene.ForeignPainter;
import io.canter.training.scene.Sample;
import io.canter.training.scene.SceneGenerator;
import io.canter.training.scene.View;
import java.util.List;

/**
 * Films a foreign rig: moments spread over its gaits, each from another side, the whole animal in the picture. The same
 * pictures at every call.
 */
final class RigStage {
    private static final float TAN_HALF = 0.25f; // a field of view of 28 degrees
    private static final float FILL = 0.8f; // of the picture's edge, as a followed animal's crop has it
    // Successive views lie as far apart as can be, however many there are.
    private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
    private static final int SURFACE_POINTS = 12_000;

    private final String stem;
    private final ImportedRig rig;
    private final ForeignPainter painter;
    private final LayeredRasterizer raster =
            new LayeredRasterizer(SceneGenerator.MAP_SIZE, SceneGenerator.MAP_SIZE, SceneGenerator.LAYERS);
    private final float[] world;
    private final float[] camera;

    /** @param stem of the rig's file: rigs differ in sides and coats, wherever the file lies */
    RigStage(Rig template, String stem, ImportedRig rig) {
        this.stem = stem;
        this.rig = rig;
        painter = new ForeignPainter(template, rig.canonical(), rig.rest().triangles());
        world = new float[rig.canonical().length];
        camera = new float[world.length];
    }

    /**
     * One picture with its truth.
     *
     * @param sample its posed map is in the camera's frame, not from a root
     * @param surface points spread over the whole surface, camera frame, template metres
     * @param vertical the scene's upward direction in the camera frame
     */
    record Shot(Sample sample, float[] surface, double[] vertical) {}

    /** The clips that count: walks, trots, canters and gallops; where there is none, all clips. */
    static List<String> gaits(ImportedRig rig) {
        List<String> gaits = rig.clips("walk|trot|run|canter|gallop");
        return gaits.isEmpty() ? rig.clips() : gaits;
    }

    /** Picture {@code number} of {@code count} of that clip. */
    Shot shoot(String clip, int number, int count) {
        rig.pose(clip, rig.clipSeconds(clip) * number / count, world);
        stand();
        int series = (stem + "|" + clip).hashCode(); // the language fixes what a string's hash is
        double azimuth = GOLDEN_ANGLE * (number + Math.floorMod(series, 1000));
        double elevation = Math.toRadians(4 + 18 * ((number * 0.618) % 1));
        View view = view(azimuth, elevation);
        byte[] image = painter.paint(world, view, ((long) series << 8) + number);
        float[] m = view.cameraFromWorld();
        return new Shot(
                truth(view, image),
                SurfaceSamples.inCamera(SurfaceSamples.of(world, rig.rest().triangles(), SURFACE_POINTS, number), view),
                new double[] {m[1], m[4], m[7]});
    }

    /** On the ground, in the middle. */
    private void stand() {
        float[] low = {Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE};
        float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int i = 0; i < world.length; i++) {
            low[i % 3] = Math.min(low[i % 3], world[i]);
            high[i % 3] = Math.max(high[i % 3], world[i]);
        }
        for (int i = 0; i < world.length; i++) {
            world[i] -= i % 3 == 1 ? low[1] : 0.5f * (low[i % 3] + high[i % 3]);
        }
    }

    /** From that side, as near as the picture holds the animal. */
    private View view(double azimuth, double elevation) {
        float size = SceneGenerator.IMAGE_SIZE;
        Intrinsics pinhole = new Intrinsics(0.5f * size / TAN_HALF, 0.5f * size / TAN_HALF, 0.5f * size, 0.5f * size);
        float[] target = {0, 0.5f * top(), 0};
        double distance = 8;
        View view = null;
        for (int round = 0; round < 4; round++) { // converges at once for distant cameras
            float[] eye = {
                (float) (distance * Math.cos(elevation) * Math.sin(azimuth)),
                (float) (target[1] + distance * Math.sin(elevation)),
                (float) (distance * Math.cos(elevation) * Math.cos(azimuth))
            };
            view = View.lookAt(eye, target, 0, pinhole);
            view.toCamera(world, camera);
            double reach = 0;
            for (int i = 0; i < camera.length; i += 3) {
                double side = Math.max(Math.abs(camera[i]), Math.abs(camera[i + 1]));
                reach = Math.max(reach, side / Math.max(camera[i + 2], 0.1));
            }
            distance *= reach / (FILL * TAN_HALF);
        }
        return view;
    }

    private float top() {
        float top = 0;
        for (int i = 1; i < world.length; i += 3) {
            top = Math.max(top, world[i]);
        }
        return top;
    }

    private Sample truth(View view, byte[] image) {
        int plane = SceneGenerator.MAP_SIZE * SceneGenerator.MAP_SIZE;
        byte[] occupancy = new byte[SceneGenerator.LAYERS * plane];
        float[] canonical = new float[3 * occupancy.length];
        float[] posed = new float[3 * occupancy.length];
        view.toCamera(world, camera);
        raster.rasterize(camera, rig.rest().triangles(), TAN_HALF);
        for (int layer = 0; layer < SceneGenerator.LAYERS; layer++) {
            raster.interpolate(rig.canonical(), layer, canonical, 3 * layer * plane);
            raster.interpolate(camera, layer, posed, 3 * layer * plane);
            for (int p = 0; p < plane; p++) {
                occupancy[layer * plane + p] = (byte) (raster.hit(layer, p) ? 1 : 0);
            }
        }
        return new Sample(
                0,
                SceneGenerator.IMAGE_SIZE,
                SceneGenerator.MAP_SIZE,
                SceneGenerator.LAYERS,
                image,
                occupancy,
                canonical,
                posed,
                TAN_HALF,
                0,
                1,
                1,
                Sample.Prior.NONE);
    }
}
