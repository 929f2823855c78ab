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
        eyes();
        ears();
        horns();
    }

    private void skull() {
        double length = p.get(HEAD_LENGTH);
        double skull = p.get(SKULL_DEPTH);
        double wide = p.get(SKULL_WIDTH);
        double cheek = p.get(CHEEK_DEPTH);
        double face = p.get(FACE_DEPTH);
        double faceWide = p.get(FACE_WIDTH);
        double muzzle = p.get(MUZZLE_DEPTH);
        double muzzleWide = p.get(MUZZLE_WIDTH);
        double stop = p.get(STOP);
        Tube.Builder b = new Tube.Builder("head", 0.03, "head");
        // The profile's upper line is at 0.055 above the poll joint, sinking by `stop` at the eyes.
        double top = 0.045;
        at(b, 0, -0.05, top - 0.75 * skull, 0.6 * skull, 0.6 * wide, 0);
        at(b, 0, 0.02, top - 0.9 * skull, 0.92 * skull, 0.86 * wide, 0);
        at(b, 0, 0.22 * length, top - cheek, cheek, wide, 0.12);
        at(
                b,
                0,
                0.36 * length,
                top - 0.4 * stop - 0.5 * (cheek + face) - 0.01,
                0.5 * (cheek + face),
                0.5 * (wide + faceWide) + 0.004,
                0.12);
        at(b, 0, 0.56 * length, top - stop - face - 0.012, face, faceWide, 0.05);
        at(b, 0, 0.78 * length, top - stop - 0.02 - 0.97 * muzzle, 0.97 * muzzle, 0.92 * muzzleWide, 0);
        at(b, 0, 0.91 * length, top - stop - 0.022 - muzzle, 0.98 * muzzle, muzzleWide, -0.05);
        at(b, 0, 0.985 * length, top - stop - 0.03 - muzzle, 0.68 * muzzle, 0.72 * muzzleWide, 0);
        plan.core.add(b.build());
        plan.joint("jaw", 0, y(0.17 * length, -0.75 * cheek), z(0.17 * length, -0.75 * cheek));
        Tube.Builder j = new Tube.Builder("jaw", 0.012, "head", "jaw");
        double low = top - stop - 0.025;
        jaw(j, 0.15 * length, top - 1.60 * cheek, 0.36 * cheek, 0.55 * wide, 0.4);
        jaw(j, 0.34 * length, top - stop * 0.5 - 1.50 * 0.5 * (cheek + face), 0.38 * face, 0.55 * faceWide, 0.8);
        jaw(j, 0.60 * length, low - 1.62 * face, 0.36 * face, 0.6 * faceWide, 1);
        jaw(j, 0.86 * length, low - 1.72 * muzzle, 0.36 * muzzle, 0.66 * muzzleWide, 1);
        jaw(j, 0.93 * length, low - 1.72 * muzzle, 0.28 * muzzle, 0.5 * muzzleWide, 1);
        plan.core.add(j.build());
    }

    private void jaw(Tube.Builder b, double ahead, double above, double depth, double width, double bone) {
        b.at(0, y(ahead, above), z(ahead, above), depth, width, 0, bone);
    }

    private void eyes() {
        double length = p.get(HEAD_LENGTH);
        double size = p.get(EYE_SIZE);
        double x = 0.5 * (p.get(SKULL_WIDTH) + p.get(FACE_WIDTH)) - 0.1 * size + 0.008;
        double above = 0.045 - 0.5 * p.get(STOP) - 0.55 * p.get(FACE_DEPTH);
        Tube.Builder b = new Tube.Builder("eye_l", 0.006, "head");
        at(b, x, 0.31 * length, above, 0.5 * size, 0.5 * size, 0);
        at(b, x, 0.33 * length, above, 0.8 * size, 0.62 * size, 0);
        at(b, x, 0.35 * length, above, 0.5 * size, 0.5 * size, 0);
        pair(b);
    }

    private void ears() {
        double length = p.get(EAR_LENGTH);
        double w = p.get(EAR_WIDTH);
        double x = 0.62 * p.get(SKULL_WIDTH) + 0.008;
        double out = p.get(EAR_OUT);
        double droop = p.get(EAR_DROOP);
        double ahead = p.get(EAR_FORWARD);
        double baseY = y(-0.02, 0.02);
        double baseZ = z(-0.02, 0.02);
        plan.joint("ear_l", x, baseY, baseZ);
        Tube.Builder b = new Tube.Builder("ear_l", 0.012, "head", "ear_l");
        // The broad side faces forward and out.
        b.lateral(0.75, 0, -0.66);
        double px = x;
        double py = baseY;
        double pz = baseZ;
        double[] wide = {0.75, 1.0, 1.05, 0.85, 0.45};
        for (int k = 0; k < 5; k++) {
            b.at(px, py, pz, 0.42 * wide[k] * w + 0.004, wide[k] * w, 0, k == 0 ? 0.5 : 1);
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
        double py = y(0.06, 0.015);
        double pz = z(0.06, 0.015);
        Tube.Builder b = new Tube.Builder("horn_l", 0.008, "head");
        for (int k = 0; k < 6; k++) {
            double r = g * (1 - 0.85 * k / 5.0);
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
