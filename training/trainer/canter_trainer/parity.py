"""Does the ONNX file say what torch says? Checked with ONNX Runtime, Python's where installed, else Java's."""

import os

import numpy as np
import torch

from .batch import prior_of, to_batch
from .export import OUTPUTS, shipped
from .fake import FakeSource
from .stream import StreamShape, load

IMAGES = 4
# Folded batch norms and other kernels change the last digits; confidence is compared by its logarithm.
TOLERANCE = 2e-3


def inputs(shape, seed=7):
    """A few fake samples and one of plain noise, by the names of the file's inputs: image N x 3 x S x S, and where the
    network sees one prior N x 4 x s x s."""
    fake = StreamShape(shape.input_size, shape.map_size, shape.layers, prior=shape.prior)
    _, records = load(FakeSource(fake), seed, IMAGES - 1)
    noise = torch.rand(1, 3, shape.input_size, shape.input_size, generator=torch.Generator().manual_seed(seed))
    given = {"image": torch.cat([to_batch(records).image, noise]).contiguous()}
    if shape.prior:
        nothing = torch.zeros(1, 4, shape.map_size, shape.map_size)
        given["prior"] = torch.cat([prior_of(records), nothing]).contiguous()
    return given


@torch.no_grad()
def expected(network, given):
    """What the file should say: its weights are rounded, so torch's are too."""
    return dict(zip(OUTPUTS, (t.numpy() for t in shipped(network)(*given.values()))))


def difference(name, actual, wanted):
    """Greatest absolute difference; of confidence, of its logarithm."""
    if actual.shape != wanted.shape:
        raise ValueError("output %s has shape %s, torch gives %s" % (name, actual.shape, wanted.shape))
    if name == "confidence":
        actual, wanted = np.log(actual), np.log(wanted)
    return float(np.abs(actual - wanted).max())


def compare(model_path, network):
    """Differences by output with Python's ONNX Runtime; None when that is not installed."""
    try:
        import onnxruntime
    except ImportError:
        return None
    given = inputs(network.shape)
    session = onnxruntime.InferenceSession(model_path, providers=["CPUExecutionProvider"])
    actual = dict(zip(OUTPUTS, session.run(list(OUTPUTS), {name: t.numpy() for name, t in given.items()})))
    wanted = expected(network, given)
    return {name: difference(name, actual[name], wanted[name]) for name in OUTPUTS}


def dump(network, folder):
    """Writes the inputs, image.f32 first, and the four outputs as raw little-endian floats, for the Java side's ParityMain."""
    os.makedirs(folder, exist_ok=True)
    given = inputs(network.shape)
    tensors = {**{name: t.numpy() for name, t in given.items()}, **expected(network, given)}
    for name, values in tensors.items():
        np.ascontiguousarray(values, dtype="<f4").tofile(os.path.join(folder, name + ".f32"))
