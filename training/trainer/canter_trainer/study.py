"""Variants of the method on one budget, from the same samples, measured on one frozen set.

A study says which of two choices learns better at its size and budget; it says nothing of how good the shipped network
is. Everything it needs lies in one folder, and what is done there already is not done again.
"""

import hashlib
import json
import os
from dataclasses import dataclass, replace

from . import checkpoint
from .evaluation import by_species, evaluate, table
from .network import SIZES, DualPointMapNetwork, Shape
from .schedule import Budget
from .session import HELD_OUT_SEED, Session
from .shared import Head, SharedRun
from .stream import BODY_BLOCK, store, stored
from .training import Options

# The paper's zero-shot claim: learned on these alone, and as good on those?
KNOWN, UNSEEN = ("horse",), ("cow", "sheep")
# All are measured so often, the last time at the end of the budget.
POINTS = 4
COLUMNS = {
    "q_median_cm": "Q, cm",
    "p_median_cm": "P visible",
    "p_p95_cm": "P p95",
    "hidden_p_median_cm": "P hidden",
    "mask_iou": "mask IoU",
    "hidden_iou": "hidden IoU",
    "leg_swap": "legs swapped",
}
# What is said of them beside the method's.
COMPARED = {name: COLUMNS[name] for name in ("q_median_cm", "p_median_cm", "hidden_p_median_cm", "hidden_iou")}
SAME = 0.01


@dataclass(frozen=True)
class Variant:
    """One row: what is changed, what that should do (written before it was measured), and how."""

    name: str
    expected: str
    shape: tuple = ()
    corrupt_q: bool = True
    species: tuple = ()


# Those of the same species share stage 1, so their Q and mask are the same by construction.
VARIANTS = (
    Variant("method", "P from Q alone, four layers, Q spoiled, all species: what ships"),
    Variant(
        "image",
        "P worse than the method's, by a tenth or more: a picture tells the pose less directly than Q does",
        shape=(("posed_from", "image"),),
    ),
    Variant(
        "both",
        "P as good as the method's or a little better here, where test pictures are of the training's kind; appearance "
        "can then disturb P, which only other pictures than generated ones would show",
        shape=(("posed_from", "both"),),
    ),
    Variant("one-layer", "visible P as the method's, within the noise; no far side at all", shape=(("layers", 1),)),
    Variant(
        "true-q",
        "P a little better: a short run is measured on its own Q, which spoiled truth only resembles",
        corrupt_q=False,
    ),
    Variant(
        "horses",
        "on horses better than the method (every sample is one); on cows and sheep worse, Q by a tenth to a half",
        species=KNOWN,
    ),
)


@dataclass(frozen=True)
class Plan:
    """What all variants have in common. Results of another plan are not taken over."""

    size: str
    samples: int
    held_out: int
    batch: int = 16
    learning_rate: float = Options.learning_rate
    seed: int = 1
    first_seed: int = 0
    # Samples that stage 1 has learned from before, where it is taken over from a network; those of all species then, so
    # nothing is learned from some alone.
    start: int = 0

    def __post_init__(self):
        if self.samples % self.batch or self.samples <= 0 or self.held_out <= 0:
            raise ValueError(
                "a study wants positive numbers of samples, those for training a multiple of the batch of %d; got %d and %d"
                % (self.batch, self.samples, self.held_out)
            )


def chosen(names):
    known = {variant.name: variant for variant in VARIANTS}
    for name in names:
        if name not in known:
            raise ValueError("no variant is named %s; there are %s" % (name, ", ".join(known)))
    return [variant for variant in VARIANTS if not names or variant.name in names]


class Study:
    """generate: from a tuple of species (empty: all) to a source of samples."""

    def __init__(self, plan, generate, folder, clock, out, device="cpu", bf16=False):
        self.plan, self.generate, self.folder, self.clock, self.out = plan, generate, folder, clock, out
        self.device, self.bf16 = device, bf16
        self.session, self.stopping = None, False
        os.makedirs(folder, exist_ok=True)

    def stop(self):
        self.stopping = True
        if self.session:
            self.session.stop()

    def run(self, variants, start=None):
        """Trains and measures what is missing; returns the report, which report.md holds as well. start: a check-point whose
        stage 1 all begin with."""
        if start and any(variant.species for variant in variants):
            raise ValueError("with --init-from, name the --variants of all species: others must not have seen the rest")
        rows = []
        for species in dict.fromkeys(variant.species for variant in variants):
            if not self.stopping:
                rows += self._together([v for v in variants if v.species == species], species, start)
        return self._report(report(self.plan, variants, rows), rows)

    def _frozen(self):
        frozen = os.path.join(self.folder, "held-out-%d.stream" % self.plan.held_out)
        if not os.path.exists(frozen):
            self._say("making %s" % frozen)
            store(self.generate(()), HELD_OUT_SEED, self.plan.held_out, frozen, BODY_BLOCK)
        return frozen

    def _together(self, variants, species, start):
        """Trains those on the same batches; returns what was measured."""
        plan, frozen = self.plan, self._frozen()
        heads = {v.name: Head(replace(SIZES[plan.size], **dict(v.shape)), v.corrupt_q) for v in variants}
        options = Options(
            plan.learning_rate, batch=plan.batch, seed=plan.seed, device=self.device, bf16=self.bf16, species=species
        )
        run = SharedRun(heads, options, Budget(samples=plan.samples))

        def figures():
            for name in heads:
                yield name, measure(run.average.network.member(name), frozen, self.device, KNOWN + UNSEEN)

        begin = (lambda: run.begin_with(start)) if start else None
        return self._train(run, heads, self.generate(species), frozen, figures, (heads, species), begin)

    def _train(self, run, names, source, frozen, figures, key, start=None):
        """Trains to the budget's end or stop(), from the check-point if there is one, else from ``start``; returns what was
        measured. ``key``: what besides the plan must be the same for a check-point to fit."""
        plan = self.plan
        key = hashlib.sha256(repr((plan, key)).encode()).hexdigest()[:8]
        folder = os.path.join(self.folder, "%s-%s" % ("-".join(names), key))
        session = Measuring(run, source, folder, self.clock, frozen, self.out, figures)
        self.session = session
        if os.path.exists(session.last):
            run.restore(checkpoint.load(session.last))
        elif start:
            start()
        if self.stopping:
            session.stop()
        if run.spent() < 1:
            self._say("training %s on %d samples" % (", ".join(names), plan.samples))
            session.train(plan.first_seed)
        return session.rows()

    def _report(self, text, rows):
        self._write("report.json", json.dumps({"plan": vars(self.plan), "rows": rows}, indent=1))
        self._write("report.md", text)
        return text

    def _write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path + ".part", "w") as file:
            file.write(text)
        os.replace(path + ".part", path)

    def _say(self, text):
        self.out.write("study: %s\n" % text)
        self.out.flush()


class Measuring(Session):
    """Measures at POINTS of the budget; other check-points cost nothing but their writing. figures: gives names, and
    figures of each."""

    def __init__(self, run, source, folder, clock, frozen, out, figures):
        super().__init__(run, source, folder, clock, out=out, frozen=frozen)
        self.figures = figures

    def rows(self):
        return [row for row in self.run.progress.history if "variant" in row]

    def _point(self):
        return int(self.run.spent() * POINTS)

    def _reached(self):
        return self._point() > max((row["point"] for row in self.rows()), default=0)

    def _due(self, seconds):
        return super()._due(seconds) or self._reached()

    def _checkpoint(self):
        run, progress = self.run, self.run.progress
        if self._reached():
            at = {"point": self._point(), "samples": progress.samples}
            for name, figures in self.figures():
                progress.history.append({**at, "variant": name, **figures})
                text = "  ".join("%s %.3g" % (title, figures["all"][key]) for key, title in COLUMNS.items())
                self.out.write("%8d samples, %s: %s\n" % (progress.samples, name, text))
            self.out.flush()
        checkpoint.save(self.last, run.state())


def measure(network, frozen, device="cpu", species=None):
    """Figures of a network on a file of stored samples: ``all`` and ``species`` by name (those wanted; None: all)."""
    shape, records = stored(frozen)
    if (shape.image, shape.map) != (network.shape.input_size, network.shape.map_size):
        raise ValueError("%s holds pictures of %d, the network wants %d" % (frozen, shape.image, network.shape.input_size))
    return {
        "all": evaluate(network, records, device),
        "species": by_species(network, records, shape.species, device, species),
    }


def load_network(path):
    """The averaged network of a check-point, and the check-point."""
    state = checkpoint.load(path)
    network = DualPointMapNetwork(Shape.from_dict(state["shape"]))
    network.load_state_dict(state["average"]["network"])
    return network, state


def report(plan, variants, rows):
    """Markdown: the last figures beside what was expected, the species of the zero-shot claim, the way there."""
    last = {row["variant"]: row for row in rows}
    lines = [
        "Size %s, %d samples (batch %d, seed %d, samples from seed %d), measured on %d frozen samples. Q and P are medians in"
        % (plan.size, plan.samples, plan.batch, plan.seed, plan.first_seed, plan.held_out),
        "centimetres of the template. Variants of the same species share stage 1: their Q and mask are one. One seed each.",
        *(["Stage 1 had learned from %d samples before; every stage 2 starts anew." % plan.start] if plan.start else []),
        "",
    ]
    if not rows:
        return "\n".join(lines + ["Nothing is measured yet."]) + "\n"
    figures = {name: row["all"] for name, row in last.items()}
    expected = {variant.name: variant.expected for variant in variants}
    words = {name: (expected[name], seen(figures[name], figures.get("method"))) for name in figures}
    lines += [table(figures, COLUMNS, ("expected", "seen"), words)]
    claim = [name for name in ("method", "horses") if name in last]
    names = [name for name in KNOWN + UNSEEN if all(name in row["species"] for row in last.values())]
    if len(claim) == 2 and names:
        beside = {"%s, on %s" % (row, name): last[row]["species"][name] for name in names for row in claim}
        lines += ["", table(beside, {"count": "samples", **COLUMNS})]
    for key in ("p_median_cm", "q_median_cm"):
        at = sorted({row["samples"] for row in rows})
        curves = {name: {} for name in last}
        for row in rows:
            curves[row["variant"]][row["samples"]] = row["all"][key]
        whole = {name: {n: curve.get(n, float("nan")) for n in at} for name, curve in curves.items()}
        lines += ["", "%s, after so many samples:" % COLUMNS[key], "", table(whole, {n: "%d" % n for n in at})]
    return "\n".join(lines) + "\n"


def seen(figures, method):
    """In words, where it differs from the method."""
    if method is None or figures is method:
        return ""
    parts = []
    for key, title in COMPARED.items():
        change = figures[key] / method[key] - 1 if method[key] else float("nan")
        if abs(change) >= SAME:  # never true of what is not a number
            parts.append("%s %+.0f %%" % (title.replace(", cm", ""), 100 * change))
    return ", ".join(parts) or "the same"
