package io.canter.training.scene;

import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import io.canter.tracking.Skin;
import io.canter.training.geometry.NearestPoints;
import java.util.Arrays;
import java.util.List;

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
        int count = mesh.vertexCount();
        float[] weights = new float[Skin.INFLUENCES * count];
        for (int v = 0; v < count; v++) {
            weights[Skin.INFLUENCES * v] = 1;
        }
        Rig body = new Rig(
                template.id(),
                mesh,
                template.skeleton(),
                new Skin(new int[weights.length], weights), // not skinned here: it comes posed
                List.of(),
                template.limits(),
                List.of());
        regions = carried(Regions.of(template), template, canonical);
        renderer = new SceneRenderer(body, regions, EDGE, EDGE, 2);
    }

    private static Regions carried(Regions of, Rig template, float[] canonical) {
        NearestPoints vertices = new NearestPoints(template.mesh().vertices());
        float[] areas = new float[Regions.AREAS * canonical.length / 3];
        for (int v = 0; v < canonical.length / 3; v++) {
            int from = vertices.nearest(canonical[3 * v], canonical[3 * v + 1], canonical[3 * v + 2]);
            System.arraycopy(of.areas(), Regions.AREAS * from, areas, Regions.AREAS * v, Regions.AREAS);
        }
        return new Regions(areas, of.eyes(), of.nose());
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
