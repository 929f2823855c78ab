package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RigFileTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() throws IOException {
        Rig rig = twoJoints();
        Path file = folder.resolve("rig.glb");
        RigFile.write(rig, file);
        Rig back = RigFile.read(file);
        assertThat(back.id()).isEqualTo("test-1");
        assertThat(back.mesh().vertices()).containsExactly(rig.mesh().vertices());
        assertThat(back.mesh().triangles()).containsExactly(rig.mesh().triangles());
        assertThat(back.skin().joints()).containsExactly(rig.skin().joints());
        assertThat(back.skin().weights()).containsExactly(rig.skin().weights());
        assertThat(back.skeleton().names()).containsExactly("root", "tip");
        assertThat(back.skeleton().parents()).containsExactly(-1, 0);
        assertThat(back.skeleton().restPositions())
                .containsExactly(rig.skeleton().restPositions());
        assertThat(back.limits()).containsExactly(rig.limits());
        assertThat(back.keypoints().get(0).name()).isEqualTo("nose");
        assertThat(back.keypoints().get(0).vertices()).containsExactly(1, 2);
        assertThat(back.shapes().get(0).vertices())
                .containsExactly(rig.shapes().get(0).vertices());
        assertThat(back.shapes().get(0).joints())
                .containsExactly(rig.shapes().get(0).joints());
    }

    @Test
    void refusesAFileThatIsNoRig() throws IOException {
        Path file = Files.writeString(folder.resolve("not.glb"), "{\"asset\":{\"version\":\"2.0\"}}");
        assertThatThrownBy(() -> RigFile.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void leavesNothingBehindWhenWritingFails() {
        Path directory = folder.resolve("taken.glb");
        assertThatThrownBy(() -> {
                    Files.createDirectories(directory.resolve("inside"));
                    RigFile.write(twoJoints(), directory);
                })
                .isInstanceOf(IOException.class);
        assertThat(folder.toFile().list()).containsExactly("taken.glb");
    }

    @Test
    void shippedRigIsWholeAndNamesItsJoints() {
        Rig rig = Rigs.quadruped();
        assertThat(rig.skeleton().jointCount()).isEqualTo(37);
        assertThat(rig.mesh().vertexCount()).isBetween(8000, 15000);
        assertThat(rig.keypoints()).hasSize(17);
        assertThat(Rigs.quadruped()).isSameAs(rig);
    }

    private static Rig twoJoints() {
        float[] vertices = {0, 0, 0, 1, 0, 0.25f, 0, 1, 0};
        int[] joints = new int[12];
        joints[1] = 1;
        float[] weights = {0.75f, 0.25f, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
        float[] limits = {-1, 1, -0.5f, 0.5f, 0, 0, -0.1f, 0.2f, -0.3f, 0.4f, -0.5f, 0.6f};
        Body shape = new Body(new float[] {0, 0, 0, 0.1f, 0, 0, 0, -0.2f, 0}, new float[] {0, 0, 0, 0, 0.125f, 0});
        return new Rig(
                "test-1",
                new Mesh(vertices, new int[] {0, 1, 2}),
                new Skeleton(List.of("root", "tip"), new int[] {-1, 0}, new float[] {0, 1, 0, 0, 1.5f, 0.5f}),
                new Skin(joints, weights),
                List.of(new Keypoint("nose", new int[] {1, 2})),
                limits,
                List.of(shape));
    }
}
