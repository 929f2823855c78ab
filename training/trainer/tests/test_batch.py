import unittest
from dataclasses import replace

import torch

from canter_trainer.batch import augment, flip, fourier_jitter, prior_of, to_batch
from canter_trainer.corruption import LEG_HEIGHT, corrupt, spoil_prior
from canter_trainer.fake import FakeSource
from canter_trainer.network import CONFIDENCE_RAW_MAX, CONFIDENCE_RAW_MIN
from canter_trainer.stream import load
from tests.support import STREAM, records


class BatchTest(unittest.TestCase):
    def test_flip_mirrors_the_image_and_both_frames(self):
        batch = to_batch(records(3))
        turned = flip(batch, torch.tensor([True, False, True]))
        self.assertTrue(torch.equal(turned.image[0], batch.image[0].flip(-1)))
        self.assertTrue(torch.equal(turned.image[1], batch.image[1]))
        mirrored = batch.canonical[2].flip(-1)
        self.assertTrue(torch.equal(turned.canonical[2, :, 0], -mirrored[:, 0]))
        self.assertTrue(torch.equal(turned.canonical[2, :, 1:], mirrored[:, 1:]))
        self.assertTrue(torch.equal(turned.posed[2, :, 0], -batch.posed[2, :, 0].flip(-1)))
        again = flip(turned, torch.tensor([True, False, True]))
        self.assertTrue(torch.equal(again.posed, batch.posed))

    def test_augmentation_repeats_with_its_random_state(self):
        once = augment(to_batch(records(4)), torch.Generator().manual_seed(3))
        twice = augment(to_batch(records(4)), torch.Generator().manual_seed(3))
        other = augment(to_batch(records(4)), torch.Generator().manual_seed(4))
        self.assertTrue(torch.equal(once.image, twice.image))
        self.assertFalse(torch.equal(once.image, other.image))

    def test_spectrum_jitter_changes_the_look_and_keeps_the_mean_and_range(self):
        image = to_batch(records(4)).image * 0.5 + 0.25
        jittered = fourier_jitter(image, torch.Generator().manual_seed(1))
        self.assertGreater(float((jittered - image).abs().mean()), 1e-3)
        self.assertLess(float((jittered.mean((2, 3)) - image.mean((2, 3))).abs().max()), 0.02)
        self.assertGreaterEqual(float(jittered.min()), 0)
        self.assertLessEqual(float(jittered.max()), 1)


class CorruptionTest(unittest.TestCase):
    def spoil(self, seed):
        batch = to_batch(records(24))
        truth, mask = batch.canonical[:, 0], batch.occupancy[:, :1]
        return truth, mask, corrupt(truth, mask, torch.Generator().manual_seed(seed))

    def test_spoils_as_a_first_stage_would(self):
        truth, mask, (q, visible, raw) = self.spoil(1)
        inside = (mask > 0) & (visible > 0.5)
        error = (q - truth).square().sum(1, keepdim=True).sqrt()[inside]
        self.assertGreater(float(error.mean()), 0.01)
        self.assertLess(float(error.median()), 0.15)
        wrong_side = ((q[:, :1] * truth[:, :1] < 0) & inside & (truth[:, :1].abs() > 0.05)).float().sum()
        self.assertGreater(float(wrong_side), 0)
        self.assertGreater(float(((mask > 0) & (visible < 0.5)).float().mean()), 0)  # holes and erosion
        self.assertGreater(float(((mask == 0) & (visible > 0.5)).float().mean()), 0)  # growth
        self.assertTrue(0 <= float(visible.min()) and float(visible.max()) <= 1)
        self.assertTrue(CONFIDENCE_RAW_MIN <= float(raw.min()) and float(raw.max()) <= CONFIDENCE_RAW_MAX)

    def test_repeats_with_its_random_state(self):
        for a, b in zip(self.spoil(2)[2], self.spoil(2)[2]):
            self.assertTrue(torch.equal(a, b))


class PriorTest(unittest.TestCase):
    def setUp(self):
        records = load(FakeSource(replace(STREAM, prior=True)), 1, 24)[1]
        self.batch = to_batch(records)._replace(prior=prior_of(records))

    def spoil(self, **wrong):
        wrong = {"missing": 0.0, "exchanged": 0.0, "mirrored": 0.0, "stale": 0.0, **wrong}
        spoilt = spoil_prior(self.batch.prior, torch.Generator().manual_seed(1), **wrong)
        shared = (spoilt[:, 3] > 0) & (self.batch.prior[:, 3] > 0)
        return spoilt, shared

    def test_is_mirrored_with_its_sample(self):
        turned = flip(self.batch, torch.ones(24, dtype=torch.bool)).prior
        mirrored = self.batch.prior.flip(-1)
        self.assertTrue(torch.equal(turned[:, 0], -mirrored[:, 0]))
        self.assertTrue(torch.equal(turned[:, 1:], mirrored[:, 1:]))

    def test_spoilt_it_still_tells_where_things_are(self):
        spoilt, shared = self.spoil()
        error = (spoilt - self.batch.prior)[:, :3].square().sum(1).sqrt()[shared]
        self.assertTrue(0.01 < float(error.median()) < 0.3, error.median())
        self.assertTrue(0.5 < float(shared.sum() / self.batch.prior[:, 3].sum()) < 1)
        outside = spoilt[:, :3] * (spoilt[:, 3:] == 0)
        self.assertEqual(float(outside.abs().max()), 0)

    def test_can_be_missing(self):
        self.assertEqual(float(self.spoil(missing=1.0)[0].abs().max()), 0)
        some = self.spoil(missing=0.5)[0][:, 3].sum((1, 2)) == 0
        self.assertTrue(6 < int(some.sum()) < 20)

    def test_can_be_of_something_else(self):
        spoilt = self.spoil(stale=1.0)[0]
        self.batch = self.batch._replace(prior=self.batch.prior.roll(1, 0))
        self.assertTrue(torch.equal(spoilt, self.spoil()[0]))

    def test_legs_can_be_exchanged_and_all_be_mirrored(self):
        plain, shared = self.spoil()
        legs = shared & (plain[:, 1] < LEG_HEIGHT)
        for wrong, where in (("exchanged", legs), ("mirrored", shared)):
            turned = self.spoil(**{wrong: 1.0})[0]
            opposite = turned[:, 0] == -plain[:, 0]
            self.assertFalse(bool((opposite & (plain[:, 0] != 0) & shared & ~where).any()))
            self.assertGreater(float(opposite[where].float().mean()), 0.6)  # at times one pair of legs alone


if __name__ == "__main__":
    unittest.main()
