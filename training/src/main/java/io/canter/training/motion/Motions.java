package io.canter.training.motion;

import io.canter.tracking.Body;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The movements a quadruped knows. {@code pace} runs from 0 (collected, slow) to 1 (extended, fast). */
public final class Motions {
    /** Of the gaits, so many go around a bend. */
    private static final double TURNING = 0.3;

    private Motions() {}

    /** What {@link #named} knows. */
    public static final List<String> NAMES = List.of("walk", "trot", "canter", "gallop", "graze", "look", "stand");

    /**
     * A movement by its name; pace says nothing where the animal stays on the spot.
     *
     * @throws IllegalArgumentException if the name is not one of {@link #NAMES}
     */
    public static Motion named(String name, double pace, long seed) {
        return switch (name) {
            case "walk" -> walk(pace, seed);
            case "trot" -> trot(pace, seed);
            case "canter" -> canter(pace, seed);
            case "gallop" -> gallop(pace, seed);
            case "graze" -> graze(seed);
            case "look" -> lookAround(seed);
            case "stand" -> stand(seed);
            default -> throw new IllegalArgumentException("no motion is named '" + name + "'; there are " + NAMES);
        };
    }

    public static Motion walk(double pace, long seed) {
        return new GaitMotion(Gait.walk(pace(pace)), style(seed, 0.5));
    }

    public static Motion trot(double pace, long seed) {
        return new GaitMotion(Gait.trot(pace(pace)), style(seed, 0.5));
    }

    /** On the left lead; {@link #mirrored} gives the other. */
    public static Motion canter(double pace, long seed) {
        return new GaitMotion(Gait.canter(pace(pace)), style(seed, 0.5));
    }

    /** Transverse gallop on the left lead, the horse's. */
    public static Motion gallop(double pace, long seed) {
        return new GaitMotion(Gait.gallop(pace(pace)), style(seed, 0.5));
    }

    /** Rotary gallop on the left lead, the dog's. */
    public static Motion rotaryGallop(double pace, long seed) {
        return new GaitMotion(Gait.rotaryGallop(pace(pace)), style(seed, 0.5));
    }

    public static Motion graze(long seed) {
        return standing(StandingMotion.Kind.GRAZE, random(seed), 0.6);
    }

    public static Motion lookAround(long seed) {
        return standing(StandingMotion.Kind.LOOK_AROUND, random(seed), 0.8);
    }

    public static Motion stand(long seed) {
        return standing(StandingMotion.Kind.STAND, random(seed), 0.8);
    }

    /**
     * Walks, breaks into a trot, then canters on the left lead.
     *
     * @param trotAtSeconds when the trot begins, and
     * @param canterAtSeconds when the canter does, each with a transition of a second
     * @param seconds length of the whole; after it the last moment is held
     */
    public static Motion walkTrotCanter(double trotAtSeconds, double canterAtSeconds, double seconds, long seed) {
        // The canter's diagonal pair comes down when the trot's did.
        Gait canter = Gait.canter(0.4f);
        return new GaitSequence(
                List.of(
                        new GaitSequence.Part(Gait.walk(0.7f), trotAtSeconds),
                        new GaitSequence.Part(Gait.trot(0.5f), canterAtSeconds),
                        new GaitSequence.Part(canter.from(canter.touchdown()[Leg.LEFT_HIND.index]), seconds)),
                1,
                style(seed, 0.3));
    }

    /**
     * A gait around a bend instead of straight on; anything else as it is.
     *
     * @param share of the sharpest turn that the gait's speed allows that individual, -1 to 1; positive to the left
     */
    public static Motion turning(Motion motion, double share, Body body) {
        return motion instanceof GaitMotion gait ? gait.turning(share, body) : motion;
    }

    /** The same movement with left and right exchanged. */
    public static Motion mirrored(Motion motion) {
        return new MirroredMotion(motion);
    }

    /**
     * Any of the above with random pace, lead and carriage; gaits in three of four cases, some around a bend.
     *
     * @param body whose speed says how sharp a turn may be
     */
    public static Motion random(RandomGenerator random, Body body) {
        float pace = random.nextFloat();
        double pick = random.nextDouble();
        Motion motion;
        if (pick < 0.75) {
            motion = new GaitMotion(randomGait(random, pace), Style.broad(random, 1));
            if (random.nextDouble() < TURNING) {
                motion = turning(motion, 2 * random.nextDouble() - 1, body);
            }
        } else if (pick < 0.87) {
            motion = standing(StandingMotion.Kind.GRAZE, random, 1);
        } else if (pick < 0.93) {
            motion = standing(StandingMotion.Kind.LOOK_AROUND, random, 1);
        } else {
            motion = standing(StandingMotion.Kind.STAND, random, 1);
        }
        return random.nextBoolean() ? mirrored(motion) : motion;
    }

    private static Gait randomGait(RandomGenerator random, float pace) {
        double pick = random.nextDouble();
        if (pick < 0.36) {
            return Gait.walk(pace);
        }
        if (pick < 0.62) {
            return Gait.trot(pace);
        }
        if (pick < 0.82) {
            return Gait.canter(pace);
        }
        return pick < 0.93 ? Gait.gallop(pace) : Gait.rotaryGallop(pace);
    }

    private static Motion standing(StandingMotion.Kind kind, RandomGenerator random, double amount) {
        Style style = amount < 1 ? Style.random(random, amount) : Style.broad(random, amount);
        return new StandingMotion(kind, style, random);
    }

    private static Style style(long seed, double amount) {
        return Style.random(random(seed), amount);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static float pace(double pace) {
        if (!(pace >= 0 && pace <= 1)) {
            throw new IllegalArgumentException("pace must be within 0..1, was " + pace);
        }
        return (float) pace;
    }
}
