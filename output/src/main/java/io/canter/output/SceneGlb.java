package io.canter.output;

import de.javagl.jgltf.impl.v2.Animation;
import de.javagl.jgltf.impl.v2.AnimationChannel;
import de.javagl.jgltf.impl.v2.AnimationChannelTarget;
import de.javagl.jgltf.impl.v2.AnimationSampler;
import de.javagl.jgltf.impl.v2.Asset;
import de.javagl.jgltf.impl.v2.Camera;
import de.javagl.jgltf.impl.v2.CameraPerspective;
import de.javagl.jgltf.impl.v2.GlTF;
import de.javagl.jgltf.impl.v2.Material;
import de.javagl.jgltf.impl.v2.MaterialPbrMetallicRoughness;
import de.javagl.jgltf.impl.v2.Mesh;
import de.javagl.jgltf.impl.v2.MeshPrimitive;
import de.javagl.jgltf.impl.v2.Node;
import de.javagl.jgltf.impl.v2.Scene;
import de.javagl.jgltf.impl.v2.Skin;
import de.javagl.jgltf.model.io.v2.GltfAssetV2;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.GlbBuffer;
import io.canter.tracking.Normals;
import io.canter.tracking.Rig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays the motion of a whole video out as glTF: for each subject a node that turns the camera frame (x right, y down, z
 * forward) into glTF's (y up), below it the skeleton, and one skinned mesh; one animation moves them all.
 */
final class SceneGlb {
    // Half a turn about x: the same for a point, (x, y, z) to (x, -y, -z).
    private static final float[] GLTF_FROM_CAMERA = {1, 0, 0, 0};
    // Scale of a subject that is not in view: 0 would make matrices that viewers cannot invert.
    private static final float HIDDEN = 1e-4f;
    private static final float[] WHITE = {1, 1, 1};
    private static final float[][] COATS = {
        {0.62f, 0.49f, 0.38f}, {0.42f, 0.33f, 0.27f}, {0.75f, 0.70f, 0.62f}, {0.35f, 0.36f, 0.40f}
    };

    private final Rig rig;
    private final GlTF gltf = new GlTF();
    private final GlbBuffer buffer = new GlbBuffer(gltf);
    private final Scene scene = new Scene();
    private final Animation animation = new Animation();
    private final float lastSeconds;

    private SceneGlb(Rig rig, float lastSeconds) {
        this.rig = rig;
        this.lastSeconds = lastSeconds;
    }

    /**
     * @param lastSeconds time of the last frame, counted from the first
     */
    static GltfAssetV2 asset(
            Rig rig, Collection<MotionTrack> tracks, Intrinsics camera, int width, int height, float lastSeconds) {
        SceneGlb glb = new SceneGlb(rig, lastSeconds);
        Asset about = new Asset();
        about.setVersion("2.0");
        about.setGenerator("canter");
        glb.gltf.setAsset(about);
        glb.addCamera(camera, width, height);
        Map<String, Integer> shared = null;
        int triangles = -1;
        for (MotionTrack track : tracks) {
            if (shared == null) {
                shared = glb.skinAttributes();
                triangles = glb.buffer.triangles(rig.mesh().triangles());
            }
            glb.add(track, shared, triangles);
        }
        glb.gltf.addScenes(glb.scene);
        glb.gltf.setScene(0);
        if (glb.animation.getChannels() != null) {
            glb.animation.setName("motion");
            glb.gltf.addAnimations(glb.animation);
        }
        return new GltfAssetV2(glb.gltf, glb.buffer.finish());
    }

    /**
     * One animal on a ground at y = 0, glTF's own axes.
     *
     * @param name of the animation
     */
    static GltfAssetV2 standing(Rig rig, MotionTrack track, String name, StudioCamera camera, int width, int height) {
        SceneGlb glb = new SceneGlb(rig, track.lastSeconds());
        Asset about = new Asset();
        about.setVersion("2.0");
        about.setGenerator("canter");
        glb.gltf.setAsset(about);
        glb.addCamera(camera.intrinsics(), width, height);
        Node eye = glb.gltf.getNodes().get(0);
        double[] at = camera.eye();
        eye.setTranslation(new float[] {(float) at[0], (float) at[1], (float) at[2]});
        // A glTF camera looks along -z: turned about y, then tipped down about its own x.
        org.joml.Quaternionf turn = new org.joml.Quaternionf()
                .rotateY((float) camera.azimuthRadians())
                .rotateX((float) -camera.elevationRadians());
        eye.setRotation(new float[] {turn.x, turn.y, turn.z, turn.w});
        Map<String, Integer> shared = glb.skinAttributes();
        glb.add(track, shared, glb.buffer.triangles(rig.mesh().triangles()));
        // Node 0 is the camera, node 1 the stand: no camera frame is left to turn.
        glb.gltf.getNodes().get(1).setRotation(new float[] {0, 0, 0, 1});
        glb.gltf.addScenes(glb.scene);
        glb.gltf.setScene(0);
        glb.animation.setName(name);
        glb.gltf.addAnimations(glb.animation);
        return new GltfAssetV2(glb.gltf, glb.buffer.finish());
    }

    private void addCamera(Intrinsics intrinsics, int width, int height) {
        CameraPerspective lens = new CameraPerspective();
        lens.setYfov((float) (2 * Math.atan(0.5 * height / intrinsics.fy())));
        lens.setAspectRatio((float) width / height * intrinsics.fy() / intrinsics.fx());
        lens.setZnear(0.05f);
        Camera camera = new Camera();
        camera.setType("perspective");
        camera.setPerspective(lens);
        gltf.addCameras(camera);
        Node node = new Node();
        node.setName("camera");
        node.setCamera(0);
        scene.addNodes(addNode(node));
    }

    private Map<String, Integer> skinAttributes() {
        Map<String, Integer> shared = new LinkedHashMap<>();
        shared.put("JOINTS_0", buffer.jointIndices(rig.skin().joints()));
        shared.put("WEIGHTS_0", buffer.attribute(rig.skin().weights(), "VEC4", false));
        return shared;
    }

    private void add(MotionTrack track, Map<String, Integer> shared, int triangles) {
        Node stand = new Node();
        stand.setName("subject-" + track.id);
        stand.setRotation(GLTF_FROM_CAMERA);
        int standIndex = addNode(stand);
        scene.addNodes(standIndex);
        int firstJoint = addSkeleton(track, stand);
        addBody(track, shared, triangles);
        animate(track, standIndex, firstJoint);
    }

    private int addSkeleton(MotionTrack track, Node stand) {
        float[] rest = track.body().joints();
        int[] parents = rig.skeleton().parents();
        int first = gltf.getNodes().size();
        Skin skin = new Skin();
        float[] inverseBind = new float[16 * parents.length];
        for (int j = 0; j < parents.length; j++) {
            Node node = new Node();
            node.setName(rig.skeleton().names().get(j));
            float[] offset = new float[3];
            for (int k = 0; k < 3; k++) {
                offset[k] = rest[3 * j + k] - (parents[j] < 0 ? 0 : rest[3 * parents[j] + k]);
                inverseBind[16 * j + 5 * k] = 1;
                inverseBind[16 * j + 12 + k] = -rest[3 * j + k];
            }
            inverseBind[16 * j + 15] = 1;
            node.setTranslation(offset);
            addNode(node);
            Node parent = parents[j] < 0 ? stand : gltf.getNodes().get(first + parents[j]);
            parent.addChildren(first + j);
            skin.addJoints(first + j);
        }
        skin.setSkeleton(first);
        skin.setInverseBindMatrices(buffer.matrices(inverseBind));
        gltf.addSkins(skin);
        return first;
    }

    private void addBody(MotionTrack track, Map<String, Integer> shared, int triangles) {
        float[] normals = new float[track.body().vertices().length];
        Normals.of(track.body().vertices(), rig.mesh().triangles(), normals);
        Map<String, Integer> attributes = new LinkedHashMap<>();
        attributes.put("POSITION", buffer.attribute(track.body().vertices(), "VEC3", true));
        attributes.put("NORMAL", buffer.attribute(normals, "VEC3", false));
        if (track.coat().known()) {
            attributes.put("COLOR_0", buffer.colours(track.coat().colours()));
        }
        attributes.putAll(shared);
        MeshPrimitive primitive = new MeshPrimitive();
        primitive.setAttributes(attributes);
        primitive.setIndices(triangles);
        gltf.addMaterials(coat(track));
        primitive.setMaterial(gltf.getMaterials().size() - 1);
        Mesh mesh = new Mesh();
        mesh.setName("subject-" + track.id);
        mesh.addPrimitives(primitive);
        gltf.addMeshes(mesh);
        Node node = new Node();
        node.setName("body-" + track.id);
        node.setMesh(gltf.getMeshes().size() - 1);
        node.setSkin(gltf.getSkins().size() - 1);
        scene.addNodes(addNode(node));
    }

    /** White under the animal's own colours, or one of a few coats where they are unknown. */
    private static Material coat(MotionTrack track) {
        float[] colour = track.coat().known() ? WHITE : COATS[Math.floorMod(track.id - 1, COATS.length)];
        MaterialPbrMetallicRoughness surface = new MaterialPbrMetallicRoughness();
        surface.setBaseColorFactor(new float[] {colour[0], colour[1], colour[2], 1});
        surface.setMetallicFactor(0f);
        surface.setRoughnessFactor(0.8f);
        Material material = new Material();
        material.setName("coat");
        material.setPbrMetallicRoughness(surface);
        return material;
    }

    private void animate(MotionTrack track, int stand, int firstJoint) {
        int times = buffer.samples(track.seconds(), "SCALAR");
        gltf.getNodes().get(firstJoint).setTranslation(java.util.Arrays.copyOf(track.roots(), 3));
        channel(firstJoint, "translation", times, buffer.samples(track.roots(), "VEC3"), "LINEAR");
        for (int j = 0; j < rig.skeleton().jointCount(); j++) {
            float[] rotations = track.rotations(j);
            if (isConstant(rotations)) {
                // Joints that never move need no channel: a file has many of them.
                gltf.getNodes().get(firstJoint + j).setRotation(java.util.Arrays.copyOf(rotations, 4));
            } else {
                // Who does not play it sees its beginning.
                gltf.getNodes().get(firstJoint + j).setRotation(java.util.Arrays.copyOf(rotations, 4));
                channel(firstJoint + j, "rotation", times, buffer.samples(rotations, "VEC4"), "LINEAR");
            }
        }
        hideWhenAbsent(track, stand);
    }

    private void hideWhenAbsent(MotionTrack track, int stand) {
        boolean late = track.firstSeconds() > 0;
        boolean leaves = track.lastSeconds() < lastSeconds;
        if (!late && !leaves) {
            return;
        }
        int keys = 1 + (late ? 1 : 0) + (leaves ? 1 : 0);
        float[] seconds = new float[keys];
        float[] scales = new float[3 * keys];
        int at = 0;
        if (late) {
            java.util.Arrays.fill(scales, 0, 3, HIDDEN);
            at++;
        }
        seconds[at] = track.firstSeconds();
        java.util.Arrays.fill(scales, 3 * at, 3 * at + 3, 1);
        if (leaves) {
            seconds[at + 1] = Math.nextUp(track.lastSeconds());
            java.util.Arrays.fill(scales, 3 * at + 3, 3 * at + 6, HIDDEN);
        }
        channel(stand, "scale", buffer.samples(seconds, "SCALAR"), buffer.samples(scales, "VEC3"), "STEP");
    }

    private void channel(int node, String path, int times, int values, String interpolation) {
        AnimationSampler sampler = new AnimationSampler();
        sampler.setInput(times);
        sampler.setOutput(values);
        sampler.setInterpolation(interpolation);
        animation.addSamplers(sampler);
        AnimationChannelTarget target = new AnimationChannelTarget();
        target.setNode(node);
        target.setPath(path);
        AnimationChannel channel = new AnimationChannel();
        channel.setSampler(animation.getSamplers().size() - 1);
        channel.setTarget(target);
        animation.addChannels(channel);
    }

    private static boolean isConstant(float[] rotations) {
        for (int i = 4; i < rotations.length; i++) {
            if (rotations[i] != rotations[i - 4]) {
                return false;
            }
        }
        return true;
    }

    private int addNode(Node node) {
        gltf.addNodes(node);
        List<Node> nodes = gltf.getNodes();
        return nodes.size() - 1;
    }
}
