package io.canter.output;

import io.canter.tracking.LayeredRasterizer;
import java.util.Arrays;

/**
 * What stands behind an animal: a plain ground that fades into a plain wall, and on it a soft shadow. Faint tiles glide
 * with the ground, so that one sees whether feet slip.
 */
final class StudioGround {
    private static final int GRID = 192; // shadow map cells on an edge: 2 cm for a horse
    private static final double FAR = 60; // the shadow's camera, in radii below the ground: nearly parallel rays
    private static final float[] FLOOR = {0.74f, 0.72f, 0.69f};
    private static final float[] WALL = {0.90f, 0.91f, 0.92f};
    private static final double TILE_CONTRAST = 0.022;

    private final LayeredRasterizer below = new LayeredRasterizer(GRID, GRID, 1);
    private final float[] shadow = new float[GRID * GRID];
    private final float[] contact = new float[GRID * GRID];
    private final float[] scratch = new float[GRID * GRID];
    private float[] seenFromBelow = new float[0];
    private double centreX;
    private double centreZ;
    private double radius; // half the shadow map's edge, metres

    /**
     * Casts the shadow of an animal.
     *
     * @param vertices world, y up
     * @param sizeMetres about the animal's half length
     */
    void cast(float[] vertices, int[] triangles, double x, double z, double sizeMetres) {
        centreX = x;
        centreZ = z;
        radius = 1.6 * sizeMetres;
        double far = FAR * radius;
        if (seenFromBelow.length != vertices.length) {
            seenFromBelow = new float[vertices.length];
        }
        for (int i = 0; i < vertices.length; i += 3) {
            seenFromBelow[i] = (float) (vertices[i] - x);
            seenFromBelow[i + 1] = (float) (vertices[i + 2] - z);
            seenFromBelow[i + 2] = (float) (far + Math.max(0, vertices[i + 1]));
        }
        double focal = 0.5 * GRID * far / radius;
        below.rasterize(seenFromBelow, triangles, focal, focal, 0.5 * GRID, 0.5 * GRID, false);
        for (int p = 0; p < shadow.length; p++) {
            double height = below.hit(0, p) ? below.depth(0, p) - far : Double.MAX_VALUE;
            shadow[p] = height == Double.MAX_VALUE ? 0 : 1;
            contact[p] = (float) Math.max(0, 1 - height / (0.22 * sizeMetres));
        }
        blur(shadow, 11);
        blur(contact, 2);
    }

    /** Three box blurs, nearly a bell. */
    private void blur(float[] map, int reach) {
        for (int round = 0; round < 3; round++) {
            lines(map, scratch, 1, GRID, reach);
            lines(scratch, map, GRID, 1, reach);
        }
    }

    private static void lines(float[] from, float[] to, int step, int line, int reach) {
        float norm = 1f / (2 * reach + 1);
        for (int l = 0; l < GRID; l++) {
            float sum = 0;
            for (int k = -reach; k < GRID; k++) {
                sum += k + reach < GRID ? from[l * line + (k + reach) * step] : 0;
                sum -= k - reach - 1 >= 0 ? from[l * line + (k - reach - 1) * step] : 0;
                if (k >= 0) {
                    to[l * line + k * step] = sum * norm;
                }
            }
        }
    }

    /** Nothing casts a shadow. */
    void clear() {
        Arrays.fill(shadow, 0);
        Arrays.fill(contact, 0);
    }

    /**
     * Colour along a ray.
     *
     * @param eye of the camera, world
     * @param travelMetres how far the animal has come: the ground has gone back by as much
     * @param rgb receives red, green, blue, 0..1
     */
    void colour(double[] eye, double dx, double dy, double dz, double travelMetres, float[] rgb) {
        double length = Math.sqrt(dx * dx + dy * dy + dz * dz);
        double up = dy / length;
        // The wall is a little darker towards the top.
        double wall = 1 - 0.10 * Math.max(0, up);
        double floor = 0;
        double light = 1;
        if (dy < 0) {
            double t = -eye[1] / dy;
            double x = eye[0] + t * dx - centreX;
            double z = eye[2] + t * dz - centreZ;
            double away = Math.hypot(x, z) / radius;
            floor = 1 - smooth((away - 1.2) / 4.5);
            light = 1 - 0.40 * sample(shadow, x, z) - 0.42 * sample(contact, x, z);
            double tile = 2 * Math.PI / (0.62 * radius);
            double wave = clamp(5 * Math.sin(tile * (x + centreX)) * Math.sin(tile * (z + centreZ + travelMetres)));
            light += TILE_CONTRAST * wave * (1 - smooth((away - 0.8) / 2.2));
        }
        for (int k = 0; k < 3; k++) {
            rgb[k] = (float) (light * (floor * FLOOR[k] + (1 - floor) * wall * WALL[k]));
        }
    }

    private double sample(float[] map, double x, double z) {
        double u = 0.5 * GRID * (x / radius + 1) - 0.5;
        double v = 0.5 * GRID * (z / radius + 1) - 0.5;
        if (!(u >= 0 && v >= 0 && u < GRID - 1 && v < GRID - 1)) {
            return 0;
        }
        int i = (int) u;
        int j = (int) v;
        double a = u - i;
        double b = v - j;
        int p = j * GRID + i;
        return (1 - b) * ((1 - a) * map[p] + a * map[p + 1]) + b * ((1 - a) * map[p + GRID] + a * map[p + GRID + 1]);
    }

    private static double smooth(double t) {
        double c = Math.max(0, Math.min(1, t));
        return c * c * (3 - 2 * c);
    }

    private static double clamp(double v) {
        return Math.max(-1, Math.min(1, v));
    }
}
