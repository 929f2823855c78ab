package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RigImportCommandTest {
    @TempDir
    Path folder;

    @Test
    void theFamilysOwnRigIsImported() throws IOException {
        Path rig = folder.resolve("own.glb");
        assertThat(Cli.run("rig", "build", "-o", rig.toString()).exit()).isZero();
        Path out = folder.resolve("body.glb");
        Path mapping = folder.resolve("map.json");
        Path picture = folder.resolve("rig.png");
        Cli cli = Cli.run(
                "rig",
                "import",
                rig.toString(),
                "-o",
                out.toString(),
                "--save-mapping",
                mapping.toString(),
                "--picture",
                picture.toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).containsPattern("metacarpus_l +metacarpus_l").contains("guessed");
        assertThat(ImageIO.read(picture.toFile())).isNotNull();
        cli = Cli.run("rig", "import", rig.toString(), "--mapping", mapping.toString());
        assertThat(cli.out()).contains("mapping given");
        assertThat(Cli.run("rig", "import", out.toString()).out()).contains("mapping given");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quaternius-Cow.glb",
                "quaternius-Deer.glb",
                "quaternius-Donkey.glb",
                "quaternius-Fox.glb",
                "quaternius-Wolf.glb",
                "quaternius-farm-Llama.glb",
                "quaternius-farm-Pig.glb",
                "khronos-fox/Fox.glb",
                "khronos-fox/glTF/Fox.gltf",
                "fiber_deer_cartoon.glb"
            })
    void foreignRigsAreGuessed(String name) {
        Cli cli = Cli.run("rig", "import", rig(name).toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("head").containsPattern("clips: .+");
    }

    @Test
    void foreignRigsWithFaultsAreNamed() {
        assertThat(Cli.run("rig", "import", rig("quaternius-Alpaca.glb").toString())
                        .errorLine())
                .contains("quaternius-Alpaca.glb")
                .contains("triangle 449")
                .contains("--drop-flat");
        assertThat(Cli.run("rig", "import", rig("quaternius-Alpaca.glb").toString(), "--drop-flat")
                        .out())
                .contains("4 triangles without area were left out");
        assertThat(Cli.run("rig", "import", rig("multi_deer_draco.glb").toString())
                        .errorLine())
                .contains("KHR_draco_mesh_compression");
    }

    private static Path rig(String name) {
        Path file = Projects.assets().resolve("rigs").resolve(name);
        assumeTrue(Files.exists(file), "skipped: ../shared/assets/rigs/" + name + " is not there");
        return file;
    }
}
