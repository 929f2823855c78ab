package io.canter.training.rigs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.joml.Matrix4d;
import org.joml.Quaterniond;
import org.joml.Vector3d;

/** One animation of a skinned glTF; at rest it is in its bind pose. */
record GltfMotion(SkinnedModel model, ModelClip clip) implements MotionSource {
    /** @param clip by name; empty: the first */
    static GltfMotion read(Path file, Optional<String> clip) throws IOException {
        // Faces without area do not matter here: nothing is drawn.
        SkinnedModel model = SkinnedGltf.read(file, true);
        if (model.clips().isEmpty()) {
            throw new RigImportException(file.toString(), "animations", "has none; give a file that moves");
        }
        if (clip.isEmpty()) {
            return new GltfMotion(model, model.clips().get(0));
        }
        return model.clips().stream()
                .filter(c -> isNamed(c.name(), clip.get()))
                .findFirst()
                .map(c -> new GltfMotion(model, c))
                .orElseThrow(() -> new RigImportException(
                        file.toString(),
                        "clip " + clip.get(),
                        "is not in the file, which has "
                                + model.clips().stream().map(ModelClip::name).collect(Collectors.joining(", "))));
    }

    /** Blender writes {@code Armature|Walk}: the part behind the bar will do. */
    private static boolean isNamed(String name, String wanted) {
        return name.equals(wanted) || name.substring(name.lastIndexOf('|') + 1).equals(wanted);
    }

    @Override
    public String name() {
        return clip.name();
    }

    @Override
    public List<String> joints() {
        return model.joints();
    }

    @Override
    public int[] parents() {
        return model.parents();
    }

    @Override
    public float[] rest() {
        return model.positions();
    }

    @Override
    public double sceneScale() {
        return Upright.scale(model);
    }

    @Override
    public boolean isUpright() {
        return true;
    }

    @Override
    public double seconds() {
        return clip.seconds();
    }

    @Override
    public void at(double seconds, Quaterniond[] turns, double[] places) {
        Matrix4d[] sceneFromBind = model.poser().skinMatrices(Optional.of(clip), seconds);
        Vector3d place = new Vector3d();
        for (int j = 0; j < sceneFromBind.length; j++) {
            turns[j].setFromUnnormalized(sceneFromBind[j]).normalize();
            sceneFromBind[j].transformPosition(
                    place.set(model.positions()[3 * j], model.positions()[3 * j + 1], model.positions()[3 * j + 2]));
            places[3 * j] = place.x;
            places[3 * j + 1] = place.y;
            places[3 * j + 2] = place.z;
        }
    }
}
