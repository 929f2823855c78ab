package io.canter.training.rigs;

import io.canter.tracking.Rig;
import io.canter.tracking.Skin;
import java.util.List;
import java.util.Map;

/** The template cut into parts: trunk, neck and head, tail, four legs. */
final class TemplateParts {
    static final int TRUNK = 0;
    static final int HEAD = 1;
    static final int TAIL = 2;
    static final int LEGS = 3; // and the three after it

    static final int COUNT = 7;

    /** Chains from the trunk outwards; chain k is part k + 1. */
    static final List<List<String>> CHAINS = List.of(
            List.of("neck_1", "neck_2", "neck_3", "head"),
            List.of("tail_1", "tail_2", "tail_3", "tail_4"),
            List.of("scapula_l", "humerus_l", "radius_l", "metacarpus_l", "fore_pastern_l", "fore_foot_l"),
            List.of("scapula_r", "humerus_r", "radius_r", "metacarpus_r", "fore_pastern_r", "fore_foot_r"),
            List.of("femur_l", "tibia_l", "metatarsus_l", "hind_pastern_l", "hind_foot_l"),
            List.of("femur_r", "tibia_r", "metatarsus_r", "hind_pastern_r", "hind_foot_r"));

    private static final List<String> ON_HEAD = List.of("jaw", "ear_l", "ear_r");
    // Where limbs grow out of the trunk, skins differ in what they call trunk.
    private static final List<String> ROOTS =
            List.of("scapula_l", "scapula_r", "humerus_l", "humerus_r", "femur_l", "femur_r", "neck_1", "tail_1");

    // From the joints, which lie where bones meet, to where modellers put them, which is where the outline bends:
    // shoulder
    // and hip lower, the stifle forward and higher. Height and z, template metres.
    private static final Map<String, float[]> MODELLED = Map.of(
            "humerus", new float[] {-0.095f, 0},
            "femur", new float[] {-0.105f, 0.06f},
            "tibia", new float[] {0.065f, 0.113f});

    private TemplateParts() {}

    /** Where the template would have its joints if a modeller had made it, to compare with rigs: 3 each. */
    static float[] modelledJoints(Rig rig) {
        float[] joints = rig.skeleton().restPositions().clone();
        MODELLED.forEach((name, shift) -> {
            for (String side : List.of("_l", "_r")) {
                int joint = rig.skeleton().names().indexOf(name + side);
                if (joint >= 0) {
                    joints[3 * joint + 1] += shift[0];
                    joints[3 * joint + 2] += shift[1];
                }
            }
        });
        return joints;
    }

    /** The part that a template joint belongs to. */
    static int of(String joint) {
        if (ON_HEAD.contains(joint)) {
            return HEAD;
        }
        for (int k = 0; k < CHAINS.size(); k++) {
            if (CHAINS.get(k).contains(joint)) {
                return k + 1;
            }
        }
        return TRUNK;
    }

    /** Whether the trunk may reach into what this joint moves. */
    static boolean isRoot(String joint) {
        return ROOTS.contains(joint);
    }

    /** The joint with the greatest weight, for every vertex of the template. */
    static int[] strongest(Rig rig) {
        int[] out = new int[rig.mesh().vertexCount()];
        for (int v = 0; v < out.length; v++) {
            int best = Skin.INFLUENCES * v;
            for (int k = best; k < Skin.INFLUENCES * (v + 1); k++) {
                best = rig.skin().weights()[k] > rig.skin().weights()[best] ? k : best;
            }
            out[v] = rig.skin().joints()[best];
        }
        return out;
    }

    /** Mean height of the trunk's vertices, template metres. */
    static double trunkHeight(Rig rig) {
        int[] strongest = strongest(rig);
        double sum = 0;
        int count = 0;
        for (int v = 0; v < strongest.length; v++) {
            if (of(rig.skeleton().names().get(strongest[v])) == TRUNK) {
                sum += rig.mesh().vertices()[3 * v + 1];
                count++;
            }
        }
        return count == 0 ? 1 : sum / count;
    }
}
