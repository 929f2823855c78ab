package io.canter.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Exports an untrained network with the Python trainer and runs it here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTest {
    private Path folder;
    private Path model;
    private Path dump;

    @BeforeAll
    void exportsWithTheTrainer(@TempDir Path shared) {
        folder = shared;
        PythonTrainer trainer = PythonTrainer.find();
        model = folder.resolve("tiny.onnx");
        dump = folder.resolve("dump");
        trainer.run(
                "-m", "canter_trainer", "export", "--random", "tiny", "--template", "test-1", "-o", model.toString());
        trainer.run("-m", "canter_trainer", "parity", "--random", "tiny", "--dump", dump.toString());
    }

    @Test
    void runtimeAgreesWithTorch() throws IOException {
        Parity parity = Parity.measure(model, dump);

        assertThat(parity.holds()).as("%s", parity).isTrue();
    }

    @Test
    void runtimeAgreesWithTorchOnOneLayer() throws IOException {
        Path onlyVisible = Files.createDirectory(folder.resolve("one-layer"));
        Path file = onlyVisible.resolve("tiny.onnx");
        PythonTrainer trainer = PythonTrainer.find();
        String[] random = {"--random", "tiny", "--layers", "1"};
        trainer.run(arguments("export", random, "--template", "test-1", "-o", file.toString()));
        trainer.run(arguments("parity", random, "--dump", onlyVisible.toString()));

        Parity parity = Parity.measure(file, onlyVisible);

        assertThat(parity.holds()).as("%s", parity).isTrue();
    }

    /** Weights of the prior's input are 0 in a network that has not learned: here they are not. */
    @Test
    void runtimeAgreesWithTorchOnAPrior() throws IOException {
        Path led = Files.createDirectory(folder.resolve("led"));
        Path file = led.resolve("tiny.onnx");
        PythonTrainer.find().run("-c", """
                        import sys, torch
                        from dataclasses import replace
                        from canter_trainer import export, parity
                        from canter_trainer.network import SIZES, DualPointMapNetwork

                        torch.manual_seed(1)
                        network = DualPointMapNetwork(replace(SIZES["tiny"], prior=True)).eval()
                        network.stage1.remember.weight.data.normal_(std=0.3)
                        network.stage1.remember.bias.data.normal_(std=0.3)
                        network.stage1.head.weight.data.mul_(30)
                        export.save(export.to_onnx(network, "test-1", "random"), sys.argv[1])
                        parity.dump(network, sys.argv[2])
                        """, file.toString(), led.toString());

        Parity parity = Parity.measure(file, led);

        assertThat(parity.holds()).as("%s", parity).isTrue();
        Path prior = led.resolve("prior.f32");
        Files.write(prior, new byte[(int) Files.size(prior)]);
        assertThat(Parity.measure(file, led).canonical()).isGreaterThan(0.01);
    }

    /** A DINOv2 backbone of a tiny size, its weights random but all of a size that shows in the maps. */
    @Test
    void runtimeAgreesWithTorchOnAVisionTransformer() throws IOException {
        Path seeing = Files.createDirectory(folder.resolve("seeing"));
        Path file = seeing.resolve("tiny.onnx");
        PythonTrainer.find().run("-c", """
                        import sys, torch
                        from dataclasses import replace
                        from canter_trainer import backbone, export, parity
                        from canter_trainer.network import SIZES, DualPointMapNetwork
                        from tests.test_backbone import published

                        kind = "dinov2-tiny"
                        torch.manual_seed(1)
                        network = DualPointMapNetwork(replace(SIZES["tiny"], backbone=kind)).eval()
                        vision = network.stage1.trunk.vision
                        state = {name: 5 * value if ".attn." in name or ".mlp." in name else value
                                 for name, value in published(kind).items()}
                        backbone.load_into(vision, backbone.VISION[kind], state, "random")
                        for block in vision.blocks:
                            block.ls1.gamma.data.fill_(1)
                            block.ls2.gamma.data.fill_(1)
                        network.stage1.head.weight.data.mul_(30)
                        export.save(export.to_onnx(network, "test-1", "random"), sys.argv[1])
                        parity.dump(network, sys.argv[2])
                        before = network(parity.inputs(network.shape)["image"])[0].detach()
                        vision.blocks[0].attn.qkv.weight.data.mul_(-1)
                        moved = float((network(parity.inputs(network.shape)["image"])[0] - before).abs().max())
                        assert moved > 0.01, "attention does not show in the maps: %g" % moved
                        """, file.toString(), seeing.toString());

        Parity parity = Parity.measure(file, seeing);

        assertThat(parity.holds()).as("%s", parity).isTrue();
    }

    private static String[] arguments(String command, String[] network, String... more) {
        return Stream.of(new String[] {"-m", "canter_trainer", command}, network, more)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
    }

    @Test
    void tellsWhenOutputsDiffer() throws IOException {
        Path spoiled = Files.createDirectory(folder.resolve("spoiled"));
        for (String name : List.of("image", "canonical", "posed", "occupancy", "confidence")) {
            Files.copy(dump.resolve(name + ".f32"), spoiled.resolve(name + ".f32"));
        }
        byte[] posed = Files.readAllBytes(spoiled.resolve("posed.f32"));
        posed[4 * 100 + 3] = 0x40; // one number becomes 2 or more
        Files.write(spoiled.resolve("posed.f32"), posed);

        Parity parity = Parity.measure(model, spoiled);

        assertThat(parity.holds()).isFalse();
        assertThat(parity.posed()).isGreaterThan(1);
    }

    @Test
    void refusesDumpOfAnotherShape() throws IOException {
        Path cut = Files.createDirectory(folder.resolve("cut"));
        for (String name : List.of("image", "canonical", "posed", "occupancy", "confidence")) {
            Files.copy(dump.resolve(name + ".f32"), cut.resolve(name + ".f32"));
        }
        Files.write(cut.resolve("occupancy.f32"), new byte[64]);

        assertThatThrownBy(() -> Parity.measure(model, cut))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("occupancy.f32 holds 16 numbers");
    }
}
