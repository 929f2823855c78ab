"""The two-stage network: image -> canonical map Q of the visible layer; Q alone -> posed maps P and the hidden layers.

Shapes follow the model contract: image N x 3 x S x S in 0..1, maps at s = S / 2, L layers. Lengths are template metres.
Only plain 3x3 and 1x1 convolutions with batch norm and ReLU: batch norm folds into the convolution at export, and
these are what ONNX Runtime runs fastest on a CPU.
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

from .backbone import VISION, Attention, VisionTransformer

# The raw network speaks in about unit range; these constants carry it to template metres. They are half the extent and
# the middle of the family's template (x left, y up, z forward), so that an untrained network starts near the trunk.
CANONICAL_SCALE = (0.15, 0.5, 0.65)
CANONICAL_CENTRE = (0.0, 0.95, 0.15)
POSED_SCALE = 0.5

# c = 1 + exp(raw). The published loss drives raw towards log(2 / squared error); 8.5 stands for an error of 2 cm, beyond
# which the single precision of a float16 map and of a 64 pixel grid say nothing, and a runaway c would swamp the rest.
CONFIDENCE_RAW_MIN = -4.0
CONFIDENCE_RAW_MAX = 8.5


# What stage 2 sees. "q" is the method: appearance can then only disturb Q. The others are there to be compared with it.
POSED_FROM = ("q", "image", "both")


@dataclass(frozen=True)
class Shape:
    """Sizes of one network. Widths run from the finest level to the coarsest; each level halves the edge."""

    input_size: int = 128
    layers: int = 4
    stage1: tuple = (32, 64, 128, 256, 256)
    stage2: tuple = (24, 48, 96, 192, 192)
    blocks: int = 1
    parts: int = 46
    posed_from: str = "q"
    # "own", or one of backbone.VISION: what stage 1 sees with.
    backbone: str = "own"
    # Whether stage 1 also sees a prior: the visible Q that is remembered of a moment before, and where it was.
    prior: bool = False

    def __post_init__(self):
        if self.posed_from not in POSED_FROM:
            raise ValueError("posed_from must be one of %s, was %r" % (POSED_FROM, self.posed_from))
        if self.backbone != "own" and self.backbone not in VISION:
            raise ValueError("backbone must be own or one of %s, was %r" % (sorted(VISION), self.backbone))
        if self.layers < 1:
            raise ValueError("a network needs at least 1 layer, got %s" % self.layers)

    @property
    def map_size(self):
        return self.input_size // 2

    def as_dict(self):
        return asdict(self)

    @staticmethod
    def from_dict(values):
        """Check-points of before an option have its default."""
        return Shape(**{k: tuple(v) if isinstance(v, (list, tuple)) else v for k, v in values.items()})


SIZES = {
    # Two CPU cores: 1.8 + 1.0 GFLOP an image. Of the sizes within the budget of 3 GFLOP: wider networks at 128 pixels would
    # see thin legs no better.
    "small": Shape(input_size=160),
    # A GPU: about 60 GFLOP an image.
    "base": Shape(input_size=160, stage1=(120, 240, 480, 720, 720), stage2=(90, 180, 360, 540, 540), blocks=2),
    # A quarter of small's width: for studies that compare variants on a CPU, never to ship.
    "quarter": Shape(input_size=160, stage1=(8, 16, 32, 64, 64), stage2=(8, 12, 24, 48, 48)),
    # For tests and the fixture of the inference room only.
    "tiny": Shape(stage1=(4, 8, 8, 8, 8), stage2=(4, 8, 8, 8, 8)),
}


class ConvNorm(nn.Module):
    """Convolution, batch norm, optionally ReLU."""

    def __init__(self, cin, cout, kernel=3, stride=1, relu=True):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, kernel, stride, kernel // 2, bias=False)
        # 0.05: an average over some 20 steps; batches are small (16-32) on a CPU.
        self.norm = nn.BatchNorm2d(cout, momentum=0.05)
        self.relu = relu

    def forward(self, x):
        x = self.norm(self.conv(x))
        return F.relu(x, inplace=True) if self.relu else x


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = ConvNorm(width, width)
        self.second = ConvNorm(width, width, relu=False)

    def forward(self, x):
        return F.relu(x + self.second(self.first(x)), inplace=True)


class GlobalContext(nn.Module):
    """Adds what the whole crop says to every place: tells front from back and left from right."""

    def __init__(self, width):
        super().__init__()
        self.squeeze = nn.Conv2d(width, width // 2, 1)
        self.expand = nn.Conv2d(width // 2, width, 1)

    def forward(self, x):
        return x + self.expand(F.relu(self.squeeze(x.mean((2, 3), keepdim=True))))


class Trunk(nn.Module):
    """U-Net body over widths[1:], skips added. Takes the finest level's features, returns features of level 1."""

    def __init__(self, widths, blocks):
        super().__init__()
        self.down = nn.ModuleList()
        for fine, coarse in zip(widths[:-1], widths[1:]):
            self.down.append(
                nn.Sequential(ConvNorm(fine, coarse, stride=2), *[Residual(coarse) for _ in range(blocks)])
            )
        self.context = GlobalContext(widths[-1])
        self.narrow = nn.ModuleList()
        self.up = nn.ModuleList()
        levels = list(widths[1:])
        for level in range(len(levels) - 2, -1, -1):
            self.narrow.append(ConvNorm(levels[level + 1], levels[level], 3 if level else 1, relu=False))
            # The 8x8 level is the widest; its encoder block is enough (a quarter of the decoder's cost otherwise).
            last = level == len(levels) - 2
            self.up.append(nn.Identity() if last else nn.Sequential(*[Residual(levels[level]) for _ in range(blocks)]))

    def forward(self, x):
        skips = []
        for down in self.down:
            x = down(x)
            skips.append(x)
        x = self.context(skips.pop())
        for narrow, up in zip(self.narrow, self.up):
            x = F.interpolate(narrow(x), scale_factor=2.0, mode="nearest")
            x = up(F.relu(x + skips.pop()))
        return x


class Lift(nn.Module):
    """Doubles the edge: 1x1 convolution and depth to space, plus the finest level's skip, then one 3x3."""

    def __init__(self, cin, skip, cout):
        super().__init__()
        self.spread = nn.Conv2d(cin, 4 * skip, 1)
        self.mix = ConvNorm(skip, cout)

    def forward(self, x, skip):
        return self.mix(F.relu(F.pixel_shuffle(self.spread(x), 2) + skip))


class TokenTrunk(nn.Module):
    """Stands for Trunk where a vision transformer sees: its tokens, upsampled, and the finest level's outlines.

    Tokens lie on a quarter of the map's edge, as Trunk's second level does; features of level 1 come out.
    """

    def __init__(self, widths, blocks, vision, grid):
        super().__init__()
        self.vision = VisionTransformer(vision, grid)
        self.frozen = True
        self.narrow = ConvNorm(vision.width, widths[2], 1)
        self.middle = nn.Sequential(*[Residual(widths[2]) for _ in range(blocks)], GlobalContext(widths[2]))
        self.up = ConvNorm(widths[2], widths[1], 1, relu=False)
        self.outlines = ConvNorm(widths[0], widths[1], stride=2, relu=False)
        self.mix = nn.Sequential(*[Residual(widths[1]) for _ in range(blocks)])

    def train(self, mode=True):
        super().train(mode)
        self.vision.train(mode and not self.frozen)
        return self

    def freeze(self, frozen):
        self.frozen = frozen
        self.vision.requires_grad_(not frozen)

    def forward(self, fine, image):
        tokens = self.vision(image)
        x = self.middle(self.narrow(tokens.detach() if self.frozen else tokens))
        x = F.interpolate(self.up(x), scale_factor=2.0, mode="nearest")
        return self.mix(F.relu(x + self.outlines(fine)))


class CanonicalStage(nn.Module):
    """Stage 1: image -> Q, occupancy logit and internal raw confidence of layer 0, part logits for training."""

    def __init__(self, shape):
        super().__init__()
        widths = shape.stage1
        self.stem = nn.Sequential(ConvNorm(3, widths[0], 5, 2), ConvNorm(widths[0], widths[0]))
        # What is remembered joins at the maps' resolution. Its weights start at 0: a network learns to use it from what it
        # does without.
        self.remember = nn.Conv2d(4, widths[0], 3, padding=1) if shape.prior else None
        self.has_vision = shape.backbone != "own"
        if self.has_vision:
            self.trunk = TokenTrunk(widths, shape.blocks, VISION[shape.backbone], shape.map_size // 4)
        else:
            self.trunk = Trunk(widths, shape.blocks)
        self.lift = Lift(widths[1], widths[0], widths[0])
        self.head = nn.Conv2d(widths[0], 5, 1)
        # Body parts at half the map's edge: a classification finds "which leg, which end" faster than a regression
        # does. Not exported.
        self.parts = nn.Conv2d(widths[1], shape.parts, 1)
        self.register_buffer("scale", torch.tensor(CANONICAL_SCALE).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("centre", torch.tensor(CANONICAL_CENTRE).view(1, 3, 1, 1), persistent=False)

    def forward(self, image, with_parts=False, prior=None):
        """prior N x 4 x s x s, for a network that has one: Q in metres and occupancy of the visible layer a moment before, all
        0 where there is none; as good as all 0 when left out."""
        fine = self.stem(image * 4.0 - 2.0)
        if self.remember is not None:
            if prior is None:
                prior = fine.new_zeros(len(fine), 4, *fine.shape[2:])
            q, there = prior[:, :3], prior[:, 3:]
            fine = fine + self.remember(torch.cat([(q - self.centre) / self.scale * there, there], 1))
        coarse = self.trunk(fine, image) if self.has_vision else self.trunk(fine)
        out = self.head(self.lift(coarse, fine)).float()
        canonical = out[:, 0:3] * self.scale + self.centre
        parts = self.parts(coarse).float() if with_parts else None
        return canonical, out[:, 3:4], clamp_raw(out[:, 4:5]), parts


class PosedStage(nn.Module):
    """Stage 2: layer 0's Q, occupancy and confidence -> P of all layers, Q and occupancy of the hidden ones.

    With ``posed_from`` "image" it sees the picture instead, with "both" the picture as well, through a stem like stage
    1's; no feature is shared, so stage 1 gets no gradient from P in any of the three.
    """

    def __init__(self, shape):
        super().__init__()
        widths = shape.stage2
        self.layers = shape.layers
        self.map_size = shape.map_size
        self.sees_image = shape.posed_from != "q"
        self.sees_canonical = shape.posed_from != "image"
        if self.sees_canonical:
            self.stem = nn.Conv2d(5, widths[0], 3, padding=1)
        if self.sees_image:
            self.look = nn.Sequential(ConvNorm(3, widths[0], 5, 2), ConvNorm(widths[0], widths[0], relu=False))
        # Where a pixel looks. A convolution of the constant pixel grid, kept apart from the stem so that it folds
        # into one constant at export and costs nothing for a dynamic batch.
        self.ray = nn.Conv2d(2, widths[0], 1, bias=False)
        self.trunk = Trunk(widths, shape.blocks)
        self.lift = Lift(widths[1], widths[0], max(widths[0], 32))
        hidden = shape.layers - 1
        self.head = nn.Conv2d(max(widths[0], 32), 4 * shape.layers + 4 * hidden, 1)
        centres = (torch.arange(shape.map_size) + 0.5) / shape.map_size * 2 - 1
        grid = torch.stack([centres.view(1, -1).expand(shape.map_size, -1), centres.view(-1, 1).expand(-1, shape.map_size)])
        self.register_buffer("grid", grid[None].contiguous(), persistent=False)
        # One more than the hidden layers: layer 0's Q, which comes in, is scaled as well.
        self.register_buffer("scale", torch.tensor(CANONICAL_SCALE * shape.layers).view(1, -1, 1, 1), persistent=False)
        self.register_buffer("centre", torch.tensor(CANONICAL_CENTRE * shape.layers).view(1, -1, 1, 1), persistent=False)

    def forward(self, canonical, occupancy, raw, image):
        """canonical N x 3 x s x s in metres, occupancy N x 1 x s x s as probability, raw confidence N x 1 x s x s, image
        N x 3 x S x S. With one layer there is no hidden one: the second and third output have no channels."""
        hidden = self.layers - 1
        fine = self.ray(self.grid)
        if self.sees_canonical:
            known = (canonical - self.centre[:, :3]) / self.scale[:, :3] * occupancy
            fine = fine + self.stem(torch.cat([known, occupancy, raw * 0.2 * occupancy], 1))
        if self.sees_image:
            fine = fine + self.look(image * 4.0 - 2.0)
        fine = F.relu(fine)
        out = self.head(self.lift(self.trunk(fine), fine)).float()
        posed, rest = out[:, : 3 * self.layers] * POSED_SCALE, out[:, 3 * self.layers :]
        confidence = clamp_raw(rest[:, 4 * hidden :])
        canonical_hidden = rest[:, : 3 * hidden] * self.scale[:, 3:] + self.centre[:, 3:]
        return posed, canonical_hidden, rest[:, 3 * hidden : 4 * hidden], confidence


def clamp_raw(raw):
    return torch.clamp(raw, CONFIDENCE_RAW_MIN, CONFIDENCE_RAW_MAX)


class DualPointMapNetwork(nn.Module):
    """Both stages; ``forward`` keeps the model contract."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.stage1 = CanonicalStage(shape)
        self.stage2 = PosedStage(shape)
        initialise(self)

    def forward(self, image, prior=None):
        """Returns canonical and posed (N x L x 3 x s x s), occupancy and confidence (N x L x s x s)."""
        layers, s = self.shape.layers, self.shape.map_size
        q, logit, raw, _ = self.stage1(image, prior=prior)
        visible = torch.sigmoid(logit)
        posed, q_hidden, logit_hidden, raw_all = self.stage2(q, visible, raw, image)
        if layers > 1:  # no empty tensors in the exported graph
            q = torch.cat([q, q_hidden], 1)
            visible = torch.cat([visible, torch.sigmoid(logit_hidden)], 1)
        return (
            q.reshape(-1, layers, 3, s, s),
            posed.reshape(-1, layers, 3, s, s),
            visible,
            1.0 + torch.exp(raw_all),
        )


def initialise(network):
    """Kaiming for hidden layers, residual branches start silent, heads start near zero (c near 2, unit range)."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_in", nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    for module in network.modules():
        if isinstance(module, Residual):
            nn.init.zeros_(module.second.norm.weight)
        if isinstance(module, GlobalContext):
            nn.init.zeros_(module.expand.weight)
    if network.stage1.remember is not None:
        nn.init.zeros_(network.stage1.remember.weight)
    for head in (network.stage1.head, network.stage2.head, network.stage1.parts):
        nn.init.normal_(head.weight, std=0.01)


def count_flops(network):
    """Floating point operations (2 x multiply-add) of one image's convolutions and matrix products, per stage."""
    totals = {"stage1": 0, "stage2": 0}
    hooks = []

    def record(stage):
        def hook(module, _, output):
            if isinstance(module, nn.Conv2d):
                taps = module.kernel_size[0] * module.kernel_size[1] * module.in_channels // module.groups
                totals[stage] += 2 * taps * output.numel()
            elif isinstance(module, nn.Linear):
                totals[stage] += 2 * module.in_features * output.numel()
            else:  # queries by keys, and their weights by values
                totals[stage] += 4 * output.shape[1] * output.numel()

        return hook

    for stage in totals:
        for name, module in getattr(network, stage).named_modules():
            if isinstance(module, (nn.Conv2d, nn.Linear, Attention)) and name != "ray":
                hooks.append(module.register_forward_hook(record(stage)))
    training = network.training
    network.eval()
    with torch.no_grad():
        size = network.shape.input_size
        network(torch.zeros(1, 3, size, size, device=next(network.parameters()).device))
    network.train(training)
    for hook in hooks:
        hook.remove()
    return totals
