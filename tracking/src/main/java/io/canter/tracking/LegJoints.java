package io.canter.tracking;

import java.util.ArrayList;
import java.util.List;

/** The joints of the legs, in pairs of left and right; none in rigs whose joints have other names. */
final class LegJoints {
    private static final String[][] STEMS = {
        {"femur", "tibia", "metatarsus", "hind_pastern", "hind_foot"},
        {"scapula", "humerus", "radius", "metacarpus", "fore_pastern", "fore_foot"}
    };

    private final List<List<int[]>> pairs = new ArrayList<>();

    LegJoints(Skeleton skeleton) {
        for (String[] stems : STEMS) {
            List<int[]> legs = new ArrayList<>();
            for (String stem : stems) {
                int left = skeleton.names().indexOf(stem + "_l");
                int right = skeleton.names().indexOf(stem + "_r");
                if (left >= 0 && right >= 0) {
                    legs.add(new int[] {left, right});
                }
            }
            pairs.add(List.copyOf(legs));
        }
    }

    /** Left and right joint, from the trunk down; {@code pair} 0 is hind, 1 fore. */
    List<int[]> pair(int pair) {
        return pairs.get(pair);
    }
}
