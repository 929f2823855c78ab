"""The training objective: DualPM's published loss (arXiv 2412.04464) with the additions named below.

Per layer and pixel inside the object: ``1/2 [c |Q - Q*|^2 + c |P - P*|^2] - alpha log c`` with alpha = 1, plus binary
cross-entropy on occupancy with labels clamped to [0.01, 0.99].

Stage 1 gets no gradient from P, so layer 0 has two confidences: an internal one that weighs Q alone in stage 1 (and is
an input of stage 2), and the exported one from stage 2, which weighs Q and P together; there Q is a constant.

Additions, each because the published loss alone starts slowly: a plain absolute error (a pixel of low confidence still
learns; the median sits on one side of a front/back or left/right ambiguity where the mean sits between), outline
pixels count more in occupancy, and a body part classification on half resolution that is not exported.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F

LABEL_MIN, LABEL_MAX = 0.01, 0.99
ALPHA = 1.0
ABSOLUTE_WEIGHT = 2.0
PART_WEIGHT = 0.3
OUTLINE_WEIGHT = 2.0
# Deeper layers outside the true visible mask: enough to keep them quiet there.
OUTSIDE_WEIGHT = 0.2
# Lower limbs are a small part of the pixels and most of the motion; a plain mean gives them up first. Template metres.
LIMB_HEIGHT = 0.75
LIMB_WEIGHT = 1.5
# The confident error acts like a logarithm: its gradient never fades. Below about 8 it drowns the outlines.
OCCUPANCY_WEIGHT = 8.0


@dataclass
class Terms:
    """``total`` to minimise, and its parts as plain tensors for the log."""

    total: torch.Tensor
    parts: dict


def confident_error(squared_error, raw, weight):
    """Weighted mean of c e^2 / 2 - alpha log c, with c = 1 + exp(raw). All of one shape; weight 0 is outside."""
    confidence = 1.0 + torch.exp(raw)
    value = 0.5 * confidence * squared_error - ALPHA * torch.log(confidence)
    return weighted_mean(value, weight)


def weighted_mean(value, weight):
    return (value * weight).sum() / weight.sum().clamp(min=1.0)


def limb_weight(height, mask):
    """``mask``, with lower limbs counting more. height: y of the true Q, metres."""
    return mask * (1 + LIMB_WEIGHT * (height < LIMB_HEIGHT))


def occupancy_error(logit, truth, weight):
    """Weighted mean cross-entropy with clamped labels."""
    labels = truth.clamp(LABEL_MIN, LABEL_MAX)
    return (F.binary_cross_entropy_with_logits(logit, labels, reduction="none") * weight).sum() / weight.sum()


def outline(mask):
    """1 for pixels whose 3x3 neighbourhood holds both inside and outside."""
    return F.max_pool2d(mask, 3, 1, 1) + F.max_pool2d(1 - mask, 3, 1, 1) - 1


def stage1_terms(canonical, logit, raw, parts, batch, anchors):
    """Loss of the visible layer's Q and occupancy. canonical N x 3, logit and raw N x 1, parts N x K at half the edge."""
    truth, mask = batch.canonical[:, 0], batch.occupancy[:, :1]
    weight = limb_weight(truth[:, 1:2], mask)
    error = canonical - truth
    weighted = confident_error(error.square().sum(1, keepdim=True), raw, weight)
    absolute = weighted_mean(error.abs().sum(1, keepdim=True), weight)
    visible = occupancy_error(logit, mask, 1 + OUTLINE_WEIGHT * outline(mask) + weight - mask)
    part = part_error(parts, truth, mask, anchors)
    total = weighted + ABSOLUTE_WEIGHT * absolute + OCCUPANCY_WEIGHT * visible + PART_WEIGHT * part
    return Terms(total, {"q": weighted, "q_abs": absolute, "mask": visible, "part": part})


def part_error(parts, truth, mask, anchors):
    """Cross-entropy of the anchor nearest to Q*, one pixel of each 2x2."""
    half = truth[:, :, ::2, ::2].permute(0, 2, 3, 1)
    inside = mask[:, 0, ::2, ::2] > 0
    points = half[inside]
    if not len(points):
        return parts.sum() * 0
    labels = torch.cdist(points, anchors).argmin(1)
    return F.cross_entropy(parts.permute(0, 2, 3, 1)[inside], labels)


def stage2_terms(q_given, posed, canonical_hidden, logit_hidden, raw, batch):
    """Loss of all P and of the hidden layers. q_given is layer 0's Q as stage 2 was fed it, without gradient."""
    n, layers, _, s, _ = batch.posed.shape
    posed = posed.reshape(n, layers, 3, s, s)
    canonical = torch.cat([q_given.detach()[:, None], canonical_hidden.reshape(n, layers - 1, 3, s, s)], 1)
    mask = batch.occupancy
    p_error, q_error = posed - batch.posed, canonical - batch.canonical
    weight = limb_weight(batch.canonical[:, :, 1], mask)
    squared = p_error.square().sum(2) + q_error.square().sum(2)
    weighted = confident_error(squared, raw, weight)
    p_absolute = weighted_mean(p_error.abs().sum(2), weight)
    hidden_absolute = weighted_mean(q_error[:, 1:].abs().sum(2), weight[:, 1:])
    if layers == 1:
        hidden = posed.new_zeros(())  # a mean over nothing is not a number
    else:
        first = mask[:, :1]
        attention = (first + OUTSIDE_WEIGHT * (1 - first)).expand(-1, layers - 1, -1, -1)
        hidden = occupancy_error(logit_hidden, mask[:, 1:], attention)
    total = weighted + ABSOLUTE_WEIGHT * (p_absolute + hidden_absolute) + OCCUPANCY_WEIGHT * hidden
    return Terms(total, {"p": weighted, "p_abs": p_absolute, "hidden_abs": hidden_absolute, "hidden": hidden})


def part_anchors():
    """Places on the template that name its parts (canonical metres): left and right apart, front and back apart."""
    middle = [(0, 1.5, -0.6), (0, 1.5, 0), (0, 1.5, 0.5), (0, 0.9, 0), (0, 1.45, 1.5), (0, 1.3, 1.3)]
    middle += [(0, 1.2, -0.85), (0, 1.0, -0.93), (0, 0.75, -0.95), (0, 1.1, 0.75)]
    side = [(0.25, 1.22, z) for z in (-0.5, -0.15, 0.2, 0.5)]
    side += [(0.1, 1.45, 0.8), (0.1, 1.65, 1.05), (0.08, 1.55, 1.25), (0.07, 1.86, 1.07)]
    side += [(0.17, 0.95, -0.5), (0.16, 0.68, -0.6), (0.15, 0.4, -0.75), (0.15, 0.2, -0.72), (0.15, 0.05, -0.64)]
    side += [(0.16, 0.9, 0.5), (0.15, 0.68, 0.41), (0.15, 0.4, 0.42), (0.15, 0.2, 0.43), (0.15, 0.05, 0.48)]
    return torch.tensor(middle + side + [(-x, y, z) for x, y, z in side], dtype=torch.float32)
