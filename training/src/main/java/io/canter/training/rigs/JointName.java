package io.canter.training.rigs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the name of a joint says of its place in a body. Names are cut into words where letters end and where capitals
 * begin: {@code b_RightForeArm_07} is right, fore, arm.
 *
 * @param end FRONT or HIND where the name says so; otherwise NONE
 */
record JointName(Part part, Side side, End end) {
    enum Part {
        TRUNK,
        NECK,
        HEAD,
        JAW,
        EAR,
        TAIL,
        LEG,
        /** Handles of an animator's, which move others. */
        CONTROL,
        UNKNOWN
    }

    enum Side {
        LEFT,
        RIGHT,
        MIDDLE
    }

    enum End {
        FRONT,
        HIND,
        NONE
    }

    private static final Set<String> CONTROLS =
            Set.of("ik", "pole", "target", "ctrl", "control", "end", "effector", "nub");
    private static final Set<String> EARS = Set.of("ear", "ears");
    private static final Set<String> JAWS = Set.of("jaw", "mouth", "mandible", "chin", "tongue");
    private static final Set<String> HEADS =
            Set.of("head", "skull", "eye", "eyes", "nose", "snout", "muzzle", "antler", "horn");
    private static final Set<String> FORE_LIMBS = Set.of(
            "arm",
            "upperarm",
            "forearm",
            "hand",
            "humerus",
            "radius",
            "ulna",
            "scapula",
            "clavicle",
            "wrist",
            "elbow",
            "carpus",
            "metacarpus",
            "shoulder");
    private static final Set<String> HIND_LIMBS =
            Set.of("thigh", "femur", "tibia", "calf", "shin", "stifle", "hock", "metatarsus");
    private static final Set<String> LIMBS = Set.of(
            "leg", "foot", "feet", "paw", "hoof", "toe", "toes", "ankle", "knee", "pastern", "fetlock", "limb", "hip");
    private static final Set<String> TRUNKS = Set.of(
            "body",
            "back",
            "spine",
            "torso",
            "chest",
            "thorax",
            "pelvis",
            "hip",
            "hips",
            "root",
            "trunk",
            "loin",
            "waist",
            "belly",
            "abdomen",
            "ribs",
            "ribcage",
            "shoulders",
            "withers",
            "cog");
    private static final Set<String> FRONT = Set.of("front", "fore", "f");
    private static final Set<String> HIND = Set.of("back", "hind", "rear", "b");

    static JointName of(String name) {
        List<String> words = words(name);
        // A lone letter before the first word is a rig's prefix (b_Root), not a word.
        if (words.size() > 1 && words.get(0).length() == 1) {
            words.remove(0);
        }
        Side side = has(words, Set.of("left", "l"))
                ? Side.LEFT
                : has(words, Set.of("right", "r")) ? Side.RIGHT : Side.MIDDLE;
        End end = has(words, FRONT) ? End.FRONT : has(words, HIND) ? End.HIND : End.NONE;
        Part part = part(words, side);
        if (part != Part.LEG) {
            return new JointName(part, side, part == Part.CONTROL ? end : End.NONE);
        }
        if (end == End.NONE) {
            end = has(words, FORE_LIMBS) ? End.FRONT : has(words, HIND_LIMBS) ? End.HIND : End.NONE;
        }
        return new JointName(part, side, end);
    }

    private static Part part(List<String> words, Side side) {
        if (has(words, CONTROLS)) {
            return Part.CONTROL;
        }
        if (has(words, EARS)) {
            return Part.EAR;
        }
        if (has(words, Set.of("tail"))) {
            return Part.TAIL;
        }
        if (has(words, JAWS)) {
            return Part.JAW;
        }
        if (has(words, HEADS)) {
            return Part.HEAD;
        }
        if (has(words, Set.of("neck"))) {
            return Part.NECK;
        }
        boolean limb = has(words, FORE_LIMBS) || has(words, HIND_LIMBS) || has(words, LIMBS);
        if (limb && side != Side.MIDDLE) {
            return Part.LEG;
        }
        return has(words, TRUNKS) ? Part.TRUNK : Part.UNKNOWN;
    }

    private static boolean has(List<String> words, Set<String> any) {
        return words.stream().anyMatch(any::contains);
    }

    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (String run : name.split("[^A-Za-z]+")) {
            for (String word : run.split("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")) {
                if (!word.isEmpty()) {
                    words.add(word.toLowerCase(Locale.ROOT));
                }
            }
        }
        return words;
    }
}
