"""One training run: steps, averages, check-points; no clock, source or random state of its own."""

import math
from dataclasses import dataclass, field

import torch

from . import checkpoint
from .averaging import Average
from .backbone import VISION, load_into
from .batch import augment, prior_of, to_batch
from .corruption import corrupt, spoil_prior
from .losses import part_anchors, stage1_terms, stage2_terms
from .network import DualPointMapNetwork, Shape
from .schedule import rate

# Gradient norms above this are cut. The confident error's gradient grows like 1/error, so late norms are larger.
CLIP_NORM = 20.0
# Share of the samples whose stage 2 input is spoiled truth instead of stage 1's prediction.
SPOILED_SHARE = 0.3
# Share of each batch that stage 2 learns from. It ends no better than the Q it is fed, and learns faster than stage 1:
# the time is better spent there.
POSED_SHARE = 0.5
# Of the learning rate, for a vision transformer that is tuned.
BACKBONE_RATE = 0.02
# Of the spoiling of priors: apart from a run's own, so that runs with a prior and without draw the same otherwise.
SPOIL_SEED = 1 << 32
# The weights that a prior comes in by.
REMEMBER = "stage1.remember."


class Diverged(Exception):
    """A loss or gradient is not a number; the last check-point is still good."""


@dataclass(frozen=True)
class Options:
    learning_rate: float = 2.5e-3
    weight_decay: float = 0.02
    batch: int = 16
    seed: int = 1
    average_decay: float = 0.999
    device: str = "cpu"
    bf16: bool = False
    # Whether stage 2 gets SPOILED_SHARE of its samples as spoiled truth; else all as stage 1 predicts them.
    corrupt_q: bool = True
    # What the generator was told to draw, for the record; empty for all.
    species: tuple = ()
    # Whether a vision transformer's own weights learn as well; gently, or they forget what they know.
    tune_backbone: bool = False

    def recipe(self):
        """What a resumed run must have in common with its check-point, besides the shape."""
        return {"corrupt_q": self.corrupt_q, "species": list(self.species), "tune_backbone": self.tune_backbone}


@dataclass
class Progress:
    """Counters that survive a restart."""

    step: int = 0
    samples: int = 0
    seconds: float = 0.0
    history: list = field(default_factory=list)
    # Of the runs that this one started from.
    earlier_samples: int = 0
    earlier_seconds: float = 0.0


class Run:
    def __init__(self, shape, options, budget):
        self.shape, self.options, self.budget = shape, options, budget
        torch.manual_seed(options.seed)
        self.network = self._build().to(options.device).to(memory_format=torch.channels_last)
        if shape.backbone != "own":
            self.network.stage1.trunk.freeze(not options.tune_backbone)
        self.average = Average(self.network, options.average_decay)
        self.optimizer = torch.optim.AdamW(self._groups(), lr=options.learning_rate, betas=(0.9, 0.99), foreach=True)
        self.random = torch.Generator().manual_seed(options.seed)
        self.anchors = part_anchors().to(options.device)
        self.progress = Progress()

    def _build(self):
        return DualPointMapNetwork(self.shape)

    def _heads(self):
        """Each stage 2 that learns from the one stage 1, with its layers and whether it learns from spoiled Q too."""
        return [(self.network.stage2, self.shape.layers, self.options.corrupt_q)]

    def _clipped(self):
        """What has its gradient cut as one."""
        return [self.network]

    def _groups(self):
        """Weight decay for kernels only; a vision transformer apart from the rest. ``rate``: of the learning rate."""
        groups = []
        for vision, rate_share in ((False, 1.0), (True, BACKBONE_RATE)):
            named = [(n, p) for n, p in self.network.named_parameters() if p.requires_grad and (".vision." in n) == vision]
            for kernel, decay in ((True, self.options.weight_decay), (False, 0.0)):
                some = [p for n, p in named if (p.dim() > 1 and not n.endswith(("_token", "_embed"))) == kernel]
                if some:
                    groups.append({"params": some, "weight_decay": decay, "rate": rate_share})
        return groups

    def load_backbone(self, state, path):
        """Gives the vision transformer its published weights; for a run that starts anew."""
        for network in (self.network, self.average.network):
            load_into(network.stage1.trunk.vision, VISION[self.shape.backbone], state, path)

    def spent(self):
        return self.budget.spent(self.progress.seconds, self.progress.samples)

    def _batch(self, records):
        """The records as a batch; priors, for a network that sees them, are spoilt anew at each step."""
        device = self.options.device
        batch = to_batch(records, device, self.shape.layers)
        if not self.shape.prior:
            return augment(batch, self.random)
        batch = augment(batch._replace(prior=prior_of(records, device)), self.random)
        return batch._replace(prior=spoil_prior(batch.prior, spoiling(self.options.seed, self.progress.step)))

    def losses(self, batch):
        """Forward pass of both stages in training mode. Returns Terms, stage 1's first, and the predicted layer 0 Q.

        Stage 2 sees the first part of the batch only.
        """
        n = max(1, round(POSED_SHARE * len(batch.image)))
        some = batch.first(n)
        with self._precision():
            q, logit, raw, parts = self.network.stage1(batch.image, with_parts=True, prior=batch.prior)
        terms = [stage1_terms(q, logit, raw, parts, batch, self.anchors)]
        # The stop of the gradient: appearance may only disturb Q.
        predicted = (q[:n].detach(), torch.sigmoid(logit[:n].detach()), raw[:n].detach())
        heads = self._heads()
        spoiled = self._spoiled(predicted, some) if any(corrupted for _, _, corrupted in heads) else None
        for stage2, layers, corrupted in heads:
            given = spoiled if corrupted else predicted
            with self._precision():
                outputs = stage2(*given, some.image)
            terms.append(stage2_terms(given[0], *outputs, some.of_layers(layers)))
        return terms, q

    def _spoiled(self, predicted, batch):
        """What stage 1 predicts, for a share of the samples replaced by spoiled truth."""
        chosen = (torch.rand(len(batch.image), 1, 1, 1, generator=self.random) < SPOILED_SHARE).to(predicted[0].device)
        truth = corrupt(batch.canonical[:, 0], batch.occupancy[:, :1], self.random)
        return [torch.where(chosen, t, p) for t, p in zip(truth, predicted)]

    def _precision(self):
        device = "cuda" if self.options.device.startswith("cuda") else "cpu"
        return torch.autocast(device, dtype=torch.bfloat16, enabled=self.options.bf16)

    def step(self, records):
        """Trains on one batch; returns a dict of figures. Raises Diverged before it spoils the weights."""
        progress = self.progress
        batch = self._batch(records)
        lr = rate(self.options.learning_rate, self.spent(), progress.step)
        for group in self.optimizer.param_groups:
            group["lr"] = lr * group["rate"]
        self.network.train()
        terms, q = self.losses(batch)
        loss = sum(term.total for term in terms)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norms = [float(torch.nn.utils.clip_grad_norm_(part.parameters(), CLIP_NORM)) for part in self._clipped()]
        value = float(loss.detach())
        if not all(map(math.isfinite, (value, *norms))):
            raise Diverged(
                "step %d: loss %s, gradient norm %s; stopped before it reached the weights"
                % (progress.step, value, ", ".join(map(str, norms)))
            )
        self.optimizer.step()
        self.average.update(self.network)
        progress.step += 1
        progress.samples += len(records)
        figures = {"loss": value, "lr": lr, "norm": max(norms), "q_cm": fresh_error_cm(q.detach(), batch)}
        for term in terms[:2]:
            figures.update({name: float(part.detach()) for name, part in term.parts.items()})
        return figures

    def state(self):
        progress = self.progress
        return {
            "shape": self.shape.as_dict(),
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "random": self.random.get_state(),
            "step": progress.step,
            "samples": progress.samples,
            "seconds": progress.seconds,
            "history": progress.history,
            "earlier": (progress.earlier_samples, progress.earlier_seconds),
            "seed": self.options.seed,
            "recipe": self.options.recipe(),
        }

    def restore(self, state):
        """Continues a run from its check-point."""
        self._same_shape(state)
        recipe = {**Options().recipe(), **state.get("recipe", {})}
        if recipe != self.options.recipe():
            raise checkpoint.CheckpointError(
                "the check-point was trained with %s, this run has %s: --resume wants the same --corrupt-q, --species and "
                "--tune-backbone"
                % (recipe, self.options.recipe())
            )
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        for group in self.optimizer.param_groups:
            group.setdefault("rate", 1.0)  # a check-point of before there was one
        self.random.set_state(state["random"])
        self.progress = Progress(
            state["step"], state["samples"], state["seconds"], list(state["history"]), *state.get("earlier", (0, 0.0))
        )

    def warm_start(self, state):
        """Takes over the averaged weights only; budget, schedule and counters start anew. The picture's size may be another:
        convolutions go on at any. Weights that know no prior will do as well: those of its input stay 0."""
        weights, there = state["average"]["network"], {**state["shape"], "input_size": self.shape.input_size}
        if self.shape.prior and not there.get("prior", False):
            there["prior"] = True
            weights = {**{k: v for k, v in self.network.state_dict().items() if k.startswith(REMEMBER)}, **weights}
        self._same_shape({"shape": there})
        samples, seconds = state.get("earlier", (0, 0.0))
        self.progress.earlier_samples = samples + state["samples"]
        self.progress.earlier_seconds = seconds + state["seconds"]
        self.network.load_state_dict(weights)
        self.average.network.load_state_dict(weights)

    def _same_shape(self, state):
        if Shape.from_dict(state["shape"]) != self.shape:
            raise checkpoint.CheckpointError(
                "the check-point's network has %s: choose the same --size, --layers, --posed-from, --backbone and --prior"
                % difference(Shape.from_dict(state["shape"]), self.shape)
            )


def spoiling(seed, step):
    """The random numbers that spoil one step's priors."""
    return torch.Generator().manual_seed(SPOIL_SEED * seed + step)


def difference(there, here):
    """In words, where two shapes differ."""
    mine = here.as_dict()
    return ", ".join("%s %s, this run %s" % (k, v, mine[k]) for k, v in there.as_dict().items() if v != mine[k])


def fresh_error_cm(q, batch):
    """Median distance of predicted and true Q over visible pixels (every second one each way), centimetres."""
    inside = batch.occupancy[:, 0, ::2, ::2] > 0
    if not inside.any():
        return float("nan")
    error = (q - batch.canonical[:, 0])[:, :, ::2, ::2].square().sum(1)[inside]
    return 100.0 * float(error.median().sqrt())
