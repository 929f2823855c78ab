import io
import os
import tempfile
import unittest
import unittest.mock

from canter_trainer import study
from canter_trainer.fake import FakeSource
from canter_trainer.network import SIZES
from canter_trainer.training import Run
from tests.support import STREAM, TINY, StepClock

PLAN = study.Plan("tiny", 16, 24, batch=8)


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
            self.asked.append(species)
            return FakeSource(STREAM)

        return study.Study(plan, generate, self.folder, StepClock(), io.StringIO())

    def test_trains_each_variant_once_and_reports_all(self):
        text = self.study().run(study.chosen(()))
        for variant in study.VARIANTS:
            self.assertRegex(text, r"\| %s \| 24 \|" % variant.name)
            self.assertIn(variant.expected, text)
        # Held-out and training samples of all, then those of horses alone.
        self.assertEqual(self.asked, [(), (), ("horse",)])
        with unittest.mock.patch.object(Run, "step", side_effect=AssertionError("trained again")):
            self.assertEqual(self.study().run(study.chosen(())), text)
        with open(os.path.join(self.folder, "report.md")) as file:
            self.assertEqual(file.read(), text)

    def test_goes_on_where_it_was_stopped(self):
        work, steps = self.study(), []
        step = Run.step

        def step_then_stop(run, batch):
            steps.append(1)
            work.stop()
            return step(run, batch)

        with unittest.mock.patch.object(Run, "step", step_then_stop):
            self.assertNotIn("| method |", work.run(study.chosen(["method"])))
        self.assertEqual(len(steps), 1)
        whole = self.study().run(study.chosen(["method"]))
        self.assertEqual(len(self.asked), 2)
        self.folder = tempfile.mkdtemp(dir=self.folder)
        self.assertEqual(self.study().run(study.chosen(["method"])), whole)

    def test_takes_over_no_results_of_another_plan(self):
        first = self.study().run(study.chosen(["method"]))
        second = self.study(study.Plan("tiny", 24, 24, batch=8)).run(study.chosen(["method"]))
        self.assertNotEqual(first, second)

    def test_refuses_what_it_does_not_know(self):
        with self.assertRaisesRegex(ValueError, "no variant is named zebra; there are method"):
            study.chosen(["zebra"])
        with self.assertRaisesRegex(ValueError, "multiple of the batch"):
            study.Plan("tiny", 17, 24, batch=8)


if __name__ == "__main__":
    unittest.main()
