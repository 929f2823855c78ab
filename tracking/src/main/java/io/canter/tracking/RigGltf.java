package io.canter.tracking;

import de.javagl.jgltf.impl.v2.Asset;
import de.javagl.jgltf.impl.v2.GlTF;
import de.javagl.jgltf.impl.v2.Material;
import de.javagl.jgltf.impl.v2.MaterialPbrMetallicRoughness;
import de.javagl.jgltf.impl.v2.MeshPrimitive;
import de.javagl.jgltf.impl.v2.Node;
import de.javagl.jgltf.impl.v2.Scene;
import de.javagl.jgltf.model.io.v2.GltfAssetV2;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays a rig out as glTF: node j is joint j, the last node carries the skinned mesh. */
final class RigGltf {
    private RigGltf() {}

    static GltfAssetV2 asset(Rig rig, int format) {
        GlTF gltf = new GlTF();
        Asset about = new Asset();
        about.setVersion("2.0");
        about.setGenerator("canter");
        gltf.setAsset(about);
        GlbBuffer buffer = new GlbBuffer(gltf);
        MeshPrimitive primitive = new MeshPrimitive();
        int position = buffer.attribute(rig.mesh().vertices(), "VEC3", true);
        Map<String, Integer> attributes = new LinkedHashMap<>();
        attributes.put("POSITION", position);
        attributes.put("NORMAL", buffer.attribute(Normals.of(rig.mesh()), "VEC3", false));
        attributes.put("JOINTS_0", buffer.jointIndices(rig.skin().joints()));
        attributes.put("WEIGHTS_0", buffer.attribute(rig.skin().weights(), "VEC4", false));
        primitive.setAttributes(attributes);
        primitive.setIndices(buffer.triangles(rig.mesh().triangles()));
        primitive.setMaterial(0);
        gltf.addMaterials(material());
        List<Map<String, Integer>> targets = new ArrayList<>();
        List<Float> rest = new ArrayList<>();
        List<float[]> shapeJoints = new ArrayList<>();
        for (Body shape : rig.shapes()) {
            targets.add(Map.of("POSITION", buffer.attribute(shape.vertices(), "VEC3", true)));
            rest.add(0f);
            shapeJoints.add(shape.joints());
        }
        de.javagl.jgltf.impl.v2.Mesh mesh = new de.javagl.jgltf.impl.v2.Mesh();
        mesh.setName(rig.id());
        mesh.addPrimitives(primitive);
        if (!targets.isEmpty()) {
            primitive.setTargets(targets);
            mesh.setWeights(rest);
        }
        gltf.addMeshes(mesh);
        addNodes(gltf, rig, buffer);
        gltf.setExtras(Map.of("canter", extras(rig, format, shapeJoints)));
        return new GltfAssetV2(gltf, buffer.finish());
    }

    private static void addNodes(GlTF gltf, Rig rig, GlbBuffer buffer) {
        Skeleton skeleton = rig.skeleton();
        float[] rest = skeleton.restPositions();
        int n = skeleton.jointCount();
        de.javagl.jgltf.impl.v2.Skin skin = new de.javagl.jgltf.impl.v2.Skin();
        float[] inverseBind = new float[16 * n];
        for (int j = 0; j < n; j++) {
            Node node = new Node();
            node.setName(skeleton.names().get(j));
            float[] t = new float[3];
            int p = skeleton.parents()[j];
            for (int k = 0; k < 3; k++) {
                t[k] = rest[3 * j + k] - (p < 0 ? 0 : rest[3 * p + k]);
                inverseBind[16 * j + 5 * k] = 1;
                inverseBind[16 * j + 12 + k] = -rest[3 * j + k];
            }
            inverseBind[16 * j + 15] = 1;
            node.setTranslation(t);
            gltf.addNodes(node);
            if (p >= 0) {
                gltf.getNodes().get(p).addChildren(j);
            }
            skin.addJoints(j);
        }
        skin.setSkeleton(0);
        skin.setInverseBindMatrices(buffer.matrices(inverseBind));
        gltf.addSkins(skin);
        Node body = new Node();
        body.setName(rig.id());
        body.setMesh(0);
        body.setSkin(0);
        gltf.addNodes(body);
        Scene scene = new Scene();
        scene.addNodes(0);
        scene.addNodes(n);
        gltf.addScenes(scene);
        gltf.setScene(0);
    }

    private static Material material() {
        MaterialPbrMetallicRoughness surface = new MaterialPbrMetallicRoughness();
        surface.setBaseColorFactor(new float[] {0.62f, 0.49f, 0.38f, 1});
        surface.setMetallicFactor(0f);
        surface.setRoughnessFactor(0.8f);
        Material material = new Material();
        material.setName("coat");
        material.setPbrMetallicRoughness(surface);
        return material;
    }

    private static Map<String, Object> extras(Rig rig, int format, List<float[]> shapeJoints) {
        List<Map<String, Object>> keypoints = new ArrayList<>();
        for (Keypoint k : rig.keypoints()) {
            keypoints.add(Map.of("name", k.name(), "vertices", k.vertices()));
        }
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("format", format);
        extras.put("id", rig.id());
        extras.put("limits", rig.limits());
        extras.put("keypoints", keypoints);
        extras.put("shapeJoints", shapeJoints);
        return extras;
    }
}
