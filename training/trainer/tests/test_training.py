import io
import json
import os
import tempfile
import unittest
import unittest.mock
from contextlib import redirect_stdout
from dataclasses import replace

import numpy as np
import onnx
import torch

from canter_trainer import __main__ as command
from canter_trainer import checkpoint, export, parity
from canter_trainer.corruption import corrupt
from canter_trainer.fake import FakeSource
from canter_trainer.network import POSED_FROM, SIZES, DualPointMapNetwork, Shape, count_flops
from canter_trainer.schedule import FINAL_FRACTION, WARMUP_STEPS, Budget, rate
from canter_trainer.session import Session, require_fit
from canter_trainer.stream import BODY_BLOCK, StreamError, StreamShape, load, store
from canter_trainer.training import Diverged, Options, Run
from tests.support import STREAM, TINY, StepClock, records, tiny_run


class NetworkTest(unittest.TestCase):
    def test_outputs_keep_the_contract(self):
        network = DualPointMapNetwork(TINY).eval()
        for n in (1, 3):
            q, p, occupancy, confidence = network(torch.rand(n, 3, 32, 32))
            self.assertEqual(tuple(q.shape), (n, 3, 3, 16, 16))
            self.assertEqual(tuple(p.shape), (n, 3, 3, 16, 16))
            self.assertEqual(tuple(occupancy.shape), (n, 3, 16, 16))
            self.assertEqual(tuple(confidence.shape), (n, 3, 16, 16))
            self.assertTrue(float(confidence.min()) > 1)
            self.assertTrue(0 <= float(occupancy.min()) and float(occupancy.max()) <= 1)

    def test_sizes_stay_within_their_budgets(self):
        for size, giga in (("small", 3.0), ("base", 60.0)):
            self.assertLess(sum(count_flops(DualPointMapNetwork(SIZES[size])).values()), giga * 1e9)

    def test_posed_maps_depend_on_the_image_through_q_alone(self):
        """Stage 2 gets no image: equal stage 1 outputs give equal P."""
        network = DualPointMapNetwork(TINY).eval()
        network.stage1.forward = lambda image, prior=None: (torch.zeros(1, 3, 16, 16), *[torch.zeros(1, 1, 16, 16)] * 2, None)
        self.assertTrue(torch.equal(network(torch.rand(1, 3, 32, 32))[1], network(torch.zeros(1, 3, 32, 32))[1]))


    def test_variants_keep_the_contract_and_old_check_points(self):
        for posed_from in POSED_FROM:
            for layers in (1, 3):
                network = DualPointMapNetwork(replace(TINY, posed_from=posed_from, layers=layers)).eval()
                q, p, occupancy, confidence = network(torch.rand(2, 3, 32, 32))
                self.assertEqual(tuple(q.shape), (2, layers, 3, 16, 16))
                self.assertEqual(tuple(p.shape), (2, layers, 3, 16, 16))
                self.assertEqual(tuple(occupancy.shape), (2, layers, 16, 16))
                self.assertEqual(tuple(confidence.shape), (2, layers, 16, 16))
        before = {k: v for k, v in TINY.as_dict().items() if k not in ("posed_from", "backbone", "prior")}
        self.assertEqual(Shape.from_dict(before), TINY)
        with self.assertRaisesRegex(ValueError, "posed_from"):
            replace(TINY, posed_from="thin air")

    def test_posed_maps_see_what_the_option_says(self):
        """With stage 1's outputs held, another image changes P where P may see it; other Q changes P where it may see Q."""
        for posed_from, by_image, by_q in (("q", False, True), ("image", True, False), ("both", True, True)):
            torch.manual_seed(1)
            network = DualPointMapNetwork(replace(TINY, posed_from=posed_from)).eval()
            held = [torch.zeros(1, 3, 16, 16)]
            network.stage1.forward = lambda image, prior=None: (held[0], torch.ones(1, 1, 16, 16), torch.ones(1, 1, 16, 16), None)
            first, second = torch.rand(1, 3, 32, 32), torch.rand(1, 3, 32, 32)
            posed = network(first)[1]
            self.assertEqual(torch.equal(posed, network(second)[1]), not by_image, posed_from)
            held[0] = torch.rand(1, 3, 16, 16)
            self.assertEqual(torch.equal(posed, network(first)[1]), not by_q, posed_from)


class ScheduleTest(unittest.TestCase):
    def test_warms_up_then_falls_to_almost_nothing(self):
        self.assertLess(rate(1.0, 0.0, 0), 0.02)
        self.assertAlmostEqual(rate(1.0, 0.0, WARMUP_STEPS), 1.0)
        self.assertAlmostEqual(rate(1.0, 1.0, 10 * WARMUP_STEPS), FINAL_FRACTION)

    def test_a_short_budget_warms_up_over_its_first_tenth(self):
        self.assertLess(rate(1.0, 0.0, 0), 0.01)
        self.assertGreater(rate(1.0, 0.1, 20), 0.95)

    def test_budget_is_minutes_or_samples(self):
        self.assertAlmostEqual(Budget(minutes=2).spent(30, 0), 0.25)
        self.assertAlmostEqual(Budget(samples=100).spent(1e9, 25), 0.25)
        for bad in ({}, {"minutes": 1, "samples": 1}, {"minutes": -1}):
            with self.assertRaises(ValueError):
                Budget(**bad)


class TrainingTest(unittest.TestCase):
    def test_learns_fixed_samples_and_exports_a_whole_model(self):
        run = tiny_run(samples=4 * 300, learning_rate=1e-2)
        batch = records(4)
        errors = [run.step(batch) for _ in range(300)]
        first, last = (np.mean([e["loss"] for e in part]) for part in (errors[:20], errors[-20:]))
        self.assertLess(last, first - 2.0)
        self.assertLess(errors[-1]["q_cm"], 0.5 * errors[0]["q_cm"])
        model = export.to_onnx(run.average.network, "test-1", "300 steps")
        onnx.checker.check_model(model)
        self.assertNotIn("BatchNormalization", {node.op_type for node in model.graph.node})
        properties = {p.key: p.value for p in model.metadata_props}
        self.assertEqual(properties["canter.contract"], "1")
        self.assertEqual(properties["canter.template"], "test-1")
        self.assertEqual(properties["canter.layers"], "3")

    def test_variants_learn_and_export(self):
        for changes, options in (
            ({"layers": 1}, {}),
            ({"posed_from": "image"}, {}),
            ({"posed_from": "both"}, {"corrupt_q": False}),
        ):
            shape = replace(TINY, **changes)
            run = tiny_run(samples=4 * 60, shape=shape, learning_rate=1e-2, **options)
            batch = records(4)
            errors = [run.step(batch)["loss"] for _ in range(60)]
            self.assertLess(np.mean(errors[-5:]), np.mean(errors[:5]) - 1, changes)
            model = export.to_onnx(run.average.network, "test-1", "60 steps")
            properties = {p.key: p.value for p in model.metadata_props}
            self.assertEqual(properties["canter.layers"], str(shape.layers))
            self.assertEqual(properties["canter.posed_from"], shape.posed_from)
            self.assertEqual([d.dim_value for d in model.graph.output[0].type.tensor_type.shape.dim][1], shape.layers)

    def test_wants_priors_in_the_stream_of_a_network_that_sees_them(self):
        with self.assertRaisesRegex(StreamError, "--prior-share 1"):
            require_fit(STREAM, replace(TINY, prior=True))
        require_fit(replace(STREAM, prior=True), replace(TINY, prior=True))
        require_fit(replace(STREAM, prior=True), TINY)

    def test_stage2_learns_from_spoiled_q_only_where_asked(self):
        drawn = []
        with unittest.mock.patch("canter_trainer.training.corrupt", side_effect=lambda *a: drawn.append(1) or corrupt(*a)):
            tiny_run(corrupt_q=False).step(records(4))
            self.assertEqual(drawn, [])
            tiny_run().step(records(4))
            self.assertEqual(drawn, [1])

    def test_base_takes_a_few_steps(self):
        """The size for a GPU: fits its stream, its loss and gradients are finite, its memory is that of its weights."""
        torch.set_num_threads(1)
        run = Run(SIZES["base"], Options(batch=2), Budget(samples=4))
        weights = sum(p.numel() for p in run.network.parameters())
        self.assertTrue(105e6 < weights < 135e6, weights)
        for seed in (1, 3):
            figures = run.step(load(FakeSource(StreamShape(160, 80, 4)), seed, 2)[1])
            self.assertTrue(np.isfinite(figures["loss"]))
        self.assertEqual(run.progress.step, 2)

    def test_folding_norms_changes_no_output(self):
        run = tiny_run()
        for start in range(3):
            run.step(records(4, 1 + 4 * start))
        network = run.average.network.eval()
        image = torch.rand(2, 3, 32, 32)
        with torch.no_grad():
            for a, b in zip(network(image), export.fold_norms(network)(image)):
                self.assertLess(float((a - b).abs().max() / b.abs().max()), 1e-4)

    def test_the_file_holds_rounded_weights_that_say_the_same(self):
        run = tiny_run(samples=4 * 60, learning_rate=1e-2)
        for start in range(60):
            run.step(records(4, 1 + 4 * start))
        network = run.average.network.eval()
        wide = DualPointMapNetwork(SIZES["small"])
        model = export.to_onnx(wide, "test-1", "random")
        stored = sum(len(tensor.raw_data) for tensor in model.graph.initializer)
        weights = sum(p.numel() for p in wide.parameters())
        self.assertLess(stored, 2.3 * weights)
        image = torch.rand(2, 3, 32, 32)
        with torch.no_grad():
            for name, a, b in zip(export.OUTPUTS, network(image), export.shipped(network)(image)):
                self.assertLess(parity.difference(name, b.numpy(), a.numpy()), 0.02, name)

    def test_stops_on_nan_before_the_weights_are_spoiled(self):
        run = tiny_run()
        run.step(records(4))
        before = [p.detach().clone() for p in run.network.parameters()]
        spoiled = records(4).copy()
        spoiled["canonical"][spoiled["occupancy"].astype(bool)[:, :, None].repeat(3, 2)] = np.nan
        with self.assertRaisesRegex(Diverged, "step 1"):
            run.step(spoiled)
        for old, new in zip(before, run.network.parameters()):
            self.assertTrue(torch.equal(old, new))

    def test_average_follows_weights_and_norm_statistics(self):
        run = tiny_run(average_decay=0.0)
        run.step(records(4))
        for key, value in run.network.state_dict().items():
            if value.is_floating_point():
                self.assertTrue(torch.allclose(run.average.network.state_dict()[key], value), key)


class SessionTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.out = io.StringIO()

    def session(self, run, name, **options):
        folder = os.path.join(self.folder.name, name)
        return Session(run, FakeSource(STREAM), folder, StepClock(), out=self.out, held_out=8, **options)

    def test_a_resumed_run_equals_an_uninterrupted_one(self):
        whole = tiny_run(samples=48)
        self.session(whole, "whole").train()
        half = tiny_run(samples=48)
        session = self.session(half, "parts")
        step = half.step

        def step_then_stop(batch):
            if half.progress.samples >= 20:
                session.stop()
            return step(batch)

        half.step = step_then_stop
        session.train()
        self.assertEqual(half.progress.samples, 24)
        rest = tiny_run(samples=48)
        session = self.session(rest, "parts")
        rest.restore(checkpoint.load(session.last))
        session.train()
        self.assertEqual(rest.progress.samples, 48)
        for key, value in whole.network.state_dict().items():
            self.assertTrue(torch.allclose(rest.network.state_dict()[key].float(), value.float(), atol=1e-5), key)
        for name in ("curves.png", "samples.png", "log.csv", "last.pt"):
            self.assertGreater(os.path.getsize(os.path.join(self.folder.name, "parts", name)), 100)

    def test_keeps_what_was_learned_when_the_generator_fails(self):
        run = tiny_run()
        session = self.session(run, "broken")
        step = run.step

        def step_then_fail(batch):
            if run.progress.samples >= 8:
                raise StreamError("the generator's stream ended")
            return step(batch)

        run.step = step_then_fail
        with self.assertRaisesRegex(StreamError, "ended"):
            session.train()
        self.assertEqual(checkpoint.load(session.last)["samples"], 8)

    def test_divergence_names_the_good_check_point(self):
        run = tiny_run()
        session = self.session(run, "bad")

        def diverge(_):
            raise Diverged("step 3: loss nan")

        run.step = diverge
        with self.assertRaisesRegex(Diverged, "last.pt"):
            session.train()

    def test_not_a_number_keeps_the_last_good_check_point(self):
        """Through the whole session: the check-point on disk is of before, loads, and its weights are numbers."""
        run = tiny_run(samples=400)
        session = self.session(run, "nan", checkpoint_minutes=0.1)
        step = run.step

        def step_then_spoil(batch):
            if run.progress.samples >= 40:
                batch = batch.copy()
                batch["posed"][:] = np.nan
            return step(batch)

        run.step = step_then_spoil
        with self.assertRaisesRegex(Diverged, "Continue from .*last.pt"):
            session.train()
        state = checkpoint.load(session.last)
        self.assertTrue(0 < state["samples"] <= 40)
        for part in (state["network"], state["average"]["network"]):
            self.assertTrue(all(bool(torch.isfinite(value.float()).all()) for value in part.values()))
        more = tiny_run(samples=400)
        more.restore(state)
        self.session(more, "nan").train()
        self.assertEqual(more.progress.samples, 400)

    def test_refuses_a_check_point_of_another_shape(self):
        state = tiny_run().state()
        for changes in ({"layers": 2}, {"posed_from": "both"}, {"stage1": (8, 8, 8, 8, 8)}):
            other = tiny_run(shape=replace(TINY, **changes))
            for start in (other.restore, other.warm_start):
                with self.assertRaisesRegex(checkpoint.CheckpointError, "%s .*same --size" % list(changes)[0]):
                    start(state)

    def test_refuses_to_go_on_with_another_recipe(self):
        state = tiny_run().state()
        for options in ({"corrupt_q": False}, {"species": ("horse",)}):
            with self.assertRaisesRegex(checkpoint.CheckpointError, "--resume wants the same"):
                tiny_run(**options).restore(state)
            tiny_run(**options).warm_start(state)
        del state["recipe"]
        tiny_run().restore(state)

    def test_measures_on_a_frozen_file(self):
        path = os.path.join(self.folder.name, "held-out")
        store(FakeSource(STREAM), 2**41, 8, path, BODY_BLOCK)
        run = tiny_run(samples=8)
        session = self.session(run, "frozen", frozen=path)
        session.source.open = unittest.mock.Mock(side_effect=session.source.open)
        figures = session.train()
        self.assertEqual(figures["count"], 8)
        self.assertEqual([call.args[0] for call in session.source.open.call_args_list], [0])

    def test_refuses_a_stream_of_fewer_layers(self):
        with self.assertRaisesRegex(StreamError, "3 layers; the network wants"):
            self.session(tiny_run(shape=replace(TINY, layers=4)), "deep").train()

    def test_refuses_a_file_that_is_no_check_point(self):
        path = os.path.join(self.folder.name, "half.pt")
        with open(path, "wb") as file:
            file.write(b"PK half")
        with self.assertRaisesRegex(checkpoint.CheckpointError, "not a whole check-point"):
            checkpoint.load(path)
        with self.assertRaisesRegex(checkpoint.CheckpointError, "no check-point at"):
            checkpoint.load(path + "x")

    def test_warm_start_takes_the_weights_and_a_new_schedule(self):
        run = tiny_run()
        run.step(records(4))
        fresh = tiny_run()
        larger = tiny_run(shape=replace(TINY, input_size=64))
        for start in (fresh, larger):
            start.warm_start(run.state())
            self.assertEqual(start.progress.step, 0)
            self.assertEqual(start.progress.earlier_samples, 4)
            for a, b in zip(start.network.parameters(), run.average.network.parameters()):
                self.assertTrue(torch.equal(a, b))
        larger.step(load(FakeSource(StreamShape(64, 32, 3)), 1, 4)[1])
        with self.assertRaisesRegex(checkpoint.CheckpointError, "input_size"):
            tiny_run(shape=replace(TINY, input_size=64)).restore(run.state())


class CommandTest(unittest.TestCase):
    def test_trains_and_exports_from_the_command_line(self):
        with tempfile.TemporaryDirectory() as folder:
            run, model = os.path.join(folder, "run"), os.path.join(folder, "model.onnx")
            # Batches small enough that the largest cost is the stand-in generator's 192 held-out samples.
            code = command.main(
                ["train", "--fake", "--size", "tiny", "--samples", "32", "--batch", "8", "--device", "cpu", "-o", run]
            )
            self.assertEqual(code, 0)
            checked = os.path.join(run, "last.pt")
            self.assertEqual(command.main(["export", "--checkpoint", checked, "--template", "test-1", "-o", model]), 0)
            properties = {p.key: p.value for p in onnx.load(model).metadata_props}
            self.assertRegex(properties["canter.provenance"], "32 synthetic samples")
            kept = os.path.join(folder, "kept.pt")
            self.assertEqual(command.main(["keep", "--checkpoint", checked, "-o", kept]), 0)
            self.assertLess(os.path.getsize(kept), 0.25 * os.path.getsize(checked))
            led = os.path.join(folder, "led")
            small = ["--size", "tiny", "--samples", "8", "--batch", "8", "--device", "cpu"]
            self.assertEqual(command.main(["train", "--fake", "--prior", *small, "--init-from", kept, "-o", led]), 0)
            with open(os.path.join(led, "log.csv")) as log:
                self.assertIn("q_cm", log.read())
            checked = os.path.join(led, "last.pt")
            self.assertIn("prior_leg_swap", checkpoint.load(checked)["history"][-1])
            self.assertEqual(command.main(["export", "--checkpoint", checked, "--template", "test-1", "-o", model]), 0)
            self.assertEqual([i.name for i in onnx.load(model).graph.input], ["image", "prior"])
            more = ["train", "--fake", "--size", "tiny", "--samples", "8", "--batch", "8", "--device", "cpu"]
            self.assertEqual(command.main([*more, "--init-from", kept, "-o", os.path.join(folder, "more")]), 0)

    def test_measures_by_species_on_what_was_stored(self):
        with tempfile.TemporaryDirectory() as folder:
            stored, run = os.path.join(folder, "held-out"), os.path.join(folder, "run")
            self.assertEqual(command.main(["held-out", "--fake", "--size", "tiny", "--samples", "24", "-o", stored]), 0)
            train = ["train", "--fake", "--size", "tiny", "--layers", "1", "--posed-from", "image", "--samples", "8"]
            train += ["--batch", "8", "--device", "cpu", "--held-out", stored, "-o", run]
            self.assertEqual(command.main(train), 0)
            figures, out = os.path.join(folder, "figures.json"), io.StringIO()
            checked = os.path.join(run, "last.pt")
            with redirect_stdout(out):
                code = command.main(
                    ["evaluate", "--checkpoint", checked, "--held-out", stored, "--json", figures, "--device", "cpu"]
                )
            self.assertEqual(code, 0)
            self.assertRegex(out.getvalue(), r"\| blob \| 1[0-2] \|")
            with open(figures) as file:
                read = json.load(file)
            self.assertEqual(read["all"]["count"], 24)
            self.assertEqual(set(read["species"]), {"blob", "lump"})

    def test_a_wrong_budget_is_one_clear_line(self):
        self.assertEqual(command.main(["train", "--fake", "-o", "unused"]), 1)


if __name__ == "__main__":
    unittest.main()
