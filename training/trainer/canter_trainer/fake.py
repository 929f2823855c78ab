"""A stand-in generator: coloured ellipsoids with exact maps, so that tests need no Java. Numpy only.

The "animal" is a trunk, a neck with head and four legs, each an ellipsoid in the canonical frame, turned about the
vertical axis and seen by a pinhole camera. Written to standard output in the stream format by ``fake-generator``.
"""

import itertools

import numpy as np

from .stream import StreamShape

# Centre and half axes in the canonical frame (x left, y up, z forward), metres.
BLOBS = np.array(
    [
        [0, 1.2, 0.0, 0.28, 0.3, 0.7],
        [0, 1.6, 0.85, 0.12, 0.35, 0.2],
        [0, 1.7, 1.2, 0.12, 0.15, 0.3],
        [0.16, 0.5, 0.45, 0.09, 0.5, 0.09],
        [-0.16, 0.5, 0.45, 0.09, 0.5, 0.09],
        [0.16, 0.5, -0.55, 0.1, 0.5, 0.1],
        [-0.16, 0.5, -0.55, 0.1, 0.5, 0.1],
    ]
)
ROOT = np.array([0.0, 1.22, 0.0])
NEGATIVE_EVERY = 12
# The stand-in is no animal; two names, so that figures by species have something to tell apart.
SPECIES = ("blob", "lump")


class FakeSource:
    """Same interface as CommandSource; a sample is a pure function of its seed."""

    def __init__(self, shape=StreamShape(128, 64, 4, SPECIES)):
        self.shape = shape

    def open(self, seed, count=None):
        return _FakeStream(self.shape, seed, count)


class _FakeStream:
    def __init__(self, shape, seed, count):
        self.seeds = itertools.count(seed) if count is None else iter(range(seed, seed + count))
        self.shape = shape
        self.pending = shape.header()

    def read(self, size):
        while len(self.pending) < size:
            seed = next(self.seeds, None)
            if seed is None:
                break
            self.pending += sample(self.shape, seed).tobytes()
        out, self.pending = self.pending[:size], self.pending[size:]
        return out

    def close(self):
        self.pending = b""
        self.seeds = iter(())


def sample(shape, seed):
    """One record of the stream."""
    random = np.random.RandomState(seed % (2**31))
    record = np.zeros((), shape.record())
    background = random.randint(0, 256, 3)
    noise = random.randint(-20, 21, (3, shape.image, shape.image))
    record["image"] = np.clip(background[:, None, None] + noise, 0, 255)
    record["meta"][1] = seed % len(SPECIES)
    record["meta"][5] = seed % 65536
    tan_half = random.uniform(0.2, 0.5)
    record["meta"][0] = tan_half
    if seed % NEGATIVE_EVERY == 0:
        record["meta"][4] = 1
        return record
    yaw = random.uniform(-np.pi, np.pi)
    # Canonical y up to camera y down: a half turn about x; then the animal's own heading.
    turn = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    camera_from_canonical = np.diag([1.0, -1.0, -1.0]) @ turn
    depth = random.uniform(1.1, 1.6) * 1.2 / tan_half
    root = np.array([random.uniform(-0.2, 0.2), random.uniform(-0.2, 0.2), depth])
    record["meta"][2] = depth
    record["meta"][3] = 1
    colours = random.randint(0, 256, (len(BLOBS), 3))
    visible, _, hit, blob = cast(shape.image, 1, tan_half, camera_from_canonical, root)
    light = np.clip(1.2 - 0.25 * (hit[0, 2] - depth), 0.5, 1.4)
    paint = np.clip(colours[blob[0]].transpose(2, 0, 1) * light, 0, 255)
    record["image"] = np.where(visible[0], paint, record["image"])
    occupied, canonical, points, _ = cast(shape.map, shape.layers, tan_half, camera_from_canonical, root)
    record["occupancy"] = occupied
    record["canonical"] = canonical * occupied[:, None]
    if shape.prior:
        record["meta"][6] = 1
        slightly = np.array([[np.cos(0.05), 0, np.sin(0.05)], [0, 1, 0], [-np.sin(0.05), 0, np.cos(0.05)]])
        before, there, _, _ = cast(shape.map, 1, tan_half, camera_from_canonical @ slightly, root)
        record["prior_occupancy"] = before[0]
        record["prior_canonical"] = there[0] * before[0]
    record["posed"] = (points - root[None, :, None, None]) * occupied[:, None]
    return record


def cast(edge, layers, tan_half, camera_from_canonical, root):
    """Exact crossings of the union of all ellipsoids with the rays through the pixel centres.

    Returns occupied (layers x edge x edge), canonical and camera points (layers x 3 x ...), and the blob hit.
    """
    centres = ((np.arange(edge) + 0.5) / edge * 2 - 1) * tan_half
    u, v = np.meshgrid(centres, centres)
    ray = np.stack([u, v, np.ones_like(u)], -1).reshape(-1, 3)
    back = camera_from_canonical.T
    origin = ROOT - back @ root
    direction = ray @ back.T
    to_unit = 1 / BLOBS[:, None, 3:]
    d = direction[None] * to_unit
    o = (origin - BLOBS[:, None, :3]) * to_unit
    a, b, c = (d * d).sum(-1), (o * d).sum(-1), (o * o).sum(-1) - 1
    inside = b * b - a * c
    span = np.sqrt(np.maximum(inside, 0))
    enter = np.where(inside > 0, (-b - span) / a, np.inf)
    leave = np.where(inside > 0, (-b + span) / a, np.inf)
    depths = np.concatenate([enter, leave])
    # A crossing belongs to the union's surface when no other blob contains it.
    owner = np.concatenate([np.arange(len(BLOBS))] * 2)
    for row in range(len(depths)):
        others = owner != owner[row]
        buried = ((depths[row] > enter) & (depths[row] < leave))[others[: len(BLOBS)]].any(0)
        depths[row] = np.where(buried, np.inf, depths[row])
    order = np.argsort(depths, 0, kind="stable")[:layers]
    t = np.take_along_axis(depths, order, 0)
    occupied = np.isfinite(t)
    t = np.where(occupied, t, 0)
    points = ray[None] * t[..., None]
    canonical = origin + direction[None] * t[..., None]
    grid = (layers, edge, edge)
    return (
        occupied.reshape(grid),
        canonical.reshape(grid + (3,)).transpose(0, 3, 1, 2),
        points.reshape(grid + (3,)).transpose(0, 3, 1, 2),
        owner[order].reshape(grid),
    )
