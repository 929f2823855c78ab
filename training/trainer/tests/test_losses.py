import unittest

import numpy as np
import torch

from canter_trainer import losses
from canter_trainer.batch import Batch, to_batch
from tests.support import records, tiny_run


def random_batch(seed, n=2, layers=3, s=6):
    random = torch.Generator().manual_seed(seed)
    occupancy = (torch.rand(n, layers, s, s, generator=random) < 0.6).double()
    draw = lambda *shape: torch.randn(*shape, generator=random, dtype=torch.float64)
    return Batch(draw(n, 3, 2 * s, 2 * s), occupancy, draw(n, layers, 3, s, s), draw(n, layers, 3, s, s)), draw


class LossesTest(unittest.TestCase):
    def test_confident_error_is_the_published_formula(self):
        random = np.random.RandomState(1)
        error, raw, mask = random.rand(2, 1, 5, 5), random.randn(2, 1, 5, 5), random.rand(2, 1, 5, 5) < 0.5
        total, count = 0.0, 0
        for index in np.ndindex(mask.shape):
            if mask[index]:
                c = 1 + np.exp(raw[index])
                total += 0.5 * c * error[index] - 1.0 * np.log(c)
                count += 1
        actual = losses.confident_error(*(torch.tensor(x) for x in (error, raw, mask.astype(float))))
        self.assertAlmostEqual(float(actual), total / count, places=12)

    def test_occupancy_error_clamps_labels(self):
        logit = np.random.RandomState(2).randn(3, 4)
        truth = (np.random.RandomState(3).rand(3, 4) < 0.5).astype(float)
        p = 1 / (1 + np.exp(-logit))
        label = np.clip(truth, 0.01, 0.99)
        expected = np.mean(-label * np.log(p) - (1 - label) * np.log(1 - p))
        actual = losses.occupancy_error(torch.tensor(logit), torch.tensor(truth), torch.ones(3, 4).double())
        self.assertAlmostEqual(float(actual), expected, places=12)

    def test_stage2_terms_equal_a_plain_loop(self):
        batch, draw = random_batch(4)
        n, layers, _, s, _ = batch.posed.shape
        q, posed, hidden = draw(n, 3, s, s), draw(n, 3 * layers, s, s), draw(n, 3 * (layers - 1), s, s)
        logit, raw = draw(n, layers - 1, s, s), draw(n, layers, s, s)
        actual = losses.stage2_terms(q, posed, hidden, logit, raw, batch)
        weighted = count = 0
        for i, l, y, x in np.ndindex(n, layers, s, s):
            if batch.occupancy[i, l, y, x] == 0:
                continue
            given = q[i, :, y, x] if l == 0 else hidden[i, 3 * l - 3 : 3 * l, y, x]
            c = 1 + np.exp(float(raw[i, l, y, x]))
            q_error = float(((given - batch.canonical[i, l, :, y, x]) ** 2).sum())
            p_error = float(((posed[i, 3 * l : 3 * l + 3, y, x] - batch.posed[i, l, :, y, x]) ** 2).sum())
            weight = 2.5 if batch.canonical[i, l, 1, y, x] < 0.75 else 1.0
            weighted += weight * (0.5 * (c * q_error + c * p_error) - np.log(c))
            count += weight
        self.assertAlmostEqual(float(actual.parts["p"]), weighted / count, places=9)

    def test_lower_limbs_count_more_and_outside_counts_nothing(self):
        height = torch.tensor([0.1, 0.74, 0.76, 0.1])
        mask = torch.tensor([1.0, 1.0, 1.0, 0.0])
        self.assertEqual(losses.limb_weight(height, mask).tolist(), [2.5, 2.5, 1.0, 0.0])

    def test_gradients_equal_finite_differences(self):
        batch, draw = random_batch(5)
        n, layers, _, s, _ = batch.posed.shape
        anchors = draw(4, 3)

        def first(q, logit, raw, parts):
            return losses.stage1_terms(q, logit, raw, parts, batch, anchors).total

        def second(posed, hidden, logit, raw):
            return losses.stage2_terms(batch.canonical[:, 0] + 0.1, posed, hidden, logit, raw, batch).total

        grad = lambda *shape: draw(*shape).requires_grad_(True)
        self.assertTrue(
            torch.autograd.gradcheck(
                first, (grad(n, 3, s, s), grad(n, 1, s, s), grad(n, 1, s, s), grad(n, 4, s // 2, s // 2))
            )
        )
        self.assertTrue(
            torch.autograd.gradcheck(
                second,
                (grad(n, 3 * layers, s, s), grad(n, 3 * layers - 3, s, s), grad(n, layers - 1, s, s), grad(n, layers, s, s)),
            )
        )

    def test_negatives_give_no_q_loss(self):
        batch, draw = random_batch(6)
        batch.occupancy.zero_()
        n, _, _, s, _ = batch.posed.shape
        q = draw(n, 3, s, s).requires_grad_(True)
        parts = draw(n, 4, s // 2, s // 2).requires_grad_(True)
        terms = losses.stage1_terms(q, draw(n, 1, s, s), draw(n, 1, s, s), parts, batch, draw(4, 3))
        terms.total.backward()
        self.assertEqual(float(q.grad.abs().max()), 0.0)
        self.assertEqual(float(parts.grad.abs().max()), 0.0)

    def test_no_gradient_reaches_stage1_from_stage2(self):
        run = tiny_run()
        (first, second), _ = run.losses(to_batch(records(4)))
        second.total.backward()
        self.assertTrue(all(p.grad is None for p in run.network.stage1.parameters()))
        self.assertTrue(any(p.grad is not None for p in run.network.stage2.parameters()))
        run.network.zero_grad()
        (first, _), _ = run.losses(to_batch(records(4)))
        first.total.backward()
        self.assertTrue(any(float(p.grad.abs().max()) > 0 for p in run.network.stage1.parameters()))

    def test_anchors_match_the_part_head(self):
        self.assertEqual(len(losses.part_anchors()), tiny_run().shape.parts)


if __name__ == "__main__":
    unittest.main()
