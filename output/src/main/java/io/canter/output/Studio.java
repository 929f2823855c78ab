package io.canter.output;

import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Normals;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;
import java.nio.ByteBuffer;

/**
 * Draws an animal by itself: over a plain ground, in a light that stands still while the camera may go around. One
 * thread; buffers are reused from picture to picture.
 */
final class Studio {
    /** Pixels of the mesh a side of one pixel of the picture: thin legs stay smooth. */
    private static final int SAMPLES = 2;
    // Towards the lamp, world: above, ahead, on the animal's left. Unit length.
    private static final double[] LAMP = {0.50, 0.74, 0.45};
    private static final float[] BARE = {0.62f, 0.49f, 0.38f};

    private final Rig rig;
    private final int width;
    private final int height;
    private final Skinner skinner;
    private final LayeredRasterizer raster;
    private final StudioGround ground = new StudioGround();
    private final float[] world;
    private final float[] camera;
    private final float[] normals;
    private final float[] rgb = new float[3];
    private final float[] over = new float[3];
    private final ByteBuffer pixels;

    /** @param width of the pictures, pixels */
    Studio(Rig rig, int width, int height) {
        this.rig = rig;
        this.width = width;
        this.height = height;
        skinner = new Skinner(rig);
        raster = new LayeredRasterizer(SAMPLES * width, SAMPLES * height, 1);
        world = new float[rig.mesh().vertices().length];
        camera = new float[world.length];
        normals = new float[world.length];
        pixels = ByteBuffer.allocateDirect(3 * width * height);
    }

    /**
     * One picture.
     *
     * @param pose worldFromCanonical: y up, ground y = 0
     * @param travelMetres how far the ground has glided back under the animal
     * @return packed RGB in a direct buffer that the next call overwrites
     */
    ByteBuffer draw(Body body, Coat coat, Pose pose, double travelMetres, StudioCamera view) {
        skinner.skin(body, pose, world);
        Normals.of(world, rig.mesh().triangles(), normals);
        double[] eye = view.eye();
        double[] m = view.cameraFromWorld();
        for (int i = 0; i < world.length; i += 3) {
            double x = world[i] - eye[0];
            double y = world[i + 1] - eye[1];
            double z = world[i + 2] - eye[2];
            for (int r = 0; r < 3; r++) {
                camera[i + r] = (float) (m[3 * r] * x + m[3 * r + 1] * y + m[3 * r + 2] * z);
            }
        }
        var lens = view.intrinsics();
        raster.rasterize(
                camera,
                rig.mesh().triangles(),
                SAMPLES * lens.fx(),
                SAMPLES * lens.fy(),
                SAMPLES * lens.cx(),
                SAMPLES * lens.cy(),
                true);
        ground.cast(world, rig.mesh().triangles(), view.target()[0], view.target()[2], halfLength(body));
        for (int j = 0; j < height; j++) {
            double v = (j + 0.5 - lens.cy()) / lens.fy();
            for (int i = 0; i < width; i++) {
                double u = (i + 0.5 - lens.cx()) / lens.fx();
                ground.colour(
                        eye,
                        m[0] * u + m[3] * v + m[6],
                        m[1] * u + m[4] * v + m[7],
                        m[2] * u + m[5] * v + m[8],
                        travelMetres,
                        rgb);
                animal(coat, i, j);
                for (int k = 0; k < 3; k++) {
                    pixels.put(3 * (j * width + i) + k, (byte) Math.round(255 * Math.max(0, Math.min(1, rgb[k]))));
                }
            }
        }
        return pixels;
    }

    private static double halfLength(Body body) {
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (int i = 2; i < body.vertices().length; i += 3) {
            least = Math.min(least, body.vertices()[i]);
            most = Math.max(most, body.vertices()[i]);
        }
        return 0.5 * (most - least);
    }

    /** Lays what the mesh covers of a pixel over {@link #rgb}. */
    private void animal(Coat coat, int i, int j) {
        int hits = 0;
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int s = 0; s < SAMPLES * SAMPLES; s++) {
            int pixel = (SAMPLES * j + s / SAMPLES) * raster.width() + SAMPLES * i + s % SAMPLES;
            if (raster.hit(0, pixel)) {
                shade(coat, pixel);
                hits++;
                red += over[0];
                green += over[1];
                blue += over[2];
            }
        }
        float all = SAMPLES * SAMPLES;
        float open = (all - hits) / all;
        rgb[0] = rgb[0] * open + red / all;
        rgb[1] = rgb[1] * open + green / all;
        rgb[2] = rgb[2] * open + blue / all;
    }

    private void shade(Coat coat, int pixel) {
        int[] triangles = rig.mesh().triangles();
        if (coat.known()) {
            CoatColours.of(coat, raster, pixel, triangles, 0, over);
        } else {
            System.arraycopy(BARE, 0, over, 0, 3);
        }
        int t = 3 * raster.triangle(0, pixel);
        float w1 = raster.weight1(0, pixel);
        float w2 = raster.weight2(0, pixel);
        float w0 = 1 - w1 - w2;
        int a = 3 * triangles[t];
        int b = 3 * triangles[t + 1];
        int c = 3 * triangles[t + 2];
        double x = w0 * normals[a] + w1 * normals[b] + w2 * normals[c];
        double y = w0 * normals[a + 1] + w1 * normals[b + 1] + w2 * normals[c + 1];
        double z = w0 * normals[a + 2] + w1 * normals[b + 2] + w2 * normals[c + 2];
        double inverse = 1 / Math.sqrt(Math.max(1e-12, x * x + y * y + z * z));
        double lamp = Math.max(0, (x * LAMP[0] + y * LAMP[1] + z * LAMP[2]) * inverse + 0.2) / 1.2;
        double sky = 0.5 + 0.5 * y * inverse;
        float light = (float) (0.36 + 0.28 * sky + 0.40 * lamp);
        for (int k = 0; k < 3; k++) {
            over[k] = Math.min(1, over[k] * light);
        }
    }
}
