"""Loss curves and sample sheets as PNG, so that a person can look at a run."""

import os

import numpy as np
import torch
from PIL import Image, ImageDraw

from .batch import to_batch
from .evaluation import predict

SHEET_ROWS = 16
CELL = 128


def colours(q):
    """Canonical metres (..., 3 last) to colours: red from right to left, green upwards, blue towards the head."""
    low, high = np.array([-0.35, 0.0, -0.95]), np.array([0.35, 1.9, 1.55])
    return (np.clip((q - low) / (high - low), 0, 1) * 255).astype(np.uint8)


def depths(z, occupied):
    """Posed z (metres about the root) to grey: near is light."""
    grey = (np.clip(0.5 - z / 2.5, 0, 1) * 230 + 25).astype(np.uint8)
    return np.repeat((grey * occupied)[..., None], 3, -1)


def sheet(network, records, path, device="cpu"):
    """Columns: image; Q true, predicted; mask; P depth true, predicted; confidence; layer 1 Q true, predicted."""
    records = records[:SHEET_ROWS]
    layers = network.shape.layers
    batch = to_batch(records, device, layers)
    network.eval()
    q, p, occupancy, confidence = [t.cpu().numpy() for t in predict(network, batch.image)]
    truth_q = batch.canonical.cpu().numpy()
    truth_p = batch.posed.cpu().numpy()
    truth = batch.occupancy.cpu().numpy() > 0
    half = (len(records) + 1) // 2
    hidden = ["Q2*", "Q2"] if layers > 1 else []
    names = ["image", "Q*", "Q", "mask", "P* z", "P z", "conf", *hidden]
    canvas = Image.new("RGB", (CELL * len(names) * 2, CELL * half), (20, 20, 20))
    for n in range(len(records)):
        found = occupancy[n] > 0.5
        cells = [
            records["image"][n].transpose(1, 2, 0),
            colours(truth_q[n, 0].transpose(1, 2, 0)) * truth[n, 0, ..., None],
            colours(q[n, 0].transpose(1, 2, 0)) * found[0, ..., None],
            np.stack([occupancy[n, 0] * 255, truth[n, 0] * 255.0, occupancy[n, 0] * 255], -1).astype(np.uint8),
            depths(truth_p[n, 0, 2], truth[n, 0]),
            depths(p[n, 0, 2], found[0]),
            np.repeat((np.clip(np.log(confidence[n, 0]) / 8.5, 0, 1) * found[0] * 255)[..., None], 3, -1).astype(np.uint8),
        ]
        if layers > 1:
            cells.append(colours(truth_q[n, 1].transpose(1, 2, 0)) * truth[n, 1, ..., None])
            cells.append(colours(q[n, 1].transpose(1, 2, 0)) * found[1, ..., None])
        for column, cell in enumerate(cells):
            picture = Image.fromarray(np.ascontiguousarray(cell)).resize((CELL, CELL), Image.NEAREST)
            left = (column + (n // half) * len(names)) * CELL
            canvas.paste(picture, (left, (n % half) * CELL))
            if n % half == 0:
                ImageDraw.Draw(canvas).text((left + 3, 2), names[column], fill=(255, 255, 0))
    part = path + ".part"
    canvas.save(part, "PNG")
    os.replace(part, path)


def curves(history, evaluations, path):
    """history: dicts of figures over samples; evaluations: dicts on held-out samples. Skipped without matplotlib."""
    try:
        import matplotlib
    except ImportError:
        return
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(12, 8))
    x = [row["samples"] for row in history]
    plots = (
        (axes[0][0], "loss terms", ("q", "p", "loss")),
        (axes[0][1], "absolute error, mask", ("q_abs", "p_abs", "hidden_abs", "mask", "hidden", "part")),
    )
    for axis, title, names in plots:
        for name in names:
            axis.plot(x, [row.get(name, np.nan) for row in history], label=name, linewidth=1)
        axis.set_title(title)
        axis.legend()
    axes[0][1].set_yscale("log")
    axes[1][0].plot(x, [row["q_cm"] for row in history], label="fresh, training weights", linewidth=1)
    at = [row["samples"] for row in evaluations]
    for name in ("q_median_cm", "p_median_cm", "hidden_p_median_cm"):
        axes[1][0].plot(at, [row[name] for row in evaluations], "o-", markersize=3, label="held out " + name)
    axes[1][0].set_yscale("log")
    axes[1][0].set_title("median error, cm")
    axes[1][0].legend()
    for name in ("mask_iou", "hidden_iou", "q_swap", "q_turn", "phantom"):
        axes[1][1].plot(at, [row[name] for row in evaluations], "o-", markersize=3, label=name)
    axes[1][1].set_title("held out")
    axes[1][1].legend()
    for axis in axes.flat:
        axis.set_xlabel("samples")
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path + ".part", format="png", dpi=80)
    plt.close(figure)
    os.replace(path + ".part", path)
