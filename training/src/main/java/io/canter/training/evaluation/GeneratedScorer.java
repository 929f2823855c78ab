package io.canter.training.evaluation;

import io.canter.inference.Box;
import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.ObserverOptions;
import io.canter.inference.PointMapNetwork;
import io.canter.tracking.Rig;
import io.canter.training.family.AnimalFamily;
import io.canter.training.scene.HeldOutSamples;
import io.canter.training.scene.HeldOutSamples.Specimen;
import io.canter.training.scene.Sample;
import io.canter.training.scene.SceneGenerator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a network on generated animals that no training has seen: their maps against exact ones, the locator's score
 * on pictures with and without an animal, and the joints that three ways of fitting make of the same maps. For one
 * thread; the same figures at every call.
 */
public final class GeneratedScorer {
    /** At most so many samples a species: each holds some 4,000 errors in memory. */
    public static final int PER_SPECIES_MAX = 500;

    // Rare species are waited for, not for ever.
    private static final int SEEDS_PER_SAMPLE_MAX = 6;

    private final Rig rig;
    private final PointMapNetwork network;
    private final LimbLabels limbs;
    private final BoneAlignment bones;
    private final SingleFit fit;
    final Map<String, MapScore> species = new LinkedHashMap<>();
    final JointScore articulated = new JointScore();
    final JointScore visibleOnly = new JointScore();
    final JointScore aligned = new JointScore();
    final Calibration calibrationVisible = new Calibration();
    final Calibration calibrationHidden = new Calibration();
    int negatives;
    int falseAnimals;
    int animals;
    int believed;

    /**
     * @param network stays the caller's
     * @throws IllegalArgumentException if its image or maps are not of the generator's size
     */
    public GeneratedScorer(Rig rig, PointMapNetwork network) {
        if (network.imageSize() != SceneGenerator.IMAGE_SIZE || network.mapSize() != SceneGenerator.MAP_SIZE) {
            throw new IllegalArgumentException("generated samples have images of " + SceneGenerator.IMAGE_SIZE
                    + " and maps of " + SceneGenerator.MAP_SIZE + " pixels, this model has " + network.imageSize()
                    + " and " + network.mapSize());
        }
        this.rig = rig;
        this.network = network;
        limbs = new LimbLabels(rig);
        bones = new BoneAlignment(rig);
        fit = new SingleFit(rig, SceneGenerator.IMAGE_SIZE);
        AnimalFamily.species().forEach(name -> species.put(name, new MapScore()));
    }

    /**
     * Runs the network on so many samples of every species and on all pictures without an animal that come between.
     *
     * @param progress called after each sample that counts, at most {@code perSpecies * species} times
     */
    public void run(int perSpecies, Runnable progress) {
        HeldOutSamples samples = new HeldOutSamples(rig);
        long seeds = (long) SEEDS_PER_SAMPLE_MAX * perSpecies * species.size();
        int wanted = perSpecies * species.size();
        for (long n = 0; n < seeds && animals < wanted; n++) {
            Specimen specimen = samples.next();
            if (specimen.sample().negative()) {
                addNegative(specimen.sample());
                continue;
            }
            MapScore score =
                    species.get(AnimalFamily.species().get(specimen.sample().species()));
            if (score.samples() < perSpecies) {
                add(specimen, score);
                progress.run();
            }
        }
    }

    private Optional<DualPointMaps> see(Sample sample) {
        float[] image = new float[sample.image().length];
        for (int i = 0; i < image.length; i++) {
            image[i] = (sample.image()[i] & 255) / 255f;
        }
        network.images().put(0, image);
        network.run(1);
        return network.maps(0);
    }

    private void addNegative(Sample sample) {
        negatives++;
        falseAnimals += see(sample).map(this::isBelieved).orElse(false) ? 1 : 0;
    }

    /** Whether a search would take it for an animal. */
    private boolean isBelieved(DualPointMaps maps) {
        CropCamera any = new CropCamera(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 1);
        return Detection.unjudged(new Box(0, 0, 1, 1), any, maps).score()
                >= ObserverOptions.defaults().searchScoreMin();
    }

    private void add(Specimen specimen, MapScore score) {
        Sample sample = specimen.sample();
        Optional<DualPointMaps> seen = see(sample);
        if (seen.isEmpty()) {
            throw new IllegalStateException(
                    "the network gives numbers that are not finite for the sample of seed " + sample.seed());
        }
        DualPointMaps maps = seen.get();
        MapPair pair = new MapPair(maps, sample);
        score.add(pair, limbs);
        animals++;
        believed += isBelieved(maps) ? 1 : 0;
        for (int slot = 0; slot < maps.occupancy().length; slot++) {
            if (pair.isThere(slot)) {
                double q = pair.canonicalError(slot);
                double p = pair.posedError(slot);
                (slot < pair.plane() ? calibrationVisible : calibrationHidden)
                        .add(maps.confidence()[slot], q * q + p * p);
            }
        }
        Optional<Box> box = box(pair);
        articulated.add(box.flatMap(b -> fit.joints(maps, b, sample.tanHalf())), specimen.joints());
        visibleOnly.add(box.flatMap(b -> fit.joints(visible(maps), b, sample.tanHalf())), specimen.joints());
        aligned.add(box.map(b -> bones.joints(maps)), specimen.joints());
    }

    private static DualPointMaps visible(DualPointMaps maps) {
        float[] occupancy = maps.occupancy().clone();
        Arrays.fill(occupancy, maps.size() * maps.size(), occupancy.length, 0);
        return new DualPointMaps(
                maps.layers(), maps.size(), maps.canonical(), maps.posed(), occupancy, maps.confidence());
    }

    /** Of the visible mask found, pixels of the image. */
    private static Optional<Box> box(MapPair pair) {
        boolean[] mask = new boolean[pair.plane()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = pair.isFound(i);
        }
        float scale = (float) SceneGenerator.IMAGE_SIZE / SceneGenerator.MAP_SIZE;
        return Silhouettes.box(mask, SceneGenerator.MAP_SIZE)
                .map(b -> new Box(scale * b.x(), scale * b.y(), scale * b.width(), scale * b.height()));
    }

    double bodyLengthMetres() {
        return BodyLength.metres(rig);
    }
}
