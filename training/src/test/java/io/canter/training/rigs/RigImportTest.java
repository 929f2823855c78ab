package io.canter.training.rigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import de.javagl.jgltf.model.AccessorFloatData;
import de.javagl.jgltf.model.io.GltfModelReader;
import io.canter.tracking.Body;
import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import io.canter.tracking.RigFile;
import io.canter.tracking.Rigs;
import io.canter.tracking.Skeleton;
import io.canter.training.family.AnimalFamily;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rigs that this test writes itself, well, oddly and wrongly. */
class RigImportTest {
    private final Rig template = Rigs.quadruped();
    private final RigImport rigs = new RigImport(template);

    @TempDir
    Path folder;

    private ImportedRig read(Path file) throws IOException {
        return rigs.read(file, Optional.empty(), false);
    }

    private Path file() {
        return folder.resolve("boxes.glb");
    }

    @Test
    void aJointsPlaceIsGuessedByItsName() throws IOException {
        ImportedRig rig = read(new TinyRig().writeGlb(file()));
        assertThat(rig.isGuessed()).isTrue();
        assertThat(rig.mapping().joints())
                .containsEntry("Neck", "neck_1")
                .containsEntry("Head", "head")
                .containsEntry("Tail", "tail_1")
                .containsEntry("FrontLowerLeg.L", "metacarpus_l")
                .containsEntry("BackLowerLeg.R", "metatarsus_r");
        assertThat(rig.clips()).containsExactly("Lift");
        assertThat(rig.clipSeconds("Lift")).isEqualTo(1);
    }

    /** Boxes lie roughly where the template's limbs are: front before hind, left of right, feet below. */
    private static void standsAsTheTemplate(ImportedRig rig, int verticesPerBone) {
        float[] q = rig.canonical();
        double[][] middle = new double[12][3];
        for (int i = 0; i < q.length; i++) {
            middle[i / 3 / verticesPerBone][i % 3] += q[i] / verticesPerBone;
        }
        assertThat(middle[2][2]).as("head before body").isGreaterThan(middle[0][2] + 0.5);
        assertThat(middle[3][2]).as("tail behind body").isLessThan(middle[0][2] - 0.5);
        for (int bone = 4; bone < 12; bone++) {
            assertThat(middle[bone][0] * (bone % 4 < 2 ? 1 : -1))
                    .as("side of bone " + bone)
                    .isPositive();
            assertThat(middle[bone][2] * (bone < 8 ? 1 : -1))
                    .as("end of bone " + bone)
                    .isPositive();
        }
        assertThat(middle[5][1]).as("lower leg").isLessThan(0.45);
    }

    private static double farthest(float[] a, float[] b) {
        double greatest = 0;
        for (int i = 0; i < a.length; i += 3) {
            double d = Math.hypot(Math.hypot(a[i] - b[i], a[i + 1] - b[i + 1]), a[i + 2] - b[i + 2]);
            greatest = Math.max(greatest, d);
        }
        return greatest;
    }

    @Test
    void everyWayOfWritingTheSameRigGivesTheSameQ() throws IOException {
        float[] plain = read(new TinyRig().writeGlb(file())).canonical();
        standsAsTheTemplate(read(file()), 8);
        // Between two vertices of the template that are equally near, rounding decides.
        assertThat(farthest(read(new TinyRig().lying().writeGlb(file())).canonical(), plain))
                .as("z up, a hundredth of the unit, turned by the armature")
                .isLessThan(0.04);
        assertThat(farthest(read(new TinyRig().bent().writeGlb(file())).canonical(), plain))
                .as("rest pose from the inverse bind matrices, not from the nodes")
                .isLessThan(0.04);
        assertThat(read(new TinyRig().writeGltf(folder.resolve("boxes.gltf"), "numbers.bin"))
                        .canonical())
                .as("with its numbers in another file")
                .containsExactly(plain);
        ImportedRig spread = read(new TinyRig().withoutIndices().writeGlb(file()));
        assertThat(spread.canonical()).hasSize(3 * 36 * 12);
        standsAsTheTemplate(spread, 36);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clipsMoveTheSurfaceInTemplateMetres(boolean lying) throws IOException {
        TinyRig tiny = lying ? new TinyRig().lying() : new TinyRig();
        ImportedRig rig = read(tiny.writeGlb(file()));
        float[] start = new float[rig.canonical().length];
        float[] end = start.clone();
        rig.pose("Lift", 0, start);
        rig.pose("Lift", 0.5, end);
        // A quarter of a metre of the file's scene, in which the body's box is 0.4 m wide (vertices 0 and 4).
        float[] rest = rig.rest().vertices();
        double width = Math.hypot(Math.hypot(rest[12] - rest[0], rest[13] - rest[1]), rest[14] - rest[2]);
        double scale = rig.trunkStretch() * width / 0.4;
        assertThat(end[1] - start[1]).isCloseTo((float) (0.25 * scale), within(1e-3f));
        assertThat(end[0]).isCloseTo(start[0], within(1e-4f));
        assertThat(end[2]).isCloseTo(start[2], within(1e-4f));
        assertThatThrownBy(() -> rig.pose("Walk", 0, end))
                .hasMessageContaining("Walk")
                .hasMessageContaining("Lift");
    }

    /** Vertex i is the same spot on every individual of the family, so that the true Q of a dog's vertices is known. */
    @ParameterizedTest
    @CsvSource({"horse, 0.002, 0.03", "dog, 0.05, 0.20", "cow, 0.05, 0.20", "deer, 0.05, 0.20"})
    void theFamilysOwnBodiesAreCarriedOntoTheTemplate(String species, double median, double p95) throws IOException {
        Body body = AnimalFamily.preset(species);
        Rig rig = new Rig(
                "test",
                new Mesh(body.vertices(), template.mesh().triangles()),
                new Skeleton(template.skeleton().names(), template.skeleton().parents(), body.joints()),
                template.skin(),
                template.keypoints(),
                template.limits(),
                List.of());
        RigFile.write(rig, file());
        ImportedRig imported = rigs.read(file(), Optional.empty(), true);
        float[] truth = template.mesh().vertices();
        double[] errors = new double[truth.length / 3];
        for (int v = 0; v < errors.length; v++) {
            double sum = 0;
            for (int a = 0; a < 3; a++) {
                double d = imported.canonical()[3 * v + a] - truth[3 * v + a];
                sum += d * d;
            }
            errors[v] = Math.sqrt(sum);
        }
        Arrays.sort(errors);
        assertThat(errors[errors.length / 2]).as("median, metres").isLessThan(median);
        assertThat(errors[(int) (0.95 * errors.length)]).as("95 %, metres").isLessThan(p95);
    }

    @Test
    void aWrittenBodyIsReadWithItsMapping() throws IOException {
        Path original = new TinyRig().lying().writeGltf(folder.resolve("boxes.gltf"), "numbers.bin");
        ImportedRig rig = read(original);
        Path written = folder.resolve("body.glb");
        try (OutputStream out = Files.newOutputStream(written)) {
            ImportedRigFile.write(rig, original, template.id(), out);
        }
        ImportedRig again = read(written);
        assertThat(again.isGuessed()).isFalse();
        assertThat(again.mapping()).isEqualTo(rig.mapping());
        assertThat(again.canonical()).containsExactly(rig.canonical());
        AccessorFloatData attribute = (AccessorFloatData) new GltfModelReader()
                .read(written)
                .getMeshModels()
                .get(0)
                .getMeshPrimitiveModels()
                .get(0)
                .getAttributes()
                .get(ImportedRigFile.ATTRIBUTE)
                .getAccessorData();
        for (int i = 0; i < rig.canonical().length; i++) {
            assertThat(attribute.get(i)).isEqualTo(rig.canonical()[i]);
        }
    }

    @Test
    void aGivenMappingGoesBeforeTheGuess() throws IOException {
        Path rig = new TinyRig().writeGlb(file());
        JointMapping guess = read(rig).mapping();
        Path mapping =
                Files.writeString(folder.resolve("map.json"), guess.json().replace("\"neck_1\"", "\"neck_2\""));
        ImportedRig mapped = rigs.read(rig, Optional.of(mapping), false);
        assertThat(mapped.isGuessed()).isFalse();
        assertThat(mapped.mapping().joints()).containsEntry("Neck", "neck_2");
    }

    private void refused(Path file, String... words) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(RigImportException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatCannotBeSkinnedIsRefusedByName() throws IOException {
        refused(new TinyRig().withoutSkin().writeGlb(file()), "no mesh has a skin");
        refused(
                new TinyRig().requiring("KHR_draco_mesh_compression").writeGlb(file()),
                "KHR_draco_mesh_compression",
                "without compression");
        TinyRig rig = new TinyRig();
        rig.weights[4 * 17] = Float.NaN;
        refused(rig.writeGlb(file()), "mesh boxes, primitive 0, vertex 17", "NaN");
        rig = new TinyRig();
        rig.weights[4 * 5] = 0.7f;
        refused(rig.writeGlb(file()), "vertex 5", "sum to 0.7");
        rig = new TinyRig();
        rig.weights[4 * 5] = 1.5f;
        rig.weights[4 * 5 + 1] = -0.5f;
        refused(rig.writeGlb(file()), "vertex 5", "-0.5");
        rig = new TinyRig();
        rig.vertices[3 * 9 + 1] = Float.POSITIVE_INFINITY;
        refused(rig.writeGlb(file()), "vertex 9", "not finite");
        rig = new TinyRig();
        rig.joints[4 * 3] = 200;
        refused(rig.writeGlb(file()), "vertex 3", "joint 200 of 12");
        rig = new TinyRig();
        rig.triangles[3 * 7 + 1] = rig.triangles[3 * 7];
        refused(rig.writeGlb(file()), "triangle 7", "no area", "--drop-flat");
        assertThat(rigs.read(file(), Optional.empty(), true).dropped()).isEqualTo(1);
    }

    @Test
    void weightsThatMissOneByRoundingAreNormalised() throws IOException {
        TinyRig rig = new TinyRig();
        rig.weights[4 * 5] = 0.996f;
        ImportedRig read = read(rig.writeGlb(file()));
        assertThat(read.renormalised()).isEqualTo(1);
        assertThat(read.canonical())
                .containsExactly(read(new TinyRig().writeGlb(file())).canonical());
    }

    @Test
    void filesThatAreNoRigAreRefused() throws IOException {
        refused(folder.resolve("none.glb"), "does not exist");
        refused(Files.writeString(folder.resolve("text.glb"), "no rig"), "glTF");
        refused(Files.createFile(folder.resolve("empty.gltf")), "glTF");
        Path torn = folder.resolve("torn.glb");
        Files.write(torn, Arrays.copyOf(Files.readAllBytes(new TinyRig().writeGlb(file())), 3000));
        refused(torn, "cannot be read");
        refused(new TinyRig().writeGltf(folder.resolve("a.gltf"), "absent.bin"), "absent.bin", "does not exist");
        refused(new TinyRig().writeGltf(folder.resolve("b.gltf"), "http://127.0.0.1/numbers.bin"), "put it beside");
    }

    @Test
    void mappingsThatMissJointsAreRefused() throws IOException {
        TinyRig rig = new TinyRig();
        rig.names.set(2, "Bone.003");
        refused(rig.writeGlb(file()), "guessed mapping", "head", "--mapping");
        rig = new TinyRig();
        rig.names.set(9, "Bone.010");
        rig.names.set(8, "Bone.009");
        refused(rig.writeGlb(file()), "left hind leg", "metatarsus_l");
        Path good = new TinyRig().writeGlb(file());
        String guess = read(good).mapping().json();
        Path mapping = folder.resolve("map.json");
        for (String[] wrong : new String[][] {
            {"\"Head\"", "\"Haed\"", "joint Haed"},
            {"\"head\"", "\"hed\"", "which the template has not"},
            {"\"joints\"", "\"bones\"", "joints"},
            {"\"head\"", "7", "joint Head"},
            {"{", "[", "no JSON"}
        }) {
            Files.writeString(mapping, guess.replace(wrong[0], wrong[1]));
            assertThatThrownBy(() -> rigs.read(good, Optional.of(mapping), false))
                    .isInstanceOf(RigImportException.class)
                    .hasMessageContaining(mapping.toString())
                    .hasMessageContaining(wrong[2]);
        }
        Files.writeString(
                mapping, guess.replace("_l\"", "_x\"").replace("_r\"", "_l\"").replace("_x\"", "_r\""));
        assertThatThrownBy(() -> rigs.read(good, Optional.of(mapping), false))
                .hasMessageContaining("left and right are exchanged");
    }
}
