#!/bin/bash
# Teaches the tracker's judge to tell animals from phantoms as the network shows them; run it after the network changed.
#   training/calibrate.sh [--model FILE.onnx] [--threads N] [--animals N] [--empty N]
# Writes tracking/src/main/resources/io/canter/tracking/plausibility.properties and prints how well it does on seeds of
# its own. Two to four minutes on two idle cores.
set -euo pipefail
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=built.sh
. "$home/training/built.sh"
exec java -Xmx2g -XX:+UseSerialGC -Djava.awt.headless=true \
  -Dorg.bytedeco.javacpp.cachedir="${CANTER_CACHE:-$home/app/target/native}" \
  io.canter.training.plausibility.PlausibilityMain \
  -o "$home/tracking/src/main/resources/io/canter/tracking/plausibility.properties" "$@"
