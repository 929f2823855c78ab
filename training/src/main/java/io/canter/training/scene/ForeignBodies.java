package io.canter.training.scene;

import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import io.canter.training.family.AnimalFamily;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.rigs.RigImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Imported rigs as training bodies: other people's surfaces, skins and motion beside the family's own. Never changes once
 * read, so that many threads share one.
 */
public final class ForeignBodies {
    // Each takes a renderer of its own in every thread, 5 MB; and one file of thousands is another tool's work.
    private static final int BODIES_MAX = 64;

    /**
     * One side of one rig.
     *
     * @param mirrored whether left and right are exchanged, in Q as in the world
     * @param mesh Q as its vertices; mirrored triangles wind the other way, so that they still face outwards
     */
    record Kind(ImportedRig rig, boolean mirrored, Mesh mesh, Regions regions, int species) {}

    private final List<Kind> kinds;

    private ForeignBodies(List<Kind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /** The family alone. */
    public static ForeignBodies none() {
        return new ForeignBodies(List.of());
    }

    /**
     * The skinned glTF files of a folder (.glb, .gltf), in the order of their names, each as it is and mirrored.
     *
     * @throws IOException naming the folder, or the file and the element, that cannot be used
     */
    public static ForeignBodies in(Path folder, Rig template) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(ForeignBodies::isRig).sorted().limit(BODIES_MAX).toList();
        }
        if (files.isEmpty()) {
            throw new IOException(folder + " holds no .glb or .gltf file");
        }
        RigImport reader = new RigImport(template);
        Regions regions = Regions.of(template);
        List<Kind> kinds = new ArrayList<>();
        for (Path file : files) {
            ImportedRig rig = reader.read(file, Optional.empty(), true);
            if (rig.clips().stream().noneMatch(clip -> rig.clipSeconds(clip) > 0)) {
                throw new IOException(file + " has no animation: a training body needs motion of its own");
            }
            int species = species(file.getFileName().toString());
            Mesh plain = new Mesh(rig.canonical(), rig.rest().triangles());
            Mesh mirrored = mirrored(plain);
            kinds.add(new Kind(rig, false, plain, regions.carried(template, plain.vertices()), species));
            kinds.add(new Kind(rig, true, mirrored, regions.carried(template, mirrored.vertices()), species));
        }
        return new ForeignBodies(kinds);
    }

    boolean isEmpty() {
        return kinds.isEmpty();
    }

    List<Kind> kinds() {
        return kinds;
    }

    private static boolean isRig(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".glb") || name.endsWith(".gltf");
    }

    /** The preset that the file's name names; without one the first. */
    private static int species(String file) {
        List<String> names = AnimalFamily.species();
        String lower = file.toLowerCase(Locale.ROOT);
        for (int k = 0; k < names.size(); k++) {
            if (lower.contains(names.get(k))) {
                return k;
            }
        }
        return 0;
    }

    private static Mesh mirrored(Mesh mesh) {
        float[] vertices = mesh.vertices().clone();
        for (int i = 0; i < vertices.length; i += 3) {
            vertices[i] = -vertices[i];
        }
        int[] triangles = mesh.triangles().clone();
        for (int t = 0; t < triangles.length; t += 3) {
            int second = triangles[t + 1];
            triangles[t + 1] = triangles[t + 2];
            triangles[t + 2] = second;
        }
        return new Mesh(vertices, triangles);
    }
}
