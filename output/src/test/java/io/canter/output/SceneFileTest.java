package io.canter.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.javagl.jgltf.model.AccessorFloatData;
import de.javagl.jgltf.model.AccessorShortData;
import de.javagl.jgltf.model.AnimationModel;
import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.NodeModel;
import de.javagl.jgltf.model.SkinModel;
import de.javagl.jgltf.model.io.GltfModelReader;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Subject;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneFileTest {
    private static final long START = 2_000_000;

    @TempDir
    Path folder;

    private GltfModel write(Subject[]... frames) throws Exception {
        FramePool pool = new FramePool();
        try (Exporter exporter = new Exporter(Synthetic.RIG, folder, Set.of(Save.GLB), 25)) {
            for (int i = 0; i < frames.length; i++) {
                long pts = START + i * 40_000L;
                try (Frame frame = Synthetic.frame(pool, i, pts)) {
                    exporter.accept(
                            frame, Synthetic.observation(i, pts, frames[i]), Synthetic.scene(i, pts, frames[i]));
                }
            }
            exporter.finish();
        }
        return new GltfModelReader().read(folder.resolve("scene.glb").toUri());
    }

    private static Subject[] walking(int frame) {
        return new Subject[] {Synthetic.subject(1, Synthetic.sideways(0.4 * frame, 0.1f * frame, 5))};
    }

    /** Sets all animated nodes to key {@code at} of their channel. */
    private static void pose(AnimationModel animation, int at) {
        for (AnimationModel.Channel channel : animation.getChannels()) {
            AccessorFloatData values =
                    (AccessorFloatData) channel.getSampler().getOutput().getAccessorData();
            float[] value = new float[values.getNumComponentsPerElement()];
            for (int k = 0; k < value.length; k++) {
                value[k] = values.get(Math.min(at, values.getNumElements() - 1), k);
            }
            NodeModel node = channel.getNodeModel();
            switch (channel.getPath()) {
                case "translation" -> node.setTranslation(value);
                case "rotation" -> node.setRotation(value);
                case "scale" -> node.setScale(value);
                default -> throw new AssertionError(channel.getPath());
            }
        }
    }

    private static float[] skinned(GltfModel model, int body) {
        NodeModel node = model.getNodeModels().stream()
                .filter(n -> n.getSkinModel() != null)
                .skip(body)
                .findFirst()
                .orElseThrow();
        SkinModel skin = node.getSkinModel();
        float[][] matrices = new float[skin.getJoints().size()][];
        for (int j = 0; j < matrices.length; j++) {
            float[] inverse = skin.getInverseBindMatrix(j, new float[16]);
            float[] global = skin.getJoints().get(j).computeGlobalTransform(new float[16]);
            matrices[j] = times(global, inverse);
        }
        var attributes =
                node.getMeshModels().get(0).getMeshPrimitiveModels().get(0).getAttributes();
        AccessorFloatData positions =
                (AccessorFloatData) attributes.get("POSITION").getAccessorData();
        AccessorFloatData weights =
                (AccessorFloatData) attributes.get("WEIGHTS_0").getAccessorData();
        var joints = (de.javagl.jgltf.model.AccessorByteData)
                attributes.get("JOINTS_0").getAccessorData();
        float[] out = new float[3 * positions.getNumElements()];
        for (int v = 0; v < positions.getNumElements(); v++) {
            for (int i = 0; i < 4; i++) {
                float[] m = matrices[joints.get(v, i) & 0xff];
                for (int k = 0; k < 3; k++) {
                    out[3 * v + k] += weights.get(v, i)
                            * (m[k] * positions.get(v, 0)
                                    + m[4 + k] * positions.get(v, 1)
                                    + m[8 + k] * positions.get(v, 2)
                                    + m[12 + k]);
                }
            }
        }
        return out;
    }

    private static float[] times(float[] a, float[] b) {
        float[] out = new float[16];
        for (int c = 0; c < 4; c++) {
            for (int r = 0; r < 4; r++) {
                for (int k = 0; k < 4; k++) {
                    out[4 * c + r] += a[4 * k + r] * b[4 * c + k];
                }
            }
        }
        return out;
    }

    private static void assertSame(float[] gltf, Subject subject) {
        float[] camera = Synthetic.posed(subject.body(), subject.pose());
        for (int i = 0; i < camera.length; i += 3) {
            assertThat(gltf[i]).isCloseTo(camera[i], within(1e-4f));
            assertThat(gltf[i + 1]).isCloseTo(-camera[i + 1], within(1e-4f));
            assertThat(gltf[i + 2]).isCloseTo(-camera[i + 2], within(1e-4f));
        }
    }

    @Test
    void theAnimationReproducesThePosedVertices() throws Exception {
        GltfModel model = write(walking(0), walking(1), walking(2));
        AnimationModel animation = model.getAnimationModels().get(0);
        for (int i = 0; i < 3; i++) {
            pose(animation, i);
            assertSame(skinned(model, 0), walking(i)[0]);
        }
    }

    @Test
    void theMeshWearsTheCoatThatIsKnownLast() throws Exception {
        Subject coated = Synthetic.coated(walking(1)[0]);
        GltfModel model = write(walking(0), new Subject[] {coated});
        var colours = (AccessorShortData) model.getMeshModels()
                .get(0)
                .getMeshPrimitiveModels()
                .get(0)
                .getAttributes()
                .get("COLOR_0")
                .getAccessorData();
        assertThat(colours.getNumElements()).isEqualTo(coated.coat().vertexCount());
        for (int v = 0; v < colours.getNumElements(); v += 17) {
            for (int k = 0; k < 3; k++) {
                double srgb = coated.coat().channel(v, k) / 255.0;
                double linear = srgb <= 0.04045 ? srgb / 12.92 : Math.pow((srgb + 0.055) / 1.055, 2.4);
                assertThat((colours.get(v, k) & 0xffff) / 65535.0).isCloseTo(linear, within(2e-5));
            }
            assertThat(colours.get(v, 3) & 0xffff).isEqualTo(0xffff);
        }
    }

    @Test
    void ofUnknownCoatsNoColoursAreClaimed() throws Exception {
        var attributes = write(walking(0))
                .getMeshModels()
                .get(0)
                .getMeshPrimitiveModels()
                .get(0)
                .getAttributes();
        assertThat(attributes).doesNotContainKey("COLOR_0");
    }

    @Test
    void timesCountFromTheFirstFrameInSeconds() throws Exception {
        GltfModel model = write(new Subject[0], walking(1), walking(2));
        AccessorFloatData times = (AccessorFloatData) model.getAnimationModels().get(0).getChannels().stream()
                .filter(c -> c.getPath().equals("translation"))
                .findFirst()
                .orElseThrow()
                .getSampler()
                .getInput()
                .getAccessorData();
        assertThat(times.get(0)).isCloseTo(0.04f, within(1e-6f));
        assertThat(times.get(1)).isCloseTo(0.08f, within(1e-6f));
    }

    @Test
    void everySubjectHasItsOwnBodyAndHidesWhenAbsent() throws Exception {
        Subject second = Synthetic.subject(2, Synthetic.sideways(1, -1, 7));
        GltfModel model = write(walking(0), new Subject[] {walking(1)[0], second}, walking(2));
        pose(model.getAnimationModels().get(0), 1);
        assertSame(skinned(model, 0), walking(1)[0]);
        assertSame(skinned(model, 1), second);
        pose(model.getAnimationModels().get(0), 0);
        float[] hidden = skinned(model, 1);
        float[] shown = Synthetic.posed(second.body(), second.pose());
        assertThat(extent(hidden)).isLessThan(1e-3f * extent(shown));
    }

    private static float extent(float[] vertices) {
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (int i = 0; i < vertices.length; i += 3) {
            least = Math.min(least, vertices[i]);
            most = Math.max(most, vertices[i]);
        }
        return most - least;
    }

    @Test
    void aVideoWithoutAnimalsIsStillAValidFile() throws Exception {
        GltfModel model = write(new Subject[0], new Subject[0]);
        assertThat(model.getAnimationModels()).isEmpty();
        assertThat(model.getSkinModels()).isEmpty();
        assertThat(model.getCameraModels()).hasSize(1);
    }
}
