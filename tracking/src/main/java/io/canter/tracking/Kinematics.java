package io.canter.tracking;

/**
 * A bent skeleton and the directions in which it can bend further. Positions are relative to the root joint, so that
 * numbers stay small however far the animal is. Joint j &gt; 0 is bent by a rotation vector in its parent's frame.
 */
final class Kinematics {
    final int jointCount;
    private final int[] parents;
    private final double[] local = new double[9];
    private final double[] jacobian = new double[9];

    /** 3 per joint; the root's are unused. */
    final double[] bends;
    /** x, y, z, w: cameraFromCanonical. */
    final double[] rootRotation = {0, 0, 0, 1};
    /** 9 per joint: cameraFromCanonical. */
    final double[] rotations;
    /** 3 per joint, from the root joint, camera axes. */
    final double[] positions;
    /** 9 per joint: a change of the joint's numbers to the rotation it causes, camera axes (the root: identity). */
    final double[] turns;

    Kinematics(Skeleton skeleton) {
        jointCount = skeleton.jointCount();
        parents = skeleton.parents();
        bends = new double[3 * jointCount];
        rotations = new double[9 * jointCount];
        positions = new double[3 * jointCount];
        turns = new double[9 * jointCount];
        turns[0] = 1;
        turns[4] = 1;
        turns[8] = 1;
    }

    int parent(int joint) {
        return parents[joint];
    }

    /** Fills rotations, positions and turns for the rest joints of an individual. */
    void update(double[] restJoints) {
        Rotations.quaternionToMatrix(rootRotation, rotations, 0);
        for (int j = 1; j < jointCount; j++) {
            int p = parents[j];
            Rotations.toMatrix(bends, 3 * j, local, 0);
            Rotations.multiply(rotations, 9 * p, local, 0, rotations, 9 * j);
            Rotations.leftJacobian(bends, 3 * j, jacobian, 0);
            Rotations.multiply(rotations, 9 * p, jacobian, 0, turns, 9 * j);
            for (int r = 0; r < 3; r++) {
                double sum = positions[3 * p + r];
                for (int k = 0; k < 3; k++) {
                    sum += rotations[9 * p + 3 * r + k] * (restJoints[3 * j + k] - restJoints[3 * p + k]);
                }
                positions[3 * j + r] = sum;
            }
        }
    }
}
