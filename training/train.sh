#!/bin/bash
# From the rig to a checked .onnx: builds what is missing, then generates, trains, exports, compares with ONNX Runtime.
#   training/train.sh --minutes M -o DIR [--threads N] [--generator-threads N] [--photos DIR]
#                     [any option of "canter_trainer train"]
# A stopped run goes on with --resume. Ends with DIR/quadruped-SIZE.onnx, curves.png, samples.png, log.csv.
set -euo pipefail
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out='' size=small generator_threads=1 photos='' pass=()
while [ $# -gt 0 ]; do
  case $1 in
    -o | --output | --size | --generator-threads | --photos)
      [ $# -gt 1 ] || { echo "train.sh: $1 needs a value" >&2; exit 2; } ;;&
    -o | --output) out=$2; shift 2 ;;
    --size) size=$2; shift 2 ;;
    --generator-threads) generator_threads=$2; shift 2 ;;
    --photos) photos=$(cd -- "$2" && pwd); shift 2 ;;
    *) pass+=("$1"); shift ;;
  esac
done
if [ -z "$out" ]; then
  echo "usage: training/train.sh --minutes M -o DIR [--size small|base] [--photos DIR] [--resume] ..." >&2
  exit 2
fi
mkdir -p "$out"
out=$(cd -- "$out" && pwd)
python=''
for candidate in "${PYTHON:-python3}" /usr/bin/python3; do
  if "$candidate" -c 'import torch, onnx, PIL' 2>/dev/null; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  echo "train.sh: ${PYTHON:-python3} lacks torch, onnx or PIL; on Debian: apt install python3-torch python3-onnx python3-pil python3-matplotlib" >&2
  exit 1
fi

classpath="$home/app/target/canter.classpath"
if [ ! -f "$classpath" ] || [ -n "$(find "$home" -path '*/target' -prune -o \( -path '*/src/main/*' -o -name pom.xml \) \
    -type f -newer "$classpath" -print 2>/dev/null | head -n 1)" ]; then
  echo "train.sh: building" >&2
  (cd "$home" && ./mvnw -q -B -Dcanter.quick process-classes) >&2
fi
# A copy of our own classes: a build during a run of hours must not pull them from under the generator.
frozen="$out/classes"
rm -rf "$frozen"
mkdir -p "$frozen"
libraries=''
IFS=: read -ra entries <<< "$(cat "$classpath")"
for entry in "$home/app/target/classes" "${entries[@]}"; do
  if [ -d "$entry" ]; then cp -r "$entry/." "$frozen/"; else libraries+=":$entry"; fi
done
export CLASSPATH="$frozen$libraries"
java=(java -Xmx3g -XX:+UseSerialGC -Djava.awt.headless=true)
version=$(git -C "$home" describe --always --dirty 2>/dev/null || echo unknown)
template=canter-quadruped-1

export PYTHONPATH="$home/training/trainer${PYTHONPATH:+:$PYTHONPATH}"
generator=$(printf '%q ' "${java[@]}")
generator+="io.canter.training.scene.GeneratorMain --seed-from {seed} --count {count} --threads $generator_threads"
[ -z "$photos" ] || generator+=" --photos $(printf '%q' "$photos")"
generator+=" -o -"
"$python" -W ignore -m canter_trainer train --generator "$generator" --size "$size" -o "$out" ${pass[@]+"${pass[@]}"}

model="$out/quadruped-$size.onnx"
"$python" -W ignore -m canter_trainer export --checkpoint "$out/last.pt" --template "$template" \
  --generator-version "$version" -o "$model"
"$python" -W ignore -m canter_trainer parity --checkpoint "$out/last.pt" --dump "$out/parity"
"${java[@]}" io.canter.training.trainer.ParityMain "$model" "$out/parity"
rm -r "$out/parity" "$frozen"
echo "train.sh: wrote $model"
