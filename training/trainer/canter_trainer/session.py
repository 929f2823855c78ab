"""Drives a Run by the clock: feeding, progress lines, log, check-points, pictures, the end of the budget."""

import csv
import os
import sys

from . import checkpoint, pictures
from .batch import prior_of
from .corruption import spoil_prior
from .evaluation import evaluate
from .stream import Feeder, StreamError, load, stored
from .training import Diverged, spoiling

# Held-out seeds start here (the generator's convention); training seeds stay far below.
HELD_OUT_SEED = 2**41
HELD_OUT_SAMPLES = 192
LINE_SECONDS = 15.0
LOG_STEPS = 50
# Of a network that sees priors: these figures again, where it has one (spoilt, as in training).
WITH_PRIOR = ("q_median_cm", "p_median_cm", "hidden_p_median_cm", "mask_iou", "q_swap", "leg_swap", "q_turn", "phantom")
COLUMNS = (
    "samples seconds loss lr norm q_cm q q_abs mask part p p_abs hidden_abs hidden".split()
)


def require_fit(stream, network):
    """A network of fewer layers than the stream has learns the first of them."""
    sizes = (stream.image, stream.map) == (network.input_size, network.map_size)
    if network.prior and not stream.prior:
        raise StreamError("the samples have no priors, which the network learns to use: give the generator --prior-share 1")
    if not (sizes and stream.layers >= network.layers):
        raise StreamError(
            "the stream has image %d, map %d, %d layers; the network wants image %d, map %d, at most that many layers, has %d"
            % (stream.image, stream.map, stream.layers, network.input_size, network.map_size, network.layers)
        )


class Session:
    def __init__(
        self, run, source, folder, clock, checkpoint_minutes=5.0, out=sys.stdout, held_out=HELD_OUT_SAMPLES, frozen=None
    ):
        """frozen: a file of stored samples to measure on, instead of ``held_out`` fresh ones from the source."""
        self.run, self.source, self.folder, self.clock, self.out = run, source, folder, clock, out
        self.checkpoint_seconds = 60.0 * checkpoint_minutes
        self.held_out_count, self.frozen = held_out, frozen
        self.evaluations = []
        self.stopping = False
        os.makedirs(folder, exist_ok=True)

    @property
    def last(self):
        return os.path.join(self.folder, "last.pt")

    def stop(self):
        """Asks for an orderly end after the current step (a signal handler may call this)."""
        self.stopping = True

    def train(self, first_seed=0):
        """Trains until the budget is spent or stop() is called. Returns the last held-out figures."""
        run, progress = self.run, self.run.progress
        if self.frozen:
            shape, self.held_out = stored(self.frozen)
        else:
            shape, self.held_out = load(self.source, HELD_OUT_SEED, self.held_out_count)
        require_fit(shape, run.shape)
        self.evaluations = [row for row in progress.history if "mask_iou" in row]
        feeder = Feeder(self.source, first_seed + progress.samples, run.options.batch, self.clock)
        try:
            require_fit(feeder.shape, run.shape)
            self._loop(feeder)
        except StreamError:
            # The generator failed, not the network: what was learned since the last check-point is good.
            self._checkpoint()
            raise
        finally:
            feeder.close()
        return self._checkpoint()

    def _loop(self, feeder):
        run, progress = self.run, self.run.progress
        log = _Log(os.path.join(self.folder, "log.csv"), progress.samples)
        last = saved = lined = self.clock()
        since, waited, window = progress.samples, 0.0, []
        try:
            while run.spent() < 1.0 and not self.stopping:
                try:
                    window.append(run.step(feeder.next()))
                except Diverged as cause:
                    raise Diverged("%s. Continue from %s with a lower --learning-rate." % (cause, self.last)) from None
                now = self.clock()
                progress.seconds += now - last
                last = now
                if len(window) >= LOG_STEPS or now - lined >= LINE_SECONDS:
                    row = {name: sum(w[name] for w in window) / len(window) for name in window[0]}
                    row.update(samples=progress.samples, seconds=round(progress.seconds, 1))
                    progress.history.append(row)
                    log.write(row)
                    window.clear()
                if now - lined >= LINE_SECONDS:
                    self._line(row, (progress.samples - since) / (now - lined), (feeder.waited - waited) / (now - lined))
                    lined, since, waited = now, progress.samples, feeder.waited
                if self._due(now - saved):
                    self._checkpoint()
                    # Pictures and evaluation are not training: they do not eat the budget of minutes.
                    last = saved = self.clock()
        finally:
            log.close()

    def _due(self, seconds):
        """Whether to write a check-point, so long after the last."""
        return seconds >= self.checkpoint_seconds

    def _line(self, row, rate, waiting):
        run, progress = self.run, self.run.progress
        spent = max(run.spent(), 1e-6)
        left = progress.seconds * (1 - spent) / spent / 60.0
        text = (
            "%5.1f min  %8d samples  %5.1f/s (waits %2.0f %%)  loss %7.3f  Q %5.1f cm  |P| %5.1f cm  mask %.3f  "
            "norm %.1f  lr %.1e  %.0f min left"
            % (
                progress.seconds / 60,
                progress.samples,
                rate,
                100 * waiting,
                row["loss"],
                row["q_cm"],
                100 * row["p_abs"],
                row["mask"],
                row["norm"],
                row["lr"],
                left,
            )
        )
        tty = self.out.isatty()
        self.out.write(("\r" if tty else "") + text + ("" if tty else "\n"))
        self.out.flush()

    def _checkpoint(self):
        run, progress = self.run, self.run.progress
        figures = evaluate(run.average.network, self.held_out, run.options.device)
        if run.shape.prior:
            prior = spoil_prior(prior_of(self.held_out), spoiling(run.options.seed, -1), missing=0.0)
            with_prior = evaluate(run.average.network, self.held_out, run.options.device, prior)
            figures.update({"prior_" + name: with_prior[name] for name in WITH_PRIOR})
        row = {"samples": progress.samples, "seconds": round(progress.seconds, 1), **figures}
        progress.history.append(row)
        self.evaluations.append(row)
        checkpoint.save(self.last, run.state())
        history = [r for r in progress.history if "loss" in r]
        pictures.curves(history, self.evaluations, os.path.join(self.folder, "curves.png"))
        pictures.sheet(run.average.network, self.held_out, os.path.join(self.folder, "samples.png"), run.options.device)
        text = "  ".join("%s %.3g" % item for item in figures.items())
        self.out.write("%s%8d samples, held out: %s\n" % ("\n" if self.out.isatty() else "", progress.samples, text))
        self.out.flush()
        return figures


class _Log:
    """log.csv; rows of a resumed run continue below those of before, rows beyond the check-point are cut."""

    def __init__(self, path, samples):
        rows = []
        if samples and os.path.exists(path):
            with open(path, newline="") as old:
                rows = [row for row in csv.DictReader(old) if int(row["samples"]) <= samples]
        self.file = open(path, "w", newline="")
        self.writer = csv.DictWriter(self.file, COLUMNS, extrasaction="ignore")
        self.writer.writeheader()
        self.writer.writerows(rows)

    def write(self, row):
        self.writer.writerow({k: row[k] if k == "samples" else "%.6g" % row[k] for k in COLUMNS})
        self.file.flush()

    def close(self):
        self.file.close()
