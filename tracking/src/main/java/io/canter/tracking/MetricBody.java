package io.canter.tracking;

import java.util.OptionalDouble;

/** The individual of a shape estimate, in template units and in metres; remembers the last one, as it seldom changes. */
final class MetricBody {
    private static final String SHOULDER_BLADE = "scapula_l";
    /** Half the length of back that is searched for its highest point, as a share of the height; beyond, the neck rises. */
    private static final float BAND_SHARE = 0.02f;

    private final Rig rig;
    private final OptionalDouble withersHeightMetres;
    private double[] coefficients;
    private Body template;
    private double[] templateJoints;
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
        templateJoints = new double[template.joints().length];
        for (int i = 0; i < templateJoints.length; i++) {
            templateJoints[i] = template.joints()[i];
        }
        scale = withersHeightMetres.isPresent()
                ? (float) (withersHeightMetres.getAsDouble() / withersHeight(rig, template))
                : 1;
        metric = template.scaled(scale);
    }

    /** The current individual in template units. */
    Body template() {
        return template;
    }

    /** Its joints at rest, 3 each; not to be changed. */
    double[] templateJoints() {
        return templateJoints;
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
     * From the lowest vertex up to the back's highest above the top of the shoulder blades, which is the withers; to the
     * highest of all in rigs without shoulder blades.
     */
    static double withersHeight(Rig rig, Body body) {
        int blade = rig.skeleton().names().indexOf(SHOULDER_BLADE);
        float lowest = Float.MAX_VALUE;
        float highest = -Float.MAX_VALUE;
        float[] vertices = body.vertices();
        for (int v = 1; v < vertices.length; v += 3) {
            lowest = Math.min(lowest, vertices[v]);
            highest = Math.max(highest, vertices[v]);
        }
        if (blade < 0) {
            return highest - lowest;
        }
        float withers = -Float.MAX_VALUE;
        float bandMetres = BAND_SHARE * (highest - lowest);
        for (int v = 0; v < vertices.length; v += 3) {
            if (Math.abs(vertices[v + 2] - body.joints()[3 * blade + 2]) < bandMetres) {
                withers = Math.max(withers, vertices[v + 1]);
            }
        }
        return (withers > lowest ? withers : highest) - lowest;
    }
}
