package io.canter.training.family;

import static io.canter.training.family.Trait.*;

/** Head, jaw, eyes, ears and horns of a {@link BodyPlan}, laid out in the head's own frame. */
final class HeadPlan {
    private final Proportions p;
    private final BodyPlan plan;
    private final double y0;
    private final double z0;
    private final double forwardY;
    private final double forwardZ;

    HeadPlan(Proportions p, BodyPlan plan) {
        this.p = p;
        this.plan = plan;
        y0 = plan.jointAt("head", 1);
        z0 = plan.jointAt("head", 2);
        forwardY = -Math.sin(p.get(HEAD_PITCH));
        forwardZ = Math.cos(p.get(HEAD_PITCH));
    }

    /** Height of a point {@code ahead} metres towards the muzzle from the poll and {@code above} metres dorsal. */
    private double y(double ahead, double above) {
        return y0 + ahead * forwardY + above * forwardZ;
    }

    private double z(double ahead, double above) {
        return z0 + ahead * forwardZ - above * forwardY;
    }

    private void at(Tube.Builder b, double x, double ahead, double above, double depth, double width, double egg) {
        b.at(x, y(ahead, above), z(ahead, above), depth, width, egg, 0);
    }

    void add() {
        skull();
        beard();
        eyes();
        ears();
        horns();
    }

    /** Upper outline of the head over the line from the poll to the muzzle, metres; t is 0 at the poll, 1 at the tip. */
    private double top(double t) {
        double s = Math.max(0, Math.min(1, (t - 0.34) / 0.2));
        return 0.045 - 0.05 * t - p.get(STOP) * s * s * (3 - 2 * s);
    }

    private void skull() {
        double skull = p.get(SKULL_DEPTH);
        double wide = p.get(SKULL_WIDTH);
        double cheek = p.get(CHEEK_DEPTH);
        double face = p.get(FACE_DEPTH);
        double faceWide = p.get(FACE_WIDTH);
        double muzzle = p.get(MUZZLE_DEPTH);
        double muzzleWide = p.get(MUZZLE_WIDTH);
        Tube.Builder b = new Tube.Builder("head", 0.03, "head").sections(0, forwardY, forwardZ);
        profile(b, -0.10, 0.075, 1.0 * skull, 0.55 * wide, 0);
        profile(b, 0.0, 0.02, 1.75 * skull, 0.86 * wide, 0);
        profile(b, 0.18, -0.004, 2 * cheek, wide, 0.1);
        profile(b, 0.33, 0, 1.9 * cheek, wide, 0.16);
        profile(b, 0.50, 0, 0.45 * cheek + 1.25 * face, 0.35 * wide + 0.68 * faceWide, 0.1);
        profile(b, 0.66, 0, 1.45 * face, faceWide, 0);
        profile(b, 0.82, 0, 1.36 * muzzle, 0.9 * muzzleWide, 0);
        profile(b, 0.93, 0, 1.42 * muzzle, muzzleWide, -0.1);
        profile(b, 0.985, 0.012, 1.2 * muzzle, 0.82 * muzzleWide, 0);
        profile(b, 1.01, 0.03, 0.7 * muzzle, 0.5 * muzzleWide, 0);
        plan.core.add(b.build());
        double length = p.get(HEAD_LENGTH);
        plan.joint("jaw", 0, y(0.17 * length, -0.75 * cheek), z(0.17 * length, -0.75 * cheek));
        Tube.Builder j = new Tube.Builder("jaw", 0.03, "head", "jaw").sections(0, forwardY, forwardZ);
        jaw(j, 0.24, 1.88 * cheek, 0.9 * cheek, 0.7 * wide, 0.45);
        jaw(j, 0.42, 0.8 * cheek + 1.1 * face, 0.8 * face, 0.4 * wide + 0.35 * faceWide, 0.8);
        jaw(j, 0.62, 1.95 * face, 0.8 * face, 0.78 * faceWide, 1);
        jaw(j, 0.82, 1.9 * muzzle, 0.74 * muzzle, 0.74 * muzzleWide, 1);
        jaw(j, 0.93, 1.95 * muzzle, 0.7 * muzzle, 0.72 * muzzleWide, 1);
        jaw(j, 0.97, 1.88 * muzzle, 0.4 * muzzle, 0.42 * muzzleWide, 1);
        plan.core.add(j.build());
    }

    /** A section of the head: {@code lower} is how far its upper edge stays below the outline. */
    private void profile(Tube.Builder b, double t, double lower, double height, double width, double egg) {
        at(b, 0, t * p.get(HEAD_LENGTH), top(t) - lower - height / 2, height / 2, width, egg);
    }

    /** A section of the lower jaw, whose lower edge is {@code below} the upper outline. */
    private void jaw(Tube.Builder b, double t, double below, double height, double width, double bone) {
        double ahead = t * p.get(HEAD_LENGTH);
        double above = top(t) - below + height / 2;
        b.at(0, y(ahead, above), z(ahead, above), height / 2, width, 0, bone);
    }

    private void beard() {
        double size = p.get(BEARD);
        double length = 0.008 + 0.17 * size;
        double thick = 0.006 + 0.024 * size;
        double t = 0.84 * p.get(HEAD_LENGTH);
        double under = top(0.84) - 1.75 * p.get(MUZZLE_DEPTH);
        Tube.Builder b = new Tube.Builder("beard", 0.012, "head", "jaw");
        b.at(0, y(t, under), z(t, under), 1.3 * thick, thick, 0, 1);
        b.at(0, y(t, under) - 0.45 * length, z(t, under) - 0.1 * length, 1.3 * thick, thick, 0, 1);
        b.at(0, y(t, under) - length, z(t, under) - 0.2 * length, 0.4 * thick, 0.3 * thick, 0, 1);
        plan.details.add(b.build());
    }

    private void eyes() {
        double length = p.get(HEAD_LENGTH);
        double size = p.get(EYE_SIZE);
        double x = 0.72 * p.get(SKULL_WIDTH) + 0.28 * p.get(FACE_WIDTH) - 0.38 * size;
        double above = top(0.38) - 0.55 * p.get(FACE_DEPTH) - 0.1 * p.get(STOP);
        Tube.Builder b = new Tube.Builder("eye_l", 0.008, "head");
        at(b, x - 0.004, 0.34 * length, above + 0.004, 0.5 * size, 0.5 * size, 0);
        at(b, x, 0.34 * length + 0.5 * size, above, 0.7 * size, 0.75 * size, 0);
        at(b, x - 0.006, 0.34 * length + size, above - 0.004, 0.45 * size, 0.5 * size, 0);
        pair(b);
    }

    private void ears() {
        double length = p.get(EAR_LENGTH);
        double w = p.get(EAR_WIDTH);
        double out = p.get(EAR_OUT);
        // Ears that stand off sideways are set lower, at the skull's side.
        double side = Math.max(0, (out - 0.4) / 1.1);
        double x = (0.62 + 0.25 * side) * p.get(SKULL_WIDTH) + 0.008;
        double droop = p.get(EAR_DROOP);
        double ahead = p.get(EAR_FORWARD);
        double set = p.get(EAR_AHEAD);
        double baseY = y(set, 0.02 - 0.045 * side);
        double baseZ = z(set, 0.02 - 0.045 * side);
        plan.joint("ear_l", x, baseY, baseZ);
        Tube.Builder b = new Tube.Builder("ear_l", 0.012, "head", "ear_l");
        // The broad side faces forward and out.
        b.lateral(0.75, 0, -0.66);
        double px = x;
        double py = baseY;
        double pz = baseZ;
        double root = 0.12 * length;
        b.at(
                px - root * Math.sin(out),
                py - root * Math.cos(out) * Math.cos(ahead),
                pz - root * Math.cos(out) * Math.sin(ahead),
                0.6 * w,
                0.9 * w,
                0,
                0);
        double[] wide = {0.95, 1.08, 1.0, 0.72, 0.22};
        for (int k = 0; k < 5; k++) {
            b.at(px, py, pz, (0.62 - 0.05 * k) * wide[k] * w + 0.004, wide[k] * w, 0, k == 0 ? 0.5 : 1);
            double angle = out + droop * (k + 1) / 5.0;
            double step = length / 4;
            px += step * Math.sin(angle) * Math.cos(0.3 * droop);
            py += step * Math.cos(angle) * Math.cos(ahead);
            pz += step * (Math.cos(angle) * Math.sin(ahead) + 0.25 * Math.sin(angle) * Math.sin(droop));
        }
        pair(b);
    }

    private void horns() {
        double length = p.get(HORN_LENGTH);
        double g = Math.min(p.get(HORN_GIRTH), 0.003 + length);
        double x = 0.42 * p.get(SKULL_WIDTH);
        double out = p.get(HORN_OUT);
        double curl = p.get(HORN_CURL);
        double px = x;
        double py = y(0.14 * p.get(HEAD_LENGTH), top(0.14) - 0.025);
        double pz = z(0.14 * p.get(HEAD_LENGTH), top(0.14) - 0.025);
        Tube.Builder b = new Tube.Builder("horn_l", 0.008, "head");
        for (int k = 0; k < 6; k++) {
            double r = g * (1 - 0.78 * k / 5.0);
            b.at(px, py, pz, r, r, 0, 0);
            double step = 0.004 + length / 5;
            double back = curl * (k - 1) / 2;
            px += step * Math.sin(out * (1 - 0.18 * k));
            py += step * Math.cos(out * (1 - 0.18 * k)) * Math.cos(back);
            pz += -step * Math.sin(back) + 0.1 * step;
        }
        pair(b);
    }

    private void pair(Tube.Builder b) {
        Tube left = b.build();
        plan.details.add(left);
        plan.details.add(left.mirrored());
    }
}
