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

    /** How far the feet are ahead of the root along the trunk: hind left, right, fore left, right; metres. */
    double[] feetAhead(Kinematics pose) {
        double[] ahead = new double[2 * pairs.size()];
        for (int pair = 0; pair < pairs.size(); pair++) {
            List<int[]> legs = pairs.get(pair);
            for (int side = 0; side < 2 && !legs.isEmpty(); side++) {
                int foot = legs.get(legs.size() - 1)[side];
                for (int a = 0; a < 3; a++) {
                    // From the root joint along its z axis, the last column of its matrix.
                    ahead[2 * pair + side] += pose.rotations[3 * a + 2] * pose.positions[3 * foot + a];
                }
            }
        }
        return ahead;
    }

    /**
     * Exchanges a bend with that of its counterpart, each mirrored to the other side of the body: turns about the
     * left-right axis stay, the others change their sign.
     */
    static void exchange(double[] bends, int left, int right) {
        for (int a = 0; a < 3; a++) {
            double sign = a == 0 ? 1 : -1;
            double bend = bends[left + a];
            bends[left + a] = sign * bends[right + a];
            bends[right + a] = sign * bend;
        }
    }
}
