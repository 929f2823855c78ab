package io.canter.training.evaluation;

import io.canter.inference.DualPointMaps;
import io.canter.inference.PointMapNetwork;
import io.canter.tracking.Rig;
import io.canter.training.evaluation.RigStage.Shot;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.scene.SceneGenerator;
import java.util.List;

/** Measures a network on foreign rigs. For one thread; the same figures at every call. */
public final class RigScorer {
    /** Pictures of every clip. */
    public static final int PICTURES = 12;

    private final Rig template;
    private final PointMapNetwork network;
    private final RigSheet sheet = new RigSheet();

    /**
     * @param network stays the caller's
     * @throws IllegalArgumentException if its image or maps are not of the generator's size
     */
    public RigScorer(Rig template, PointMapNetwork network) {
        if (network.imageSize() != SceneGenerator.IMAGE_SIZE || network.mapSize() != SceneGenerator.MAP_SIZE) {
            throw new IllegalArgumentException("rigs are drawn with images of " + SceneGenerator.IMAGE_SIZE
                    + " and maps of " + SceneGenerator.MAP_SIZE + " pixels, this model has " + network.imageSize()
                    + " and " + network.mapSize());
        }
        this.template = template;
        this.network = network;
    }

    /**
     * Films a rig and reads the pictures.
     *
     * @param stem file name without its ending: it says which side of the split this is
     * @param progress called after each picture
     * @throws IllegalArgumentException if it has no clip to be posed by
     */
    public RigScore score(String stem, ImportedRig rig, Runnable progress) {
        List<String> clips = RigStage.gaits(rig);
        if (clips.isEmpty()) {
            throw new IllegalArgumentException(rig.name() + " has no animation; a test body is posed by its own clips");
        }
        RigStage stage = new RigStage(template, stem, rig);
        RigScore score = new RigScore(RigSplit.of(stem), clips, BodyLength.metres(template, rig));
        for (String clip : clips) {
            for (int n = 0; n < PICTURES; n++) {
                Shot shot = stage.shoot(clip, n, PICTURES);
                DualPointMaps maps = see(shot);
                score.add(shot, maps);
                sheet.add(stem, clip, n, shot.sample(), maps);
                progress.run();
            }
        }
        return score;
    }

    /** How many pictures a rig gives. */
    public static int pictures(ImportedRig rig) {
        return PICTURES * RigStage.gaits(rig).size();
    }

    /** Some pictures of every rig, with Q as found and as it should be. */
    public RigSheet sheet() {
        return sheet;
    }

    private DualPointMaps see(Shot shot) {
        byte[] bytes = shot.sample().image();
        float[] image = new float[bytes.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = (bytes[i] & 255) / 255f;
        }
        network.images().put(0, image);
        network.run(1);
        return network.maps(0)
                .orElseThrow(() -> new IllegalStateException("the network gives numbers that are not finite"));
    }
}
