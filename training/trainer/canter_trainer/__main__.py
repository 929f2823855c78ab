"""Command line: ``python3 -m canter_trainer train|held-out|evaluate|study|temporal|export|keep|parity|fake-generator|flops``."""

import os

# Before torch loads its thread pool: threads that spin at every barrier lose whole time slices as soon as the generator
# or anything else wants a core (measured on two busy cores: 1.1 samples/s spinning, 12 waiting).
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import argparse
import json
import shlex
import signal
import sys
import time
from dataclasses import replace

import torch

from . import backbone, checkpoint, export, parity, study, temporal
from .evaluation import table
from .fake import SPECIES, FakeSource
from .network import POSED_FROM, SIZES, DualPointMapNetwork, count_flops
from .schedule import Budget
from .session import HELD_OUT_SEED, Session
from .stream import BODY_BLOCK, CommandSource, FileSource, StreamError, StreamShape, store
from .training import Diverged, Options, Run


def parser():
    root = argparse.ArgumentParser(prog="canter_trainer", description=__doc__)
    commands = root.add_subparsers(dest="command", required=True)

    train = commands.add_parser("train", help="train from a generator's stream")
    add_feed(train)
    add_shape(train)
    train.add_argument(
        "--corrupt-q",
        choices=("on", "off"),
        default="on",
        help="whether stage 2 also learns from spoiled true Q (default) or only from stage 1's",
    )
    train.add_argument(
        "--species", type=names, default=(), help="NAME[,NAME]: these alone; the generator command then has {species}"
    )
    train.add_argument(
        "--prior", action="store_true", help="stage 1 also sees the Q of a moment before; the samples must hold it"
    )
    train.add_argument("--backbone", choices=("own", "dinov2"), default="own", help="what stage 1 sees with")
    train.add_argument(
        "--backbone-weights",
        metavar="FILE",
        help="local state dict of DINOv2 ViT-S/14 or ViT-B/14, as published (Apache 2.0); the size is told by the file",
    )
    train.add_argument(
        "--tune-backbone", action="store_true", help="let the DINOv2 weights learn as well; frozen otherwise"
    )
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
        "--bf16", choices=("auto", "yes", "no"), default="auto", help="half precision; auto: where it is faster"
    )
    train.add_argument("--checkpoint-minutes", type=float, default=5.0)
    train.add_argument("--held-out", metavar="FILE", help="measure on these stored samples instead of on fresh ones")

    store = commands.add_parser("held-out", help="store samples that no training sees, once, to measure on")
    add_feed(store)
    store.add_argument("--samples", type=int, default=1024)
    store.add_argument("--size", choices=sorted(SIZES), default="small", help="network that --fake samples are for")
    store.add_argument("-o", "--output", required=True, help="0.41 MB a sample")

    measure = commands.add_parser("evaluate", help="measure a check-point on stored samples, by species")
    measure.add_argument("--checkpoint", required=True)
    measure.add_argument("--held-out", metavar="FILE", required=True, help="written by held-out")
    measure.add_argument("--json", help="write the figures here as well")
    measure.add_argument("--threads", type=int, default=2)
    measure.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")

    compare = commands.add_parser("study", help="train the method's variants on one budget and compare them")
    add_feed(compare)
    compare.add_argument("--size", choices=sorted(SIZES), default="small")
    compare.add_argument("--samples", type=int, default=48000, help="for those that share stage 1, and for horses alone")
    compare.add_argument("--init-from", help="check-point whose stage 1 all variants begin with; not for horses alone")
    compare.add_argument("--variants", type=names, default=(), help="NAME[,NAME]; all when absent")
    add_study(compare)

    prior = commands.add_parser("temporal", help="fine-tune with the Q of a moment before as an input, and without, and compare")
    add_feed(prior)
    prior.add_argument("--init-from", required=True, help="check-point that both start from")
    prior.add_argument("--samples", type=int, default=12000)
    prior.add_argument("--learning-rate", type=float, default=1e-3)
    add_study(prior)

    write = commands.add_parser("export", help="write the averaged weights of a check-point as ONNX")
    source = write.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint")
    source.add_argument("--random", choices=sorted(SIZES), help="an untrained network of this size, for tests")
    add_shape(write, size=False)
    write.add_argument("-o", "--output", required=True)
    write.add_argument("--template", required=True, help="id of the rig that the generator used")
    write.add_argument("--generator-version", default="unknown")
    write.add_argument("--date", help="for the provenance, YYYY-MM-DD; today when absent")

    check = commands.add_parser("parity", help="compare an ONNX file with torch")
    source = check.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint")
    source.add_argument("--random", choices=sorted(SIZES))
    add_shape(check, size=False)
    check.add_argument("--onnx", help="compare with Python's ONNX Runtime")
    check.add_argument("--dump", help="folder for tensors that the Java side compares (ParityMain)")

    keep = commands.add_parser("keep", help="write what --init-from needs of a check-point, in half precision")
    keep.add_argument("--checkpoint", required=True)
    keep.add_argument("-o", "--output", required=True)

    fake = commands.add_parser("fake-generator", help="write coloured ellipsoids as a stream, for tests")
    fake.add_argument("--seed-from", type=int, default=0)
    fake.add_argument("--count", default="infinite")
    fake.add_argument("--prior", action="store_true", help="with a moment before")
    fake.add_argument("--image", type=int, default=128, help="edge of the pictures; the maps' is half of it")

    flops = commands.add_parser("flops", help="cost of each size")
    flops.add_argument("--size", choices=sorted(SIZES))
    return root


def names(text):
    return tuple(name.strip() for name in text.split(","))


def add_feed(command):
    feed = command.add_mutually_exclusive_group(required=True)
    feed.add_argument(
        "--generator",
        help="command with {seed} and {count}, and {species} where --species is given; its standard output is the stream",
    )
    feed.add_argument("--stream", help="file or fifo with the stream")
    feed.add_argument("--fake", action="store_true", help="built-in coloured ellipsoids, for tests")


def add_study(command):
    command.add_argument("--held-out-samples", type=int, default=512)
    command.add_argument("--first-seed", type=int, default=0, help="of the generator")
    command.add_argument("-o", "--output", required=True, help="folder; a study that was stopped goes on from it")
    command.add_argument("--threads", type=int, default=2)
    command.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    command.add_argument("--bf16", choices=("auto", "yes", "no"), default="auto")


def add_shape(command, size=True):
    if size:
        command.add_argument("--size", choices=sorted(SIZES), default="small")
    command.add_argument("--layers", type=int, choices=(1, 2, 3, 4), default=4, help="crossings per ray that are learned")
    command.add_argument(
        "--posed-from",
        choices=POSED_FROM,
        default="q",
        help="what P is predicted from: Q alone (the method), the picture, or both",
    )


def shape_of(size, args):
    return replace(SIZES[size], layers=args.layers, posed_from=args.posed_from, prior=getattr(args, "prior", False))


def source_of(args, species=()):
    if args.generator:
        return CommandSource(args.generator, species)
    if args.fake:
        # A process of its own: a busy Python thread would hold torch's thread up at every operation.
        module = "%s -m canter_trainer fake-generator" % shlex.quote(sys.executable)
        image = SIZES[getattr(args, "size", "small")].input_size
        prior = " --prior" if getattr(args, "prior", False) else ""
        return CommandSource("%s --image %d%s --seed-from {seed} --count {count}" % (module, image, prior))
    return FileSource(args.stream)


def fake_generator(args):
    shape = StreamShape(args.image, args.image // 2, 4, SPECIES, args.prior)
    stream = FakeSource(shape).open(args.seed_from, None if args.count == "infinite" else int(args.count))
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
    """Whether bfloat16 is faster than float32 there. Any GPU of today; a processor may know the instructions and take twice
    as long for them, so it is tried."""
    if device.startswith("cuda"):
        return True
    try:
        with open("/proc/cpuinfo") as info:
            text = info.read()
    except OSError:
        return False
    knows = "avx512_bf16" in text or "amx_bf16" in text
    return knows and convolution_seconds(torch.bfloat16) < convolution_seconds(torch.float32)


def convolution_seconds(kind, times=6):
    """Processor time of one convolution as the network has them, the least of some: other work hardly changes it."""
    x = torch.ones(16, 128, 16, 16, dtype=kind).contiguous(memory_format=torch.channels_last)
    kernel = torch.ones(128, 128, 3, 3, dtype=kind).contiguous(memory_format=torch.channels_last)
    seconds = []
    with torch.no_grad():
        for _ in range(times):
            start = time.process_time()
            torch.conv2d(x, kernel, padding=1)
            seconds.append(time.process_time() - start)
    return min(seconds)


def train(args):
    torch.set_num_threads(args.threads)
    # Denormal numbers cost a hundred times a normal one; they appear as batch norm scales decay.
    torch.set_flush_denormal(True)
    options = Options(
        args.learning_rate,
        batch=args.batch,
        seed=args.seed,
        device=args.device,
        bf16=wants_bf16(args),
        corrupt_q=args.corrupt_q == "on",
        species=args.species,
        tune_backbone=args.tune_backbone,
    )
    shape, weights = shape_of(args.size, args), None
    if (args.backbone == "dinov2") != bool(args.backbone_weights):
        raise ValueError("--backbone dinov2 and --backbone-weights FILE go together")
    if args.tune_backbone and not args.backbone_weights:
        raise ValueError("--tune-backbone needs --backbone dinov2")
    if args.backbone_weights:
        weights = backbone.read_weights(args.backbone_weights)
        shape = replace(shape, backbone=backbone.kind_of(weights, args.backbone_weights))
    run = Run(shape, options, Budget(args.minutes, args.samples))
    if weights:
        run.load_backbone(weights, args.backbone_weights)
    source = source_of(args, args.species)
    session = Session(run, source, args.output, time.monotonic, args.checkpoint_minutes, frozen=args.held_out)
    if args.resume:
        run.restore(checkpoint.load(session.last))
    elif args.init_from:
        run.warm_start(checkpoint.load(args.init_from))
    stop_on_signals(session)
    session.train(args.first_seed)


def wants_bf16(args):
    return args.bf16 == "yes" or (args.bf16 == "auto" and has_bf16(args.device))


def stop_on_signals(work):
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: work.stop())


def store_held_out(args):
    store(source_of(args), HELD_OUT_SEED, args.samples, args.output, BODY_BLOCK)


def evaluate(args):
    torch.set_num_threads(args.threads)
    network, _ = study.load_network(args.checkpoint)
    figures = study.measure(network.to(args.device), args.held_out, args.device)
    print(table({"all": figures["all"], **figures["species"]}))
    if args.json:
        with open(args.json, "w") as file:
            json.dump(figures, file, indent=1)


def run_study(args):
    plan = study.Plan(args.size, args.samples, args.held_out_samples, first_seed=args.first_seed)
    variants = study.chosen(args.variants)

    def generate(species):
        # Without {species} where all are wanted: " --species {species}" is the study's to add.
        if not args.generator:
            return source_of(args)
        return CommandSource(args.generator + (" --species {species}" if species else ""), species)

    start = args.init_from and checkpoint.load(args.init_from)
    if start:
        plan = replace(plan, start=start["samples"] + start.get("earlier", (0, 0.0))[0])
    conduct(study.Study, plan, generate, args, variants, start)


def run_temporal(args):
    start = checkpoint.load(args.init_from)
    plan = study.Plan("of %s" % os.path.basename(args.init_from), args.samples, args.held_out_samples)
    plan = replace(plan, learning_rate=args.learning_rate, first_seed=args.first_seed)
    conduct(temporal.Temporal, plan, lambda _: source_of(args), args, start)


def conduct(kind, plan, generate, args, *subject):
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    work = kind(plan, generate, args.output, time.monotonic, sys.stdout, args.device, wants_bf16(args))
    stop_on_signals(work)
    print(work.run(*subject))


def trained(args):
    """The network that --checkpoint or --random names, and its provenance without date."""
    if args.random:
        torch.manual_seed(1)
        return DualPointMapNetwork(shape_of(args.random, args)), "random weights"
    network, state = study.load_network(args.checkpoint)
    samples, seconds = state.get("earlier", (0, 0.0))
    samples, seconds = samples + state["samples"], seconds + state["seconds"]
    provenance = "%d synthetic samples, %.0f minutes" % (samples, seconds / 60)
    if network.shape.backbone != "own":
        provenance += ", backbone %s (Apache 2.0)" % network.shape.backbone
    recipe = {**Options().recipe(), **state.get("recipe", {})}
    if recipe["species"]:
        provenance += ", species %s alone" % " ".join(recipe["species"])
    if not recipe["corrupt_q"]:
        provenance += ", Q not corrupted"
    return network, provenance


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
    "held-out": store_held_out,
    "evaluate": evaluate,
    "study": run_study,
    "temporal": run_temporal,
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
    except (Diverged, StreamError, checkpoint.CheckpointError, backbone.WeightsError, ValueError, OSError) as failure:
        sys.stderr.write("canter_trainer: %s\n" % failure)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
