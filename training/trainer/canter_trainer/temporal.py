"""Does it help stage 1 to see what was known a moment before? Two fine-tunings on the same batches, with a prior and without.

The prior is the visible layer's Q and occupancy of up to three frames ago, in the present crop, spoilt as a tracker's memory
is. It must help where it is right, and do no harm where it is missing or has the legs exchanged.
"""

from dataclasses import replace

from .batch import prior_of
from .corruption import spoil_prior
from .evaluation import evaluate, table
from .network import Shape
from .schedule import Budget
from .stream import StreamError, stored
from .study import COLUMNS, Study
from .training import Options, Run, spoiling

WITHOUT = "without"
# How a row's priors are spoilt, and what we expected before it was measured.
WITH = {
    "with, prior good": ({}, "Q better by a fifth or more, half as many legs swapped"),
    "with, prior missing": ({"missing": 1.0}, "as without, within the noise"),
    "with, legs exchanged": ({"exchanged": 1.0}, "more legs swapped than without, yet fewer than half: the picture is believed"),
}
NOTHING_WRONG = {"missing": 0.0, "exchanged": 0.0, "mirrored": 0.0, "stale": 0.0}


class SideBySide:
    """Runs on the same batches, to a session like one: the first's progress and figures stand for all."""

    def __init__(self, runs):
        self.runs = runs
        first = next(iter(runs.values()))
        self.shape, self.options, self.spent = first.shape, first.options, first.spent

    @property
    def progress(self):
        return next(iter(self.runs.values())).progress

    def step(self, records):
        return [run.step(records) for run in self.runs.values()][0]

    def state(self):
        return {name: run.state() for name, run in self.runs.items()}

    def restore(self, state):
        for name, run in self.runs.items():
            run.restore(state[name])

    def warm_start(self, state):
        for run in self.runs.values():
            run.warm_start(state)


class Temporal(Study):
    def run(self, start):
        """start: the check-point that both begin with. Returns the report, which report.md holds as well."""
        plan, frozen = self.plan, self._frozen()
        shape, records = stored(frozen)
        if not shape.prior:
            raise StreamError("the samples have no priors: give the generator --prior-share 1")
        options = Options(plan.learning_rate, batch=plan.batch, seed=plan.seed, device=self.device, bf16=self.bf16)
        plain = Shape.from_dict(start["shape"])
        budget = Budget(samples=plan.samples)
        pair = SideBySide(
            {WITHOUT: Run(plain, options, budget), "with": Run(replace(plain, prior=True), options, budget)}
        )

        def figures():
            networks = {name: run.average.network for name, run in pair.runs.items()}
            yield WITHOUT, {"all": evaluate(networks[WITHOUT], records, self.device)}
            for name, (wrong, _) in WITH.items():
                prior = spoil_prior(prior_of(records), spoiling(plan.seed, -1), **{**NOTHING_WRONG, **wrong})
                yield name, {"all": evaluate(networks["with"], records, self.device, prior)}

        key = (start["samples"], start["step"], plain)
        rows = self._train(pair, ["temporal"], self.generate(()), frozen, figures, key, lambda: pair.warm_start(start))
        return self._report(report(plan, rows), rows)


def report(plan, rows):
    """Markdown: the last figures beside what was expected."""
    lines = [
        "%d samples (batch %d, learning rate %g, seed %d, samples from seed %d) from the same weights with the prior's input and "
        % (plan.samples, plan.batch, plan.learning_rate, plan.seed, plan.first_seed)
        + "without, measured on %d frozen pairs. Q and P are medians in centimetres of the template." % plan.held_out,
        "",
    ]
    expected = {WITHOUT: "the measure of the others", **{name: told for name, (_, told) in WITH.items()}}
    for at in sorted({row["samples"] for row in rows}):
        figures = {row["variant"]: row["all"] for row in rows if row["samples"] == at}
        words = {name: (expected[name],) for name in figures}
        lines += ["After %d samples:" % at, "", table(figures, COLUMNS, ("expected",), words), ""]
    return "\n".join(lines if rows else lines + ["Nothing is measured yet.", ""])
