package io.canter.training.family;

import io.canter.tracking.Body;
import java.util.List;
import java.util.random.RandomGenerator;

/** Individuals of the quadruped family, all on the template's mesh and skeleton. Thread safe. */
public final class AnimalFamily {

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
        // Half of all draws are of the three first: they are what the product is asked about.
        int among = random.nextBoolean() ? 3 : Presets.NAMES.size();
        String species = Presets.NAMES.get(random.nextInt(among));
        return new Individual(species, body(Variation.around(Presets.get(species), random)));
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
