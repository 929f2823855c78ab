package io.canter.training.motion;

import java.util.function.DoubleFunction;

/**
 * The four feet of an animal that changes its gait, followed through time. While a foot stands it goes with the ground
 * and nothing else, so it never slips; in the air it makes for the moment at which the gait wants it down, and takes the
 * new gait's reach. Lengths are fractions of the hip's height.
 */
final class Feet {
    static final double STEP_SECONDS = 1 / 200.0;
    /** A foot in the air may hurry or tarry by this factor to find the new rhythm. */
    private static final double HURRY_MAX = 1.8;
    /** How fast a foot in the air takes to the new gait, per second. */
    private static final double LEARNING = 12;

    private final float[] since; // 4 per step: part of the stride since touch down
    private final float[] learnt; // 4 per step: how far along the sequence of gaits the foot is
    private final double[] phase;
    private final double[] travel;

    /**
     * @param gaits the gait at a place along the sequence: 0 the first, 1 the second, 1.5 half way to the third
     * @param placeAt that place as a function of time
     */
    Feet(DoubleFunction<Gait> gaits, DoubleFunction<Double> placeAt, double seconds) {
        int steps = (int) Math.ceil(seconds / STEP_SECONDS) + 2;
        since = new float[4 * steps];
        learnt = new float[4 * steps];
        phase = new double[steps];
        travel = new double[steps];
        Gait first = gaits.apply(placeAt.apply(0));
        for (int leg = 0; leg < 4; leg++) {
            since[leg] = fraction(-first.touchdown()[leg]);
            learnt[leg] = placeAt.apply(0).floatValue();
        }
        for (int i = 1; i < steps; i++) {
            double place = placeAt.apply((i - 0.5) * STEP_SECONDS);
            Gait gait = gaits.apply(place);
            double beat = STEP_SECONDS / gait.periodSeconds();
            double ground = beat * gait.stance() / gait.duty();
            phase[i] = phase[i - 1] + beat;
            travel[i] = travel[i - 1] + ground;
            for (int leg = 0; leg < 4; leg++) {
                step(gaits, gait, place, beat, ground, 4 * (i - 1) + leg);
            }
        }
    }

    private void step(DoubleFunction<Gait> gaits, Gait gait, double place, double beat, double ground, int at) {
        Gait own = gaits.apply(learnt[at]);
        float u = since[at];
        learnt[at + 4] = learnt[at];
        if (u < own.duty()) {
            since[at + 4] = (float) (u + own.duty() * ground / own.stance());
            return;
        }
        float w = (u - own.duty()) / (1 - own.duty());
        // What is left until the gait wants this foot down, in strides, near to what the foot expects itself.
        double left = (1 - gait.duty()) * (1 - w);
        double wanted = gait.touchdown()[at % 4] - phase[at / 4];
        wanted -= Math.round(wanted - left);
        double rate = wanted > 1e-3 ? Math.min(HURRY_MAX, Math.max(1 / HURRY_MAX, left / wanted)) : HURRY_MAX;
        float next = (float) (w + rate * beat / (1 - gait.duty()));
        learnt[at + 4] += (float) ((place - learnt[at]) * Math.min(1, LEARNING * STEP_SECONDS));
        float duty = gaits.apply(learnt[at + 4]).duty();
        since[at + 4] = next >= 1 ? 0 : duty + next * (1 - duty);
    }

    /** Strides since the start. */
    double phase(double seconds) {
        return between(phase, seconds);
    }

    /** Distance since the start. */
    double travel(double seconds) {
        return between(travel, seconds);
    }

    /** Part of the leg's stride since it touched down, 0..1. */
    double since(int leg, double seconds) {
        double x = clamp(seconds);
        int i = 4 * (int) x + leg;
        // Towards a touch down the next value starts again from 0.
        float next = since[i + 4] < since[i] ? since[i + 4] + 1 : since[i + 4];
        return fraction(since[i] + (x - (int) x) * (next - since[i]));
    }

    double learnt(int leg, double seconds) {
        double x = clamp(seconds);
        int i = 4 * (int) x + leg;
        return learnt[i] + (x - (int) x) * (learnt[i + 4] - learnt[i]);
    }

    private double between(double[] table, double seconds) {
        double x = clamp(seconds);
        int i = (int) x;
        return table[i] + (x - i) * (table[i + 1] - table[i]);
    }

    private double clamp(double seconds) {
        return Math.max(0, Math.min(phase.length - 1.001, seconds / STEP_SECONDS));
    }

    private static float fraction(double x) {
        return (float) (x - Math.floor(x));
    }
}
