package io.canter.training.family;

import java.util.List;

/** The family's joints: names, order and parents are part of the rig's contract and never change. */
final class QuadrupedSkeleton {
    static final List<String> NAMES = List.of(
            "root",
            "loin",
            "pelvis",
            "tail_1",
            "tail_2",
            "tail_3",
            "tail_4",
            "femur_l",
            "tibia_l",
            "metatarsus_l",
            "hind_pastern_l",
            "hind_foot_l",
            "femur_r",
            "tibia_r",
            "metatarsus_r",
            "hind_pastern_r",
            "hind_foot_r",
            "thorax",
            "scapula_l",
            "humerus_l",
            "radius_l",
            "metacarpus_l",
            "fore_pastern_l",
            "fore_foot_l",
            "scapula_r",
            "humerus_r",
            "radius_r",
            "metacarpus_r",
            "fore_pastern_r",
            "fore_foot_r",
            "neck_1",
            "neck_2",
            "neck_3",
            "head",
            "jaw",
            "ear_l",
            "ear_r");

    private static final int[] PARENTS = {
        -1, 0, 1, 2, 3, 4, 5, 2, 7, 8, 9, 10, 2, 12, 13, 14, 15, 0, 17, 18, 19, 20, 21, 22, 17, 24, 25, 26, 27, 28, 17,
        30, 31, 32, 33, 33, 33
    };

    private QuadrupedSkeleton() {}

    static int count() {
        return PARENTS.length;
    }

    static int[] parents() {
        return PARENTS.clone();
    }

    static int index(String name) {
        int i = NAMES.indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException("no joint is named " + name);
        }
        return i;
    }

    /** The joint on the other side of the body; a joint in the middle is its own mirror. */
    static int mirrored(int joint) {
        String name = NAMES.get(joint);
        if (name.endsWith("_l")) {
            return index(name.substring(0, name.length() - 1) + "r");
        }
        return name.endsWith("_r") ? index(name.substring(0, name.length() - 1) + "l") : joint;
    }
}
