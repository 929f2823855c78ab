#!/bin/bash
# From the rig to a checked .onnx: builds what is missing, then generates, trains, exports, compares with ONNX Runtime.
#   training/train.sh --minutes M -o DIR [--threads N] [--generator-threads N] [--photos DIR] [--rigs DIR]
#                     [--species NAME,NAME] [--disguise-share S] [--prior] [any option of "canter_trainer train"]
# A stopped run goes on with --resume. Ends with DIR/quadruped-SIZE.onnx, curves.png, samples.png, log.csv.
set -euo pipefail
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out='' size=small generator_threads=1 photos='' rigs='' species='' disguises='' prior='' pass=()
while [ $# -gt 0 ]; do
  case $1 in
    -o | --output | --size | --generator-threads | --photos | --rigs | --species | --disguise-share)
      [ $# -gt 1 ] || { echo "train.sh: $1 needs a value" >&2; exit 2; } ;;&
    -o | --output) out=$2; shift 2 ;;
    --size) size=$2; shift 2 ;;
    --generator-threads) generator_threads=$2; shift 2 ;;
    --photos) photos=$(cd -- "$2" && pwd); shift 2 ;;
    --rigs) rigs=$(cd -- "$2" && pwd); shift 2 ;;
    --species) species=$2; shift 2 ;;
    --disguise-share) disguises=$2; shift 2 ;;
    --prior) prior=1; pass+=("$1"); shift ;;
    *) pass+=("$1"); shift ;;
  esac
done
if [ -z "$out" ]; then
  echo "usage: training/train.sh --minutes M -o DIR [--size small|base] [--photos DIR] [--resume] ..." >&2
  exit 2
fi
mkdir -p "$out"
out=$(cd -- "$out" && pwd)
# shellcheck source=prepare.sh
. "$home/training/prepare.sh"

generator=$(printf '%q ' "${java[@]}")
generator+="io.canter.training.scene.GeneratorMain --seed-from {seed} --count {count} --threads $generator_threads"
[ -z "$photos" ] || generator+=" --photos $(printf '%q' "$photos")"
[ -z "$rigs" ] || generator+=" --rigs $(printf '%q' "$rigs")"
[ -z "$disguises" ] || generator+=" --disguise-share $(printf '%q' "$disguises")"
[ -z "$prior" ] || generator+=" --prior-share 1"
[ -z "$species" ] || { generator+=" --species {species}"; pass+=(--species "$species"); }
generator+=" -o -"
"$python" -W ignore -m canter_trainer train --generator "$generator" --size "$size" -o "$out" ${pass[@]+"${pass[@]}"}

model="$out/quadruped-$size.onnx"
"$python" -W ignore -m canter_trainer export --checkpoint "$out/last.pt" --template "$template" \
  --generator-version "$version" -o "$model"
"$python" -W ignore -m canter_trainer parity --checkpoint "$out/last.pt" --dump "$out/parity"
"${java[@]}" io.canter.training.trainer.ParityMain "$model" "$out/parity"
rm -r "$out/parity" "$frozen"
echo "train.sh: wrote $model"
