package io.canter.tracking;

import java.util.List;

/**
 * Joints in topological order: a parent always stands before its children; joint 0 is the root. At rest every joint's
 * axes are the canonical frame's, so a rest rotation is the identity.
 *
 * @param names anatomical joint names, unique
 * @param parents index of each joint's parent, -1 for the root
 * @param restPositions 3 per joint, canonical frame, template metres
 */
public record Skeleton(List<String> names, int[] parents, float[] restPositions) {
    public Skeleton {
        names = List.copyOf(names);
        if (parents.length != names.size() || restPositions.length != 3 * names.size()) {
            throw new IllegalArgumentException("skeleton of " + names.size() + " joints has " + parents.length
                    + " parents and " + restPositions.length + " coordinates");
        }
        for (int j = 0; j < parents.length; j++) {
            if (j == 0 ? parents[j] != -1 : parents[j] < 0 || parents[j] >= j) {
                throw new IllegalArgumentException("joint " + names.get(j) + " has parent " + parents[j]);
            }
        }
    }

    public int jointCount() {
        return parents.length;
    }

    /** Index of the joint of that name. */
    public int indexOf(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no joint is named " + name + "; there are " + names);
        }
        return index;
    }
}
