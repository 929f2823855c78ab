package io.canter.training.family;

/** The body's surface as the zero set of a blend of its tubes, cut flat at the ground. */
final class ImplicitBody {
    private final BodyPlan plan;

    ImplicitBody(BodyPlan plan) {
        this.plan = plan;
    }

    /** Negative inside, positive outside; near the surface about metres. */
    double field(double x, double y, double z) {
        double core = 10;
        for (Tube t : plan.core) {
            core = blend(core, t.field(x, y, z), t.blend);
        }
        for (Tube t : plan.details) {
            core = blend(core, t.field(x, y, z), t.blend);
        }
        double all = core;
        for (Tube t : plan.limbs) {
            all = Math.min(all, blend(core, t.field(x, y, z), t.blend));
        }
        return Math.max(all, -y);
    }

    /** Polynomial smooth minimum: a fillet where both are nearer than {@code k}. */
    private static double blend(double a, double b, double k) {
        double h = Math.max(k - Math.abs(a - b), 0) / k;
        return Math.min(a, b) - h * h * k / 4;
    }
}
