package io.canter.training.rigs;

import de.javagl.jgltf.impl.v2.GlTF;
import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.GltfModels;
import de.javagl.jgltf.model.MeshModel;
import de.javagl.jgltf.model.MeshPrimitiveModel;
import de.javagl.jgltf.model.NodeModel;
import de.javagl.jgltf.model.SkinModel;
import de.javagl.jgltf.model.io.GltfAsset;
import de.javagl.jgltf.model.io.GltfAssetReader;
import de.javagl.jgltf.model.io.GltfReference;
import io.canter.tracking.Mesh;
import io.canter.tracking.Skin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joml.Matrix4d;
import org.joml.Vector3d;

/** Reads the skinned mesh of a glTF 2 file, binary or with external files. */
final class SkinnedGltf {
    /** More is a scan or a film model, of no use for crops of 160 pixels. */
    static final int VERTICES_MAX = 500_000;

    private final String file;
    private final GltfModel model;
    private final boolean dropFlat;
    private final Optional<JointMapping> embedded;

    private SkinnedGltf(String file, GltfModel model, boolean dropFlat, Optional<JointMapping> embedded) {
        this.file = file;
        this.model = model;
        this.dropFlat = dropFlat;
        this.embedded = embedded;
    }

    /**
     * Reads a file.
     *
     * @param dropFlat leaves out triangles without area, which are refused otherwise
     * @throws RigImportException naming the file and the element that is wrong
     */
    static SkinnedModel read(Path path, boolean dropFlat) throws IOException {
        String file = path.toString();
        if (!Files.isRegularFile(path)) {
            throw new RigImportException(file, "", "does not exist; give a .glb or .gltf file");
        }
        GltfModel model;
        Optional<JointMapping> embedded;
        try {
            refuseAddresses(file, path);
            GltfAsset asset = new GltfAssetReader().read(path.toAbsolutePath());
            if (!(asset.getGltf() instanceof GlTF gltf)) {
                throw new RigImportException(file, "asset", "is not of glTF version 2; export it as glTF 2");
            }
            refuseExtensions(file, gltf);
            embedded = ImportedRigFile.mapping(file, gltf);
            model = GltfModels.create(asset);
        } catch (RigImportException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new RigImportException(file, "", "cannot be read as glTF 2: " + firstLine(e));
        }
        try {
            return new SkinnedGltf(file, model, dropFlat, embedded).read();
        } catch (RuntimeException e) {
            throw new RigImportException(file, "", "is damaged: " + firstLine(e));
        }
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** Files beside the rig are read; nothing is fetched from anywhere because a file says so. */
    private static void refuseAddresses(String file, Path path) throws IOException {
        GltfAsset asset;
        try (InputStream in = Files.newInputStream(path)) {
            asset = new GltfAssetReader().readWithoutReferences(in);
        }
        for (GltfReference reference : asset.getReferences()) {
            if (reference.getUri().matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
                throw new RigImportException(
                        file, reference.getName(), "is at " + reference.getUri() + "; put it beside the file");
            }
            Path beside = path.toAbsolutePath()
                    .resolveSibling(URI.create(reference.getUri()).getPath());
            if (!Files.isRegularFile(beside)) {
                throw new RigImportException(file, reference.getName(), "the file " + beside + " does not exist");
            }
        }
    }

    private static void refuseExtensions(String file, GlTF gltf) throws RigImportException {
        for (String extension :
                gltf.getExtensionsRequired() == null ? List.<String>of() : gltf.getExtensionsRequired()) {
            if (extension.contains("draco") || extension.contains("meshopt")) {
                throw new RigImportException(
                        file, "extension " + extension, "compressed meshes are not read; export without compression");
            }
        }
    }

    private SkinnedModel read() throws RigImportException {
        SkinModel skin = largestSkin();
        List<NodeModel> joints = skin.getJoints();
        if (joints.isEmpty()) {
            throw new RigImportException(file, "skin " + name(skin), "has no joints; export the rig with its bones");
        }
        SkinnedPrimitives primitives = new SkinnedPrimitives(file, joints.size(), dropFlat);
        for (NodeModel node : model.getNodeModels()) {
            if (node.getSkinModel() != skin) {
                continue;
            }
            for (MeshModel mesh : node.getMeshModels()) {
                List<MeshPrimitiveModel> parts = mesh.getMeshPrimitiveModels();
                for (int p = 0; p < parts.size(); p++) {
                    primitives.add(parts.get(p), "mesh " + name(mesh) + ", primitive " + p);
                }
            }
        }
        ModelPoser poser = new ModelPoser(skin);
        List<ModelClip> clips = new ArrayList<>();
        for (int a = 0; a < model.getAnimationModels().size(); a++) {
            clips.add(ModelClip.of(model.getAnimationModels().get(a), a));
        }
        return new SkinnedModel(
                file,
                names(joints),
                parents(joints),
                positions(joints, poser),
                new Mesh(primitives.vertices(), primitives.triangles()),
                new Skin(primitives.joints(), primitives.weights()),
                primitives.counts(),
                clips,
                poser,
                primitives.renormalised(),
                primitives.dropped(),
                model.getSkinModels().indexOf(skin),
                embedded);
    }

    /** Of several skins the one with the most vertices: the others are reins, saddles and eyes. */
    private SkinModel largestSkin() throws RigImportException {
        IdentityHashMap<SkinModel, Integer> sizes = new IdentityHashMap<>();
        for (NodeModel node : model.getNodeModels()) {
            if (node.getSkinModel() != null) {
                for (MeshModel mesh : node.getMeshModels()) {
                    for (MeshPrimitiveModel primitive : mesh.getMeshPrimitiveModels()) {
                        var position = primitive.getAttributes().get("POSITION");
                        sizes.merge(node.getSkinModel(), position == null ? 0 : position.getCount(), Integer::sum);
                    }
                }
            }
        }
        return sizes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new RigImportException(
                        file, "nodes", "no mesh has a skin; only rigs whose mesh is bound to bones can be imported"));
    }

    private static String name(de.javagl.jgltf.model.NamedModelElement element) {
        return element.getName() == null ? "(without a name)" : element.getName();
    }

    private static List<String> names(List<NodeModel> joints) {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < joints.size(); j++) {
            String name = joints.get(j).getName();
            name = name == null || name.isBlank() ? "joint " + j : name;
            names.add(names.contains(name) ? name + " (" + j + ")" : name);
        }
        return names;
    }

    private static int[] parents(List<NodeModel> joints) {
        int[] parents = new int[joints.size()];
        for (int j = 0; j < parents.length; j++) {
            parents[j] = -1;
            for (NodeModel up = joints.get(j).getParent(); up != null && parents[j] < 0; up = up.getParent()) {
                parents[j] = joints.indexOf(up);
            }
        }
        return parents;
    }

    /** Where the bind pose has the joints. */
    private float[] positions(List<NodeModel> joints, ModelPoser poser) throws RigImportException {
        float[] positions = new float[3 * joints.size()];
        Vector3d origin = new Vector3d();
        for (int j = 0; j < joints.size(); j++) {
            Matrix4d bindFromJoint = new Matrix4d(poser.jointFromBind(j)).invertAffine();
            bindFromJoint.transformPosition(origin.set(0, 0, 0));
            if (!origin.isFinite()) {
                throw new RigImportException(
                        file,
                        "joint " + joints.get(j).getName(),
                        "its inverse bind matrix cannot be inverted; bind the mesh anew");
            }
            positions[3 * j] = (float) origin.x;
            positions[3 * j + 1] = (float) origin.y;
            positions[3 * j + 2] = (float) origin.z;
        }
        return positions;
    }
}
