package io.canter.training.scene;

import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Mesh;
import io.canter.tracking.Normals;
import java.util.Arrays;

/**
 * Draws a posed animal into a picture, anti-aliased by supersampling. One instance serves one thread and one picture
 * size; buffers are reused.
 */
final class SceneRenderer {
    private static final float TUFTS = 0.7f; // per pixel
    // Within a pixel that one smooth piece of surface fills, one sample has the colour of all, metres of depth.
    private static final float SMOOTH_DEPTH = 0.02f;

    private final Mesh mesh;
    private final Regions regions;
    private final int width;
    private final int height;
    private final int samples;
    private final LayeredRasterizer rasterizer;
    private final float[] camera;
    private final float[] normals;
    private final float[] paint; // 3 per vertex: radiance towards the camera
    private final int[] litIn; // per vertex: the picture for which paint holds
    private final float[] coverage;
    private final float[] rgb = new float[3];
    private final float[] areas = new float[Regions.AREAS];
    private final float[] falling = new float[3];
    private int picture;

    /**
     * @param mesh of Q: coats are painted in the template's frame
     * @param samples per pixel and direction: 2 takes 4 samples a pixel
     */
    SceneRenderer(Mesh mesh, Regions regions, int width, int height, int samples) {
        this.mesh = mesh;
        this.regions = regions;
        this.width = width;
        this.height = height;
        this.samples = samples;
        rasterizer = new LayeredRasterizer(width * samples, height * samples, 1);
        camera = new float[mesh.vertices().length];
        normals = new float[camera.length];
        paint = new float[camera.length];
        litIn = new int[camera.length / 3];
        coverage = new float[width * height];
    }

    /** How an animal is drawn: coat and light, and how its outline frays. */
    record Look(Coat coat, Light light, ShadowMap shadow, float frayPixels, float shagMetres, int seed) {}

    /**
     * Draws the animal over what the canvas holds.
     *
     * @param world posed vertices in the world, 3 per vertex
     * @param fine paints the coat for each sample, not for each vertex: for large pictures
     */
    void draw(Canvas canvas, View view, float[] world, Look look, boolean fine) {
        Normals.of(world, mesh.triangles(), normals);
        view.toCamera(world, camera);
        if (look.shagMetres() > 0) {
            shag(view, look);
        }
        rasterizer.rasterize(
                camera,
                mesh.triangles(),
                view.intrinsics().fx() * samples,
                view.intrinsics().fy() * samples,
                view.intrinsics().cx() * samples,
                view.intrinsics().cy() * samples,
                true);
        picture++;
        resolve(canvas, view, world, look, fine);
    }

    /** Of the last animal drawn: how much of each pixel it covers, 0..1. A view, overwritten by the next drawing. */
    float[] coverage() {
        return coverage;
    }

    // Tufts: every vertex moves along its normal, neighbours together.
    private void shag(View view, Look look) {
        float[] rest = mesh.vertices();
        float[] m = view.cameraFromWorld();
        for (int v = 0; v < camera.length; v += 3) {
            float n = Noise.octaves(look.seed(), rest[v] * 14, rest[v + 1] * 9, rest[v + 2] * 14, 2) - 0.35f;
            float d = look.shagMetres() * n * (1 - regions.areas()[v / 3 * Regions.AREAS + 2]);
            for (int k = 0; k < 3; k++) {
                camera[v + k] +=
                        d * (m[3 * k] * normals[v] + m[3 * k + 1] * normals[v + 1] + m[3 * k + 2] * normals[v + 2]);
            }
        }
    }

    // Only vertices that a sample asks for are painted and lit, once a picture.
    private void light(int v, View view, float[] world, Look look) {
        if (litIn[v / 3] == picture) {
            return;
        }
        litIn[v / 3] = picture;
        float[] rest = mesh.vertices();
        area(v, v, v, 1, 0, 0);
        look.coat().albedo(rest[v], rest[v + 1], rest[v + 2], areas, rgb);
        shade(view, look, world[v], world[v + 1], world[v + 2], normals[v], normals[v + 1], normals[v + 2]);
        System.arraycopy(rgb, 0, paint, v, 3);
    }

    private void area(int a, int b, int c, float wa, float wb, float wc) {
        for (int k = 0; k < Regions.AREAS; k++) {
            areas[k] = wa * regions.areas()[a / 3 * Regions.AREAS + k]
                    + wb * regions.areas()[b / 3 * Regions.AREAS + k]
                    + wc * regions.areas()[c / 3 * Regions.AREAS + k];
        }
    }

    // Turns the albedo in rgb into what the camera sees of it.
    private void shade(View view, Look look, float x, float y, float z, float nx, float ny, float nz) {
        Light light = look.light();
        float lit = look.shadow() == null ? 1 : look.shadow().lit(x, y, z);
        light.onto(nx, ny, nz, lit, falling);
        // Close to the ground little of the sky is left.
        float open = 0.7f + 0.3f * Noise.step(0, 0.6f, y);
        float gleam = 0;
        if (look.coat().gloss() > 0) {
            float ex = view.eye()[0] - x;
            float ey = view.eye()[1] - y;
            float ez = view.eye()[2] - z;
            float e = 1 / (float) Math.sqrt(ex * ex + ey * ey + ez * ez);
            float hx = ex * e + light.towardsSun()[0];
            float hy = ey * e + light.towardsSun()[1];
            float hz = ez * e + light.towardsSun()[2];
            float h = (nx * hx + ny * hy + nz * hz) / (float) Math.sqrt(hx * hx + hy * hy + hz * hz);
            if (h > 0.5f) {
                gleam = look.coat().gloss()
                        * lit
                        * (float) Math.pow(h, look.coat().glossPower());
            }
        }
        for (int k = 0; k < 3; k++) {
            rgb[k] = rgb[k] * falling[k] * open + gleam * light.sun()[k];
        }
    }

    private void resolve(Canvas canvas, View view, float[] world, Look look, boolean fine) {
        Arrays.fill(coverage, 0);
        int fray = (int) Math.ceil(look.frayPixels() * samples);
        int x0 = Math.max(0, (rasterizer.hitX0() - fray) / samples);
        int y0 = Math.max(0, (rasterizer.hitY0() - fray) / samples);
        int x1 = Math.min(width, (rasterizer.hitX1() + fray + samples - 1) / samples);
        int y1 = Math.min(height, (rasterizer.hitY1() + fray + samples - 1) / samples);
        int plane = width * height;
        float share = 1f / (samples * samples);
        for (int j = y0; j < y1; j++) {
            for (int i = x0; i < x1; i++) {
                float r = 0;
                float g = 0;
                float b = 0;
                int hits = 0;
                if (fine && isSmooth(i * samples, j * samples)) {
                    int centre = (j * samples + samples / 2) * width * samples + i * samples + samples / 2;
                    colour(centre, view, world, look, true);
                    int p = j * width + i;
                    coverage[p] = 1;
                    canvas.rgb[p] = rgb[0];
                    canvas.rgb[p + plane] = rgb[1];
                    canvas.rgb[p + 2 * plane] = rgb[2];
                    continue;
                }
                for (int s = 0; s < samples * samples; s++) {
                    int slot = sample(i * samples + s % samples, j * samples + s / samples, look, fray);
                    if (slot < 0) {
                        continue;
                    }
                    hits++;
                    colour(slot, view, world, look, fine);
                    r += rgb[0];
                    g += rgb[1];
                    b += rgb[2];
                }
                if (hits > 0) {
                    int p = j * width + i;
                    float rest = 1 - hits * share;
                    coverage[p] = hits * share;
                    canvas.rgb[p] = canvas.rgb[p] * rest + r * share;
                    canvas.rgb[p + plane] = canvas.rgb[p + plane] * rest + g * share;
                    canvas.rgb[p + 2 * plane] = canvas.rgb[p + 2 * plane] * rest + b * share;
                }
            }
        }
    }

    private boolean isSmooth(int x0, int y0) {
        float min = Float.POSITIVE_INFINITY;
        float max = 0;
        for (int s = 0; s < samples * samples; s++) {
            float depth = rasterizer.depth(0, (y0 + s / samples) * width * samples + x0 + s % samples);
            min = Math.min(min, depth);
            max = Math.max(max, depth);
        }
        return max < min + SMOOTH_DEPTH;
    }

    // The sub-pixel to look at, moved at random within the fray; -1 where the animal is not.
    private int sample(int x, int y, Look look, int fray) {
        int w = width * samples;
        int h = height * samples;
        if (fray > 0) {
            // Tufts of a few pixels, not single grains.
            float u = x * TUFTS / samples;
            float v = y * TUFTS / samples;
            x += Math.round((2 * Noise.at(look.seed(), u, v) - 1) * fray);
            y += Math.round((2 * Noise.at(look.seed() + 1, u, v) - 1) * fray);
            if (x < 0 || y < 0 || x >= w || y >= h) {
                return -1;
            }
        }
        int p = y * w + x;
        return rasterizer.hit(0, p) ? p : -1;
    }

    private void colour(int p, View view, float[] world, Look look, boolean fine) {
        int t = 3 * rasterizer.triangle(0, p);
        int a = 3 * mesh.triangles()[t];
        int b = 3 * mesh.triangles()[t + 1];
        int c = 3 * mesh.triangles()[t + 2];
        float wb = rasterizer.weight1(0, p);
        float wc = rasterizer.weight2(0, p);
        float wa = 1 - wb - wc;
        if (!fine) {
            light(a, view, world, look);
            light(b, view, world, look);
            light(c, view, world, look);
            for (int k = 0; k < 3; k++) {
                rgb[k] = wa * paint[a + k] + wb * paint[b + k] + wc * paint[c + k];
            }
            return;
        }
        float[] rest = mesh.vertices();
        area(a, b, c, wa, wb, wc);
        look.coat()
                .albedo(
                        wa * rest[a] + wb * rest[b] + wc * rest[c],
                        wa * rest[a + 1] + wb * rest[b + 1] + wc * rest[c + 1],
                        wa * rest[a + 2] + wb * rest[b + 2] + wc * rest[c + 2],
                        areas,
                        rgb);
        float nx = wa * normals[a] + wb * normals[b] + wc * normals[c];
        float ny = wa * normals[a + 1] + wb * normals[b + 1] + wc * normals[c + 1];
        float nz = wa * normals[a + 2] + wb * normals[b + 2] + wc * normals[c + 2];
        float inverse = 1 / (float) Math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12);
        shade(
                view,
                look,
                wa * world[a] + wb * world[b] + wc * world[c],
                wa * world[a + 1] + wb * world[b + 1] + wc * world[c + 1],
                wa * world[a + 2] + wb * world[b + 2] + wc * world[c + 2],
                nx * inverse,
                ny * inverse,
                nz * inverse);
    }
}
