package io.canter.app;

import io.canter.output.StagedFile;
import io.canter.tracking.Rig;
import io.canter.training.motion.Motion;
import io.canter.training.motion.Motions;
import io.canter.training.rigs.MotionImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options for motion that comes from a file. */
final class MotionFileOptions {
    @Option(names = "--clip", paramLabel = "NAME", description = "Which animation of a .glb (default: the first).")
    private String clip;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "Which template joint each joint of the motion stands for (JSON); otherwise guessed by name.")
    private Path mapping;

    @Option(names = "--save-mapping", paramLabel = "FILE", description = "Write the mapping used, to be edited.")
    private Path saved;

    @Option(
            names = "--rest-frame",
            paramLabel = "N",
            description = "Frame of a .bvh in which the animal stands as at rest (default: all angles 0).")
    private Integer restFrame;

    Motion read(String file, Rig rig, CommandSpec spec) throws IOException {
        Path path = Path.of(file);
        if (!MotionImport.knows(path)) {
            throw new UserException("--motion is '" + file + "', must be one of " + String.join(", ", Motions.NAMES)
                    + ", or a .bvh, .glb or .gltf file");
        }
        MotionImport imported = MotionImport.read(
                path, rig, Optional.ofNullable(mapping), Optional.ofNullable(clip), Optional.ofNullable(restFrame));
        if (saved != null) {
            try (StagedFile staged = new StagedFile(saved)) {
                Files.writeString(staged.part(), imported.mapping().json());
                staged.commit();
            }
        }
        if (imported.isGuessed()) {
            spec.commandLine()
                    .getErr()
                    .println("note: mapping of " + imported.mapping().joints().size()
                            + " joints guessed by name; --save-mapping FILE shows it");
        }
        return imported.motion();
    }
}
