package io.canter.training.family;

import io.canter.tracking.Body;
import java.util.List;
import java.util.random.RandomGenerator;

/** Individuals of the quadruped family, all on the template's mesh and skeleton. Thread safe. */
public final class AnimalFamily {

    // About one set of proportions in some thousand folds a part of the body on itself, where the surface has no
    // normal.
    private static final int ATTEMPTS = 10;

    private static final int FAVOURED = 3;
    private static final double FAVOURED_SHARE = 0.4;

    private AnimalFamily() {}

    /** An individual, template units, and the preset it was drawn around. */
    public record Individual(String species, Body body) {}

    /** Names of the presets. */
    public static List<String> species() {
        return Presets.NAMES;
    }

    /** The typical animal of that name. */
    public static Body preset(String name) {
        return body(Presets.get(name));
    }

    /** A random individual; the same generator state gives the same one. */
    public static Individual sample(RandomGenerator random) {
        return sample(name(random, List.of()), random);
    }

    /** A random individual around that preset; the same generator state gives the same one. */
    public static Individual sample(String species, RandomGenerator random) {
        return sample(species, false, random);
    }

    /**
     * A random individual, some with fur as well: wider than what is measured, to learn from.
     *
     * @param among names of presets; where there are any, each is as likely as the others; else all, more of the three first
     * @param furred so many, 0..1, may have fur
     */
    public static Individual sample(RandomGenerator random, List<String> among, double furred) {
        return sample(name(random, among), random.nextDouble() < furred, random);
    }

    private static String name(RandomGenerator random, List<String> among) {
        if (!among.isEmpty()) {
            return among.get(random.nextInt(among.size()));
        }
        // More of the three first: they are what the product is asked about.
        return Presets.NAMES.get(
                random.nextInt(random.nextDouble() < FAVOURED_SHARE ? FAVOURED : Presets.NAMES.size()));
    }

    private static Individual sample(String species, boolean furred, RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Proportions drawn = Variation.around(Presets.get(species), random);
            Body body = body(furred ? Variation.furred(drawn, random) : drawn);
            if (isFinite(body)) {
                return new Individual(species, body);
            }
        }
        throw new IllegalStateException("no " + species + " could be built in " + ATTEMPTS + " attempts");
    }

    private static boolean isFinite(Body body) {
        for (float x : body.vertices()) {
            if (!Float.isFinite(x)) {
                return false;
            }
        }
        return true;
    }

    static Body body(Proportions proportions) {
        BodyPlan plan = new BodyPlan(proportions);
        float[] joints = new float[plan.joints.length];
        for (int i = 0; i < joints.length; i++) {
            joints[i] = (float) plan.joints[i];
        }
        return new Body(Topology.get().fit(plan), joints);
    }
}
