package io.canter.training.scene;

import io.canter.tracking.Body;
import io.canter.tracking.Mesh;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;

/**
 * One animal in one place, for pictures of any size and for clips: coat, light and surroundings are fixed by the seed
 * and drawn as in training, while pose and camera move from picture to picture. One instance serves one thread.
 */
public final class Stage {
    private static final int SAMPLES = 3; // 9 a pixel: thin legs stay smooth
    private static final float SHADOW_RADIUS = 2.4f; // holds the largest individual in any pose, metres

    private final Rig rig;
    private final Mesh mesh;
    private final int width;
    private final int height;
    private final Coat coat;
    private final Light light;
    private final Backdrop backdrop;
    private final float exposure;
    private final Skinner skinner;
    private final SceneRenderer renderer;
    private final ShadowMap shadow = new ShadowMap();
    private final Canvas canvas;
    private final float[] world;
    private final byte[] planar;

    private Stage(
            Rig rig,
            Mesh mesh,
            Regions regions,
            int width,
            int height,
            Coat coat,
            Light light,
            Backdrop backdrop,
            float exposure) {
        this.rig = rig;
        this.mesh = mesh;
        this.width = width;
        this.height = height;
        this.coat = coat;
        this.light = light;
        this.backdrop = backdrop;
        this.exposure = exposure;
        skinner = new Skinner(rig);
        renderer = new SceneRenderer(mesh, regions, width, height, SAMPLES);
        canvas = new Canvas(width, height);
        world = new float[mesh.vertices().length];
        planar = new byte[canvas.rgb.length];
    }

    /**
     * A bay animal on a sunny meadow, trees and hills far away.
     *
     * @param sunAzimuthRadians where the sun stands, from +z towards +x
     */
    public static Stage meadow(Rig rig, long seed, int width, int height, float sunAzimuthRadians) {
        Dice dice = new Dice(seed);
        Regions regions = Regions.of(rig);
        Coat coat = Coat.bay(dice.split(), regions);
        Backdrop backdrop = Backdrop.meadow(dice.split());
        return new Stage(
                rig, rig.mesh(), regions, width, height, coat, Light.sunny(sunAzimuthRadians), backdrop, 1.15f);
    }

    /** Coat, light and surroundings as training draws them; for evaluation take seeds from 2^41 on. */
    public static Stage random(Rig rig, long seed, int width, int height) {
        return random(rig, rig.mesh(), Regions.of(rig), seed, width, height);
    }

    /**
     * The same for a body that is not of the family.
     *
     * @param canonical Q of every vertex, 3 each: coats are painted there
     */
    public static Stage random(Rig template, float[] canonical, int[] triangles, long seed, int width, int height) {
        Regions regions = Regions.of(template).carried(template, canonical);
        return random(template, new Mesh(canonical, triangles), regions, seed, width, height);
    }

    private static Stage random(Rig rig, Mesh mesh, Regions regions, long seed, int width, int height) {
        Dice dice = new Dice(seed);
        Coat coat = Coat.random(dice.split(), regions);
        Light light = Light.random(dice.split());
        return new Stage(rig, mesh, regions, width, height, coat, light, Backdrop.random(dice.split()), 1);
    }

    /** Width of its pictures, pixels. */
    public int width() {
        return width;
    }

    /** Height of its pictures, pixels. */
    public int height() {
        return height;
    }

    /**
     * Draws one picture.
     *
     * @param pose worldFromCanonical: world y up, ground y = 0
     * @param view its intrinsics in pixels of this stage
     * @param rgb receives height x width x 3 bytes, R, G, B
     * @param mask receives height x width bytes, 255 where the animal covers at least half of the pixel; may be null
     */
    public void render(Body body, Pose pose, View view, byte[] rgb, byte[] mask) {
        skinner.skin(body, pose, world);
        render(world, SceneGenerator.feet(rig, skinner), view, rgb, mask);
    }

    /**
     * Draws one picture of the animal as its vertices are.
     *
     * @param world 3 per vertex, metres, world y up, ground y = 0
     * @param feet where the ground is trodden, 3 each, likewise
     */
    public void render(float[] world, float[] feet, View view, byte[] rgb, byte[] mask) {
        int plane = width * height;
        if (rgb.length != 3 * plane || (mask != null && mask.length != plane)) {
            throw new IllegalArgumentException("picture of " + width + " x " + height + " needs " + 3 * plane + " and "
                    + plane + " bytes, got " + rgb.length + " and " + (mask == null ? "none" : mask.length));
        }
        shadow.cast(world, mesh.triangles(), ViewSampler.centre(world), SHADOW_RADIUS, light.towardsSun());
        backdrop.paint(canvas, view, light, shadow, feet);
        renderer.draw(canvas, view, world, new SceneRenderer.Look(coat, light, shadow, 0, 0, 0), true);
        Finish.developPlainly(canvas, exposure, planar);
        for (int p = 0; p < plane; p++) {
            for (int k = 0; k < 3; k++) {
                rgb[3 * p + k] = planar[p + k * plane];
            }
            if (mask != null) {
                mask[p] = (byte) (renderer.coverage()[p] >= 0.5f ? 255 : 0);
            }
        }
    }
}
