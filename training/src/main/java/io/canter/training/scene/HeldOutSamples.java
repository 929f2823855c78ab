package io.canter.training.scene;

import io.canter.tracking.Rig;
import io.canter.training.family.AnimalFamily;
import io.canter.training.motion.PoseSampler;

/**
 * Samples that no training has seen, with the joints that training does not need. The same at every call; for one
 * thread.
 */
public final class HeldOutSamples {
    // A block of seeds shares 64 bodies: few from each block, so that nearly every sample shows another individual.
    private static final int PER_BLOCK = 8;

    private final SceneGenerator generator;
    private long made;

    public HeldOutSamples(Rig rig) {
        generator = new SceneGenerator(
                rig,
                Regions.of(rig),
                new BodyPool(AnimalFamily::sample),
                Photos.none(),
                ForeignBodies.none(),
                new PoseSampler(rig)::sample,
                Shares.NONE);
    }

    /**
     * A sample with its truth.
     *
     * @param joints where they are: 3 each, axes of the crop camera, from the root joint, template metres; without
     *     meaning for a negative
     */
    public record Specimen(Sample sample, float[] joints) {}

    /** The next one. */
    public Specimen next() {
        long seed = GeneratorMain.HELD_OUT_SEED + made / PER_BLOCK * BodyPool.BLOCK + made % PER_BLOCK;
        made++;
        Sample sample = generator.sample(seed);
        return new Specimen(sample, generator.joints());
    }
}
