"""Learning rate over a budget: a warm-up, then a cosine down to almost nothing at the budget's end.

The budget is minutes of training or a number of samples. Over minutes, a fixed wall clock ends annealed however busy
the machine is; over samples, a run can be repeated exactly.
"""

import math
from dataclasses import dataclass

WARMUP_STEPS = 300
# Of a budget too short for that many steps.
WARMUP_FRACTION = 0.1
FINAL_FRACTION = 0.005


@dataclass(frozen=True)
class Budget:
    """Exactly one of the two is set."""

    minutes: float = None
    samples: int = None

    def __post_init__(self):
        if (self.minutes is None) == (self.samples is None):
            raise ValueError("give either --minutes or --samples as the budget")
        if (self.minutes or self.samples) <= 0:
            raise ValueError("the budget must be positive, got %s" % (self.minutes or self.samples))

    def spent(self, seconds, samples):
        """Fraction of the budget used, 1 when it is over."""
        done = seconds / (60.0 * self.minutes) if self.minutes is not None else samples / self.samples
        return min(done, 1.0)


def rate(base, spent, step):
    """Learning rate at ``step`` with the fraction ``spent`` of the budget gone."""
    warm = min(1.0, max((step + 1) / WARMUP_STEPS, spent / WARMUP_FRACTION))
    cosine = 0.5 * (1 + math.cos(math.pi * spent))
    return base * warm * (FINAL_FRACTION + (1 - FINAL_FRACTION) * cosine)
