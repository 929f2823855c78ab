"""Figures of a network on held-out samples."""

import torch

from .batch import to_batch
from .losses import LIMB_HEIGHT

BATCH = 32
# What a table shows, and how it heads it.
COLUMNS = {
    "count": "samples",
    "q_median_cm": "Q, cm",
    "p_median_cm": "P, cm",
    "p_p95_cm": "P p95",
    "hidden_p_median_cm": "P hidden",
    "mask_iou": "mask IoU",
    "hidden_iou": "hidden IoU",
    "q_swap": "swapped",
    "leg_swap": "legs swapped",
    "q_turn": "turned",
    "phantom": "phantoms",
}


@torch.no_grad()
def predict(network, image, *prior):
    """The contract's four outputs as float32 tensors on the image's device."""
    return [t.float() for t in network(image, *prior)]


def by_species(network, records, names, device="cpu", wanted=None):
    """``evaluate`` for each species that occurs (and is ``wanted``), by name, without the negatives."""
    index, negative = records["meta"][:, 1], records["meta"][:, 4] > 0
    groups = {n: records[(index == at) & ~negative] for at, n in enumerate(names) if wanted is None or n in wanted}
    return {name: evaluate(network, group, device) for name, group in groups.items() if len(group)}


def table(rows, columns=COLUMNS, remarks=(), words=None):
    """``rows``, figures by name, as a Markdown table; ``remarks``: columns of ``words``, which has a tuple by name."""
    heads = [*columns.values(), *remarks]
    lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for name, figures in rows.items():
        cells = ["-" if figures[key] != figures[key] else "%.3g" % figures[key] for key in columns]
        lines.append("| %s |" % " | ".join([name, *cells, *(words[name] if words else ())]))
    return "\n".join(lines)


@torch.no_grad()
def evaluate(network, records, device="cpu", prior=None):
    """Errors in centimetres over true pixels, intersection over union of occupancy at 0.5, left/right swaps.
    ``prior``: what a network with that input sees, for all records.

    ``q_swap`` is the share of visible pixels at least 5 cm off the middle whose Q lies on the wrong side, ``leg_swap``
    the same of lower limbs alone, ``q_turn`` the share at least 30 cm from the middle in z whose Q lies at the wrong end;
    ``phantom`` the share of negatives on which more than 2 % of the pixels are taken for an animal.
    """
    network.eval()
    q_errors, p_errors, deep_q, deep_p, swaps, leg_swaps, turns, phantoms = [], [], [], [], [], [], [], []
    layers = network.shape.layers
    both, either = torch.zeros(layers), torch.zeros(layers)
    for start in range(0, len(records), BATCH):
        batch = to_batch(records[start : start + BATCH], device, layers)
        remembered = () if prior is None else (prior[start : start + BATCH].to(device),)
        q, p, occupancy, _ = predict(network, batch.image, *remembered)
        truth, found = batch.occupancy > 0, occupancy > 0.5
        both += (truth & found).sum((0, 2, 3)).cpu()
        either += (truth | found).sum((0, 2, 3)).cpu()
        q_error = (q - batch.canonical).square().sum(2).sqrt()
        p_error = (p - batch.posed).square().sum(2).sqrt()
        q_errors.append(q_error[:, 0][truth[:, 0]].cpu())
        p_errors.append(p_error[:, 0][truth[:, 0]].cpu())
        deep_q.append(q_error[:, 1:][truth[:, 1:]].cpu())
        deep_p.append(p_error[:, 1:][truth[:, 1:]].cpu())
        limb = batch.canonical[:, 0, 1] < LIMB_HEIGHT
        for axis, least, of, into in ((0, 0.05, True, swaps), (0, 0.05, limb, leg_swaps), (2, 0.3, True, turns)):
            there = batch.canonical[:, 0, axis]
            clear = truth[:, 0] & (there.abs() > least) & of
            into.append((q[:, 0, axis][clear] * there[clear] < 0).cpu())
        negative = torch.tensor(records["meta"][start : start + BATCH, 4].copy()) > 0
        phantoms.append((found[:, 0].float().mean((1, 2)).cpu() > 0.02)[negative])
    iou = both / either.clamp(min=1)

    def middle(parts):
        return 100.0 * float(torch.cat(parts).median()) if sum(map(len, parts)) else float("nan")

    def share(parts):
        return float(torch.cat(parts).float().mean()) if sum(map(len, parts)) else float("nan")

    def tail(parts):
        errors = torch.cat(parts)
        return 100.0 * float(errors.kthvalue(max(1, round(0.95 * len(errors))))[0]) if len(errors) else float("nan")

    return {
        "count": len(records),
        "q_median_cm": middle(q_errors),
        "q_mean_cm": 100.0 * float(torch.cat(q_errors).mean()),
        "p_median_cm": middle(p_errors),
        "p_p95_cm": tail(p_errors),
        "hidden_q_median_cm": middle(deep_q),
        "hidden_p_median_cm": middle(deep_p),
        "mask_iou": float(iou[0]),
        "hidden_iou": float(both[1:].sum() / either[1:].sum().clamp(min=1)) if layers > 1 else float("nan"),
        "q_swap": share(swaps),
        "leg_swap": share(leg_swaps),
        "q_turn": share(turns),
        "phantom": share(phantoms),
    }
