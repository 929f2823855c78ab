"""A DINOv2 vision transformer as stage 1's eyes, for those who have its weights (Apache 2.0, by Meta; none ship here).

Written from the papers: ViT (arXiv 2010.11929), LayerScale (2103.17239), DINOv2 (2304.07193). Parameters carry the names
of the published files, so that a state dict of ViT-S/14 or ViT-B/14 loads as it is. Image in, tokens on a grid out; the
resize to a multiple of 14 pixels and the normalisation happen inside, so the exported file still takes 0..1.
"""

import math
import os
from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

PATCH = 14
# ImageNet's mean and deviation, which the published weights were trained with.
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
NORM_EPS = 1e-6
# In the published files, of no use outside of their own training.
UNUSED = ("mask_token",)


class WeightsError(Exception):
    """The weights' file is not what this backbone loads."""


@dataclass(frozen=True)
class VisionShape:
    """Channels, number of blocks and heads of one published size; its position embedding covers ``grid`` squared."""

    width: int
    blocks: int
    heads: int
    grid: int = 37


VISION = {
    "dinov2-s": VisionShape(384, 12, 6),
    "dinov2-b": VisionShape(768, 12, 12),
    # For tests only.
    "dinov2-tiny": VisionShape(16, 2, 2, 5),
}


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.width, self.heads, self.each = width, heads, width // heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        n, tokens = x.shape[:2]
        split = self.qkv(x).reshape(n, tokens, 3, self.heads, self.each).permute(2, 0, 3, 1, 4)
        query, key, value = split[0], split[1], split[2]
        weight = torch.matmul(query * self.each**-0.5, key.transpose(-2, -1)).softmax(-1)
        return self.proj(torch.matmul(weight, value).transpose(1, 2).reshape(n, tokens, self.width))


class Mlp(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class LayerScale(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gamma = nn.Parameter(torch.full((width,), 1e-5))

    def forward(self, x):
        return x * self.gamma


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, NORM_EPS)
        self.attn = Attention(width, heads)
        self.ls1 = LayerScale(width)
        self.norm2 = nn.LayerNorm(width, NORM_EPS)
        self.mlp = Mlp(width)
        self.ls2 = LayerScale(width)

    def forward(self, x):
        x = x + self.ls1(self.attn(self.norm1(x)))
        return x + self.ls2(self.mlp(self.norm2(x)))


class PatchEmbed(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.proj = nn.Conv2d(3, width, PATCH, PATCH)

    def forward(self, x):
        return self.proj(x).flatten(2).transpose(1, 2)


class VisionTransformer(nn.Module):
    """Image N x 3 x any x any in 0..1 -> features N x width x grid x grid, for one fixed grid."""

    def __init__(self, shape, grid):
        super().__init__()
        self.grid, self.width = grid, shape.width
        self.cls_token = nn.Parameter(torch.zeros(1, 1, shape.width))
        # Of this grid: the published one is interpolated once, at loading, and not in the graph.
        self.pos_embed = nn.Parameter(torch.zeros(1, 1 + grid * grid, shape.width))
        self.patch_embed = PatchEmbed(shape.width)
        self.blocks = nn.ModuleList(Block(shape.width, shape.heads) for _ in range(shape.blocks))
        self.norm = nn.LayerNorm(shape.width, NORM_EPS)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1), persistent=False)
        nn.init.trunc_normal_(self.pos_embed, std=0.02)

    def forward(self, image):
        edge = self.grid * PATCH
        x = F.interpolate((image - self.mean) / self.deviation, size=(edge, edge), mode="bilinear", align_corners=False)
        x = self.patch_embed(x)
        x = torch.cat([self.cls_token.expand(x.shape[0], -1, -1), x], 1) + self.pos_embed
        for block in self.blocks:
            x = block(x)
        x = self.norm(x)[:, 1:]
        return x.transpose(1, 2).reshape(-1, self.width, self.grid, self.grid)


def published_shapes(shape):
    """The names and sizes that a published file of that shape has, without what is of no use."""
    network = VisionTransformer(shape, shape.grid)
    return {name: tuple(value.shape) for name, value in network.state_dict().items()}


def read_weights(path):
    """A state dict from a local file; tensors only, so that a file cannot run code."""
    if not os.path.isfile(path):
        raise WeightsError("no weights at %s: --backbone-weights wants a local DINOv2 state dict" % path)
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as cause:
        raise WeightsError("%s cannot be read as a state dict of tensors: %s" % (path, str(cause).splitlines()[0])) from None
    if not (isinstance(state, dict) and state and all(isinstance(value, torch.Tensor) for value in state.values())):
        raise WeightsError("%s holds no state dict: save the plain dictionary of tensors" % path)
    return state


def kind_of(state, path):
    """Which of VISION the file is, told by its width."""
    embedding = state.get("cls_token")
    if embedding is None:
        raise WeightsError("%s has no cls_token: it is no DINOv2 ViT with the published names" % path)
    widths = {shape.width: name for name, shape in VISION.items()}
    if embedding.shape[-1] not in widths:
        raise WeightsError(
            "%s: cls_token has %d channels; ViT-S/14 (384) and ViT-B/14 (768) are known" % (path, embedding.shape[-1])
        )
    return widths[embedding.shape[-1]]


def load_into(network, shape, state, path):
    """Loads published weights into a VisionTransformer of any grid; one line says what does not fit."""
    state = {name: value for name, value in state.items() if name not in UNUSED}
    wanted = published_shapes(shape)
    for name, size in wanted.items():
        if name not in state:
            raise WeightsError("%s lacks %s" % (path, name))
        if tuple(state[name].shape) != size:
            raise WeightsError("%s: %s has shape %s, wanted %s" % (path, name, tuple(state[name].shape), size))
    for name in state:
        if name not in wanted:
            raise WeightsError("%s has %s, which a ViT of this size has not (registers are not supported)" % (path, name))
    embedding = interpolate_positions(state["pos_embed"].float(), network.grid)
    network.load_state_dict({**state, "pos_embed": embedding})


def interpolate_positions(embedding, grid):
    """The class token's embedding as it is, the patches' bicubically on another grid."""
    width = embedding.shape[2]
    before = math.isqrt(embedding.shape[1] - 1)
    if before == grid:
        return embedding
    patches = embedding[:, 1:].reshape(1, before, before, width).permute(0, 3, 1, 2)
    patches = F.interpolate(patches, size=(grid, grid), mode="bicubic", align_corners=False)
    return torch.cat([embedding[:, :1], patches.permute(0, 2, 3, 1).reshape(1, grid * grid, width)], 1)
