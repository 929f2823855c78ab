package io.canter.training.motion;

import org.joml.Quaternionf;
import org.joml.Vector3f;

/**
 * Puts a hoof on its target, for any proportions. A leg has more joints than the target has numbers; the horse's own
 * linkage settles that: the reciprocal apparatus makes stifle and hock fold together (Dyce, Sack and Wensing,
 * Textbook of Veterinary Anatomy), and in swing elbow and carpus fold in a fixed ratio. So one number shortens the leg
 * and two angles aim it.
 */
final class LegSolver {
    /** Hip or shoulder to either side at most, radians. */
    private static final float ABDUCTION_MAX = 0.45f;

    private static final float EXTENSION_MAX = 0.42f;
    private static final float HIND_FLEXION_MAX = 1.25f;
    private static final float FORE_FLEXION_MAX = 1.35f;
    /** Two corrections leave less than a millimetre for all gaits. */
    private static final int CORRECTIONS = 3;

    private static final int ROOT_STEPS = 14;
    /** Squared-length tolerance, square metres: below a tenth of a millimetre on a metre of leg. */
    private static final float TOLERANCE = 1e-4f;

    private final PoseBuilder b;
    private final Vector3f coffin = new Vector3f();
    private final Vector3f aim = new Vector3f();
    private final Vector3f miss = new Vector3f();
    private final Quaternionf inverse = new Quaternionf();
    private float chainY;
    private float chainZ;

    LegSolver(PoseBuilder b) {
        this.b = b;
    }

    /** Bends the leg (upper joint to hoof); parents must be placed, and the leg is placed afterwards. */
    void solve(Leg leg, LegTarget t) {
        int parent = Joints.parent(leg.upper);
        float height = b.rest(leg.hoof(), 1);
        float cannonPitch = b.pitch(parent);
        miss.zero();
        for (int i = 0; i < CORRECTIONS; i++) {
            float pastern = mix(t.pasternPitch, cannonPitch + t.fetlockFlexion, t.swing);
            float hoof = mix(t.hoofPitch, pastern + t.coffinFlexion, t.swing);
            coffin.set(t.contact);
            Hoof.coffin(coffin, height, hoof);
            fetlockFor(leg, pastern, coffin, aim);
            aim.add(miss);
            aimChain(leg, parent, t.carpusShare);
            b.place(leg.upper, leg.cannon());
            cannonPitch = b.pitch(leg.cannon());
            b.local[leg.pastern()].identity();
            b.bend(leg.pastern(), wrap(pastern - cannonPitch), 0, 0);
            b.local[leg.hoof()].identity();
            b.bend(leg.hoof(), wrap(hoof - pastern), 0, 0);
            b.place(leg.pastern(), leg.hoof());
            // A leg that leans sideways puts the hoof a little off the planar answer; aim off by the miss.
            miss.add(coffin).sub(b.position[leg.hoof()]);
        }
    }

    /** How far the fully stretched leg's target lies out of reach: what the body must sink for it, metres, >= 0. */
    float excess(Leg leg, LegTarget t) {
        int parent = Joints.parent(leg.upper);
        float pastern = mix(t.pasternPitch, b.pitch(parent) + t.fetlockFlexion, t.swing);
        float hoof = mix(t.hoofPitch, pastern + t.coffinFlexion, t.swing);
        coffin.set(t.contact);
        Hoof.coffin(coffin, b.rest(leg.hoof(), 1), hoof);
        fetlockFor(leg, pastern, coffin, aim);
        aim.sub(b.world[parent].transform(b.offset(leg.upper), miss).add(b.position[parent]));
        float reachSquared = chain(leg, -EXTENSION_MAX, 0);
        float flat = aim.x * aim.x + aim.z * aim.z;
        float needed = (float) Math.sqrt(Math.max(0, reachSquared - flat));
        return Math.max(0, -aim.y - needed);
    }

    private void fetlockFor(Leg leg, float pasternPitch, Vector3f coffinAt, Vector3f out) {
        Vector3f o = b.offset(leg.hoof());
        float c = (float) Math.cos(pasternPitch);
        float s = (float) Math.sin(pasternPitch);
        out.set(coffinAt.x - o.x, coffinAt.y - (o.y * c - o.z * s), coffinAt.z - (o.y * s + o.z * c));
    }

    private void aimChain(Leg leg, int parent, float carpusShare) {
        b.world[parent].transform(b.offset(leg.upper), b.position[leg.upper]).add(b.position[parent]);
        aim.sub(b.position[leg.upper]);
        b.world[parent].invert(inverse).transform(aim);
        float sideways = b.offset(leg.upper + 1).x + b.offset(leg.upper + 2).x + b.offset(leg.upper + 3).x;
        float across = (float) Math.hypot(aim.x, aim.y);
        float abduction = (float) (Math.atan2(aim.y, aim.x) + Math.acos(clamp(sideways / across, -1, 1)));
        abduction = clamp(wrap(abduction), -ABDUCTION_MAX, ABDUCTION_MAX);
        float c = (float) Math.cos(abduction);
        float s = (float) Math.sin(abduction);
        float targetY = -aim.x * s + aim.y * c;
        float flexion = flexionFor(leg, targetY * targetY + aim.z * aim.z, carpusShare);
        chain(leg, flexion, carpusShare);
        float swing = wrap((float) (Math.atan2(aim.z, targetY) - Math.atan2(chainZ, chainY)));
        b.local[leg.upper].rotationZ(abduction).rotateX(swing);
        b.local[leg.upper + 1].rotationX(middleFlexion(leg, flexion));
        b.local[leg.cannon()].rotationX(lowerFlexion(leg, flexion, carpusShare));
    }

    /** The flexion that gives the chain the wanted squared length: false position, Illinois variant. */
    private float flexionFor(Leg leg, float lengthSquared, float carpusShare) {
        float low = -EXTENSION_MAX;
        float high = leg.hind ? HIND_FLEXION_MAX : FORE_FLEXION_MAX;
        float fLow = chain(leg, low, carpusShare) - lengthSquared;
        float fHigh = chain(leg, high, carpusShare) - lengthSquared;
        if (fLow <= 0) {
            return low;
        }
        if (fHigh >= 0) {
            return high;
        }
        float x = low;
        for (int i = 0; i < ROOT_STEPS; i++) {
            x = (low * fHigh - high * fLow) / (fHigh - fLow);
            float f = chain(leg, x, carpusShare) - lengthSquared;
            if (Math.abs(f) < TOLERANCE) {
                break;
            }
            if (f > 0) {
                low = x;
                fLow = f;
                fHigh *= 0.5f;
            } else {
                high = x;
                fHigh = f;
                fLow *= 0.5f;
            }
        }
        return x;
    }

    /** Upper joint to fetlock in the sagittal plane with the upper joint at rest; returns the squared length. */
    private float chain(Leg leg, float flexion, float carpusShare) {
        Vector3f a = b.offset(leg.upper + 1);
        Vector3f m = b.offset(leg.upper + 2);
        Vector3f l = b.offset(leg.upper + 3);
        float first = middleFlexion(leg, flexion);
        float both = first + lowerFlexion(leg, flexion, carpusShare);
        float c1 = (float) Math.cos(first);
        float s1 = (float) Math.sin(first);
        float c2 = (float) Math.cos(both);
        float s2 = (float) Math.sin(both);
        chainY = a.y + m.y * c1 - m.z * s1 + l.y * c2 - l.z * s2;
        chainZ = a.z + m.y * s1 + m.z * c1 + l.y * s2 + l.z * c2;
        return chainY * chainY + chainZ * chainZ;
    }

    private static float middleFlexion(Leg leg, float flexion) {
        return leg.hind ? flexion : -flexion;
    }

    private static float lowerFlexion(Leg leg, float flexion, float carpusShare) {
        if (leg.hind) {
            return -flexion;
        }
        return flexion > 0 ? carpusShare * flexion : 0;
    }

    static float mix(float a, float b, float t) {
        return a + (b - a) * t;
    }

    static float clamp(float v, float low, float high) {
        return Math.max(low, Math.min(high, v));
    }

    static float wrap(float angle) {
        float turn = (float) (2 * Math.PI);
        return angle - turn * Math.round(angle / turn);
    }
}
