#!/bin/bash
# Trains the variants of the method (P from Q, from the picture, from both; one layer; Q not spoiled) on one stage 1 from the
# same samples, then the method on as many samples of horses alone, and compares all on one frozen held-out set.
#   training/study.sh [--temporal] -o DIR [--samples N] [--size quarter|small] [--variants NAME,NAME] [--photos DIR]
#                     [--generator-threads N] [any option of "canter_trainer study"]
#   training/study.sh --temporal -o DIR [--samples N] [--init-from FILE] [--photos DIR] [any option of "canter_trainer temporal"]
# Trains the network that ships on, once with the Q of a moment before as an input of stage 1 and once without, and compares.
# Both end with DIR/report.md and report.json. A study that was stopped goes on when it is called again with the same options.
set -euo pipefail
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out='' generator_threads=1 photos='' kind=study pass=()
while [ $# -gt 0 ]; do
  case $1 in
    -o | --output | --generator-threads | --photos)
      [ $# -gt 1 ] || { echo "study.sh: $1 needs a value" >&2; exit 2; } ;;&
    -o | --output) out=$2; shift 2 ;;
    --generator-threads) generator_threads=$2; shift 2 ;;
    --photos) photos=$(cd -- "$2" && pwd); shift 2 ;;
    --temporal) kind=temporal; shift ;;
    *) pass+=("$1"); shift ;;
  esac
done
if [ -z "$out" ]; then
  echo "usage: training/study.sh -o DIR [--samples N] [--size quarter|small] [--photos DIR] [--variants NAME,NAME]" >&2
  exit 2
fi
mkdir -p "$out"
out=$(cd -- "$out" && pwd)
# shellcheck source=prepare.sh
. "$home/training/prepare.sh"

generator=$(printf '%q ' "${java[@]}")
generator+="io.canter.training.scene.GeneratorMain --seed-from {seed} --count {count} --threads $generator_threads"
[ -z "$photos" ] || generator+=" --photos $(printf '%q' "$photos")"
if [ "$kind" = temporal ]; then
  generator+=" --prior-share 1"
  pass=(--init-from "$home/training/weights/small.pt" ${pass[@]+"${pass[@]}"})
fi
generator+=" -o -"
"$python" -W ignore -m canter_trainer "$kind" --generator "$generator" -o "$out" ${pass[@]+"${pass[@]}"}
rm -r "$frozen"
echo "study.sh: wrote $out/report.md"
