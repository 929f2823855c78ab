"""Several second stages on one first stage: what the variants of the method have in common is trained once.

Stage 1 gets no gradient from P, so it is the same whatever stage 2 sees; and a stage 2 is the same whoever else learns
from that stage 1. Every variant sees the same batches, and the same spoiled Q where it wants any.
"""

from dataclasses import dataclass

import torch
import torch.nn as nn

from .network import DualPointMapNetwork, Shape
from .training import Run


@dataclass(frozen=True)
class Head:
    """One stage 2: the shape of the whole network, and whether it learns from spoiled Q as well."""

    shape: Shape
    corrupt_q: bool = True


class SharedNetwork(nn.Module):
    """A stage 1, and a stage 2 for each of ``heads``, by name."""

    def __init__(self, heads, seed):
        super().__init__()
        self.shapes = {name: head.shape for name, head in heads.items()}
        self.stage2 = nn.ModuleDict()
        for name, shape in self.shapes.items():
            # From the same seed each: no head's first weights depend on which others there are.
            torch.manual_seed(seed)
            network = DualPointMapNetwork(shape)
            if not self.stage2:
                self.stage1 = network.stage1
            self.stage2[name] = network.stage2

    def member(self, name):
        """The whole network of one head; its weights are these."""
        network = DualPointMapNetwork(self.shapes[name])
        network.stage1, network.stage2 = self.stage1, self.stage2[name]
        return network


class SharedRun(Run):
    """heads: by name; the first has the most layers, and its figures stand in the log."""

    def __init__(self, heads, options, budget):
        self.heads = heads
        super().__init__(next(iter(heads.values())).shape, options, budget)

    def _build(self):
        return SharedNetwork(self.heads, self.options.seed)

    def _heads(self):
        return [(self.network.stage2[name], head.shape.layers, head.corrupt_q) for name, head in self.heads.items()]

    def begin_with(self, state):
        """Takes over a network's averaged stage 1; every stage 2 starts anew."""
        prefix = "stage1."
        named = state["average"]["network"].items()
        weights = {name[len(prefix) :]: value for name, value in named if name.startswith(prefix)}
        for network in (self.network, self.average.network):
            network.stage1.load_state_dict(weights)

    def _clipped(self):
        return [self.network.stage1, *self.network.stage2.values()]
