package io.canter.training.motion;

/**
 * Where the trunk is in its stride.
 *
 * @param rise of the trunk, fraction of the hip's height
 * @param rock nose down, radians
 * @param round bending of the loin
 * @param nod of the neck, carriage included
 * @param yaw amplitude of the pelvis' swing with the hind feet
 * @param stream how far the tail streams behind
 */
record TrunkWave(double rise, double rock, double round, double nod, double yaw, double stream) {
    static TrunkWave of(Gait gait, double phase) {
        return new TrunkWave(
                -gait.bob() * wave(gait.bobTimes() * (phase - gait.bobLow())),
                gait.pitch() * wave(phase - gait.pitchDown()),
                gait.spine() * wave(phase - gait.spineRound()),
                gait.nod() * wave(gait.nodTimes() * (phase - gait.nodLow())) + gait.carriage(),
                gait.yaw(),
                0.9 * Math.max(0, 0.6 - gait.duty()));
    }

    TrunkWave towards(TrunkWave next, double t) {
        return new TrunkWave(
                rise + t * (next.rise - rise),
                rock + t * (next.rock - rock),
                round + t * (next.round - round),
                nod + t * (next.nod - nod),
                yaw + t * (next.yaw - yaw),
                stream + t * (next.stream - stream));
    }

    private static double wave(double turns) {
        return Math.cos(2 * Math.PI * turns);
    }
}
