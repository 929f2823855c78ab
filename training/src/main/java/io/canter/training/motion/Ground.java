package io.canter.training.motion;

/** What of the animal is lowest, so that it can be set down on the ground whatever its pose. */
final class Ground {
    private Ground() {}

    /**
     * Height over y = 0 of the lowest of hooves, joints and breastbone; everything must be placed. A joint carries flesh
     * around it: a quarter of the trunk's depth for trunk and head, a few centimetres on legs.
     */
    static float lowest(PoseBuilder b) {
        float hip = b.rest(Joints.FEMUR_L, 1);
        float lowest = Stance.lowestHoof(b);
        // The barrel hangs below root and thorax down to about the elbow's height less a tenth of the hip's.
        float depth = b.rest(Joints.ROOT, 1) - b.rest(Joints.HUMERUS_L + 1, 1) + 0.12f * hip;
        lowest = Math.min(lowest, b.position[Joints.ROOT].y - depth);
        lowest = Math.min(lowest, b.position[Joints.THORAX].y - depth);
        for (int j = Joints.NECK_1; j <= Joints.HEAD; j++) {
            lowest = Math.min(lowest, b.position[j].y - 0.08f * hip);
        }
        lowest = Math.min(lowest, b.position[Joints.PELVIS].y - 0.25f * hip);
        for (Leg leg : Leg.ALL) {
            for (int j = leg.upper; j <= leg.pastern(); j++) {
                lowest = Math.min(lowest, b.position[j].y - 0.045f * hip);
            }
        }
        return lowest;
    }
}
