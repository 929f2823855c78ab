"""Reads the generator's stream: training samples as bytes, never a data set on disk."""

import os
import queue
import shlex
import struct
import subprocess
import threading
import time
from dataclasses import dataclass, field

import numpy as np

MAGIC = b"CANT"
VERSION = 3
META = 8
# Bounds against a corrupt header: a crop of 1024 pixels and 16 layers are far beyond any network here.
EDGE_MAX = 1024
LAYERS_MAX = 16
NAMES_MAX = 1 << 16
# Batches that wait ready. Eight cover a check-point's pause; one batch of 16 is 4 MB.
QUEUE_BATCHES = 8
# The generator gives each block of so many seeds 64 bodies; a held-out file takes few samples from each block.
BODY_BLOCK = 1024
STORED_PER_BLOCK = 64


class StreamError(Exception):
    """The stream broke its format, or its generator ended too early."""


@dataclass(frozen=True)
class StreamShape:
    """Image edge S, map edge s, layers L of a stream; names of the species that a sample's meta[1] counts in; whether
    samples may have a prior, the visible layer of a moment before (those that have one say so in meta[6])."""

    image: int
    map: int
    layers: int
    species: tuple = field(default=(), compare=False)
    prior: bool = field(default=False, compare=False)

    def record(self):
        """One sample as a packed numpy type, as the generator writes it (little endian)."""
        s, layers = self.map, self.layers
        prior = [("prior_occupancy", "u1", (s, s)), ("prior_canonical", "<f2", (3, s, s))] if self.prior else []
        return np.dtype(
            [
                ("image", "u1", (3, self.image, self.image)),
                ("occupancy", "u1", (layers, s, s)),
                ("canonical", "<f2", (layers, 3, s, s)),
                ("posed", "<f2", (layers, 3, s, s)),
                *prior,
                ("meta", "<f4", (META,)),
            ]
        )

    def header(self):
        names = ",".join(self.species).encode()
        return MAGIC + struct.pack("<6i", VERSION, self.image, self.map, self.layers, self.prior, len(names)) + names


def read_header(pipe):
    """Returns the StreamShape at the beginning of ``pipe``; raises StreamError naming the wrong value."""
    head = _read(pipe, 28)
    if len(head) < 28:
        raise StreamError("the generator ended before it wrote a header; see its own message above")
    if head[:4] != MAGIC:
        raise StreamError("the stream starts with %r instead of %r" % (head[:4], MAGIC))
    version, image, edge, layers, prior, length = struct.unpack("<6i", head[4:])
    if version != VERSION:
        raise StreamError("stream version %d, this trainer reads %d: build both from one checkout" % (version, VERSION))
    if not (0 < image <= EDGE_MAX and 0 < edge <= EDGE_MAX and 0 < layers <= LAYERS_MAX):
        raise StreamError("impossible sizes in the header: image %d, map %d, layers %d" % (image, edge, layers))
    if prior not in (0, 1):
        raise StreamError("impossible mark of priors in the header: %d" % prior)
    if not 0 <= length <= NAMES_MAX:
        raise StreamError("impossible length of the species' names in the header: %d" % length)
    names = _read(pipe, length)
    if len(names) < length:
        raise StreamError("the stream ended inside its header")
    return StreamShape(image, edge, layers, tuple(names.decode().split(",")) if names else (), bool(prior))


def _read(pipe, size):
    """Up to ``size`` bytes; fewer only at the end of the stream."""
    parts = bytearray()
    while len(parts) < size:
        chunk = pipe.read(size - len(parts))
        if not chunk:
            break
        parts += chunk
    return bytes(parts)


def read_records(pipe, shape, count):
    """Up to ``count`` samples as one numpy record array; fewer only at the end of the stream."""
    record = shape.record()
    data = _read(pipe, record.itemsize * count)
    whole = len(data) // record.itemsize
    if whole * record.itemsize != len(data):
        raise StreamError("the stream ended inside a sample (%d spare bytes)" % (len(data) % record.itemsize))
    return np.frombuffer(data, record, whole)


class CommandSource:
    """Samples from a command's standard output. ``{seed}`` and ``{count}`` in the command are filled in, and
    ``{species}`` where some species alone are wanted."""

    def __init__(self, command, species=()):
        for wanted in ("{seed}", "{count}"):
            if wanted not in command:
                raise StreamError("the generator command lacks %s: %s" % (wanted, command))
        if species and "{species}" not in command:
            raise StreamError("--species needs {species} in the generator command: %s" % command)
        if "{species}" in command and not species:
            raise StreamError("the generator command has {species}: say which with --species")
        self.command = command.replace("{species}", shlex.quote(",".join(species)))

    def open(self, seed, count=None):
        line = self.command.replace("{seed}", str(seed)).replace("{count}", str(count or "infinite"))
        process = subprocess.Popen(shlex.split(line), stdout=subprocess.PIPE, bufsize=1 << 20)
        return _ProcessStream(process)


class _ProcessStream:
    def __init__(self, process):
        self.process = process

    def read(self, size):
        return self.process.stdout.read(size)

    def close(self):
        self.process.stdout.close()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class FileSource:
    """Samples from a file or fifo: each opening starts at its beginning, whatever the seed."""

    def __init__(self, path):
        self.path = path

    def open(self, seed, count=None):
        return open(self.path, "rb")


def store(source, seed, count, path, block):
    """Writes ``count`` samples from ``seed`` on to a file, whole or not at all: STORED_PER_BLOCK of every ``block`` seeds,
    since neighbours share their bodies."""
    part = path + ".part"
    with open(part, "wb") as file:
        written = 0
        while written < count:
            some = min(count - written, STORED_PER_BLOCK)
            shape, records = load(source, seed + written // STORED_PER_BLOCK * block, some)
            if not written:
                file.write(shape.header())
            file.write(records.tobytes())
            written += some
    os.replace(part, path)


def stored(path):
    """Shape and all records of a file that ``store`` wrote."""
    try:
        with open(path, "rb") as file:
            shape = read_header(file)
            size = shape.record().itemsize
            count, spare = divmod(os.path.getsize(path) - file.tell(), size)
            if spare or not count:
                raise StreamError("%d samples and %d spare bytes" % (count, spare))
            return shape, np.memmap(path, shape.record(), "r", file.tell(), (count,))
    except StreamError as cause:
        raise StreamError("%s is no file of stored samples: %s" % (path, cause)) from None


def load(source, seed, count):
    """``count`` samples from ``seed`` on as one record array, with the stream's shape."""
    stream = source.open(seed, count)
    try:
        shape = read_header(stream)
        records = read_records(stream, shape, count)
    finally:
        stream.close()
    if len(records) < count:
        raise StreamError("the generator gave %d of %d samples" % (len(records), count))
    return shape, records


class Feeder:
    """Reads batches in a background thread, so that training never waits while samples are ready.

    ``waited`` is the time in seconds that the consumer spent waiting: near 0 means the generator is fast enough.
    """

    def __init__(self, source, seed, batch, clock=time.monotonic):
        self.clock = clock
        self.waited = 0.0
        self.batches = queue.Queue(QUEUE_BATCHES)
        self.stopping = threading.Event()
        self.stream = source.open(seed)
        try:
            self.shape = read_header(self.stream)
        except StreamError:
            self.stream.close()
            raise
        self.thread = threading.Thread(target=self._run, args=(batch,), name="feeder", daemon=True)
        self.thread.start()

    def _run(self, batch):
        try:
            while not self.stopping.is_set():
                records = read_records(self.stream, self.shape, batch)
                if len(records) < batch:
                    self._put(StreamError("the generator's stream ended"))
                    return
                self._put(records)
        except Exception as failure:  # handed to the consumer, which raises it
            self._put(failure)

    def _put(self, item):
        while not self.stopping.is_set():
            try:
                self.batches.put(item, timeout=0.5)
                return
            except queue.Full:
                continue

    def next(self):
        """The next batch as a record array; raises what the reading thread met."""
        start = self.clock()
        item = self.batches.get()
        self.waited += self.clock() - start
        if isinstance(item, Exception):
            raise item
        return item

    def close(self):
        self.stopping.set()
        while not self.batches.empty():
            self.batches.get_nowait()
        self.stream.close()
        self.thread.join(10)
