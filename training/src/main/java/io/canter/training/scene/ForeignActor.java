package io.canter.training.scene;

import io.canter.tracking.Rig;
import java.util.List;

/**
 * Poses one imported body by its own clips, brought to the family's conventions: it faces +z, stands on y = 0, and its
 * trunk is as long as the template's. Each time its height and width are drawn anew. One instance serves one thread.
 */
final class ForeignActor {
    private static final float STRETCH = 0.1f; // standard deviation of the logarithm

    private final ForeignBodies.Kind kind;
    private final List<String> clips;
    private final SceneRenderer renderer;
    private final CarriedRoot root;
    private final int[] feet; // vertices
    private final float[] world;

    ForeignActor(Rig template, ForeignBodies.Kind kind, int edge) {
        this.kind = kind;
        clips = kind.rig().clips().stream()
                .filter(clip -> kind.rig().clipSeconds(clip) > 0)
                .toList();
        renderer = new SceneRenderer(kind.mesh(), kind.regions(), edge, edge, 2);
        float[] canonical = kind.mesh().vertices();
        root = new CarriedRoot(template, kind.rig().name(), canonical);
        feet = SceneGenerator.footVertices(template, canonical);
        world = new float[canonical.length];
    }

    /** In a random moment of a random clip. Its arrays hold until the next call. */
    Actor pose(Dice dice) {
        String clip = clips.get(dice.below(clips.size()));
        kind.rig().pose(clip, dice.uniform(0, (float) kind.rig().clipSeconds(clip)), world);
        float wide = (float) Math.exp(STRETCH * dice.gaussian());
        float high = (float) Math.exp(STRETCH * dice.gaussian());
        stand(wide * (kind.mirrored() ? -1 : 1), high);
        float[] at = new float[3 * feet.length];
        for (int f = 0; f < feet.length; f++) {
            System.arraycopy(world, 3 * feet[f], at, 3 * f, 3);
        }
        return new Actor(kind.mesh(), kind.regions(), renderer, world, at, root.of(world), kind.species());
    }

    /** Turned to face +z, in the middle and on the ground; then stretched across and upwards. */
    private void stand(float wide, float high) {
        // As the file has it, left is left: the mirrored kind is turned by its unmirrored Q.
        float side = kind.mirrored() ? -1 : 1;
        float[] q = kind.mesh().vertices();
        float[] centre = ViewSampler.centre(world);
        float[] middle = ViewSampler.centre(q);
        double along = 0;
        double across = 0;
        for (int i = 0; i < q.length; i += 3) {
            float qx = side * (q[i] - middle[0]);
            float qz = q[i + 2] - middle[2];
            float x = world[i] - centre[0];
            float z = world[i + 2] - centre[2];
            along += qx * x + qz * z;
            across += qx * z - qz * x;
        }
        double length = Math.hypot(along, across) + 1e-9;
        float cos = (float) (along / length);
        float sin = (float) (across / length);
        float low = Float.MAX_VALUE;
        for (int i = 1; i < world.length; i += 3) {
            low = Math.min(low, world[i]);
        }
        for (int i = 0; i < world.length; i += 3) {
            float x = world[i] - centre[0];
            float z = world[i + 2] - centre[2];
            world[i] = wide * (cos * x + sin * z);
            world[i + 1] = high * (world[i + 1] - low);
            world[i + 2] = cos * z - sin * x;
        }
    }
}
