"""Command line: ``python3 -m canter_trainer train|export|keep|parity|fake-generator|flops``."""

import os

# Before torch loads its thread pool: threads that spin at every barrier lose whole time slices as soon as the generator
# or anything else wants a core (measured on two busy cores: 1.1 samples/s spinning, 12 waiting).
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import argparse
import shlex
import signal
import sys
import time

import torch

from . import checkpoint, export, parity
from .fake import FakeSource
from .network import SIZES, DualPointMapNetwork, Shape, count_flops
from .schedule import Budget
from .session import Session
from .stream import CommandSource, FileSource, StreamError
from .training import Diverged, Options, Run


def parser():
    root = argparse.ArgumentParser(prog="canter_trainer", description=__doc__)
    commands = root.add_subparsers(dest="command", required=True)

    train = commands.add_parser("train", help="train from a generator's stream")
    feed = train.add_mutually_exclusive_group(required=True)
    feed.add_argument("--generator", help="command with {seed} and {count}; its standard output is the stream")
    feed.add_argument("--stream", help="file or fifo with the stream")
    feed.add_argument("--fake", action="store_true", help="built-in coloured ellipsoids, for tests")
    train.add_argument("--size", choices=sorted(SIZES), default="small")
    train.add_argument("--minutes", type=float, help="budget in minutes of training")
    train.add_argument("--samples", type=int, help="budget in samples, instead of minutes")
    train.add_argument("-o", "--output", required=True, help="folder for last.pt, log.csv, curves.png, samples.png")
    start = train.add_mutually_exclusive_group()
    start.add_argument("--resume", action="store_true", help="go on from the check-point in the output folder")
    start.add_argument("--init-from", help="check-point whose averaged weights start a new schedule")
    train.add_argument("--learning-rate", type=float, default=Options.learning_rate)
    train.add_argument("--batch", type=int, default=Options.batch)
    train.add_argument("--seed", type=int, default=Options.seed, help="of weights and augmentation")
    train.add_argument("--first-seed", type=int, default=0, help="of the generator")
    train.add_argument("--threads", type=int, default=2)
    train.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    train.add_argument(
        "--bf16", choices=("auto", "yes", "no"), default="auto", help="half precision; auto: where the processor has it"
    )
    train.add_argument("--checkpoint-minutes", type=float, default=5.0)

    write = commands.add_parser("export", help="write the averaged weights of a check-point as ONNX")
    source = write.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint")
    source.add_argument("--random", choices=sorted(SIZES), help="an untrained network of this size, for tests")
    write.add_argument("-o", "--output", required=True)
    write.add_argument("--template", required=True, help="id of the rig that the generator used")
    write.add_argument("--generator-version", default="unknown")
    write.add_argument("--date", help="for the provenance, YYYY-MM-DD; today when absent")

    check = commands.add_parser("parity", help="compare an ONNX file with torch")
    source = check.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint")
    source.add_argument("--random", choices=sorted(SIZES))
    check.add_argument("--onnx", help="compare with Python's ONNX Runtime")
    check.add_argument("--dump", help="folder for tensors that the Java side compares (ParityMain)")

    keep = commands.add_parser("keep", help="write what --init-from needs of a check-point, in half precision")
    keep.add_argument("--checkpoint", required=True)
    keep.add_argument("-o", "--output", required=True)

    fake = commands.add_parser("fake-generator", help="write coloured ellipsoids as a stream, for tests")
    fake.add_argument("--seed-from", type=int, default=0)
    fake.add_argument("--count", default="infinite")

    flops = commands.add_parser("flops", help="cost of each size")
    flops.add_argument("--size", choices=sorted(SIZES))
    return root


def source_of(args):
    if args.generator:
        return CommandSource(args.generator)
    if args.fake:
        # A process of its own: a busy Python thread would hold torch's thread up at every operation.
        module = "%s -m canter_trainer fake-generator" % shlex.quote(sys.executable)
        return CommandSource(module + " --seed-from {seed} --count {count}")
    return FileSource(args.stream)


def fake_generator(args):
    stream = FakeSource().open(args.seed_from, None if args.count == "infinite" else int(args.count))
    try:
        while True:
            data = stream.read(1 << 18)
            if not data:
                return
            sys.stdout.buffer.write(data)
    except BrokenPipeError:
        # The reader has enough; a second failure when Python flushes at its end would only confuse.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def has_bf16(device):
    """Whether bfloat16 is faster than float32 there: any GPU of today, and processors with AVX-512 BF16 or AMX."""
    if device.startswith("cuda"):
        return True
    try:
        with open("/proc/cpuinfo") as info:
            text = info.read()
    except OSError:
        return False
    return "avx512_bf16" in text or "amx_bf16" in text


def train(args):
    torch.set_num_threads(args.threads)
    # Denormal numbers cost a hundred times a normal one; they appear as batch norm scales decay.
    torch.set_flush_denormal(True)
    bf16 = args.bf16 == "yes" or (args.bf16 == "auto" and has_bf16(args.device))
    options = Options(args.learning_rate, batch=args.batch, seed=args.seed, device=args.device, bf16=bf16)
    run = Run(SIZES[args.size], options, Budget(args.minutes, args.samples))
    session = Session(run, source_of(args), args.output, time.monotonic, args.checkpoint_minutes)
    if args.resume:
        run.restore(checkpoint.load(session.last))
    elif args.init_from:
        run.warm_start(checkpoint.load(args.init_from))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: session.stop())
    session.train(args.first_seed)


def trained(args):
    """The network that --checkpoint or --random names, and its provenance without date."""
    if args.random:
        torch.manual_seed(1)
        return DualPointMapNetwork(SIZES[args.random]), "random weights"
    state = checkpoint.load(args.checkpoint)
    network = DualPointMapNetwork(Shape.from_dict(state["shape"]))
    network.load_state_dict(state["average"]["network"])
    samples, seconds = state.get("earlier", (0, 0.0))
    samples, seconds = samples + state["samples"], seconds + state["seconds"]
    return network, "%d synthetic samples, %.0f minutes" % (samples, seconds / 60)


def write_onnx(args):
    network, provenance = trained(args)
    if not args.random:
        date = args.date or time.strftime("%Y-%m-%d", time.gmtime())
        provenance = "%s, generator %s, %s" % (provenance, args.generator_version, date)
    export.save(export.to_onnx(network, args.template, provenance), args.output)


def keep(args):
    checkpoint.save(args.output, checkpoint.essence(checkpoint.load(args.checkpoint)))


def check_parity(args):
    if not (args.onnx or args.dump):
        raise ValueError("give --onnx to compare here, or --dump to compare on the Java side")
    network = trained(args)[0].eval()
    if args.dump:
        parity.dump(network, args.dump)
    if args.onnx:
        differences = parity.compare(args.onnx, network)
        if differences is None:
            raise ValueError("Python's onnxruntime is not installed: use --dump and the Java side's ParityMain")
        print("  ".join("%s %.2g" % item for item in differences.items()))
        if max(differences.values()) > parity.TOLERANCE:
            raise ValueError("torch and ONNX Runtime differ by more than %g" % parity.TOLERANCE)


def flops(args):
    for size in [args.size] if args.size else sorted(SIZES):
        network = DualPointMapNetwork(SIZES[size])
        cost = count_flops(network)
        weights = sum(p.numel() for p in network.parameters())
        print(
            "%-6s %6.2f + %5.2f GFLOP an image, %5.1f M weights"
            % (size, cost["stage1"] / 1e9, cost["stage2"] / 1e9, weights / 1e6)
        )


COMMANDS = {
    "train": train,
    "export": write_onnx,
    "keep": keep,
    "parity": check_parity,
    "fake-generator": fake_generator,
    "flops": flops,
}


def main(argv=None):
    args = parser().parse_args(argv)
    try:
        COMMANDS[args.command](args)
    except (Diverged, StreamError, checkpoint.CheckpointError, ValueError, OSError) as failure:
        sys.stderr.write("canter_trainer: %s\n" % failure)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
