"""Does the ONNX file say what torch says? Checked with ONNX Runtime, Python's where installed, else Java's."""

import os

import numpy as np
import torch

from .batch import to_batch
from .export import OUTPUTS, shipped
from .fake import FakeSource
from .stream import StreamShape, load

IMAGES = 4
# Folded batch norms and other kernels change the last digits; confidence is compared by its logarithm.
TOLERANCE = 2e-3


def inputs(shape, seed=7):
    """A few fake samples and one of plain noise: image tensor N x 3 x S x S."""
    _, records = load(FakeSource(StreamShape(shape.input_size, shape.map_size, shape.layers)), seed, IMAGES - 1)
    noise = torch.rand(1, 3, shape.input_size, shape.input_size, generator=torch.Generator().manual_seed(seed))
    return torch.cat([to_batch(records).image, noise]).contiguous()


@torch.no_grad()
def expected(network, image):
    """What the file should say: its weights are rounded, so torch's are too."""
    return dict(zip(OUTPUTS, (t.numpy() for t in shipped(network)(image))))


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
    image = inputs(network.shape)
    session = onnxruntime.InferenceSession(model_path, providers=["CPUExecutionProvider"])
    actual = dict(zip(OUTPUTS, session.run(list(OUTPUTS), {"image": image.numpy()})))
    wanted = expected(network, image)
    return {name: difference(name, actual[name], wanted[name]) for name in OUTPUTS}


def dump(network, folder):
    """Writes image.f32 and the four outputs as raw little-endian floats, for the Java side's ParityMain."""
    os.makedirs(folder, exist_ok=True)
    image = inputs(network.shape)
    tensors = {"image": image.numpy(), **expected(network, image)}
    for name, values in tensors.items():
        np.ascontiguousarray(values, dtype="<f4").tofile(os.path.join(folder, name + ".f32"))
