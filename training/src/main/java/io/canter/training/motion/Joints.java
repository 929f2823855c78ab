package io.canter.training.motion;

/** The quadruped skeleton's joints by number; names, order and parents are the template's and never change. */
final class Joints {
    static final int ROOT = 0;
    static final int LOIN = 1;
    static final int PELVIS = 2;
    static final int TAIL_1 = 3;
    static final int TAIL_4 = 6;
    static final int FEMUR_L = 7;
    static final int FEMUR_R = 12;
    static final int THORAX = 17;
    static final int SCAPULA_L = 18;
    static final int HUMERUS_L = 19;
    static final int SCAPULA_R = 24;
    static final int HUMERUS_R = 25;
    static final int NECK_1 = 30;
    static final int NECK_2 = 31;
    static final int NECK_3 = 32;
    static final int HEAD = 33;
    static final int JAW = 34;
    static final int EAR_L = 35;
    static final int EAR_R = 36;
    static final int COUNT = 37;

    private static final int[] PARENTS = {
        -1,
        0,
        1,
        2,
        3,
        4,
        5, // root, loin, pelvis, tail
        2,
        7,
        8,
        9,
        10,
        2,
        12,
        13,
        14,
        15, // hind legs
        0,
        17,
        18,
        19,
        20,
        21,
        22,
        17,
        24,
        25,
        26,
        27,
        28, // thorax, fore legs
        17,
        30,
        31,
        32,
        33,
        33,
        33 // neck, head, jaw, ears
    };

    private static final int[] MIRRORED = new int[COUNT];

    static {
        for (int j = 0; j < COUNT; j++) {
            MIRRORED[j] = j;
        }
        swap(FEMUR_L, FEMUR_R, 5);
        swap(SCAPULA_L, SCAPULA_R, 6);
        swap(EAR_L, EAR_R, 1);
    }

    private Joints() {}

    static int parent(int joint) {
        return PARENTS[joint];
    }

    /** The joint's counterpart on the other side, or itself. */
    static int mirrored(int joint) {
        return MIRRORED[joint];
    }

    private static void swap(int left, int right, int count) {
        for (int k = 0; k < count; k++) {
            MIRRORED[left + k] = right + k;
            MIRRORED[right + k] = left + k;
        }
    }
}
