package io.canter.training.scene;

import io.canter.tracking.Rig;
import io.canter.training.geometry.Alignment;

/** Where a foreign body has the template's root joint: carried by the trunk around it. */
public final class CarriedRoot {
    // Vertices count the less for the root's place the farther they lie from it (a bell curve, template metres): wide
    // enough for many vertices, narrow enough to move as one.
    private static final double TRUNK_RADIUS = 0.2;

    private final String name;
    private final float[] canonical;
    private final float[] restRoot;
    private final float[] weights;

    /**
     * @param name of the body, for messages
     * @param canonical Q of every vertex, 3 each, template metres
     */
    public CarriedRoot(Rig template, String name, float[] canonical) {
        this.name = name;
        this.canonical = canonical;
        float[] rest = template.skeleton().restPositions();
        restRoot = new float[] {rest[0], rest[1], rest[2]};
        weights = new float[canonical.length / 3];
        for (int v = 0; v < weights.length; v++) {
            double d = Math.hypot(
                    Math.hypot(canonical[3 * v] - rest[0], canonical[3 * v + 1] - rest[1]),
                    canonical[3 * v + 2] - rest[2]);
            weights[v] = (float) Math.exp(-0.5 * d * d / (TRUNK_RADIUS * TRUNK_RADIUS));
        }
    }

    /**
     * @param world posed vertices, 3 each
     * @return 3 numbers, in the vertices' frame
     */
    public float[] of(float[] world) {
        float[] root = new float[3];
        Alignment.fit(canonical, world, weights, true)
                .orElseThrow(() -> new IllegalStateException(
                        name + " has no trunk around the template's root joint: look at its mapping"))
                .apply(restRoot, 0, root, 0);
        return root;
    }
}
