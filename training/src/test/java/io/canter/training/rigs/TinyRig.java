package io.canter.training.rigs;

import de.javagl.jgltf.impl.v2.Animation;
import de.javagl.jgltf.impl.v2.AnimationChannel;
import de.javagl.jgltf.impl.v2.AnimationChannelTarget;
import de.javagl.jgltf.impl.v2.AnimationSampler;
import de.javagl.jgltf.impl.v2.Asset;
import de.javagl.jgltf.impl.v2.GlTF;
import de.javagl.jgltf.impl.v2.Mesh;
import de.javagl.jgltf.impl.v2.MeshPrimitive;
import de.javagl.jgltf.impl.v2.Node;
import de.javagl.jgltf.impl.v2.Scene;
import de.javagl.jgltf.impl.v2.Skin;
import de.javagl.jgltf.model.io.GltfWriter;
import de.javagl.jgltf.model.io.v2.GltfAssetV2;
import de.javagl.jgltf.model.io.v2.GltfAssetWriterV2;
import io.canter.tracking.GlbBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A quadruped of boxes with a skin, one box a joint, written as glTF. It can be written well, oddly or wrongly. It is
 * 1.4 m long, stands on y = 0 and faces +z, its left at +x.
 */
final class TinyRig {
    /** Name, parent, then the box: centre and half edges. The joint is in the middle of the box's upper side. */
    private record Bone(String name, int parent, double x, double y, double z, double hx, double hy, double hz) {}

    private static final List<Bone> BONES = List.of(
            new Bone("Body", -1, 0, 0.9, 0, 0.2, 0.2, 0.55),
            new Bone("Neck", 0, 0, 1.2, 0.65, 0.08, 0.2, 0.1),
            new Bone("Head", 1, 0, 1.35, 0.85, 0.08, 0.1, 0.2),
            new Bone("Tail", 0, 0, 0.8, -0.6, 0.03, 0.3, 0.03),
            new Bone("FrontUpperLeg.L", 0, 0.15, 0.55, 0.4, 0.06, 0.25, 0.06),
            new Bone("FrontLowerLeg.L", 4, 0.15, 0.25, 0.4, 0.05, 0.25, 0.05),
            new Bone("FrontUpperLeg.R", 0, -0.15, 0.55, 0.4, 0.06, 0.25, 0.06),
            new Bone("FrontLowerLeg.R", 6, -0.15, 0.25, 0.4, 0.05, 0.25, 0.05),
            new Bone("BackUpperLeg.L", 0, 0.15, 0.55, -0.4, 0.06, 0.25, 0.06),
            new Bone("BackLowerLeg.L", 8, 0.15, 0.25, -0.4, 0.05, 0.25, 0.05),
            new Bone("BackUpperLeg.R", 0, -0.15, 0.55, -0.4, 0.06, 0.25, 0.06),
            new Bone("BackLowerLeg.R", 10, -0.15, 0.25, -0.4, 0.05, 0.25, 0.05));

    private static final int[] CORNERS = {
        0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5, 0, 1, 5, 0, 5, 4, 2, 6, 7, 2, 7, 3, 0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6
    };

    final float[] vertices = new float[24 * BONES.size()];
    final int[] triangles = new int[36 * BONES.size()];
    final int[] joints = new int[32 * BONES.size()];
    final float[] weights = new float[32 * BONES.size()];
    final List<String> names = new ArrayList<>(BONES.stream().map(Bone::name).toList());
    private boolean skinned = true;
    private boolean indexed = true;
    private boolean lying;
    private boolean bent;
    private boolean walking;
    private final List<String> required = new ArrayList<>();

    TinyRig() {
        for (int b = 0; b < BONES.size(); b++) {
            Bone bone = BONES.get(b);
            for (int c = 0; c < 8; c++) {
                int v = 8 * b + c;
                vertices[3 * v] = (float) (bone.x + ((c & 4) == 0 ? -1 : 1) * bone.hx);
                vertices[3 * v + 1] = (float) (bone.y + ((c & 2) == 0 ? -1 : 1) * bone.hy);
                vertices[3 * v + 2] = (float) (bone.z + ((c & 1) == 0 ? -1 : 1) * bone.hz);
                joints[4 * v] = b;
                weights[4 * v] = 1;
            }
            for (int i = 0; i < 36; i++) {
                triangles[36 * b + i] = 8 * b + CORNERS[i];
            }
        }
    }

    static float[] joint(int bone) {
        Bone b = BONES.get(bone);
        return new float[] {(float) b.x, (float) (b.y + b.hy), (float) b.z};
    }

    TinyRig withoutSkin() {
        skinned = false;
        return this;
    }

    TinyRig withoutIndices() {
        indexed = false;
        return this;
    }

    /** As Blender exports: bind space has z up and a hundredth of the scene's unit, the armature turns it back. */
    TinyRig lying() {
        lying = true;
        return this;
    }

    /** The nodes' default pose is not the bind pose: the head is turned by half. */
    TinyRig bent() {
        bent = true;
        return this;
    }

    /** With a second clip, {@code Walk}: a stride of 0.8 seconds, legs swinging in diagonal pairs, not in bind space lying. */
    TinyRig walking() {
        walking = true;
        return this;
    }

    TinyRig requiring(String extension) {
        required.add(extension);
        return this;
    }

    /** A rig point in bind space. */
    private float[] bind(float[] points) {
        float[] out = points.clone();
        for (int i = 0; lying && i < out.length; i += 3) {
            out[i] = points[i] / 100;
            out[i + 1] = -points[i + 2] / 100;
            out[i + 2] = points[i + 1] / 100;
        }
        return out;
    }

    Path writeGlb(Path file) throws IOException {
        GlTF gltf = new GlTF();
        ByteBuffer data = build(gltf);
        try (OutputStream out = Files.newOutputStream(file)) {
            new GltfAssetWriterV2().writeBinary(new GltfAssetV2(gltf, data), out);
        }
        return file;
    }

    /** JSON, with its numbers in another file. */
    Path writeGltf(Path file, String bufferUri) throws IOException {
        GlTF gltf = new GlTF();
        ByteBuffer data = build(gltf);
        byte[] raw = new byte[data.remaining()];
        data.get(raw);
        Files.write(file.resolveSibling("numbers.bin"), raw);
        gltf.getBuffers().get(0).setUri(bufferUri);
        try (OutputStream out = Files.newOutputStream(file)) {
            new GltfWriter().write(gltf, out);
        }
        return file;
    }

    private ByteBuffer build(GlTF gltf) {
        Asset about = new Asset();
        about.setVersion("2.0");
        gltf.setAsset(about);
        required.forEach(gltf::addExtensionsRequired);
        required.forEach(gltf::addExtensionsUsed);
        GlbBuffer buffer = new GlbBuffer(gltf);
        MeshPrimitive primitive = new MeshPrimitive();
        Map<String, Integer> attributes = new LinkedHashMap<>();
        if (indexed) {
            attributes.put("POSITION", buffer.attribute(bind(vertices), "VEC3", true));
            attributes.put("JOINTS_0", buffer.jointIndices(joints));
            attributes.put("WEIGHTS_0", buffer.attribute(weights, "VEC4", false));
            primitive.setIndices(buffer.triangles(triangles));
        } else {
            attributes.put("POSITION", buffer.attribute(bind(spread(vertices, 3)), "VEC3", true));
            attributes.put("JOINTS_0", buffer.jointIndices(spread(joints)));
            attributes.put("WEIGHTS_0", buffer.attribute(spread(weights, 4), "VEC4", false));
        }
        primitive.setAttributes(attributes);
        Mesh mesh = new Mesh();
        mesh.setName("boxes");
        mesh.addPrimitives(primitive);
        gltf.addMeshes(mesh);
        addNodes(gltf, buffer);
        return buffer.finish();
    }

    private float[] spread(float[] values, int width) {
        float[] out = new float[width * triangles.length];
        for (int i = 0; i < triangles.length; i++) {
            System.arraycopy(values, width * triangles[i], out, width * i, width);
        }
        return out;
    }

    private int[] spread(int[] values) {
        int[] out = new int[4 * triangles.length];
        for (int i = 0; i < triangles.length; i++) {
            System.arraycopy(values, 4 * triangles[i], out, 4 * i, 4);
        }
        return out;
    }

    private void addNodes(GlTF gltf, GlbBuffer buffer) {
        Skin skin = new Skin();
        skin.setName("bones");
        float[] inverse = new float[16 * BONES.size()];
        Node armature = new Node();
        armature.setName("Armature");
        if (lying) {
            armature.setRotation(new float[] {-0.70710677f, 0, 0, 0.70710677f});
            armature.setScale(new float[] {100, 100, 100});
        }
        List<Integer> roots = new ArrayList<>();
        for (int b = 0; b < BONES.size(); b++) {
            float[] at = bind(joint(b));
            int parent = BONES.get(b).parent;
            float[] from = parent < 0 ? new float[3] : bind(joint(parent));
            Node node = new Node();
            node.setName(names.get(b));
            node.setTranslation(new float[] {at[0] - from[0], at[1] - from[1], at[2] - from[2]});
            if (bent && b == 2) {
                node.setRotation(lying ? new float[] {0, 0, 1, 0} : new float[] {0, 1, 0, 0});
            }
            gltf.addNodes(node);
            skin.addJoints(b);
            if (parent < 0) {
                roots.add(b);
            } else {
                gltf.getNodes().get(parent).addChildren(b);
            }
            for (int k = 0; k < 3; k++) {
                inverse[16 * b + 5 * k] = 1;
                inverse[16 * b + 12 + k] = -at[k];
            }
            inverse[16 * b + 15] = 1;
        }
        roots.forEach(armature::addChildren);
        gltf.addNodes(armature);
        if (skinned) {
            skin.setInverseBindMatrices(buffer.matrices(inverse));
            gltf.addSkins(skin);
        }
        Node body = new Node();
        body.setMesh(0);
        if (skinned) {
            body.setSkin(0);
        }
        gltf.addNodes(body);
        Scene scene = new Scene();
        scene.addNodes(BONES.size());
        scene.addNodes(BONES.size() + 1);
        gltf.addScenes(scene);
        gltf.setScene(0);
        gltf.addAnimations(lift(buffer));
        if (walking) {
            gltf.addAnimations(walk(buffer));
        }
    }

    /** In one second the body rises by half a metre of the scene. */
    private Animation lift(GlbBuffer buffer) {
        float[] start = bind(joint(0));
        float[] end = start.clone();
        end[lying ? 2 : 1] += lying ? 0.005f : 0.5f;
        float[] values = Arrays.copyOf(start, 6);
        System.arraycopy(end, 0, values, 3, 3);
        Animation animation = new Animation();
        animation.setName("Lift");
        move(animation, 0, "translation", buffer.samples(new float[] {0, 1}, "SCALAR"), buffer.samples(values, "VEC3"));
        return animation;
    }

    private static Animation walk(GlbBuffer buffer) {
        int keys = 17;
        Animation animation = new Animation();
        animation.setName("Walk");
        for (int leg : new int[] {4, 6, 8, 10}) {
            float[] times = new float[keys];
            float[] turns = new float[4 * keys];
            for (int k = 0; k < keys; k++) {
                double phase = 2 * Math.PI * k / (keys - 1) + (leg == 4 || leg == 10 ? 0 : Math.PI);
                double half = 0.5 * Math.toRadians(22) * Math.sin(phase);
                times[k] = 0.8f * k / (keys - 1);
                turns[4 * k] = (float) Math.sin(half);
                turns[4 * k + 3] = (float) Math.cos(half);
            }
            move(animation, leg, "rotation", buffer.samples(times, "SCALAR"), buffer.samples(turns, "VEC4"));
        }
        return animation;
    }

    private static void move(Animation animation, int node, String path, int times, int values) {
        AnimationSampler sampler = new AnimationSampler();
        sampler.setInput(times);
        sampler.setOutput(values);
        sampler.setInterpolation("LINEAR");
        animation.addSamplers(sampler);
        AnimationChannelTarget target = new AnimationChannelTarget();
        target.setNode(node);
        target.setPath(path);
        AnimationChannel channel = new AnimationChannel();
        channel.setSampler(animation.getSamplers().size() - 1);
        channel.setTarget(target);
        animation.addChannels(channel);
    }
}
