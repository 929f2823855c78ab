import os
import tempfile
import unittest
from dataclasses import replace

import onnx
import torch

from canter_trainer import __main__ as command
from canter_trainer import backbone, export
from canter_trainer.network import SIZES, DualPointMapNetwork, count_flops
from tests.support import TINY, records, tiny_run

SEEING = replace(TINY, backbone="dinov2-tiny")


def published(kind, seed=1):
    """Random weights with the published names and sizes."""
    random = torch.Generator().manual_seed(seed)
    state = {"mask_token": torch.zeros(1, backbone.VISION[kind].width)}
    for name, size in backbone.published_shapes(backbone.VISION[kind]).items():
        state[name] = 0.1 * torch.randn(size, generator=random)
    return state


class VisionTransformerTest(unittest.TestCase):
    def test_has_the_published_names_and_sizes(self):
        """As the files of ViT-S/14 and ViT-B/14 have them: 518 pixels are 37 x 37 patches of 14, and a class token."""
        for kind, width in (("dinov2-s", 384), ("dinov2-b", 768)):
            shapes = backbone.published_shapes(backbone.VISION[kind])
            self.assertEqual(shapes["cls_token"], (1, 1, width))
            self.assertEqual(shapes["pos_embed"], (1, 1370, width))
            self.assertEqual(shapes["patch_embed.proj.weight"], (width, 3, 14, 14))
            self.assertEqual(shapes["blocks.11.attn.qkv.weight"], (3 * width, width))
            self.assertEqual(shapes["blocks.0.ls1.gamma"], (width,))
            self.assertEqual(shapes["blocks.0.mlp.fc1.bias"], (4 * width,))
            self.assertEqual(shapes["norm.weight"], (width,))
            self.assertEqual(len(shapes), 4 + 12 * 14 + 2)

    def test_one_block_equals_the_written_out_formula(self):
        block = backbone.Block(4, 2).double()
        x = torch.randn(1, 3, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
        with torch.no_grad():
            block.ls1.gamma.fill_(0.7)
            block.ls2.gamma.fill_(-0.3)
            normal = block.norm1(x)
            projected = normal @ block.attn.qkv.weight.T + block.attn.qkv.bias
            heads = []
            for head in range(2):
                q, k, v = (projected[0, :, 4 * part + 2 * head :][:, :2] for part in range(3))
                heads.append(torch.softmax(q @ k.T / 2**0.5, -1) @ v)
            mixed = torch.cat(heads, -1) @ block.attn.proj.weight.T + block.attn.proj.bias
            y = x + 0.7 * mixed[None]
            inner = block.norm2(y) @ block.mlp.fc1.weight.T + block.mlp.fc1.bias
            inner = inner * 0.5 * (1 + torch.erf(inner / 2**0.5))
            expected = y - 0.3 * (inner @ block.mlp.fc2.weight.T + block.mlp.fc2.bias)
            self.assertLess(float((block(x) - expected).abs().max()), 1e-12)

    def test_positions_keep_their_place_on_another_grid(self):
        ramp = torch.linspace(0, 1, 5).view(1, 5, 1, 1).expand(1, 5, 5, 1).reshape(1, 25, 1)
        other = backbone.interpolate_positions(torch.cat([torch.full((1, 1, 1), 9.0), ramp], 1), 3)
        self.assertEqual(float(other[0, 0, 0]), 9.0)
        rows = other[0, 1:, 0].reshape(3, 3)
        self.assertLess(float((rows - rows[:, :1]).abs().max()), 1e-6)
        self.assertAlmostEqual(float(rows[1, 0]), 0.5, places=5)
        self.assertTrue(bool((rows[1:] > rows[:-1]).all()))


class LoadingTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "weights.pth")

    def load(self, state):
        torch.save(state, self.path)
        network = backbone.VisionTransformer(backbone.VISION["dinov2-tiny"], 4)
        read = backbone.read_weights(self.path)
        backbone.load_into(network, backbone.VISION[backbone.kind_of(read, self.path)], read, self.path)
        return network

    def test_loads_what_is_published(self):
        state = published("dinov2-tiny")
        network = self.load(state)
        self.assertTrue(torch.equal(network.blocks[1].attn.qkv.weight, state["blocks.1.attn.qkv.weight"]))
        self.assertEqual(tuple(network(torch.rand(2, 3, 32, 32)).shape), (2, 16, 4, 4))

    def test_says_in_one_line_what_does_not_fit(self):
        def without(name):
            return {key: value for key, value in published("dinov2-tiny").items() if key != name}

        for state, message in (
            (without("blocks.1.mlp.fc2.bias"), "lacks blocks.1.mlp.fc2.bias"),
            ({**published("dinov2-tiny"), "norm.weight": torch.zeros(7)}, r"norm.weight has shape \(7,\), wanted \(16,\)"),
            ({**published("dinov2-tiny"), "register_tokens": torch.zeros(1, 4, 16)}, "has register_tokens"),
            (without("cls_token"), "has no cls_token"),
            ({"cls_token": torch.zeros(1, 1, 5)}, "5 channels"),
            ({"model": {}}, "holds no state dict"),
        ):
            with self.assertRaisesRegex(backbone.WeightsError, message) as raised:
                self.load(state)
            self.assertNotIn("\n", str(raised.exception))

    def test_refuses_a_file_that_would_run_code(self):
        class Trap:
            def __reduce__(self):
                return os.mkdir, ("trapped",)

        torch.save({"cls_token": Trap()}, self.path)
        with self.assertRaisesRegex(backbone.WeightsError, "cannot be read as a state dict"):
            backbone.read_weights(self.path)
        self.assertFalse(os.path.exists("trapped"))
        with self.assertRaisesRegex(backbone.WeightsError, "no weights at"):
            backbone.read_weights(self.path + "x")


class SeeingNetworkTest(unittest.TestCase):
    def test_frozen_weights_stay_and_tuned_ones_learn(self):
        for tuned in (False, True):
            run = tiny_run(shape=SEEING, tune_backbone=tuned)
            run.load_backbone(published("dinov2-tiny"), "test")
            before = {name: value.clone() for name, value in run.network.stage1.trunk.vision.state_dict().items()}
            head = run.network.stage1.head.weight.detach().clone()
            for start in range(3):
                run.step(records(4, 1 + 4 * start))
            after = run.network.stage1.trunk.vision.state_dict()
            same = all(torch.equal(value, before[name]) for name, value in after.items())
            self.assertEqual(same, not tuned)
            self.assertFalse(torch.equal(head, run.network.stage1.head.weight))

    def test_the_file_holds_everything_from_the_image_on(self):
        run = tiny_run(shape=SEEING)
        run.load_backbone(published("dinov2-tiny"), "test")
        run.step(records(4))
        model = export.to_onnx(run.average.network, "test-1", "random")
        onnx.checker.check_model(model)
        self.assertEqual([i.name for i in model.graph.input], ["image"])
        self.assertEqual([d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim], [0, 3, 32, 32])
        operators = {node.op_type for node in model.graph.node}
        self.assertIn("Resize", operators)
        self.assertIn("Softmax", operators)
        properties = {p.key: p.value for p in model.metadata_props}
        self.assertEqual(properties["canter.backbone"], "dinov2-tiny")

    def test_a_resumed_run_has_its_backbone(self):
        run = tiny_run(shape=SEEING)
        run.load_backbone(published("dinov2-tiny"), "test")
        run.step(records(4))
        rest = tiny_run(shape=SEEING)
        rest.restore(run.state())
        for a, b in zip(run.network.parameters(), rest.network.parameters()):
            self.assertTrue(torch.equal(a, b))

    def test_cost_with_vit_s_is_counted(self):
        small = count_flops(DualPointMapNetwork(SIZES["small"]))["stage1"]
        seeing = count_flops(DualPointMapNetwork(replace(SIZES["small"], backbone="dinov2-s")))["stage1"]
        # 12 blocks on 401 tokens: 2 * 12 * 384^2 * 401 and the products of attention, each twelve times.
        transformer = 12 * (2 * 12 * 384**2 * 401 + 4 * 401**2 * 384)
        self.assertGreater(seeing, transformer)
        self.assertLess(seeing, 1.05 * transformer + small)


class CommandTest(unittest.TestCase):
    def test_trains_from_a_file_of_weights(self):
        with tempfile.TemporaryDirectory() as folder:
            weights, run = os.path.join(folder, "vit.pth"), os.path.join(folder, "run")
            torch.save(published("dinov2-tiny"), weights)
            base = ["train", "--fake", "--size", "tiny", "--samples", "16", "--batch", "8", "--device", "cpu", "-o", run]
            self.assertEqual(command.main([*base, "--backbone", "dinov2"]), 1)
            self.assertEqual(command.main([*base, "--backbone", "dinov2", "--backbone-weights", weights]), 0)
            model = os.path.join(folder, "model.onnx")
            checked = os.path.join(run, "last.pt")
            self.assertEqual(command.main(["export", "--checkpoint", checked, "--template", "test-1", "-o", model]), 0)
            provenance = {p.key: p.value for p in onnx.load(model).metadata_props}["canter.provenance"]
            self.assertIn("backbone dinov2-tiny (Apache 2.0)", provenance)


if __name__ == "__main__":
    unittest.main()
