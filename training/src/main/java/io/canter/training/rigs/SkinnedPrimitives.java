package io.canter.training.rigs;

import de.javagl.jgltf.model.AccessorModel;
import de.javagl.jgltf.model.MeshPrimitiveModel;
import io.canter.tracking.Skin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers the primitives of a skinned mesh into one, and refuses what cannot be skinned. */
final class SkinnedPrimitives {
    private static final int TRIANGLES = 4; // glTF's primitive mode
    // Exporters round weights to bytes: 4 x 1/510. Beyond five in a hundred it is a fault, not rounding.
    private static final float SUM_TOLERANCE = 0.05f;
    private static final float SUM_EXACT = 1e-5f;

    private final String file;
    private final int jointCount;
    private final boolean dropFlat;
    private final List<Integer> counts = new ArrayList<>();
    private float[] vertices = new float[0];
    private int[] triangles = new int[0];
    private int[] joints = new int[0];
    private float[] weights = new float[0];
    private int renormalised;
    private int dropped;

    /** @param dropFlat leaves out triangles without area, which are refused otherwise */
    SkinnedPrimitives(String file, int jointCount, boolean dropFlat) {
        this.file = file;
        this.jointCount = jointCount;
        this.dropFlat = dropFlat;
    }

    /** @param where names the primitive in errors */
    void add(MeshPrimitiveModel primitive, String where) throws RigImportException {
        if (primitive.getMode() != TRIANGLES) {
            throw new RigImportException(
                    file, where, "its mode is " + primitive.getMode() + ", must be 4 (triangles); export triangles");
        }
        float[] position = Accessors.floats(attribute(primitive, where, "POSITION"));
        int count = position.length / 3;
        if (vertices.length / 3 + count > SkinnedGltf.VERTICES_MAX) {
            throw new RigImportException(
                    file, where, "has more than " + SkinnedGltf.VERTICES_MAX + " vertices; reduce the mesh");
        }
        for (int v = 0; v < count; v++) {
            if (!Float.isFinite(position[3 * v] + position[3 * v + 1] + position[3 * v + 2])) {
                throw new RigImportException(file, where + ", vertex " + v, "its position is not finite");
            }
        }
        int[] indices = withoutFlat(position, indices(primitive, where, count), where);
        addInfluences(primitive, where, count);
        int first = vertices.length / 3;
        for (int i = 0; i < indices.length; i++) {
            indices[i] += first;
        }
        vertices = joined(vertices, position);
        triangles = joined(triangles, indices);
        counts.add(count);
    }

    private AccessorModel attribute(MeshPrimitiveModel primitive, String where, String name) throws RigImportException {
        AccessorModel accessor = primitive.getAttributes().get(name);
        if (accessor == null) {
            throw new RigImportException(file, where, "has no " + name + "; export the mesh with its skin");
        }
        return accessor;
    }

    /** Of a primitive without indices, every three vertices make a triangle. */
    private int[] indices(MeshPrimitiveModel primitive, String where, int count) throws RigImportException {
        int[] indices;
        if (primitive.getIndices() == null) {
            indices = new int[count];
            Arrays.setAll(indices, i -> i);
        } else {
            indices = Accessors.ints(primitive.getIndices());
        }
        if (indices.length % 3 != 0) {
            throw new RigImportException(
                    file, where, "has " + indices.length + " corners, which are no whole triangles");
        }
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= count) {
                throw new RigImportException(
                        file, where + ", triangle " + i / 3, "names vertex " + indices[i] + " of " + count);
            }
        }
        return indices;
    }

    private int[] withoutFlat(float[] position, int[] indices, String where) throws RigImportException {
        int kept = 0;
        for (int t = 0; t < indices.length; t += 3) {
            if (Triangles.area(position, indices, t) > 0) {
                System.arraycopy(indices, t, indices, kept, 3);
                kept += 3;
            } else if (dropFlat) {
                dropped++;
            } else {
                throw new RigImportException(
                        file,
                        where + ", triangle " + t / 3,
                        "has no area; remove degenerate triangles before exporting, or have them dropped (--drop-flat)");
            }
        }
        return Arrays.copyOf(indices, kept);
    }

    private void addInfluences(MeshPrimitiveModel primitive, String where, int count) throws RigImportException {
        int[] four = Accessors.ints(attribute(primitive, where, "JOINTS_0"));
        float[] of = Accessors.floats(attribute(primitive, where, "WEIGHTS_0"));
        if (primitive.getAttributes().containsKey("WEIGHTS_1")) {
            throw new RigImportException(
                    file, where, "has more than four bones a vertex (WEIGHTS_1); limit the export to four");
        }
        if (four.length != Skin.INFLUENCES * count || of.length != four.length) {
            throw new RigImportException(file, where, "has " + count + " vertices, but weights for " + of.length / 4);
        }
        for (int v = 0; v < count; v++) {
            checkInfluences(four, of, v, where + ", vertex " + v);
        }
        joints = joined(joints, four);
        weights = joined(weights, of);
    }

    private void checkInfluences(int[] four, float[] of, int vertex, String where) throws RigImportException {
        float sum = 0;
        for (int k = Skin.INFLUENCES * vertex; k < Skin.INFLUENCES * (vertex + 1); k++) {
            if (!Float.isFinite(of[k]) || of[k] < 0) {
                throw new RigImportException(file, where, "has a weight of " + of[k] + ", must be 0 to 1");
            }
            if (four[k] < 0 || four[k] >= jointCount) {
                if (of[k] > 0) {
                    throw new RigImportException(file, where, "names joint " + four[k] + " of " + jointCount);
                }
                four[k] = 0; // of no weight, so of no matter
            }
            sum += of[k];
        }
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw new RigImportException(
                    file, where, "its weights sum to " + sum + ", must be 1; normalise the weights before exporting");
        }
        if (Math.abs(sum - 1) > SUM_EXACT) {
            renormalised++;
        }
        for (int k = Skin.INFLUENCES * vertex; k < Skin.INFLUENCES * (vertex + 1); k++) {
            of[k] /= sum;
        }
    }

    private static float[] joined(float[] a, float[] b) {
        float[] out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }

    private static int[] joined(int[] a, int[] b) {
        int[] out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }

    float[] vertices() {
        return vertices;
    }

    int[] triangles() {
        return triangles;
    }

    int[] joints() {
        return joints;
    }

    float[] weights() {
        return weights;
    }

    List<Integer> counts() {
        return counts;
    }

    int renormalised() {
        return renormalised;
    }

    int dropped() {
        return dropped;
    }
}
