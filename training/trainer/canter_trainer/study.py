"""The same small budget for each variant of the method, from the same samples, measured on one frozen set.

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
from .stream import BODY_BLOCK, StoredSource, store, stored
from .training import Options, Run

# The paper's zero-shot claim: learned on these alone, and as good on those?
KNOWN, UNSEEN = ("horse",), ("cow", "sheep")


@dataclass(frozen=True)
class Variant:
    """One row: what is changed, what that should do (written before it was measured), and how."""

    name: str
    expected: str
    shape: tuple = ()
    recipe: tuple = ()


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
    Variant("one-layer", "visible P and Q as the method's, within the noise; no far side at all", shape=(("layers", 1),)),
    Variant(
        "true-q",
        "Q the same, P a little better: a short run is measured on its own Q, which spoiled truth only resembles",
        recipe=(("corrupt_q", False),),
    ),
    Variant(
        "horses",
        "on horses better than the method (every sample is one); on cows and sheep worse, Q by a tenth to a half",
        recipe=(("species", KNOWN),),
    ),
)


@dataclass(frozen=True)
class Plan:
    """What all variants have in common. Results of another plan are not taken over."""

    size: str
    samples: int
    held_out: int
    batch: int = 8
    learning_rate: float = 2.5e-3
    seed: int = 1

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
    return [known[name] for name in names] or list(VARIANTS)


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

    def run(self, variants):
        """Trains and measures what is missing; returns the report, which report.md holds as well."""
        plan = self.plan
        frozen = self._stored("held-out-%d.stream" % plan.held_out, (), HELD_OUT_SEED, plan.held_out, BODY_BLOCK)
        results = {}
        for variant in variants:
            if self.stopping:
                break
            result = self._variant(variant, frozen)
            if result:
                results[variant.name] = result
        text = report(plan, variants, results)
        with open(os.path.join(self.folder, "report.md"), "w") as file:
            file.write(text)
        return text

    def _stored(self, name, species, seed, count, block=None):
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            self._say("making %s" % name)
            store(self.generate(species), seed, count, path, block)
        return path

    def _variant(self, variant, frozen):
        """Its figures; None when the run was stopped before its end."""
        plan = self.plan
        recipe = dict(variant.recipe)
        shape = replace(SIZES[plan.size], **dict(variant.shape))
        options = Options(
            plan.learning_rate, batch=plan.batch, seed=plan.seed, device=self.device, bf16=self.bf16, **recipe
        )
        key = repr((plan, shape, options.recipe()))
        folder = os.path.join(self.folder, "%s-%s" % (variant.name, hashlib.sha256(key.encode()).hexdigest()[:8]))
        done = os.path.join(folder, "result.json")
        if os.path.exists(done):
            with open(done) as file:
                return json.load(file)
        species = recipe.get("species", ())
        name = "training-%s%d.stream" % ("".join(one + "-" for one in species), plan.samples)
        source = StoredSource(self._stored(name, species, 0, plan.samples))
        self._say("training %s: %s" % (variant.name, variant.expected))
        run = Run(shape, options, Budget(samples=plan.samples))
        self.session = Session(run, source, folder, self.clock, out=self.out, frozen=frozen)
        if os.path.exists(self.session.last):
            run.restore(checkpoint.load(self.session.last))
        if self.stopping:
            self.session.stop()
        self.session.train()
        if run.spent() < 1:
            return None
        result = {**measure(run.average.network, frozen, self.device), "seconds": run.progress.seconds}
        with open(done + ".part", "w") as file:
            json.dump(result, file, indent=1)
        os.replace(done + ".part", done)
        return result

    def _say(self, text):
        self.out.write("study: %s\n" % text)
        self.out.flush()


def measure(network, frozen, device="cpu"):
    """Figures of a network on a file of stored samples: ``all`` and ``species`` by name."""
    shape, records = stored(frozen)
    if (shape.image, shape.map) != (network.shape.input_size, network.shape.map_size):
        raise ValueError("%s holds pictures of %d, the network wants %d" % (frozen, shape.image, network.shape.input_size))
    return {
        "all": evaluate(network, records, device),
        "species": by_species(network, records, shape.species, device),
    }


def load_network(path):
    """The averaged network of a check-point, and the check-point."""
    state = checkpoint.load(path)
    network = DualPointMapNetwork(Shape.from_dict(state["shape"]))
    network.load_state_dict(state["average"]["network"])
    return network, state


def report(plan, variants, results):
    """Markdown: all figures, then the species of the zero-shot claim, then what was expected."""
    lines = [
        "Size %s, %d samples each (batch %d, seed %d), measured on %d frozen samples."
        % (plan.size, plan.samples, plan.batch, plan.seed, plan.held_out),
        "",
        table({name: result["all"] for name, result in results.items()}),
    ]
    names = [name for name in KNOWN + UNSEEN if all(name in result["species"] for result in results.values())]
    claim = [name for name in ("method", "horses") if name in results]
    if len(claim) == 2 and names:
        rows = {"%s, on %s" % (row, name): results[row]["species"][name] for name in names for row in claim}
        lines += ["", table(rows)]
    lines += ["", *("- %s: expected: %s" % (v.name, v.expected) for v in variants)]
    return "\n".join(lines) + "\n"
