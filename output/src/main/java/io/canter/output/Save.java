package io.canter.output;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What an {@link Exporter} can write. */
public enum Save {
    /** {@code poses.jsonl}: keypoints, joints and rotations, a line a frame. */
    POSES,
    /** {@code meshes/NNNNNN-ID.ply}: posed meshes in the camera frame. */
    MESHES,
    /** {@code masks/NNNNNN.png}: silhouettes. */
    MASKS,
    /** {@code points/NNNNNN-ID.ply}: the raw point clouds of all layers. */
    POINTS,
    /** {@code scene.glb}: skinned meshes with their motion. */
    GLB,
    /** {@code overlay.mp4}: the meshes drawn over the video. */
    OVERLAY;

    /** Written where nothing else is asked for. */
    public static final Set<Save> DEFAULT = Set.of(POSES, GLB, OVERLAY);

    /**
     * From a list such as {@code poses,glb}.
     *
     * @throws IllegalArgumentException naming what is unknown and what there is
     */
    public static Set<Save> parse(String list) {
        Set<Save> found = EnumSet.noneOf(Save.class);
        for (String word : list.split(",", -1)) {
            String name = word.strip().toUpperCase(Locale.ROOT);
            Save save = Arrays.stream(values())
                    .filter(s -> s.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + word.strip() + "' cannot be saved; choose from " + names()));
            found.add(save);
        }
        return found;
    }

    private static String names() {
        return Arrays.stream(values())
                .map(s -> s.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
