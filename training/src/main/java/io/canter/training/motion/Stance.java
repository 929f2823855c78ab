package io.canter.training.motion;

/** Sets a bent trunk on its feet. */
final class Stance {
    private Stance() {}

    /** Lowers the trunk until every target is in reach, then solves all legs. Everything is placed afterwards. */
    static void settle(PoseBuilder b, LegTarget[] targets) {
        b.placeAll();
        LegSolver solver = new LegSolver(b);
        float sink = 0;
        for (Leg leg : Leg.ALL) {
            sink = Math.max(sink, solver.excess(leg, targets[leg.index]));
        }
        b.raise(-sink);
        for (Leg leg : Leg.ALL) {
            solver.solve(leg, targets[leg.index]);
        }
    }

    /** Height of the lowest hoof over y = 0; everything must be placed. */
    static float lowestHoof(PoseBuilder b) {
        float lowest = Float.POSITIVE_INFINITY;
        for (Leg leg : Leg.ALL) {
            lowest = Math.min(lowest, Hoof.lowest(b, leg));
        }
        return lowest;
    }
}
