package io.canter.training.motion;

/**
 * Timing and amplitudes of a gait. Lengths are fractions of the hip's height, so that the same gait fits any size.
 *
 * <p>Footfalls and duty factors: Hildebrand, "The quadrupedal gaits of vertebrates", BioScience 39 (1989), and
 * Robilliard, Pfau and Wilson, "Gait characterisation and classification in horses", J. Exp. Biol. 210 (2007). Ranges
 * of joint angles: Back et al., Equine Vet. J. 27 (1995); Hodson, Clayton and Lanovaz, Equine Vet. J. 32 and 33
 * (2000, 2001). Movements of the trunk: Clayton, "The Dynamic Horse" (2004).
 *
 * @param touchdown moment within the stride, 0..1, at which each {@link Leg} meets the ground
 * @param duty part of the stride for which a foot stands
 * @param stance ground covered by a foot's stance
 * @param foreLift greatest height of the fore hoof in swing
 * @param foreFetlock flexion of the fore fetlock in swing, radians
 * @param carpusShare carpal flexion per elbow flexion
 * @param bob half the rise and fall of the trunk
 * @param bobTimes rises per stride
 * @param bobLow moment of the stride when the trunk is lowest
 * @param pitch rocking of the trunk, radians; the forehand is lowest at pitchDown
 * @param spine bending of loin and pelvis, radians; most rounded at spineRound
 * @param nod movement of the neck, radians, nodTimes per stride, lowest at nodLow
 * @param yaw swing of the pelvis with the hind feet, radians
 * @param carriage neck lower (positive) or higher than at rest, radians
 */
record Gait(
        String name,
        double periodSeconds,
        float[] touchdown,
        float duty,
        float stance,
        float foreLift,
        float hindLift,
        float foreFetlock,
        float hindFetlock,
        float carpusShare,
        float bob,
        int bobTimes,
        float bobLow,
        float pitch,
        float pitchDown,
        float spine,
        float spineRound,
        float nod,
        int nodTimes,
        float nodLow,
        float yaw,
        float carriage) {

    Gait {
        if (touchdown.length != 4 || !(duty > 0.05f && duty < 0.95f) || !(periodSeconds > 0)) {
            throw new IllegalArgumentException("gait " + name + " has duty " + duty + ", period " + periodSeconds);
        }
    }

    /** Four beats, lateral sequence: left hind, left fore, right hind, right fore, a quarter stride apart. */
    static Gait walk(float pace) {
        return new Gait(
                "walk",
                mix(1.35, 1.0, pace),
                new float[] {0, 0.5f, 0.25f, 0.75f},
                mix(0.68f, 0.60f, pace),
                mix(0.58f, 0.88f, pace),
                mix(0.07f, 0.11f, pace),
                mix(0.05f, 0.09f, pace),
                0.95f,
                0.75f,
                1.9f,
                0.010f,
                2,
                0.10f,
                0.012f,
                0.45f,
                0.015f,
                0,
                mix(0.05f, 0.09f, pace),
                2,
                0.40f,
                0.055f,
                0);
    }

    /** Two beats: diagonal pairs, with suspension between them when fast. */
    static Gait trot(float pace) {
        return new Gait(
                "trot",
                mix(0.78, 0.62, pace),
                new float[] {0, 0.5f, 0.5f, 0},
                mix(0.46f, 0.34f, pace),
                mix(0.66f, 0.90f, pace),
                mix(0.15f, 0.24f, pace),
                mix(0.11f, 0.18f, pace),
                1.35f,
                1.0f,
                2.1f,
                mix(0.018f, 0.032f, pace),
                2,
                mix(0.23f, 0.17f, pace),
                0.012f,
                0.1f,
                0.02f,
                0,
                0.02f,
                2,
                0.25f,
                0.03f,
                -0.10f);
    }

    /** Three beats, left lead: right hind; left hind with right fore; left fore; suspension. */
    static Gait canter(float pace) {
        return new Gait(
                "canter",
                mix(0.66, 0.54, pace),
                new float[] {0.24f, 0, 0.47f, 0.26f},
                mix(0.40f, 0.33f, pace),
                mix(0.72f, 0.98f, pace),
                mix(0.17f, 0.26f, pace),
                mix(0.12f, 0.19f, pace),
                1.35f,
                1.0f,
                2.1f,
                mix(0.030f, 0.045f, pace),
                1,
                0.46f,
                mix(0.075f, 0.11f, pace),
                0.62f,
                0.07f,
                0.93f,
                mix(0.10f, 0.15f, pace),
                1,
                0.60f,
                0.02f,
                -0.05f);
    }

    /** Four beats, transverse, left lead: right hind, left hind, right fore, left fore, gathered suspension. */
    static Gait gallop(float pace) {
        return new Gait(
                "gallop",
                mix(0.50, 0.42, pace),
                new float[] {0.12f, 0, 0.50f, 0.37f},
                mix(0.29f, 0.23f, pace),
                mix(0.95f, 1.15f, pace),
                mix(0.32f, 0.44f, pace),
                mix(0.22f, 0.33f, pace),
                1.45f,
                1.1f,
                2.4f,
                mix(0.030f, 0.045f, pace),
                1,
                0.40f,
                mix(0.06f, 0.09f, pace),
                0.57f,
                0.13f,
                0.93f,
                mix(0.10f, 0.16f, pace),
                1,
                0.57f,
                0.01f,
                0.22f);
    }

    /** The dog's and the deer's: rotary (right hind, left hind, left fore, right fore) with two suspensions. */
    static Gait rotaryGallop(float pace) {
        return new Gait(
                "rotary gallop",
                mix(0.46, 0.38, pace),
                new float[] {0.09f, 0, 0.46f, 0.56f},
                mix(0.26f, 0.20f, pace),
                mix(0.95f, 1.20f, pace),
                mix(0.24f, 0.34f, pace),
                mix(0.20f, 0.30f, pace),
                1.3f,
                1.0f,
                2.0f,
                mix(0.030f, 0.045f, pace),
                1,
                0.35f,
                mix(0.06f, 0.10f, pace),
                0.62f,
                mix(0.18f, 0.26f, pace),
                0.90f,
                0.08f,
                1,
                0.6f,
                0,
                0.25f);
    }

    /** The same gait with its stride counted from another moment: what happened at {@code moment} happens at 0. */
    Gait from(float moment) {
        float[] shifted = touchdown.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] -= moment;
        }
        return new Gait(
                name,
                periodSeconds,
                shifted,
                duty,
                stance,
                foreLift,
                hindLift,
                foreFetlock,
                hindFetlock,
                carpusShare,
                bob,
                bobTimes,
                bobLow - moment,
                pitch,
                pitchDown - moment,
                spine,
                spineRound - moment,
                nod,
                nodTimes,
                nodLow - moment,
                yaw,
                carriage);
    }

    /** The feet's part of a transition: timing and paths between two gaits; the trunk's waves stay this gait's. */
    Gait towards(Gait next, float t) {
        float[] between = new float[touchdown.length];
        for (int i = 0; i < between.length; i++) {
            float step = next.touchdown[i] - touchdown[i];
            between[i] = touchdown[i] + t * (step - Math.round(step));
        }
        return new Gait(
                t < 0.5f ? name : next.name,
                mix(periodSeconds, next.periodSeconds, t),
                between,
                mix(duty, next.duty, t),
                mix(stance, next.stance, t),
                mix(foreLift, next.foreLift, t),
                mix(hindLift, next.hindLift, t),
                mix(foreFetlock, next.foreFetlock, t),
                mix(hindFetlock, next.hindFetlock, t),
                mix(carpusShare, next.carpusShare, t),
                bob,
                bobTimes,
                bobLow,
                pitch,
                pitchDown,
                spine,
                spineRound,
                nod,
                nodTimes,
                nodLow,
                yaw,
                carriage);
    }

    private static float mix(float slow, float fast, float pace) {
        return slow + (fast - slow) * pace;
    }

    private static double mix(double slow, double fast, float pace) {
        return slow + (fast - slow) * pace;
    }
}
