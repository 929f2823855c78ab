package io.canter.training.rigs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.joml.Quaterniond;

/** A BVH file as motion; at rest all angles are 0, or as in a frame that is named. */
final class BvhMotion implements MotionSource {
    private final Bvh bvh;
    private final String name;
    private final float[] rest;
    private final float[] standing; // rest with the lowest point on y = 0
    private final Quaterniond[] restFromScene;

    private BvhMotion(Bvh bvh, String name, Bvh.Moment still) {
        this.bvh = bvh;
        this.name = name;
        rest = new float[still.places.length];
        standing = new float[rest.length];
        double lowest = bvh.lowest(still);
        for (int i = 0; i < rest.length; i++) {
            rest[i] = (float) still.places[i];
            standing[i] = (float) (still.places[i] - (i % 3 == 1 ? lowest : 0));
        }
        restFromScene = new Quaterniond[still.turns.length];
        for (int j = 0; j < restFromScene.length; j++) {
            restFromScene[j] = new Quaterniond(still.turns[j]).conjugate();
        }
    }

    /** @param restFrame the frame in which the animal stands as at rest; empty: all angles 0 */
    static BvhMotion read(Path file, Optional<Integer> restFrame) throws IOException {
        Bvh bvh = BvhReader.read(file);
        if (restFrame.isPresent() && (restFrame.get() < 0 || restFrame.get() >= bvh.frames().length)) {
            throw new RigImportException(
                    file.toString(),
                    "rest frame " + restFrame.get(),
                    "is not in the file, which has frames 0 to " + (bvh.frames().length - 1));
        }
        Bvh.Moment still = restFrame.map(f -> bvh.at(f * bvh.frameSeconds())).orElseGet(bvh::zero);
        String name = file.getFileName().toString();
        return new BvhMotion(bvh, name.substring(0, name.lastIndexOf('.')), still);
    }

    /** 3 per joint at rest, the lowest point of all on y = 0. */
    float[] standing() {
        return standing;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> joints() {
        return bvh.joints();
    }

    @Override
    public int[] parents() {
        return bvh.parents();
    }

    @Override
    public float[] rest() {
        return rest;
    }

    @Override
    public double sceneScale() {
        return 1;
    }

    @Override
    public boolean isUpright() {
        return false;
    }

    @Override
    public double seconds() {
        return (bvh.frames().length - 1) * bvh.frameSeconds();
    }

    @Override
    public void at(double seconds, Quaterniond[] turns, double[] places) {
        Bvh.Moment moment = bvh.at(seconds);
        System.arraycopy(moment.places, 0, places, 0, places.length);
        for (int j = 0; j < turns.length; j++) {
            moment.turns[j].mul(restFromScene[j], turns[j]);
        }
    }
}
