package io.canter.training.motion;

/**
 * A leg as the solver sees it: an upper joint that aims the whole leg, two joints that fold it, then pastern and hoof.
 * Signs of flexion about +x follow from the rest pose (animal faces +z): the stifle folds the shank back (+), the hock
 * folds the hind cannon forward (-), the elbow folds the forearm forward (-), the carpus folds the fore cannon back (+).
 */
enum Leg {
    LEFT_HIND(0, Joints.FEMUR_L, true),
    RIGHT_HIND(1, Joints.FEMUR_R, true),
    LEFT_FORE(2, Joints.HUMERUS_L, false),
    RIGHT_FORE(3, Joints.HUMERUS_R, false);

    static final Leg[] ALL = values();

    /** Place in arrays of four. */
    final int index;

    final int upper;
    final boolean hind;

    Leg(int index, int upper, boolean hind) {
        this.index = index;
        this.upper = upper;
        this.hind = hind;
    }

    int cannon() {
        return upper + 2;
    }

    int pastern() {
        return upper + 3;
    }

    int hoof() {
        return upper + 4;
    }

    int scapula() {
        return upper - 1;
    }
}
