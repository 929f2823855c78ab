"""Check-points: everything that a run needs to go on as if it had never stopped."""

import os

import torch

FORMAT = 1


class CheckpointError(Exception):
    """The file cannot be continued from."""


def save(path, state):
    """Writes atomically: a crash leaves the previous check-point whole."""
    part = path + ".part"
    torch.save({"format": FORMAT, **state}, part)
    os.replace(part, path)


def load(path):
    if not os.path.isfile(path):
        raise CheckpointError("no check-point at %s" % path)
    try:
        state = torch.load(path, map_location="cpu")
    except Exception as cause:
        raise CheckpointError("%s is not a whole check-point: %s" % (path, cause)) from cause
    if not isinstance(state, dict) or state.get("format") != FORMAT:
        raise CheckpointError("%s has check-point format %s, this trainer reads %d" % (path, state.get("format"), FORMAT))
    return state


def essence(state):
    """The averaged weights in half precision and the counters: enough to start from, an eighth of the size."""
    average = {
        name: value.half() if value.is_floating_point() else value for name, value in state["average"]["network"].items()
    }
    kept = {key: state[key] for key in ("shape", "step", "samples", "seconds", "seed")}
    if "recipe" in state:
        kept["recipe"] = state["recipe"]
    kept["earlier"] = state.get("earlier", (0, 0.0))
    kept["average"] = {"network": average, "updates": state["average"]["updates"]}
    return kept
