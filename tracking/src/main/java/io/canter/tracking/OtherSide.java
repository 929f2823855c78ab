package io.canter.tracking;

import java.util.List;

/**
 * For each point of the maps that lies on a limb, the same spot on the other side of the body. Networks take left legs
 * for right ones, or answer with the middle between both; which one it is shows where the legs are.
 */
final class OtherSide {
    private static final String LEFT = "_l";
    private static final String RIGHT = "_r";

    private final boolean[] sided; // by joint
    private final boolean[] known;
    private final double[] ownDistanceSquared;
    private final double[] otherDistanceSquared;
    private final int[] triangles;
    private final double[] barycentrics;
    private final int[] joints;
    private final double[] skinWeights;
    private final double[] posedInformation;
    private final boolean[] crossed;

    OtherSide(Rig rig, int capacity) {
        List<String> names = rig.skeleton().names();
        sided = new boolean[names.size()];
        for (int j = 0; j < sided.length; j++) {
            String name = names.get(j);
            String stem = name.substring(0, Math.max(0, name.length() - 2));
            sided[j] = (name.endsWith(LEFT) && names.contains(stem + RIGHT))
                    || (name.endsWith(RIGHT) && names.contains(stem + LEFT));
        }
        known = new boolean[capacity];
        ownDistanceSquared = new double[capacity];
        otherDistanceSquared = new double[capacity];
        triangles = new int[capacity];
        barycentrics = new double[3 * capacity];
        joints = new int[Skin.INFLUENCES * capacity];
        skinWeights = new double[Skin.INFLUENCES * capacity];
        posedInformation = new double[capacity];
        crossed = new boolean[capacity];
    }

    /** Whether what moves with this joint has a counterpart on the other side. */
    boolean isSided(int joint) {
        return sided[joint];
    }

    /** Square metres from Q to the spot itself and to the one on the other side. */
    void put(int point, boolean isKnown, double own, double other) {
        known[point] = isKnown;
        ownDistanceSquared[point] = own;
        otherDistanceSquared[point] = other;
        crossed[point] = false;
        posedInformation[point] = 0;
    }

    boolean knows(int point) {
        return known[point];
    }

    /** Whether the point is taken to be on the side that Q does not name. */
    boolean crossed(int point) {
        return crossed[point];
    }

    /** How much farther (square metres) the other spot is from Q than the one in use; negative where it is nearer. */
    double extraDistanceSquared(int point) {
        return otherDistanceSquared[point] - ownDistanceSquared[point];
    }

    /** P was made of Q: where Q took one leg for the other, P has its depth from the wrong one and says nothing. */
    void exchange(int point, int[] triangle, double[] barycentric, int[] joint, double[] skin, double[] information) {
        crossed[point] = !crossed[point];
        double known = information[point];
        information[point] = posedInformation[point];
        posedInformation[point] = known;
        double distance = ownDistanceSquared[point];
        ownDistanceSquared[point] = otherDistanceSquared[point];
        otherDistanceSquared[point] = distance;
        int t = triangle[point];
        triangle[point] = triangles[point];
        triangles[point] = t;
        for (int i = 3 * point; i < 3 * point + 3; i++) {
            double b = barycentric[i];
            barycentric[i] = barycentrics[i];
            barycentrics[i] = b;
        }
        for (int i = Skin.INFLUENCES * point; i < Skin.INFLUENCES * (point + 1); i++) {
            int j = joint[i];
            joint[i] = joints[i];
            joints[i] = j;
            double w = skin[i];
            skin[i] = skinWeights[i];
            skinWeights[i] = w;
        }
    }
}
