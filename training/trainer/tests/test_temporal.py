import io
import os
import tempfile
import unittest
import unittest.mock
from dataclasses import replace

import torch

from canter_trainer import checkpoint, temporal
from canter_trainer.fake import FakeSource
from canter_trainer.schedule import Budget
from canter_trainer.stream import StreamError, load
from canter_trainer.study import POINTS, Plan
from canter_trainer.training import Options, Run
from tests.support import STREAM, TINY, StepClock, tiny_run

PRIORS = replace(STREAM, prior=True)
PLAN = Plan("tiny", 32, 24, batch=8)


def start():
    run = tiny_run()
    run.step(load(FakeSource(STREAM), 1, 4)[1])
    return checkpoint.essence(run.state())


class RememberingRunTest(unittest.TestCase):
    def remembering(self, **options):
        torch.set_num_threads(1)
        return Run(replace(TINY, prior=True), Options(batch=4, **options), Budget(samples=64))

    def test_starts_as_the_network_without_whatever_the_prior(self):
        run, plain = self.remembering(), tiny_run()
        for one in (run, plain):
            one.warm_start(start())
        image, prior = torch.rand(2, 3, 32, 32), torch.rand(2, 4, 16, 16)
        network = run.network.eval()
        for expected, a, b in zip(plain.network.eval()(image), network(image), network(image, prior)):
            self.assertTrue(torch.equal(a, expected) and torch.equal(b, expected))

    def test_learns_to_use_the_prior(self):
        run = self.remembering(learning_rate=1e-2)
        records = load(FakeSource(PRIORS), 1, 4)[1]
        for _ in range(3):
            run.step(records)
        network, image = run.network.eval(), torch.rand(1, 3, 32, 32)
        first, other = (network(image, torch.ones(1, 4, 16, 16) * x)[0] for x in (0.0, 1.0))
        self.assertFalse(torch.equal(first, other))

    def test_goes_on_where_it_was(self):
        whole, half = self.remembering(), self.remembering()
        batches = [load(FakeSource(PRIORS), seed, 4)[1] for seed in (1, 5)]
        for batch in batches:
            whole.step(batch)
        half.step(batches[0])
        rest = self.remembering()
        rest.restore(half.state())
        rest.step(batches[1])
        for key, value in whole.network.state_dict().items():
            self.assertTrue(torch.equal(rest.network.state_dict()[key], value), key)

    def test_a_plain_run_refuses_a_network_with_a_prior_and_this_another_shape(self):
        with self.assertRaisesRegex(checkpoint.CheckpointError, "prior"):
            tiny_run().warm_start(self.remembering().state())
        with self.assertRaisesRegex(checkpoint.CheckpointError, "layers"):
            self.remembering().warm_start(tiny_run(shape=replace(TINY, layers=2)).state())


class TemporalTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def study(self, stream=PRIORS):
        return temporal.Temporal(PLAN, lambda _: FakeSource(stream), self.folder, StepClock(), io.StringIO())

    def test_both_learn_from_the_same_batches_and_all_conditions_are_measured(self):
        begin = start()
        text = self.study().run(begin)
        for name in (temporal.WITHOUT, *temporal.WITH):
            self.assertEqual(text.count("| %s |" % name), POINTS)
        with unittest.mock.patch.object(Run, "step", side_effect=AssertionError("trained again")):
            self.assertEqual(self.study().run(begin), text)

    def test_goes_on_where_it_was_stopped(self):
        work, steps = self.study(), []
        step = temporal.SideBySide.step

        def step_then_stop(pair, records):
            steps.append(1)
            if len(steps) == 2:
                work.stop()
            return step(pair, records)

        with unittest.mock.patch.object(temporal.SideBySide, "step", step_then_stop):
            work.run(start())
        self.assertEqual(len(steps), 2)
        whole = self.study().run(start())
        self.folder = tempfile.mkdtemp(dir=self.folder)
        self.assertEqual(self.study().run(start()), whole)

    def test_the_run_without_learns_as_a_run_of_its_own(self):
        self.study().run(start())
        alone = Run(TINY, Options(PLAN.learning_rate, batch=8), Budget(samples=32))
        alone.warm_start(start())
        for seed in range(0, 32, 8):
            alone.step(load(FakeSource(PRIORS), seed, 8)[1])
        folder = [name for name in os.listdir(self.folder) if name.startswith("temporal-")][0]
        kept = checkpoint.load(os.path.join(self.folder, folder, "last.pt"))[temporal.WITHOUT]["network"]
        for key, value in alone.network.state_dict().items():
            self.assertTrue(torch.equal(kept[key], value), key)

    def test_wants_a_stream_with_priors(self):
        with self.assertRaisesRegex(StreamError, "--prior-share 1"):
            self.study(STREAM).run(start())


if __name__ == "__main__":
    unittest.main()
