package io.canter.training.motion;

import org.joml.Vector3f;

/** Where the muzzle's tip is, from the joints alone. */
final class Muzzle {
    /** Muzzle tip relative to the poll in the template, and the length of the last neck link that it scales with. */
    private static final Vector3f TEMPLATE = new Vector3f(0, -0.31f, 0.47f);

    private static final float TEMPLATE_JAW = (float) Math.hypot(0.08, 0.04);

    private Muzzle() {}

    /** World position of the muzzle's tip; the head must be placed. The jaw's distance tells the head's size. */
    static void tip(PoseBuilder b, Vector3f out) {
        float scale = LegSolver.clamp(b.offset(Joints.JAW).length() / TEMPLATE_JAW, 0.3f, 1.5f);
        out.set(TEMPLATE).mul(scale);
        b.world[Joints.HEAD].transform(out).add(b.position[Joints.HEAD]);
    }
}
