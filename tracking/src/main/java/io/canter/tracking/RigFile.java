package io.canter.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.javagl.jgltf.impl.v2.Accessor;
import de.javagl.jgltf.impl.v2.BufferView;
import de.javagl.jgltf.impl.v2.GlTF;
import de.javagl.jgltf.impl.v2.MeshPrimitive;
import de.javagl.jgltf.model.io.GltfAsset;
import de.javagl.jgltf.model.io.GltfAssetReader;
import de.javagl.jgltf.model.io.v2.GltfAssetV2;
import de.javagl.jgltf.model.io.v2.GltfAssetWriterV2;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rigs as GLB: a skinned mesh that any viewer opens, the shape basis as morph targets, and what glTF has no place for
 * (id, joint limits, landmarks, the joints' share of each shape) under {@code extras.canter}.
 */
public final class RigFile {
    private static final int FORMAT = 1;

    /** Largest accessor accepted, in numbers: a 4 MB rig has far less; guards against damaged files. */
    private static final int MAX_NUMBERS = 1 << 24;

    private static final ObjectMapper JSON = new ObjectMapper();

    private RigFile() {}

    /** Writes the rig; the file appears whole or not at all. */
    public static void write(Rig rig, Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        // Not a temporary file of the system's: those are for the user's eyes alone.
        Path part = directory.resolve("." + file.getFileName() + ".rig");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                write(rig, out);
            }
            Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Writes the rig as GLB; the stream stays open. */
    public static void write(Rig rig, OutputStream out) throws IOException {
        new GltfAssetWriterV2().writeBinary(RigGltf.asset(rig, FORMAT), out);
    }

    public static Rig read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, file.toString());
        }
    }

    /**
     * Reads a rig.
     *
     * @param name names the source in errors
     * @throws IOException if it is no rig of this format; the message says why
     */
    public static Rig read(InputStream in, String name) throws IOException {
        GltfAsset asset = new GltfAssetReader().readWithoutReferences(in);
        if (!(asset instanceof GltfAssetV2 v2) || v2.getBinaryData() == null) {
            throw new IOException(name + " is not a binary glTF 2 file");
        }
        GlTF gltf = v2.getGltf();
        JsonNode canter = JSON.valueToTree(gltf.getExtras()).path("canter");
        if (canter.path("format").asInt() != FORMAT) {
            throw new IOException(name + " has no extras.canter of format " + FORMAT
                    + ": it is not a rig; write one with `canter rig build`");
        }
        try {
            return parse(gltf, v2.getBinaryData().order(ByteOrder.LITTLE_ENDIAN), canter);
        } catch (RuntimeException e) {
            throw new IOException(name + " is a damaged rig: " + e.getMessage(), e);
        }
    }

    private static Rig parse(GlTF gltf, ByteBuffer data, JsonNode canter) {
        MeshPrimitive primitive = gltf.getMeshes().get(0).getPrimitives().get(0);
        Map<String, Integer> attributes = primitive.getAttributes();
        float[] vertices = floats(gltf, data, attributes.get("POSITION"));
        Mesh mesh = new Mesh(vertices, ints(gltf, data, primitive.getIndices()));
        Skin skin =
                new Skin(ints(gltf, data, attributes.get("JOINTS_0")), floats(gltf, data, attributes.get("WEIGHTS_0")));
        List<Body> shapes = new ArrayList<>();
        List<Map<String, Integer>> targets = primitive.getTargets() == null ? List.of() : primitive.getTargets();
        for (int k = 0; k < targets.size(); k++) {
            shapes.add(new Body(
                    floats(gltf, data, targets.get(k).get("POSITION")),
                    floats(canter.path("shapeJoints").path(k))));
        }
        List<Keypoint> keypoints = new ArrayList<>();
        for (JsonNode k : canter.path("keypoints")) {
            keypoints.add(new Keypoint(k.path("name").asText(), JSON.convertValue(k.path("vertices"), int[].class)));
        }
        return new Rig(
                canter.path("id").asText(),
                mesh,
                skeleton(gltf),
                skin,
                keypoints,
                floats(canter.path("limits")),
                shapes);
    }

    private static Skeleton skeleton(GlTF gltf) {
        List<Integer> nodes = gltf.getSkins().get(0).getJoints();
        int n = nodes.size();
        List<String> names = new ArrayList<>();
        int[] parents = new int[n];
        java.util.Arrays.fill(parents, -1);
        float[] rest = new float[3 * n];
        for (int j = 0; j < n; j++) {
            var node = gltf.getNodes().get(nodes.get(j));
            names.add(node.getName());
            float[] t = node.getTranslation() == null ? new float[3] : node.getTranslation();
            for (int k = 0; k < 3; k++) {
                rest[3 * j + k] = t[k] + (parents[j] < 0 ? 0 : rest[3 * parents[j] + k]);
            }
            if (node.getChildren() != null) {
                for (int child : node.getChildren()) {
                    parents[nodes.indexOf(child)] = j;
                }
            }
        }
        return new Skeleton(names, parents, rest);
    }

    private static float[] floats(JsonNode array) {
        return JSON.convertValue(array, float[].class);
    }

    private static float[] floats(GlTF gltf, ByteBuffer data, Integer index) {
        Accessor accessor = accessor(gltf, index, GlbBuffer.FLOAT);
        ByteBuffer slice = slice(gltf, data, accessor);
        float[] out = new float[numbers(accessor)];
        slice.asFloatBuffer().get(out);
        return out;
    }

    private static int[] ints(GlTF gltf, ByteBuffer data, Integer index) {
        Accessor accessor = gltf.getAccessors().get(index);
        int type = accessor.getComponentType();
        ByteBuffer slice = slice(gltf, data, accessor);
        int[] out = new int[numbers(accessor)];
        if (type == GlbBuffer.UNSIGNED_INT) {
            slice.asIntBuffer().get(out);
        } else if (type == GlbBuffer.UNSIGNED_BYTE) {
            for (int i = 0; i < out.length; i++) {
                out[i] = slice.get() & 0xff;
            }
        } else {
            throw new IllegalArgumentException("accessor " + index + " has component type " + type);
        }
        return out;
    }

    private static Accessor accessor(GlTF gltf, Integer index, int componentType) {
        Accessor accessor = gltf.getAccessors().get(index);
        if (accessor.getComponentType() != componentType) {
            throw new IllegalArgumentException(
                    "accessor " + index + " has component type " + accessor.getComponentType());
        }
        return accessor;
    }

    private static int numbers(Accessor accessor) {
        long count = (long) accessor.getCount() * GlbBuffer.width(accessor.getType());
        if (count > MAX_NUMBERS) {
            throw new IllegalArgumentException("an accessor of " + count + " numbers");
        }
        return (int) count;
    }

    private static ByteBuffer slice(GlTF gltf, ByteBuffer data, Accessor accessor) {
        BufferView view = gltf.getBufferViews().get(accessor.getBufferView());
        int start = view.getByteOffset() == null ? 0 : view.getByteOffset();
        return data.slice(start, view.getByteLength()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
