"""Shared by the tests: a tiny network, fake records, a clock that tests move by hand."""

import torch

from canter_trainer.fake import FakeSource
from canter_trainer.network import Shape
from canter_trainer.schedule import Budget
from canter_trainer.stream import StreamShape, load
from canter_trainer.training import Options, Run

TINY = Shape(input_size=32, layers=3, stage1=(4, 8, 8, 8, 8), stage2=(4, 8, 8, 8, 8))
STREAM = StreamShape(32, 16, 3)


def records(count, seed=1):
    return load(FakeSource(STREAM), seed, count)[1]


def tiny_run(samples=64, shape=TINY, **options):
    torch.set_num_threads(1)
    return Run(shape, Options(batch=4, **options), Budget(samples=samples))


class StepClock:
    """One second passes at every look."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += 1.0
        return self.now
