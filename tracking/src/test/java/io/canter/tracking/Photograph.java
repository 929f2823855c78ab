package io.canter.tracking;

import io.canter.inference.CropCamera;
import io.canter.inference.CropPicture;
import io.canter.inference.Detection;
import java.util.Optional;

/** Pictures of posed animals with known colours before a plain wall, with the smear over the outline that lenses have. */
final class Photograph {
    static final int SIZE = 128;
    private static final int SAMPLES = 3;

    private Photograph() {}

    /** Colour of each spot of the template, red, green, blue, 0..255. */
    interface Coating {
        int at(float x, float y, float z, int channel);
    }

    /** What a camera sees of the animal, added to a detection. */
    static Detection of(PosedAnimal animal, Detection detection, Coating coating, int... wall) {
        CropCamera camera = detection.camera();
        float[] m = camera.frameFromCrop();
        float[] inCrop = new float[animal.vertices.length];
        for (int v = 0; v < inCrop.length; v += 3) {
            for (int a = 0; a < 3; a++) {
                for (int k = 0; k < 3; k++) {
                    inCrop[v + a] += m[3 * k + a] * animal.vertices[v + k];
                }
            }
        }
        int fine = SAMPLES * SIZE;
        LayeredRasterizer raster = new LayeredRasterizer(fine, fine, 1);
        raster.rasterize(inCrop, animal.rig.mesh().triangles(), camera.tanHalf());
        float[] rest = new float[3 * fine * fine];
        raster.interpolate(animal.rig.mesh().vertices(), 0, rest, 0);
        byte[] rgb = new byte[3 * SIZE * SIZE];
        for (int p = 0; p < SIZE * SIZE; p++) {
            for (int k = 0; k < 3; k++) {
                rgb[3 * p + k] = (byte) mean(raster, rest, p, coating, k, wall[k]);
            }
        }
        return new Detection(
                detection.box(), camera, detection.maps(), detection.score(), Optional.of(new CropPicture(SIZE, rgb)));
    }

    /** Over the pixel and half of each neighbour. */
    private static int mean(LayeredRasterizer raster, float[] rest, int pixel, Coating coating, int k, int wall) {
        int fine = SAMPLES * SIZE;
        int sum = 0;
        int count = 0;
        for (int b = -1; b <= SAMPLES; b++) {
            for (int a = -1; a <= SAMPLES; a++) {
                int i = Math.max(0, Math.min(fine - 1, pixel % SIZE * SAMPLES + a));
                int j = Math.max(0, Math.min(fine - 1, pixel / SIZE * SAMPLES + b));
                int s = j * fine + i;
                sum += raster.hit(0, s)
                        ? coating.at(rest[s], rest[fine * fine + s], rest[2 * fine * fine + s], k)
                        : wall;
                count++;
            }
        }
        return Math.round((float) sum / count);
    }
}
