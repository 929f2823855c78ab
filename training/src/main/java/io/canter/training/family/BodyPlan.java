package io.canter.training.family;

import static io.canter.training.family.Trait.*;

import java.util.ArrayList;
import java.util.List;

/** An individual in numbers: its joints and the tubes whose blend is its surface. */
final class BodyPlan {
    /** Fore and hind end of the trunk are the same for all: lengths are normalised by the trunk. */
    static final double SHOULDER_Z = 0.62;

    /** Where the thigh bulges, and where its joint is. */
    static final double HIP_Z = -0.58;

    private static final double HIP_JOINT_Z = -0.64;
    private static final double HIP_UNDER_CROUP = 0.27;

    final double[] joints = new double[3 * QuadrupedSkeleton.count()];
    /** Torso, neck, head and what hangs on them in the middle or on both sides. */
    final List<Tube> core = new ArrayList<>();
    /** Legs: each blends with the core, never with each other. */
    final List<Tube> limbs = new ArrayList<>();
    /** Ears, horns, eyes: small volumes with tight fillets. */
    final List<Tube> details = new ArrayList<>();

    private final Proportions p;

    BodyPlan(Proportions p) {
        this.p = p;
        trunk();
        foreLeg();
        hindLeg();
        udder();
        tail();
        neck();
        new HeadPlan(p, this).add();
    }

    double get(Trait trait) {
        return p.get(trait);
    }

    void joint(String name, double x, double y, double z) {
        int j = QuadrupedSkeleton.index(name);
        put(j, x, y, z);
        int m = QuadrupedSkeleton.mirrored(j);
        if (m != j) {
            put(m, -x, y, z);
        }
    }

    private void put(int j, double x, double y, double z) {
        joints[3 * j] = x;
        joints[3 * j + 1] = y;
        joints[3 * j + 2] = z;
    }

    double jointAt(String name, int axis) {
        return joints[3 * QuadrupedSkeleton.index(name) + axis];
    }

    List<Tube> tubes() {
        List<Tube> all = new ArrayList<>(core);
        all.addAll(limbs);
        all.addAll(details);
        return all;
    }

    /** Least x, y, z and greatest x, y, z of all tubes, metres. */
    double[] box() {
        double[] all = tubes().get(0).box();
        for (Tube t : tubes()) {
            for (int c = 0; c < 3; c++) {
                all[c] = Math.min(all[c], t.box()[c]);
                all[c + 3] = Math.max(all[c + 3], t.box()[c + 3]);
            }
        }
        return all;
    }

    private void trunk() {
        double back = get(BACK_TOP);
        joint("root", 0, back - 0.195, 0);
        joint("loin", 0, get(LOIN_TOP) - 0.16, -0.30);
        joint("pelvis", 0, get(CROUP_TOP) - 0.215, -0.52);
        joint("thorax", 0, back - 0.175, 0.28);
        Tube.Builder b = new Tube.Builder("trunk", 0.06, "pelvis", "loin", "root", "thorax").sections(0, 0, 1);
        double rump = get(RUMP_TOP);
        double belly = get(BELLY_BOTTOM);
        double flank = get(FLANK_BOTTOM);
        double chest = get(CHEST_BOTTOM);
        double withers = get(WITHERS_TOP);
        double hip = get(HIP_WIDTH);
        double ribs = get(RIB_WIDTH);
        span(b, -0.83, rump - 0.10, flank + 0.085, 0.50 * hip, 0, -1);
        span(b, -0.78, rump - 0.03, flank + 0.03, 0.70 * hip, -0.1, -0.6);
        span(b, -0.68, rump + 0.35 * (get(CROUP_TOP) - rump), flank + 0.04, 0.88 * hip, -0.12, -0.1);
        span(b, -0.50, get(CROUP_TOP) - 0.01, flank, hip, -0.15, 0.55);
        span(b, -0.34, get(CROUP_TOP) - 0.3 * (get(CROUP_TOP) - get(LOIN_TOP)), flank, 0.99 * hip, -0.1, 1.3);
        span(b, -0.16, get(LOIN_TOP), flank + 0.6 * (belly - flank), get(LOIN_WIDTH), -0.05, 1.95);
        span(b, 0.04, back, belly, get(BELLY_WIDTH), -0.08, 2.2);
        span(b, 0.24, back + 0.25 * (withers - back), 0.5 * (belly + chest), ribs, -0.2, 2.45);
        span(b, 0.42, withers, chest, 0.82 * ribs + 0.18 * get(SHOULDER_WIDTH), -0.38, 2.8);
        span(b, 0.56, withers - 0.10, chest + 0.07, get(SHOULDER_WIDTH), -0.25, 3);
        double front = 0.42 * withers + 0.58 * chest;
        double breast = 0.25 * (withers - chest);
        span(b, 0.66, front + breast, front - 0.9 * breast, 0.84 * get(SHOULDER_WIDTH), -0.1, 3);
        span(b, 0.72, front + 0.62 * breast, front - 0.55 * breast, 0.58 * get(SHOULDER_WIDTH), 0, 3);
        core.add(b.build());
    }

    private static void span(
            Tube.Builder b, double z, double top, double bottom, double width, double egg, double bone) {
        b.at(0, (top + bottom) / 2, z, (top - bottom) / 2, width, egg, bone);
    }

    private void foreLeg() {
        double elbow = get(ELBOW_HEIGHT);
        double carpus = get(CARPUS_HEIGHT);
        double fetlock = get(FORE_FETLOCK_HEIGHT);
        double x = get(FORE_STANCE);
        double withers = get(WITHERS_TOP);
        // Where the surface bulges; the joint lies where the upper arm's length puts it.
        double point = elbow + 0.12 * withers / 1.5;
        double ahead = SHOULDER_Z - 0.40;
        double arm = get(HUMERUS) * withers;
        double shoulder = elbow + Math.sqrt(Math.max(0.01, arm * arm - ahead * ahead));
        joint("scapula_l", 0.67 * x, withers - 0.12, 0.40);
        joint("humerus_l", 0.98 * get(SHOULDER_WIDTH) - 0.01, shoulder, SHOULDER_Z);
        joint("radius_l", x + 0.01, elbow, 0.40);
        joint("metacarpus_l", x, carpus, 0.42);
        joint("fore_pastern_l", x, fetlock, 0.42);
        joint("fore_foot_l", x, 0.45 * fetlock, 0.42 + 0.25 * fetlock);
        double g = get(FORE_UPPER_GIRTH);
        double q = get(FORE_LOWER_GIRTH);
        double side = get(SHOULDER_WIDTH);
        Tube.Builder b = new Tube.Builder(
                "fore_l",
                0.09,
                "thorax",
                "scapula_l",
                "humerus_l",
                "radius_l",
                "metacarpus_l",
                "fore_pastern_l",
                "fore_foot_l");
        double forearm = elbow - carpus;
        double[] joints = {withers - 0.12, shoulder, elbow, carpus};
        double high = withers - 0.17;
        double middle = 0.5 * (withers + point) - 0.02;
        b.at(0.52 * side, high, 0.42, 0.10 * g, 0.055 * g, 0, bone(high, joints));
        b.at(0.70 * side, middle, 0.49, 0.125 * g, 0.065 * g, 0, bone(middle, joints));
        b.at(0.80 * side, point + 0.02, 0.545, 0.12 * g, 0.068 * g, 0, bone(point + 0.02, joints));
        b.at(0.5 * (0.82 * side + x), point - 0.085, 0.49, 0.125 * g, 0.07 * g, 0, bone(point - 0.085, joints));
        b.at(x, elbow - 0.055, 0.425, 0.105 * g, 0.067 * g, 0.1, 2.85);
        b.at(x, elbow - 0.42 * forearm, 0.425, 0.072 * g, 0.055 * g, 0.1, 3);
        b.at(x, carpus + 0.22 * forearm, 0.42, 0.046 * q, 0.042 * q, 0, 3.2);
        b.at(x, carpus, 0.424, 0.049 * q, 0.045 * q, 0.1, 3.5);
        b.at(x, carpus - 0.25 * (carpus - fetlock), 0.418, 0.036 * q, 0.033 * q, 0, 3.85);
        b.at(x, carpus - 0.7 * (carpus - fetlock), 0.416, 0.033 * q, 0.029 * q, 0, 4.15);
        b.at(x, fetlock, 0.417, 0.043 * q, 0.037 * q, 0, 4.5);
        foot(b, x, fetlock, 0.417, q, 5);
        limbs.add(b.build());
        limbs.add(limbs.get(limbs.size() - 1).mirrored());
    }

    /** Where a height lies along the bones, for tubes: 0.5 at the first joint, 1.5 at the second, straight in between. */
    private static double bone(double y, double... joints) {
        int k = 0;
        while (k < joints.length - 2 && y < joints[k + 1]) {
            k++;
        }
        return k + 0.5 + (joints[k] - y) / (joints[k] - joints[k + 1]);
    }

    private void foot(Tube.Builder b, double x, double fetlock, double z, double q, double bone) {
        double size = get(FOOT_SIZE);
        double paw = get(PAW);
        double slope = 0.40 * fetlock;
        double pastern = 0.034 * q + 0.003 * paw;
        double crown = (0.78 - 0.12 * paw) * size;
        double toe = z + (1.25 + 0.3 * paw) * slope;
        b.at(x, 0.72 * fetlock, z + 0.42 * slope, pastern, pastern, 0, bone);
        b.at(x, 0.46 * fetlock, z + 0.95 * slope, crown, 0.95 * crown, 0, bone + 0.55);
        b.at(x, 0.2 * fetlock, toe, 0.97 * size, 0.9 * size, 0, bone + 1);
        b.at(x, -0.012, toe, 1.04 * size, 0.94 * size, 0, bone + 1);
    }

    private void hindLeg() {
        double hip = get(HIP_HEIGHT);
        double stifle = get(STIFLE_HEIGHT);
        double stifleZ = HIP_Z + get(STIFLE_FORWARD);
        double hock = get(HOCK_HEIGHT);
        double hockZ = HIP_Z - get(HOCK_BACK);
        double fetlock = get(HIND_FETLOCK_HEIGHT);
        double fetlockZ = hockZ + 0.16 * (hock - fetlock) + 0.01;
        double x = get(HIND_STANCE);
        double hipX = 0.56 * get(HIP_WIDTH);
        double[] bend = stifleJoint(hock, hockZ);
        joint("femur_l", hipX, hipJoint(), HIP_JOINT_Z);
        joint("tibia_l", x + 0.02, bend[0], bend[1]);
        joint("metatarsus_l", x, hock, hockZ);
        joint("hind_pastern_l", x, fetlock, fetlockZ);
        joint("hind_foot_l", x, 0.41 * fetlock, fetlockZ + 0.27 * fetlock);
        double g = get(THIGH_GIRTH);
        double q = get(HIND_LOWER_GIRTH);
        double shank = stifle - hock;
        Tube.Builder b = new Tube.Builder(
                "hind_l", 0.06, "pelvis", "femur_l", "tibia_l", "metatarsus_l", "hind_pastern_l", "hind_foot_l");
        double thighZ = 0.62 * HIP_Z + 0.38 * stifleZ - 0.03;
        double kneeZ = 0.38 * HIP_Z + 0.62 * stifleZ - 0.03;
        double[] joints = {hipJoint(), bend[0], hock};
        double top = hip + 0.12;
        double thigh = 0.5 * (hip + stifle) - 0.02;
        double calf = hock + 0.6 * shank;
        b.at(0.54 * get(HIP_WIDTH), top, HIP_Z + 0.01, 0.15 * g, 0.085 * g, 0, bone(top, joints));
        b.at(0.5 * (hipX + x) + 0.005, hip - 0.03, HIP_Z, 0.21 * g, 0.108 * g, 0, bone(hip - 0.03, joints));
        b.at(x + 0.005, thigh, thighZ, 0.19 * g, 0.1 * g, 0, bone(thigh, joints));
        b.at(x, stifle - 0.03, kneeZ, 0.15 * g, 0.08 * g, 0, bone(stifle - 0.03, joints));
        b.at(x, calf, 0.55 * kneeZ + 0.45 * hockZ, 0.104 * (0.7 * g + 0.3 * q), 0.06 * g, 0, bone(calf, joints));
        b.at(x, hock + 0.3 * shank, 0.22 * kneeZ + 0.78 * hockZ, 0.069 * (0.3 * g + 0.7 * q), 0.045 * q, 0, 2.2);
        b.at(x, hock, hockZ + 0.005, 0.058 * q, 0.042 * q, 0, 2.5);
        b.at(x, hock - 0.25 * (hock - fetlock), hockZ + 0.045 * (hock - fetlock) / 0.33, 0.043 * q, 0.034 * q, 0, 2.85);
        b.at(x, fetlock + 0.3 * (hock - fetlock), fetlockZ - 0.02, 0.037 * q, 0.031 * q, 0, 3.2);
        b.at(x, fetlock, fetlockZ - 0.002, 0.044 * q, 0.038 * q, 0, 3.5);
        foot(b, x, fetlock, fetlockZ, q, 4);
        limbs.add(b.build());
        limbs.add(limbs.get(limbs.size() - 1).mirrored());
    }

    private double hipJoint() {
        return get(CROUP_TOP) - HIP_UNDER_CROUP;
    }

    /** Height and z of the stifle: ahead of the line from hip to hock, where the two bones' lengths meet. */
    private double[] stifleJoint(double hock, double hockZ) {
        double down = hock - hipJoint();
        double back = hockZ - HIP_JOINT_Z;
        double chord = Math.hypot(down, back);
        double both = get(HIND_FOLD) * chord;
        double tibia = both / (1 + get(FEMUR_TO_TIBIA));
        double femur = both - tibia;
        double along = (femur * femur - tibia * tibia + chord * chord) / (2 * chord);
        double ahead = Math.sqrt(Math.max(0, femur * femur - along * along));
        return new double[] {
            hipJoint() + (along * down + ahead * back) / chord, HIP_JOINT_Z + (along * back - ahead * down) / chord
        };
    }

    private void tail() {
        double length = get(TAIL_LENGTH);
        double y = get(RUMP_TOP) - 0.09;
        double lift = get(TAIL_LIFT);
        double z = -0.80;
        // The first bone leaves the rump even where the tail is short.
        double first = Math.max(0.22, Math.min(0.6, 0.15 / length));
        double rest = (1 - first) / 0.78;
        double[] share = {0, first, first + 0.25 * rest, first + 0.52 * rest, 1};
        // It leaves the body backwards and then hangs; lift turns all of it up.
        double[] fall = {0.75, 1.30, 1.52, 1.56};
        double[] ys = new double[5];
        double[] zs = new double[5];
        ys[0] = y;
        zs[0] = z;
        for (int k = 1; k < 5; k++) {
            double step = (share[k] - share[k - 1]) * length;
            double angle = fall[k - 1] - lift;
            ys[k] = ys[k - 1] - step * Math.sin(angle);
            zs[k] = zs[k - 1] - step * Math.cos(angle);
        }
        for (int k = 0; k < 4; k++) {
            joint("tail_" + (k + 1), 0, ys[k], zs[k]);
        }
        double dock = get(TAIL_DOCK);
        double hair = get(TAIL_HAIR);
        double tip = get(TAIL_TIP);
        Tube.Builder b = new Tube.Builder("tail", 0.02, "pelvis", "tail_1", "tail_2", "tail_3", "tail_4");
        b.at(0, ys[0] + 0.02, zs[0] + 0.06, 1.1 * dock, 1.1 * dock, 0, 0.4);
        b.at(0, ys[0], zs[0], dock, dock, 0, 0.5);
        b.at(0, ys[1], zs[1], 0.75 * dock + 0.25 * hair, 0.65 * dock + 0.35 * hair, 0, 1.5);
        b.at(0, ys[2], zs[2], hair, 0.9 * hair, 0, 2.5);
        b.at(0, ys[3], zs[3], 0.5 * (hair + tip) + 0.2 * Math.max(0, tip - hair), 0.45 * (hair + tip), 0, 3.5);
        double brush = get(TAIL_BRUSH);
        ys[4] += brush * (ys[4] - ys[3]);
        zs[4] += brush * (zs[4] - zs[3]);
        b.at(0, 0.35 * ys[3] + 0.65 * ys[4], 0.35 * zs[3] + 0.65 * zs[4], tip, 0.9 * tip, 0, 4);
        b.at(0, ys[4], zs[4], 0.25 * tip, 0.25 * tip, 0, 4);
        core.add(b.build());
    }

    private void neck() {
        double length = get(NECK_LENGTH);
        double angle = get(NECK_ANGLE);
        double y0 = get(WITHERS_TOP) - 0.20;
        double z0 = SHOULDER_Z;
        // Lower joint steeper than the upper: the neck's own slight S.
        double[] bend = {-0.03, 0.0, 0.06};
        double[] y = {y0, 0, 0, 0};
        double[] z = {z0, 0, 0, 0};
        for (int k = 0; k < 3; k++) {
            y[k + 1] = y[k] + length / 3 * Math.sin(angle + bend[k]);
            z[k + 1] = z[k] + length / 3 * Math.cos(angle + bend[k]);
        }
        joint("neck_1", 0, y[0], z[0]);
        joint("neck_2", 0, y[1], z[1]);
        joint("neck_3", 0, y[2], z[2]);
        joint("head", 0, y[3], z[3]);
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        double base = get(NECK_BASE_DEPTH);
        double mid = get(NECK_MID_DEPTH);
        double poll = get(NECK_POLL_DEPTH);
        double w = get(NECK_WIDTH);
        // The joints run in the neck's upper half: the tube's centre lies below them by a share of its depth.
        Tube.Builder b = new Tube.Builder("neck", 0.10, "thorax", "neck_1", "neck_2", "neck_3", "head");
        b.at(0, y0 - 0.24 * s - 0.08, z0 - 0.24 * c, base, 1.25 * w, -0.2, 0);
        b.at(0, y0 - 0.2 * base * c, z0 + 0.2 * base * s - 0.02, 0.92 * base, 1.15 * w, -0.2, 0.5);
        b.at(0, y[1] - 0.2 * mid * c, z[1] + 0.2 * mid * s, mid, w, -0.2, 1.5);
        b.at(0, y[2] - 0.15 * poll * c, z[2] + 0.15 * poll * s, 0.5 * (mid + poll) - 0.01, 0.88 * w, -0.2, 2.5);
        b.at(0, y[3] - 0.40 * poll * c - 0.02, z[3] + 0.40 * poll * s - 0.015, 0.82 * poll, 0.8 * w, -0.15, 3.4);
        core.add(b.build());
        dewlap(y, z);
        double mane = get(MANE);
        Tube.Builder m = new Tube.Builder("mane", 0.02, "thorax", "neck_1", "neck_2", "neck_3", "head");
        for (int k = 0; k < 4; k++) {
            double half = k == 0 ? 0.9 * base : k == 1 ? mid : k == 2 ? 0.5 * (mid + poll) : poll;
            double out = 0.84 * half - 0.016 + 0.3 * mane - (k == 3 ? 0.025 : 0);
            double size = k == 0 ? 0.6 * mane : k == 3 ? 0.75 * mane : mane;
            m.at(0, y[k] + out * c, z[k] - out * s, 0.012 + size, 0.008 + 0.4 * mane, -0.2, 0.5 + 0.98 * k);
        }
        core.add(m.build());
    }

    /** A fold of skin from the throat to the brisket. */
    private void dewlap(double[] y, double[] z) {
        double size = get(DEWLAP);
        double c = Math.cos(get(NECK_ANGLE));
        double s = Math.sin(get(NECK_ANGLE));
        double chest = get(CHEST_BOTTOM);
        double thin = 0.008 + 0.05 * size;
        Tube.Builder b = new Tube.Builder("dewlap", 0.03, "thorax", "neck_1", "neck_2", "neck_3");
        double mid = 0.95 * get(NECK_MID_DEPTH);
        b.at(0, y[2] - mid * c, z[2] + mid * s, 0.01 + 0.03 * size, thin, 0, 2.3);
        b.at(0, y[1] - 0.9 * mid * c, z[1] + 0.85 * mid * s, 0.01 + 0.12 * size, thin, 0, 1.4);
        b.at(0, 0.5 * (y[0] + chest) + 0.01, SHOULDER_Z + 0.05, 0.01 + 0.14 * size, 1.2 * thin, 0, 0.4);
        b.at(0, chest + 0.05, SHOULDER_Z - 0.05, 0.01 + 0.07 * size, 1.2 * thin, 0, 0);
        b.at(0, chest + 0.03, SHOULDER_Z - 0.16, 0.01 + 0.02 * size, thin, 0, 0);
        core.add(b.build());
    }

    private void udder() {
        double size = get(UDDER);
        double flank = get(FLANK_BOTTOM);
        double r = 0.012 + 0.1 * size;
        Tube.Builder b = new Tube.Builder("udder", 0.03, "pelvis").sections(0, 0, 1);
        b.at(0, flank + 0.03, -0.60, 0.45 * r, 0.4 * r, 0, 0);
        b.at(0, flank + 0.02 - 0.04 * size, -0.585 + 0.3 * r, 0.95 * r, 0.85 * r, 0, 0);
        b.at(0, flank + 0.02 - 0.03 * size, -0.585 + 1.5 * r, 0.95 * r, 0.9 * r, 0, 0);
        b.at(0, flank + 0.03, -0.58 + 2.4 * r, 0.4 * r, 0.5 * r, 0, 0);
        core.add(b.build());
    }
}
