package io.canter.tracking;

import io.canter.inference.Box;

/**
 * One animal over time. Lengths are template metres, axes the frame camera's. Arrays are never changed once made.
 *
 * @param id identity of the animal
 * @param ptsMicros time of the last frame
 * @param stepMicros time between the last two frames
 * @param frames frames with a detection so far
 * @param missed frames without one since
 * @param contradictions frames in a row that the present pose could not explain
 * @param confidence 0..1
 * @param box last box, full-frame pixels
 * @param boxVelocity change of the box's left, top, width, height per second
 * @param translation of the root joint
 * @param rotation of the root, x, y, z, w, cameraFromCanonical
 * @param bends 3 per joint: rotation vector in the parent's frame
 * @param velocity change per second: 3 translation, 3 turn of the root, 3 per joint bends
 * @param shape what is known of the individual's shape
 * @param coat what is known of its colours
 * @param legs whether its left and right legs are what they are called
 * @param ground what its feet tell of the ground
 */
record Track(
        int id,
        long ptsMicros,
        long stepMicros,
        int frames,
        int missed,
        int contradictions,
        double confidence,
        Box box,
        double[] boxVelocity,
        double[] translation,
        double[] rotation,
        double[] bends,
        double[] velocity,
        ShapeEstimate shape,
        CoatEstimate coat,
        LegBelief legs,
        GroundBelief ground) {

    /** Boxes jitter by a pixel or two; a prediction this many steps ahead at most keeps noise from running away. */
    private static final double STEPS_AHEAD_MAX = 3;

    /** The same with other colours. */
    Track withCoat(CoatEstimate other) {
        return with(id, bends, velocity, shape, other, legs, ground);
    }

    /** The same above another ground. */
    Track withGround(GroundBelief other) {
        return with(id, bends, velocity, shape, coat, legs, other);
    }

    /** This newcomer as the one that it was before: its id, what is known of its shape and its colours. */
    Track returning(Track old) {
        return with(old.id, bends, velocity, old.shape, old.coat, legs, ground);
    }

    /** The same elsewhere at a later time, having been seen by nobody. */
    Track movedTo(double[] otherTranslation, Box otherBox, long otherMicros, double fade) {
        return new Track(
                id,
                otherMicros,
                otherMicros - ptsMicros,
                frames,
                missed,
                contradictions,
                fade * confidence,
                otherBox,
                new double[boxVelocity.length],
                otherTranslation,
                rotation,
                bends,
                new double[velocity.length],
                shape,
                coat,
                legs,
                ground);
    }

    /** The same animal with a pair of legs exchanged: each as the other one was, its motion as well. */
    Track withExchanged(int pair, LegJoints joints) {
        double[] otherBends = bends.clone();
        double[] otherVelocity = velocity.clone();
        for (int[] both : joints.pair(pair)) {
            LegJoints.exchange(otherBends, 3 * both[0], 3 * both[1]);
            LegJoints.exchange(otherVelocity, 3 + 3 * both[0], 3 + 3 * both[1]);
        }
        return with(id, otherBends, otherVelocity, shape, coat, legs.withExchanged(pair), ground);
    }

    private Track with(
            int otherId,
            double[] otherBends,
            double[] otherVelocity,
            ShapeEstimate otherShape,
            CoatEstimate otherCoat,
            LegBelief otherLegs,
            GroundBelief otherGround) {
        return new Track(
                otherId,
                ptsMicros,
                stepMicros,
                frames,
                missed,
                contradictions,
                confidence,
                box,
                boxVelocity,
                translation,
                rotation,
                otherBends,
                otherVelocity,
                otherShape,
                otherCoat,
                otherLegs,
                otherGround);
    }

    /** The box one step on from the last frame, with its size held within a factor of two. */
    Box predictedBox() {
        double dt = 1e-6 * stepMicros * Math.min(missed + 1, STEPS_AHEAD_MAX);
        double width = grown(box.width(), boxVelocity[2] * dt);
        double height = grown(box.height(), boxVelocity[3] * dt);
        double x = box.x() + boxVelocity[0] * dt;
        double y = box.y() + boxVelocity[1] * dt;
        return new Box((float) x, (float) y, (float) width, (float) height);
    }

    private static double grown(double size, double by) {
        return Math.max(0.5 * size, Math.min(2 * size, size + by));
    }
}
