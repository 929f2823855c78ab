"""Exponential moving average of a network's weights and batch norm statistics."""

import copy

import torch


class Average:
    """``network`` is the averaged copy, ready to evaluate. Early on the average follows faster than ``decay``."""

    def __init__(self, network, decay=0.999):
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        self.decay = decay
        self.updates = 0

    @torch.no_grad()
    def update(self, network):
        self.updates += 1
        keep = min(self.decay, (1 + self.updates) / (10 + self.updates))
        current = network.state_dict()
        floats = [(mine, current[key]) for key, mine in self.network.state_dict().items() if mine.is_floating_point()]
        mine = [pair[0] for pair in floats]
        theirs = [pair[1].detach() for pair in floats]
        torch._foreach_mul_(mine, keep)
        torch._foreach_add_(mine, theirs, alpha=1 - keep)

    def state_dict(self):
        return {"network": self.network.state_dict(), "updates": self.updates}

    def load_state_dict(self, state):
        self.network.load_state_dict(state["network"])
        self.updates = state["updates"]
