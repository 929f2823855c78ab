package io.canter.training.rigs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.javagl.jgltf.impl.v2.Accessor;
import de.javagl.jgltf.impl.v2.Buffer;
import de.javagl.jgltf.impl.v2.BufferView;
import de.javagl.jgltf.impl.v2.GlTF;
import de.javagl.jgltf.impl.v2.Image;
import de.javagl.jgltf.impl.v2.MeshPrimitive;
import de.javagl.jgltf.impl.v2.Node;
import de.javagl.jgltf.model.io.GltfAssetReader;
import de.javagl.jgltf.model.io.IO;
import de.javagl.jgltf.model.io.v2.GltfAssetV2;
import de.javagl.jgltf.model.io.v2.GltfAssetWriterV2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An imported rig as GLB: the file as it was, with everything inside of it, Q of every vertex as the attribute
 * {@code _CANONICAL} and the mapping under {@code extras.canter}. Any viewer opens it; importing it again asks for no
 * mapping.
 */
public final class ImportedRigFile {
    static final String ATTRIBUTE = "_CANONICAL";
    private static final int FLOAT = 5126;
    private static final int ARRAY_BUFFER = 34962;

    private final GltfAssetV2 asset;
    private final GlTF gltf;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private ImportedRigFile(GltfAssetV2 asset) {
        this.asset = asset;
        gltf = asset.getGltf();
    }

    /**
     * Writes it; the stream stays open.
     *
     * @param original the file that it was imported from
     * @param template id of the template that Q belongs to
     */
    public static void write(ImportedRig rig, Path original, String template, OutputStream out) throws IOException {
        ImportedRigFile file = new ImportedRigFile((GltfAssetV2) new GltfAssetReader().read(original.toAbsolutePath()));
        file.gatherBuffers();
        file.addCanonical(rig);
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("template", template);
        about.put("joints", rig.mapping().joints());
        file.gltf.setExtras(Map.of("canter", about));
        new GltfAssetWriterV2().writeBinary(new GltfAssetV2(file.gltf, file.finish()), out);
    }

    /** The mapping that an earlier import has left; not the extras of Canter's own rigs. */
    static Optional<JointMapping> mapping(String file, GlTF gltf) throws RigImportException {
        JsonNode canter = new ObjectMapper().valueToTree(gltf.getExtras()).path("canter");
        return canter.has("joints") ? Optional.of(JointMapping.of(file, canter)) : Optional.empty();
    }

    /** All buffers, embedded or beside the file, one after the other in the one buffer of a GLB. */
    private void gatherBuffers() throws IOException {
        List<Integer> starts = new ArrayList<>();
        for (Buffer buffer : gltf.getBuffers()) {
            starts.add(append(buffer.getUri() == null ? asset.getBinaryData() : data(buffer.getUri())));
        }
        for (BufferView view : gltf.getBufferViews()) {
            int offset = view.getByteOffset() == null ? 0 : view.getByteOffset();
            view.setByteOffset(starts.get(view.getBuffer()) + offset);
            view.setBuffer(0);
        }
        for (Image image : gltf.getImages() == null ? List.<Image>of() : gltf.getImages()) {
            if (image.getUri() != null && !IO.isDataUriString(image.getUri())) {
                image.setMimeType(
                        image.getUri().toLowerCase(java.util.Locale.ROOT).endsWith("png") ? "image/png" : "image/jpeg");
                image.setBufferView(view(data(image.getUri()), null));
                image.setUri(null);
            }
        }
    }

    private ByteBuffer data(String uri) throws IOException {
        return IO.isDataUriString(uri)
                ? ByteBuffer.wrap(IO.readDataUri(uri))
                : asset.getReferenceData(uri).slice();
    }

    private int append(ByteBuffer data) {
        while (bytes.size() % 4 != 0) {
            bytes.write(0);
        }
        int start = bytes.size();
        ByteBuffer copy = data.slice();
        byte[] raw = new byte[copy.remaining()];
        copy.get(raw);
        bytes.writeBytes(raw);
        return start;
    }

    private int view(ByteBuffer data, Integer target) {
        BufferView view = new BufferView();
        view.setBuffer(0);
        view.setByteLength(data.remaining());
        view.setByteOffset(append(data));
        view.setTarget(target);
        gltf.addBufferViews(view);
        return gltf.getBufferViews().size() - 1;
    }

    private void addCanonical(ImportedRig rig) {
        int first = 0;
        int part = 0;
        for (Node node : gltf.getNodes()) {
            if (node.getSkin() == null || node.getSkin() != rig.model().skinIndex() || node.getMesh() == null) {
                continue;
            }
            for (MeshPrimitive primitive : gltf.getMeshes().get(node.getMesh()).getPrimitives()) {
                int count = rig.model().primitives().get(part++);
                ByteBuffer values = ByteBuffer.allocate(12 * count).order(ByteOrder.LITTLE_ENDIAN);
                values.asFloatBuffer().put(rig.canonical(), 3 * first, 3 * count);
                first += count;
                Accessor accessor = new Accessor();
                accessor.setBufferView(view(values, ARRAY_BUFFER));
                accessor.setComponentType(FLOAT);
                accessor.setCount(count);
                accessor.setType("VEC3");
                gltf.addAccessors(accessor);
                Map<String, Integer> attributes = new LinkedHashMap<>(primitive.getAttributes());
                attributes.put(ATTRIBUTE, gltf.getAccessors().size() - 1);
                primitive.setAttributes(attributes);
            }
        }
    }

    private ByteBuffer finish() {
        while (bytes.size() % 4 != 0) {
            bytes.write(0);
        }
        Buffer buffer = new Buffer();
        buffer.setByteLength(bytes.size());
        gltf.setBuffers(List.of(buffer));
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
