package io.canter.tracking;

/**
 * Which feet are held, and where. Template metres, camera frame. Arrays are never changed once made.
 *
 * @param shifts 3 per foot: from where the fit has it to where it is shown
 * @param carries bit f for foot f, hind left, hind right, fore left, fore right
 * @param motion of the ground at the camera: along its right and away from it, and its turn about the camera, per second
 * @param votes of the feet that carry, for that motion, of late
 * @param stillVotes the same for a camera that stands
 */
record FootHold(double[] shifts, int carries, double[] motion, double votes, double stillVotes) {
    FootHold {
        if (shifts.length != 3 * GroundBelief.FEET || motion.length != 3) {
            throw new IllegalArgumentException("a hold of " + shifts.length + " and " + motion.length + " numbers");
        }
    }

    static FootHold none() {
        return new FootHold(new double[3 * GroundBelief.FEET], 0, new double[3], 0, 0);
    }
}
