import io
import json
import os
import tempfile
import unittest
import unittest.mock
from dataclasses import replace

import torch

from canter_trainer import checkpoint, study, training
from canter_trainer.fake import FakeSource
from canter_trainer.network import SIZES
from canter_trainer.schedule import Budget
from canter_trainer.shared import Head, SharedRun
from canter_trainer.stream import StreamShape
from canter_trainer.training import Options, Run
from tests.support import STREAM, TINY, StepClock, records, tiny_run

PLAN = study.Plan("tiny", 32, 24, batch=8)
HEADS = {"method": Head(TINY), "image": Head(replace(TINY, posed_from="image")), "true-q": Head(TINY, False)}


def shared_run(heads):
    torch.set_num_threads(1)
    return SharedRun(heads, Options(batch=4), Budget(samples=64))


class SharedRunTest(unittest.TestCase):
    def test_a_head_learns_as_if_it_were_alone(self):
        """No gradient, clipping, random number or first weight of one head reaches another or stage 1."""
        whole, alone = shared_run(HEADS), shared_run({"method": HEADS["method"]})
        with unittest.mock.patch.object(training, "CLIP_NORM", 0.5):  # so that all are cut
            for start in range(3):
                for run in (whole, alone):
                    run.step(records(4, 1 + 4 * start))
        for average in (False, True):
            one, other = ((run.average.network if average else run.network) for run in (whole, alone))
            other = other.state_dict()
            mine = one.state_dict()
            for key, value in other.items():
                self.assertTrue(torch.equal(mine[key], value), key)
        first, other = (whole.network.stage2[name].head.weight for name in ("method", "true-q"))
        self.assertFalse(torch.equal(first, other))

    def test_stage_1_learns_as_in_a_run_of_its_own(self):
        whole, plain = shared_run(HEADS), tiny_run()
        plain.network.load_state_dict(whole.network.member("method").state_dict())
        batch = records(4)
        # Alike but for the clipping, which a plain run does over both stages at once.
        with unittest.mock.patch.object(training, "CLIP_NORM", 1e9):
            for run in (whole, plain):
                run.step(batch)
        mine = whole.network.member("method").state_dict()
        for key, value in plain.network.state_dict().items():
            self.assertTrue(torch.allclose(mine[key].float(), value.float(), atol=1e-6), key)

    def test_a_member_is_a_whole_network_of_its_shape(self):
        heads = {"method": Head(TINY), "one-layer": Head(replace(TINY, layers=1))}
        run = shared_run(heads)
        run.step(records(4))
        image = torch.rand(2, 3, 32, 32)
        q, p, occupancy, _ = run.average.network.member("one-layer").eval()(image)
        self.assertEqual((q.shape[1], p.shape[1], occupancy.shape[1]), (1, 1, 1))
        self.assertTrue(torch.equal(q[:, 0], run.average.network.member("method").eval()(image)[0][:, 0]))


class StudyTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder, self.asked = folder.name, []
        patched = unittest.mock.patch.dict(SIZES, {"tiny": TINY})
        patched.start()
        self.addCleanup(patched.stop)

    def study(self, plan=PLAN):
        def generate(species):
            source = FakeSource(StreamShape(STREAM.image, STREAM.map, STREAM.layers, ("horse", "cow")))
            opened = source.open
            source.open = lambda seed, count=None: self.asked.append((species, seed)) or opened(seed, count)
            return source

        return study.Study(plan, generate, self.folder, StepClock(), io.StringIO())

    def trained(self):
        return [asked for asked in self.asked if asked[1] < 2**41]

    def test_trains_each_group_once_and_reports_all(self):
        text = self.study(replace(PLAN, first_seed=500)).run(study.chosen(()))
        for variant in study.VARIANTS:
            self.assertRegex(text, r"\| %s \| \d" % variant.name)
            self.assertIn(variant.expected, text)
        self.assertRegex(text, r"\| horses, on cow \| \d")
        self.assertIn("| 8 | 16 | 24 | 32 |", text)
        self.assertEqual(self.trained(), [((), 500), (("horse",), 500)])
        with unittest.mock.patch.object(Run, "step", side_effect=AssertionError("trained again")):
            self.assertEqual(self.study(replace(PLAN, first_seed=500)).run(study.chosen(())), text)
        with open(os.path.join(self.folder, "report.md")) as file:
            self.assertEqual(file.read(), text)
        with open(os.path.join(self.folder, "report.json")) as file:
            rows = json.load(file)["rows"]
        self.assertEqual(len(rows), study.POINTS * len(study.VARIANTS))
        together = [row["all"] for row in rows if row["point"] == 2 and row["variant"] != "horses"]
        self.assertEqual(len({figures["q_median_cm"] for figures in together}), 1)
        self.assertEqual(len({figures["p_median_cm"] for figures in together}), len(together))

    def test_goes_on_where_it_was_stopped(self):
        work, steps = self.study(), []
        step = Run.step

        def step_then_stop(run, batch):
            steps.append(1)
            if len(steps) == 3:
                work.stop()
            return step(run, batch)

        some = study.chosen(["method", "image"])
        with unittest.mock.patch.object(Run, "step", step_then_stop):
            stopped = work.run(some)
        self.assertEqual(len(steps), 3)
        self.assertIn("| 8 | 16 | 24 |", stopped)
        whole = self.study().run(some)
        self.assertEqual(self.trained(), [((), 0), ((), 24)])
        self.folder = tempfile.mkdtemp(dir=self.folder)
        self.assertEqual(self.study().run(some), whole)

    def test_begins_with_a_stage_1_that_has_learned(self):
        before = tiny_run()
        before.step(records(4))
        run = shared_run(HEADS)
        fresh = run.network.stage2["method"].head.weight.clone()
        run.begin_with(checkpoint.essence(before.state()))
        for network in (run.network, run.average.network):
            mine = network.stage1.state_dict()
            for key, value in before.average.network.stage1.state_dict().items():
                self.assertTrue(torch.allclose(mine[key].float(), value.float(), atol=1e-3), key)
        self.assertTrue(torch.equal(run.network.stage2["method"].head.weight, fresh))

        work = self.study(replace(PLAN, start=4))
        start = checkpoint.essence(before.state())
        text = work.run(study.chosen(["method", "image"]), start)
        self.assertIn("Stage 1 had learned from 4 samples before", text)
        self.assertNotEqual(text.split("\n")[4:], self.study().run(study.chosen(["method", "image"])).split("\n")[3:])
        with self.assertRaisesRegex(ValueError, "--init-from"):
            work.run(study.chosen(["method", "horses"]), start)

    def test_takes_over_no_results_of_another_plan(self):
        first = self.study().run(study.chosen(["method"]))
        second = self.study(replace(PLAN, samples=64)).run(study.chosen(["method"]))
        self.assertNotEqual(first, second)

    def test_says_where_a_variant_differs(self):
        method = {"q_median_cm": 10.0, "p_median_cm": 10.0, "hidden_p_median_cm": 20.0, "hidden_iou": 0.5}
        other = {**method, "p_median_cm": 11.5, "hidden_p_median_cm": float("nan")}
        self.assertEqual(study.seen(other, method), "P visible +15 %")
        self.assertEqual(study.seen(dict(method), method), "the same")
        self.assertEqual(study.seen(method, method), "")

    def test_refuses_what_it_does_not_know(self):
        with self.assertRaisesRegex(ValueError, "no variant is named zebra; there are method"):
            study.chosen(["zebra"])
        with self.assertRaisesRegex(ValueError, "multiple of the batch"):
            study.Plan("tiny", 17, 24, batch=8)


if __name__ == "__main__":
    unittest.main()
