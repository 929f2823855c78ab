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

    Local local() {
        return new Local(plan);
    }

    /** The same surface, evaluated from the few parts of tubes that matter to one vertex. Serves one thread. */
    static final class Local {
        /** Half the step of the differences that give the gradient, metres. */
        private static final double STEP = 0.002;

        /** Longest move of one draw, metres: farther off, the gradient says little. */
        private static final double REACH = 0.03;

        private static final double CLOSE = 2e-4;

        private final Tube[] tubes;
        private final boolean[] limb;
        private int[] parts;
        private int from;
        private int to;

        private Local(BodyPlan plan) {
            tubes = plan.tubes().toArray(new Tube[0]);
            limb = new boolean[tubes.length];
            for (int t = 0; t < tubes.length; t++) {
                limb[t] = plan.limbs.contains(tubes[t]);
            }
        }

        void parts(int[] all, int first, int end) {
            parts = all;
            from = first;
            to = end;
        }

        private double field(double x, double y, double z) {
            double core = 10;
            for (int p = 3 * from; p < 3 * to; p += 3) {
                if (!limb[parts[p]]) {
                    Tube t = tubes[parts[p]];
                    core = blend(core, t.field(parts[p + 1], parts[p + 2], x, y, z), t.blend);
                }
            }
            double all = core;
            for (int p = 3 * from; p < 3 * to; p += 3) {
                if (limb[parts[p]]) {
                    Tube t = tubes[parts[p]];
                    all = Math.min(all, blend(core, t.field(parts[p + 1], parts[p + 2], x, y, z), t.blend));
                }
            }
            return Math.max(all, -y);
        }

        /** Moves one vertex towards the surface; false if it was there. */
        boolean draw(float[] vertices, int at) {
            double x = vertices[at];
            double y = vertices[at + 1];
            double z = vertices[at + 2];
            double f = field(x, y, z);
            if (Math.abs(f) < CLOSE) {
                return false;
            }
            double gx = (field(x + STEP, y, z) - f) / STEP;
            double gy = (field(x, y + STEP, z) - f) / STEP;
            double gz = (field(x, y, z + STEP) - f) / STEP;
            double g = Math.sqrt(Math.max(0.05, gx * gx + gy * gy + gz * gz));
            double move = Math.max(-REACH, Math.min(REACH, f / g)) / g;
            vertices[at] = (float) (x - move * gx);
            vertices[at + 1] = (float) Math.max(0, y - move * gy);
            vertices[at + 2] = (float) (z - move * gz);
            return true;
        }
    }
}
