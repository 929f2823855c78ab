package io.canter.tracking;

import java.util.OptionalDouble;

/** The individual of a shape estimate, in template units and in metres; remembers the last one, as it seldom changes. */
final class MetricBody {
    /** Joints whose skin makes the withers. */
    private static final String WITHERS = "scapula_";

    private final Rig rig;
    private final OptionalDouble withersHeightMetres;
    private double[] coefficients;
    private Body template;
    private Body metric;
    private float scale;

    MetricBody(Rig rig, OptionalDouble withersHeightMetres) {
        this.rig = rig;
        this.withersHeightMetres = withersHeightMetres;
    }

    /** Makes {@code shape} the current individual. */
    void use(ShapeEstimate shape) {
        if (shape.coefficients() == coefficients) {
            return;
        }
        coefficients = shape.coefficients();
        template = rig.body(shape.floats());
        scale = withersHeightMetres.isPresent()
                ? (float) (withersHeightMetres.getAsDouble() / withersHeight(rig, template))
                : 1;
        metric = template.scaled(scale);
    }

    /** The current individual in template units. */
    Body template() {
        return template;
    }

    /** The current individual in metres. */
    Body metric() {
        return metric;
    }

    /** Metres per template unit. */
    float scale() {
        return scale;
    }

    /**
     * From the lowest vertex up to the highest one that moves mostly with the shoulder blades; to the highest of all in
     * rigs without shoulder blades.
     */
    static double withersHeight(Rig rig, Body body) {
        float lowest = Float.MAX_VALUE;
        float highest = -Float.MAX_VALUE;
        float withers = -Float.MAX_VALUE;
        float[] vertices = body.vertices();
        for (int v = 0; v < rig.mesh().vertexCount(); v++) {
            float y = vertices[3 * v + 1];
            lowest = Math.min(lowest, y);
            highest = Math.max(highest, y);
            float share = 0;
            for (int k = Skin.INFLUENCES * v; k < Skin.INFLUENCES * (v + 1); k++) {
                String joint = rig.skeleton().names().get(rig.skin().joints()[k]);
                share += joint.startsWith(WITHERS) ? rig.skin().weights()[k] : 0;
            }
            withers = share >= 0.3f ? Math.max(withers, y) : withers;
        }
        return (withers > lowest ? withers : highest) - lowest;
    }
}
