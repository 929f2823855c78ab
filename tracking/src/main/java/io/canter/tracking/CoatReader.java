package io.canter.tracking;

import io.canter.inference.CropPicture;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.util.Arrays;

/**
 * Reads the colours of an animal off one crop. Each vertex that the fitted pose turns towards the camera looks, around
 * where the pose puts it, for the pixel whose Q is nearest to it: the pose says which side is seen, Q says exactly
 * where, and a part that hides another is told from it by its Q. Buffers are reused; one instance serves one thread.
 */
final class CoatReader {
    /** Standard deviation of Q's error, metres, at which a colour weighs half. */
    private static final double SIGMA = 0.05;
    /** Cosine of the steepest view of a surface that still shows its colour: more is outline. */
    private static final double FACING_MIN = 0.25;

    private final Rig rig;
    private final MeshInCrop mesh;
    private final float[] normals;
    private final float[] seen; // 3 per vertex, 0..255
    private final float[] weights;
    private final float[] rgb = new float[3];
    private final CoatBorder border = new CoatBorder();
    private final CanonicalSearch search = new CanonicalSearch();
    private DualPointMaps maps;
    private int size;

    CoatReader(Rig rig) {
        this.rig = rig;
        mesh = new MeshInCrop(rig);
        normals = new float[rig.mesh().vertices().length];
        seen = new float[rig.mesh().vertices().length];
        weights = new float[rig.mesh().vertexCount()];
    }

    /**
     * Reads what a detection shows of the animal that {@code fit} has posed.
     *
     * @return whether the detection came with a picture
     */
    boolean read(Detection detection, Body body, ArticulatedFit fit) {
        if (detection.picture().isEmpty()) {
            return false;
        }
        CropPicture picture = detection.picture().get();
        maps = detection.maps();
        size = maps.size();
        Arrays.fill(weights, 0);
        border.read(maps, picture);
        search.read(maps);
        float[] posed = mesh.pose(body, fit, detection.camera());
        Normals.of(posed, rig.mesh().triangles(), normals);
        float[] rest = rig.mesh().vertices();
        double focal = 0.5 * size / detection.camera().tanHalf();
        for (int v = 0; v < weights.length; v++) {
            double px = posed[3 * v];
            double py = posed[3 * v + 1];
            double pz = posed[3 * v + 2];
            double facing = -(px * normals[3 * v] + py * normals[3 * v + 1] + pz * normals[3 * v + 2])
                    / Math.sqrt(px * px + py * py + pz * pz);
            if (!(facing > FACING_MIN) || !(pz > LayeredRasterizer.NEAR)) {
                continue;
            }
            double column = focal * px / pz + 0.5 * size;
            double row = focal * py / pz + 0.5 * size;
            if (search.find(rest[3 * v], rest[3 * v + 1], rest[3 * v + 2], column, row)) {
                weigh(v, facing, picture);
            }
        }
        return true;
    }

    /** 3 per vertex, 0..255; overwritten by the next reading. */
    float[] seen() {
        return seen;
    }

    /** 1 per vertex, 0 where it was not seen; overwritten by the next reading. */
    float[] weights() {
        return weights;
    }

    private void weigh(int v, double facing, CropPicture picture) {
        int pixel = search.pixel();
        double confidence = maps.confidence()[pixel];
        if (!border.isAnimal(pixel) || !(confidence > 0)) {
            return;
        }
        CoatBorder.sample(picture, search.column() / size, search.row() / size, rgb, 0);
        double variance = search.distanceSquared() + 1 / (3 * confidence);
        double weight = facing * facing * SIGMA * SIGMA / (SIGMA * SIGMA + variance) * border.trust(pixel, rgb);
        weights[v] = (float) weight;
        System.arraycopy(rgb, 0, seen, 3 * v, 3);
    }
}
