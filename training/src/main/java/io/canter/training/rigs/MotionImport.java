package io.canter.training.rigs;

import io.canter.tracking.Rig;
import io.canter.training.motion.Motion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Motion of another skeleton, carried onto the template's: what each joint has turned since its own rest pose, its
 * counterpart turns too.
 */
public final class MotionImport {
    private final Motion motion;
    private final JointMapping mapping;
    private final boolean guessed;

    private MotionImport(Motion motion, JointMapping mapping, boolean guessed) {
        this.motion = motion;
        this.mapping = mapping;
        this.guessed = guessed;
    }

    /** Whether the name is one of a file that {@link #read} may read. */
    public static boolean knows(Path file) {
        return isBvh(file) || file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(glb|gltf)");
    }

    private static boolean isBvh(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".bvh");
    }

    /**
     * Reads a motion.
     *
     * @param file BVH, or a skinned glTF with animations
     * @param mapping file with the joints' mapping, as for rigs; empty: as an import has left it in the file, or guessed
     * @param clip of a glTF; empty: the first
     * @param restFrame of a BVH: the frame in which the animal stands as at rest; empty: all angles 0
     * @throws RigImportException naming the file, the element or line that is wrong, and what to do
     */
    public static MotionImport read(
            Path file, Rig template, Optional<Path> mapping, Optional<String> clip, Optional<Integer> restFrame)
            throws IOException {
        MotionSource source;
        JointMapping joints;
        boolean guessed = false;
        if (isBvh(file)) {
            if (clip.isPresent()) {
                throw new RigImportException(file.toString(), "clip " + clip.get(), "a BVH file has one motion only");
            }
            BvhMotion bvh = BvhMotion.read(file, restFrame);
            source = bvh;
            guessed = mapping.isEmpty();
            joints = guessed
                    ? JointGuess.of(bvh.joints(), bvh.parents(), bvh.standing(), template)
                    : JointMapping.read(mapping.get());
        } else {
            if (restFrame.isPresent()) {
                throw new RigImportException(
                        file.toString(), "rest frame", "only BVH files need one; a glTF has its bind pose");
            }
            GltfMotion gltf = GltfMotion.read(file, clip);
            source = gltf;
            Optional<JointMapping> embedded = gltf.model().embedded();
            guessed = mapping.isEmpty() && embedded.isEmpty();
            joints = mapping.isPresent()
                    ? JointMapping.read(mapping.get())
                    : embedded.isPresent() ? embedded.get() : JointGuess.of(gltf.model(), template);
        }
        String from = mapping.map(Path::toString).orElse(file.toString());
        int[] mapped = joints.indices(source.joints(), template.skeleton(), from);
        if (Arrays.stream(mapped).allMatch(j -> j < 0)) {
            throw new RigImportException(
                    file.toString(),
                    "joints",
                    "none is known by its name (" + String.join(", ", source.joints())
                            + "); say which stand for which with --mapping FILE");
        }
        return new MotionImport(new ForeignMotion(source, mapped, template), joints, guessed);
    }

    /** What moves the template's skeleton. One thread. */
    public Motion motion() {
        return motion;
    }

    public JointMapping mapping() {
        return mapping;
    }

    /** Whether the mapping was guessed, not given. */
    public boolean isGuessed() {
        return guessed;
    }
}
