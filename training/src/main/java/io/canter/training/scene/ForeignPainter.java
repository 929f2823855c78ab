package io.canter.training.scene;

import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import java.util.Arrays;

/**
 * Pictures of bodies that are not of the family, with the generator's coats, light, backgrounds and cameras' faults, but
 * without occluders and other animals. One instance serves one thread and one mesh.
 */
public final class ForeignPainter {
    private static final int EDGE = SceneGenerator.IMAGE_SIZE;
    private static final float SHADOW_RADIUS_METRES = 2.5f;

    private final Mesh mesh;
    private final Regions regions;
    private final SceneRenderer renderer;
    private final ShadowMap shadow = new ShadowMap();
    private final Canvas canvas = new Canvas(EDGE, EDGE);
    private final Finish finish = new Finish(EDGE, EDGE);

    /**
     * @param template that Q belongs to
     * @param canonical Q of every vertex, 3 each, template metres: coats are painted there
     * @param triangles of the foreign mesh
     */
    public ForeignPainter(Rig template, float[] canonical, int[] triangles) {
        mesh = new Mesh(canonical, triangles);
        regions = Regions.of(template).carried(template, canonical);
        renderer = new SceneRenderer(mesh, regions, EDGE, EDGE, 2);
    }

    /**
     * Draws a picture: a pure function of its arguments.
     *
     * @param world posed vertices, 3 each, metres, y up, ground at y = 0
     * @param view its picture is as large as the generator's
     * @return 3 x S x S, RGB as shown on a display
     */
    public byte[] paint(float[] world, View view, long seed) {
        Dice dice = new Dice(seed);
        Arrays.fill(canvas.rgb, 0);
        Light light = Light.random(dice.split());
        shadow.cast(world, mesh.triangles(), ViewSampler.centre(world), SHADOW_RADIUS_METRES, light.towardsSun());
        Backdrop.random(dice.split()).paint(canvas, view, light, shadow, new float[0]);
        Dice coat = dice.split();
        renderer.draw(
                canvas,
                view,
                world,
                new SceneRenderer.Look(Coat.random(coat, regions), light, shadow, 0, 0, coat.noiseSeed()),
                false);
        byte[] image = new byte[3 * EDGE * EDGE];
        finish.develop(canvas, dice.split(), image);
        return image;
    }
}
