package io.canter.training.rigs;

import io.canter.tracking.Rig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Imported rigs for the tests of other packages. */
public final class FiledRigs {
    private FiledRigs() {}

    /** A quadruped of boxes whose clip {@code Lift} raises its body. */
    public static ImportedRig boxes(Path folder, Rig template) throws IOException {
        Path file = new TinyRig().writeGlb(folder.resolve("boxes.glb"));
        return new RigImport(template).read(file, Optional.empty(), false);
    }

    /** The same with a clip {@code Walk} as well, in one place. */
    public static ImportedRig walkingBoxes(Path folder, Rig template) throws IOException {
        Path file = new TinyRig().walking().writeGlb(folder.resolve("walking.glb"));
        return new RigImport(template).read(file, Optional.empty(), false);
    }
}
