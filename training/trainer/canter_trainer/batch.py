"""From stream records to tensors, and the cheap torch-side augmentation."""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F


class Batch(NamedTuple):
    """image N x 3 x S x S in 0..1, occupancy N x L x s x s, canonical and posed N x L x 3 x s x s, all float32; prior, for
    networks that see one, N x 4 x s x s: Q and occupancy of the visible layer a moment before."""

    image: torch.Tensor
    occupancy: torch.Tensor
    canonical: torch.Tensor
    posed: torch.Tensor
    prior: torch.Tensor = None

    def first(self, n):
        """Its first ``n`` samples, without their priors."""
        return Batch(*(t[:n] for t in self[:4]))

    def of_layers(self, layers):
        """Its first ``layers`` crossings."""
        return self._replace(**{name: getattr(self, name)[:, :layers] for name in ("occupancy", "canonical", "posed")})


def to_batch(records, device="cpu", layers=None):
    """The records as tensors, of their first ``layers`` crossings only where given."""

    def tensor(values):
        # A copy: the stream's bytes are read-only, and torch shares memory with numpy.
        return torch.from_numpy(np.array(values)).to(device, non_blocking=True).float()

    image = tensor(records["image"]).div_(255.0).contiguous(memory_format=torch.channels_last)
    return Batch(image, *(tensor(records[name][:, :layers]) for name in ("occupancy", "canonical", "posed")))


def prior_of(records, device="cpu"):
    """The priors of a stream that has them, as Batch.prior."""
    occupancy = torch.from_numpy(np.array(records["prior_occupancy"])).to(device).float()[:, None]
    return torch.cat([torch.from_numpy(np.array(records["prior_canonical"])).to(device).float(), occupancy], 1)


def flip(batch, chosen):
    """Mirrors the ``chosen`` samples (bool per sample). The family is symmetric, so a mirrored image shows an animal
    whose left is the other side: the x of both frames changes its sign."""

    def mirrored(x, negate=False):
        turned = x.flip(-1)
        if negate:
            turned = turned * x.new_tensor([-1.0, 1.0, 1.0]).view(1, 1, 3, 1, 1)
        return torch.where(chosen.view(-1, *[1] * (x.dim() - 1)), turned, x)

    prior = batch.prior
    if prior is not None:
        canonical = mirrored(prior[:, None, :3], True)[:, 0]
        prior = torch.cat([canonical, mirrored(prior[:, 3:])], 1)
    return Batch(
        mirrored(batch.image).contiguous(memory_format=torch.channels_last),
        mirrored(batch.occupancy),
        mirrored(batch.canonical, True),
        mirrored(batch.posed, True),
        prior,
    )


def fourier_jitter(image, random, strength=0.35):
    """Multiplies each image's spectrum by a smooth random positive field: changes its look, not its outlines."""
    n, channels, size, _ = image.shape
    field = torch.randn(n, channels, 9, 5, generator=random) * strength * torch.rand(n, 1, 1, 1, generator=random)
    field = F.interpolate(field, size=(size, size // 2 + 1), mode="bilinear", align_corners=True)
    # The interpolated field is not symmetric in the vertical frequency; the imaginary rest is dropped by irfft2.
    # The mean colour stays: that is the generator's white balance to choose.
    field[:, :, 0, 0] = 0
    spectrum = torch.fft.rfft2(image.contiguous()) * torch.exp(field).to(image.device)
    out = torch.fft.irfft2(spectrum, s=(size, size))
    return out.clamp_(0, 1).contiguous(memory_format=torch.channels_last)


def augment(batch, random):
    """Random mirror for half the samples, spectrum jitter for a third of the batches."""
    n = len(batch.image)
    batch = flip(batch, (torch.rand(n, generator=random) < 0.5).to(batch.image.device))
    if torch.rand((), generator=random) < 0.33:
        batch = batch._replace(image=fourier_jitter(batch.image, random))
    return batch
