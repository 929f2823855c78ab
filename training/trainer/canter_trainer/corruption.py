"""Spoils true maps: Q as a first stage would, since stage 2 must carry such maps to P from the first step on; a prior as
a tracker's memory is spoilt."""

import torch
import torch.nn.functional as F

from .network import CONFIDENCE_RAW_MAX, CONFIDENCE_RAW_MIN


def smooth_noise(n, channels, size, cells, random):
    """Unit normal noise on a coarse grid of ``cells``, enlarged to ``size``: N x channels x size x size."""
    coarse = torch.randn(n, channels, cells, cells, generator=random)
    return F.interpolate(coarse, size=(size, size), mode="bilinear", align_corners=False)


def corrupt(canonical, occupancy, random):
    """Returns Q, occupancy probability and raw confidence as a stage 1 of some random quality might give them.

    canonical N x 3 x s x s and occupancy N x 1 x s x s are the truth of layer 0, on the CPU or elsewhere; the random
    numbers are drawn on the CPU so that a seed means the same on every device.
    """
    n, _, size, _ = canonical.shape
    device = canonical.device

    def per_sample():
        return torch.rand(n, 1, 1, 1, generator=random)

    # Error of 0 to 12 cm in patches, and a third of that per pixel.
    sigma = 0.12 * per_sample() ** 2
    noise = sigma * smooth_noise(n, 3, size, 8, random)
    noise = noise + 0.3 * sigma * torch.randn(n, 3, size, size, generator=random)
    q = canonical + noise.to(device)
    # Left and right exchanged in blobs, for half of the samples: the commonest large error of stage 1.
    swap = (smooth_noise(n, 1, size, 6, random) > 0.7 + 1.5 * per_sample()) & (per_sample() < 0.5)
    sign = torch.where(swap, -torch.ones(()), torch.ones(())).to(device)
    q = torch.cat([q[:, :1] * sign, q[:, 1:]], 1)
    # Holes, and an outline that lost a pixel or gained one.
    holes = (smooth_noise(n, 1, size, 12, random) > 1.0 + 2.0 * per_sample()).to(device)
    grown = F.max_pool2d(occupancy, 3, 1, 1)
    eroded = 1 - F.max_pool2d(1 - occupancy, 3, 1, 1)
    kind = per_sample().to(device)
    mask = torch.where(kind < 0.25, eroded, torch.where(kind < 0.4, grown, occupancy))
    mask = torch.where(holes, torch.zeros(()).to(device), mask)
    # Where the outline grew there is no truth; stage 1 would say what its neighbour says.
    near = F.avg_pool2d(q * occupancy, 3, 1, 1) / F.avg_pool2d(occupancy, 3, 1, 1).clamp(min=1e-3)
    q = torch.where(occupancy > 0, q, near) * (mask > 0)
    softness = 0.1 * per_sample().to(device)
    visible = mask * (1 - 2 * softness) + softness
    expected = 2.0 / (3 * 1.1 * sigma.square() + 2e-4)
    raw = torch.log(expected) + 0.5 * smooth_noise(n, 1, size, 8, random)
    return q, visible, raw.clamp(CONFIDENCE_RAW_MIN, CONFIDENCE_RAW_MAX).to(device)


# Of the template; all below is legs.
LEG_HEIGHT = 0.9
# Of priors: those that are far off their place.
FAR_SHARE = 0.2


def spoil_prior(prior, random, missing=1 / 3, exchanged=1 / 5, mirrored=1 / 20, stale=1 / 25):
    """What a tracker would hand on of ``prior`` (as Batch.prior): a little off in place and size, blurred, with errors and
    holes. ``missing``, ``exchanged`` (the legs' left and right), ``mirrored`` (the whole animal's) and ``stale`` (of something
    else: the sample's before it) are probabilities."""
    n, _, size, _ = prior.shape
    device = prior.device

    def per_sample():
        return torch.rand(n, 1, 1, 1, generator=random)

    prior = torch.where((per_sample() < stale).to(device), prior.roll(1, 0), prior)
    # Up to about 4 % of the crop aside, and 5 % larger or smaller; at times three times as much.
    far = 1 + 2 * (torch.rand(n, generator=random) < FAR_SHARE).float()
    size_share = 1 + 0.025 * far * torch.randn(n, generator=random)
    affine = torch.zeros(n, 2, 3)
    affine[:, 0, 0], affine[:, 1, 1] = size_share, size_share
    affine[:, :, 2] = 0.04 * far[:, None] * torch.randn(n, 2, generator=random)
    grid = F.affine_grid(affine.to(device), (n, 4, size, size), align_corners=False)
    moved = F.grid_sample(prior, grid, mode="bilinear", align_corners=False)
    moved = torch.where((per_sample() < 0.4).to(device), F.avg_pool2d(moved, 3, 1, 1), moved)
    q = moved[:, :3] / moved[:, 3:].clamp(min=1e-3)
    sigma = 0.1 * per_sample() ** 2
    noise = sigma * smooth_noise(n, 3, size, 8, random) + 0.3 * sigma * torch.randn(n, 3, size, size, generator=random)
    q = q + noise.to(device)
    holes = smooth_noise(n, 1, size, 12, random) > 1.0 + 2.0 * per_sample()
    gone = per_sample() < missing
    mask = ((moved[:, 3:] > 0.5) & ~(holes | gone).to(device)).float()
    # All legs, or one pair of them.
    pair = per_sample()
    chosen = ((pair < 0.5) | ((pair < 0.75) == (q[:, 2:3].cpu() > 0))) & (per_sample() < exchanged)
    swap = chosen.to(device) & (q[:, 1:2] < LEG_HEIGHT)
    swap = swap ^ (per_sample() < mirrored).to(device)
    q = torch.cat([torch.where(swap, -q[:, :1], q[:, :1]), q[:, 1:]], 1)
    return torch.cat([q * mask, mask], 1)
