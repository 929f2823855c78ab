"""Writes the network as one ONNX file that keeps the model contract."""

import copy
import io
import os

import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import numpy_helper
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .network import ConvNorm

OPSET = 17
OUTPUTS = ("canonical", "posed", "occupancy", "confidence")


def inputs(shape):
    """Names and sizes of what the network sees, without the number of crops."""
    size, s = shape.input_size, shape.map_size
    return {"image": (3, size, size), **({"prior": (4, s, s)} if shape.prior else {})}


# Smaller tensors (biases, scales) keep single precision: they save nothing.
HALF_ELEMENTS_MIN = 1024


def fold_norms(network):
    """A copy in evaluation mode with every batch norm folded into its convolution."""
    folded = copy.deepcopy(network).float().cpu().eval()
    for module in folded.modules():
        if isinstance(module, ConvNorm):
            module.conv = fuse_conv_bn_eval(module.conv, module.norm)
            module.norm = nn.Identity()
    return folded


def shipped(network):
    """The network as its file holds it: norms folded, then large weights rounded to half precision."""
    folded = fold_norms(network)
    for name, weight in folded.named_parameters():
        if weight.numel() >= HALF_ELEMENTS_MIN:
            rounded = weight.data.half().float()
            if not torch.isfinite(rounded).all():
                raise ValueError("weight %s leaves the range of half precision: train on with more weight decay" % name)
            weight.data = rounded
    return folded


class _Folded(nn.Module):
    """The network with the constant ray term computed once, so that the graph holds no grid convolution."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        stage = network.stage2
        with torch.no_grad():
            constant = stage.ray(stage.grid)
        stage.ray = _Constant(constant)

    def forward(self, image, *prior):
        return self.network(image, *prior)


class _Constant(nn.Module):
    def __init__(self, value):
        super().__init__()
        self.register_buffer("value", value)

    def forward(self, _):
        return self.value


def metadata(shape, template, provenance):
    """The properties that the inference room checks; README.md lists them."""
    return {
        "canter.contract": "1",
        "canter.family": "quadruped",
        "canter.template": template,
        "canter.input_size": str(shape.input_size),
        "canter.map_size": str(shape.map_size),
        "canter.layers": str(shape.layers),
        "canter.posed_from": shape.posed_from,
        "canter.backbone": shape.backbone,
        "canter.units": "metres",
        "canter.posed_origin": "root",
        "canter.licence": "Apache-2.0",
        "canter.provenance": provenance,
    }


def to_onnx(network, template, provenance):
    """Returns the checked ONNX model of ``network`` (weights as they are; pass the averaged ones)."""
    folded = _Folded(shipped(network)).eval()
    shape = network.shape
    buffer = io.BytesIO()
    options = {"dynamo": False} if int(torch.__version__.split(".")[0]) >= 2 else {}
    torch.onnx.export(
        folded,
        tuple(torch.rand(2, *sizes) for sizes in inputs(shape).values()),
        buffer,
        input_names=list(inputs(shape)),
        output_names=list(OUTPUTS),
        dynamic_axes={name: {0: "N"} for name in (*inputs(shape), *OUTPUTS)},
        opset_version=OPSET,
        do_constant_folding=True,
        **options,
    )
    model = onnx.load_from_string(buffer.getvalue())
    state_contract_dims(model, shape)
    store_half(model)
    del model.metadata_props[:]
    for key, value in metadata(shape, template, provenance).items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    model.producer_name = "canter-trainer"
    onnx.checker.check_model(model)
    return model


def store_half(model):
    """Halves the file: large weights are stored as float16 with a cast, which the runtime does once at loading."""
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < HALF_ELEMENTS_MIN:
            continue
        half = values.astype(np.float16)
        if not np.array_equal(half.astype(np.float32), values):
            continue  # not a rounded weight: the constant ray term
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(half, name + ".half"))
        casts.append(onnx.helper.make_node("Cast", [name + ".half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)


def state_contract_dims(model, shape):
    """Writes the contract's static sizes into the outputs, whose shape the tracer leaves partly unknown."""
    layers, s = shape.layers, shape.map_size
    wanted = {
        "canonical": ["N", layers, 3, s, s],
        "posed": ["N", layers, 3, s, s],
        "occupancy": ["N", layers, s, s],
        "confidence": ["N", layers, s, s],
    }
    for output in model.graph.output:
        dims = output.type.tensor_type.shape
        del dims.dim[:]
        for size in wanted[output.name]:
            dim = dims.dim.add()
            if isinstance(size, str):
                dim.dim_param = size
            else:
                dim.dim_value = size


def save(model, path):
    """Writes ``model`` so that a reader never sees half a file."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    part = path + ".part"
    onnx.save(model, part)
    os.replace(part, path)
