package io.canter.training.rigs;

import io.canter.tracking.Mesh;
import io.canter.tracking.Skin;
import java.util.List;
import java.util.Optional;

/**
 * The skinned mesh of a glTF file, in its bind pose. The bind pose is what the inverse bind matrices say, which need not
 * be the pose that the nodes have by default. Bind space has the file's own axes and unit.
 *
 * @param name of the file, for messages
 * @param joints names, as many as the skin has
 * @param parents nearest ancestor among the joints, -1 for a root; there may be several roots
 * @param positions 3 per joint, bind space
 * @param mesh vertices in bind space; all primitives of the skin one after the other
 * @param skin four influences a vertex
 * @param primitives number of vertices of each primitive, in the order of the mesh
 * @param clips what can be played
 * @param poser places the joints
 * @param renormalised vertices whose weights missed a sum of one by a little
 * @param dropped triangles without area that were left out
 * @param skinIndex which of the file's skins this is
 * @param embedded the mapping that an earlier import has left in the file
 */
record SkinnedModel(
        String name,
        List<String> joints,
        int[] parents,
        float[] positions,
        Mesh mesh,
        Skin skin,
        List<Integer> primitives,
        List<ModelClip> clips,
        ModelPoser poser,
        int renormalised,
        int dropped,
        int skinIndex,
        Optional<JointMapping> embedded) {
    SkinnedModel {
        joints = List.copyOf(joints);
        primitives = List.copyOf(primitives);
        clips = List.copyOf(clips);
    }

    /** The joint with the greatest weight at a vertex. */
    int strongest(int vertex) {
        int best = Skin.INFLUENCES * vertex;
        for (int k = best; k < Skin.INFLUENCES * (vertex + 1); k++) {
            best = skin.weights()[k] > skin.weights()[best] ? k : best;
        }
        return skin.joints()[best];
    }
}
